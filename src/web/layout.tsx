// The sheet that every page is printed on: head, masthead, main, and the way back home.
// Text is escaped by the renderer; no page writes raw HTML but what json-ld.ts has escaped, and none needs a script.
import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { type JsonLd, scriptText } from './json-ld.ts'
import type { Links } from './links.ts'
import { styleHref } from './style.ts'

type Direction = 'ltr' | 'rtl'

export interface LayoutProps {
  readonly title: string
  readonly description?: string | undefined
  readonly language: string
  readonly dir?: Direction
  readonly links: Links
  /** The page's own lasting address. */
  readonly canonical?: string
  /** The same figures for machines, as JSON. */
  readonly json?: string
  /** What was searched for, on the page that answers it. */
  readonly query?: string
  /** The same in the words of schema.org. */
  readonly data?: JsonLd
  /** Where to follow what is published, as Atom. */
  readonly feed?: string
  readonly children?: Child
}

const RTL_SCRIPTS = new Set(['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm', 'Rohg'])

/** The direction a language is written in, from its likely script. */
const directionOf = (language: string): Direction =>
  RTL_SCRIPTS.has(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'

export function Layout(props: LayoutProps) {
  const { title, description, language, links, canonical, json, data, feed, query, children } = props
  const { dir = directionOf(language) } = props
  return (
    <html lang={language} dir={dir}>
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
        {json && <link rel="alternate" type="application/json" href={json} />}
        {data && <script type="application/ld+json">{raw(scriptText(data))}</script>}
        {feed && <link rel="alternate" type="application/atom+xml" title={title} href={feed} />}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="masthead">
          <a class="wordmark" href={links.home} rel="home">
            Housecount
          </a>
          <search>
            <form class="search" action={links.search} method="get">
              <label>
                <span class="heard">Search for a title</span>
                <input type="search" name="q" value={query} placeholder="Search for a title" maxlength={200} />
              </label>
              <button type="submit">Search</button>
            </form>
          </search>
        </header>
        <main id="main">{children}</main>
      </body>
    </html>
  )
}

/** A whole document as text. The components are synchronous, so this is too. */
export const documentOf = (page: { toString(): string }): string => `<!doctype html>\n${page.toString()}\n`
