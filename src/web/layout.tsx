// The sheet that every page is printed on: head, masthead, main, and the way back home.
// Text is escaped by the renderer; no page writes raw HTML but what json-ld.ts has escaped, and none needs a script.
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { type JsonLd, pageJsonLd, scriptText } from './json-ld.ts'
import type { Links } from './links.ts'
import { LANGUAGES } from './message.ts'
import { wordsFor } from './messages.ts'
import { styleHref } from './style.ts'
import type { Voice } from './voice.ts'

/** Where a page is, among the links of one language: its own, or another one's in which it can be read too. */
type Address = (links: Links) => string

export interface LayoutProps {
  readonly voice: Voice
  readonly title: string
  readonly description?: string | undefined
  /** The page's own lasting address, in each language. A page that has none, such as a problem's, leads home. */
  readonly address?: Address
  /** The lasting address of a page that there is in one language alone. */
  readonly canonical?: string
  /** The same figures for machines, as JSON. */
  readonly json?: string
  /** What was searched for, on the page that answers it. */
  readonly query?: string | undefined
  /** What the page is about, in the words of schema.org. */
  readonly data?: JsonLd
  /** Where to follow what is published, as Atom. */
  readonly feed?: string
  readonly children?: Child
}

export function Layout(props: LayoutProps) {
  const { voice, title, description, address, json, data, feed, query, children } = props
  const { language, words, links } = voice
  const canonical = address?.(links) ?? props.canonical
  return (
    <html lang={language} dir={words.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {description && <meta name="description" content={description} />}
        <meta property="og:title" content={title} />
        {description && <meta property="og:description" content={description} />}
        <meta name="color-scheme" content="light dark" />
        <link rel="stylesheet" href={links.asset(styleHref)} />
        {canonical && <link rel="canonical" href={canonical} />}
        {address && <Alternates address={address} links={links} />}
        {json && <link rel="alternate" type="application/json" href={json} />}
        {data && <script type="application/ld+json">{raw(scriptText(pageJsonLd(data, language, canonical)))}</script>}
        {feed && <link rel="alternate" type="application/atom+xml" title={title} href={feed} />}
      </head>
      <body>
        <a class="skip" href="#main">
          {words.pages.layout.skip}
        </a>
        <Masthead voice={voice} query={query} address={address} />
        <main id="main">{children}</main>
      </body>
    </html>
  )
}

/** The page in each language, itself among them; English is for those whose language the house does not speak. */
const Alternates = ({ address, links }: { readonly address: Address; readonly links: Links }) => (
  <>
    {LANGUAGES.map((language) => (
      <link rel="alternate" hreflang={language} href={address(links.inLanguage(language))} />
    ))}
    <link rel="alternate" hreflang="x-default" href={address(links.inLanguage('en'))} />
  </>
)

interface MastheadProps extends Pick<LayoutProps, 'voice' | 'query'> {
  readonly address: Address | undefined
}

const Masthead = ({ voice, query, address }: MastheadProps) => (
  <header class="masthead">
    <a class="wordmark" href={voice.links.home} rel="home">
      Housecount
    </a>
    <search>
      <form class="search" action={voice.links.search} method="get">
        <label>
          <span class="heard">{voice.words.pages.layout.searchFor}</span>
          <input
            type="search"
            name="q"
            value={query}
            placeholder={voice.words.pages.layout.searchFor}
            maxlength={200}
          />
        </label>
        <button type="submit">{voice.words.pages.layout.search}</button>
      </form>
    </search>
    <LanguagePicker voice={voice} address={address ?? ((other) => other.home)} />
  </header>
)

interface PickerProps {
  readonly voice: Voice
  readonly address: Address
}

/** Each language by its own name, for those who can't read the page. */
const LanguagePicker = ({ voice: { language, words, links }, address }: PickerProps) => (
  <nav class="languages" aria-label={words.pages.layout.languages}>
    <ul>
      {LANGUAGES.map((each) => (
        <li>
          <a
            href={address(links.inLanguage(each))}
            lang={each}
            hreflang={each}
            dir={wordsFor(each).direction}
            aria-current={each === language ? 'true' : undefined}
          >
            {wordsFor(each).name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)

/** A whole document as text. The components are synchronous, so this is too. */
export const documentOf = (page: { toString(): string }): string => `<!doctype html>\n${page.toString()}\n`
