// The sheet that the desk's pages are printed on: the house's own, denser, with the sections beside it. English alone;
// no page needs a script.
import type { Child } from 'hono/jsx'
import { styleHref } from '../style.ts'
import type { Frame } from './desk.ts'
import { deskHref, freshHref } from './desk-style.ts'

/** A form's proof that this session was given it. */
export const Token = ({ frame }: { frame: Frame }) => <input type="hidden" name="token" value={frame.token} />

export interface SheetProps {
  readonly frame: Frame
  readonly title: string
  /** One sentence below the title. */
  readonly lead?: Child
  /** The page's own address, where it shows what changes by itself: its parts with `data-fresh` follow along. */
  readonly fresh?: string | undefined
  readonly children?: Child
}

/** Without a script such a page is loaded anew so often, unless it is held still. */
const FRESH_SECONDS = 5

export function Sheet({ frame, title, lead, fresh, children }: SheetProps) {
  return (
    <Document title={title} fresh={fresh}>
      <header class="masthead">
        <Wordmark />
        <form class="signed-in" method="post" action="/desk/sign-out">
          <Token frame={frame} />
          <span>
            Signed in as <strong>{frame.operator}</strong>
          </span>
          <button type="submit">Sign out</button>
        </form>
      </header>
      <div class="rooms">
        <nav aria-label="Desk">
          <ul>
            {frame.sections.map((section) => (
              <li>
                <a href={section.path} aria-current={section.path === frame.current ? 'page' : undefined}>
                  {section.title}
                </a>
              </li>
            ))}
            <li class="apart">
              <a href="/">The public pages</a>
            </li>
          </ul>
        </nav>
        <main id="main">
          <header class="headline">
            <h1>{title}</h1>
            {lead && <p class="lead">{lead}</p>}
          </header>
          {frame.told && <ToldOnce {...frame.told} />}
          {children}
        </main>
      </div>
    </Document>
  )
}

/** A sheet without sections: for those who are not signed in. */
export const PlainSheet = ({ title, children }: { title: string; children?: Child }) => (
  <Document title={title}>
    <header class="masthead">
      <Wordmark />
    </header>
    <main id="main" class="alone">
      {children}
    </main>
  </Document>
)

const Wordmark = () => (
  <a class="wordmark" href="/desk">
    Housecount <span>Desk</span>
  </a>
)

const ToldOnce = ({ text, secret }: { text: string; secret?: string | undefined }) => (
  <div class="told" role="status">
    <p>{text}</p>
    {secret && <code class="copied">{secret}</code>}
  </div>
)

interface DocumentProps {
  readonly title: string
  readonly fresh?: string | undefined
  readonly children?: Child
}

function Document({ title, fresh, children }: DocumentProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Housecount`}</title>
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={styleHref} />
        <link rel="stylesheet" href={deskHref} />
        {fresh && (
          <noscript>
            <meta http-equiv="refresh" content={`${FRESH_SECONDS};url=${fresh}`} />
          </noscript>
        )}
        {fresh && <script src={freshHref} defer></script>}
      </head>
      <body class="desk">
        <a class="skip" href="#main">
          Skip to the content
        </a>
        {children}
      </body>
    </html>
  )
}
