// One site: whether its events arrive, the lines to paste, and its keys.
import { shownKey } from '../../collect/keys.ts'
import type { SiteKey, SiteOverview } from '../../publish/desk/sites.ts'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, Fresh, Scrolled } from './parts.tsx'
import { Sheet, Token } from './sheet.tsx'

export interface SiteView {
  readonly frame: Frame
  readonly site: SiteOverview
  /** Where this house is, for its operator's browser. */
  readonly origin: string
  readonly isStill: boolean
}

export function sitePage({ frame, site, origin, isStill }: SiteView): string {
  const path = `/desk/sites/${site.site}`
  // What has arrived needs no following.
  const follows = site.isWaiting && !isStill
  const write = site.keys.find(({ kind, isLive }) => kind === 'write' && isLive)
  const secret = site.keys.find(({ kind, isLive }) => kind === 'secret' && isLive)
  return documentOf(
    <Sheet frame={frame} title={`Site ${site.site}`} fresh={follows ? path : undefined}>
      <Arrival site={site} />
      {site.isWaiting && <Fresh path={path} isStill={isStill} />}
      {write && <Snippet site={site.site} origin={origin} writeKey={write} />}
      {secret && <FromServer origin={origin} secret={secret} />}
      <Keys frame={frame} keys={site.keys} />
      <p>
        <a href="/desk/sites">All sites, and a new key</a>
      </p>
    </Sheet>,
  )
}

const Arrival = ({ site }: { site: SiteOverview }) => (
  <div id="arrival" class={site.isWaiting ? 'arrival waiting' : 'arrival arrived'} role="status" data-fresh>
    {site.isWaiting ? (
      <>
        <strong>Waiting for the first event</strong>
        <p>Paste the line below into a page and open it. This turns green as soon as the event is on the disk.</p>
      </>
    ) : (
      <>
        <strong>✓ Events arrive</strong>
        <p>
          {exact(site.events)} counted so far
          {site.lastAt && (
            <>
              , the last one stored <At value={site.lastAt} />
            </>
          )}
          . <a href={`/desk/events?site=${site.site}`}>See them</a>
        </p>
      </>
    )}
  </div>
)

interface SnippetProps {
  readonly site: string
  readonly origin: string
  readonly writeKey: SiteKey
}

const Snippet = ({ site, origin, writeKey }: SnippetProps) => (
  <section class="stack" aria-labelledby="snippet">
    <h2 id="snippet">The line for your pages</h2>
    <pre class="code" tabindex={0}>
      <code>{`<script defer src="${origin}/hc.js" data-site="${site}" data-key="${writeKey.key}"></script>`}</code>
    </pre>
    <p class="note">
      On this machine and in files it does not count, unless you add <code>data-local</code>. For pages without scripts:
    </p>
    <pre class="code" tabindex={0}>
      <code>{`<img src="${origin}/v1/pixel.gif?key=${writeKey.key}&site=${site}&item=NAME" alt="" referrerpolicy="no-referrer-when-downgrade">`}</code>
    </pre>
  </section>
)

const FromServer = ({ origin, secret }: { origin: string; secret: SiteKey }) => (
  <section class="stack" aria-labelledby="server">
    <h2 id="server">From a server</h2>
    <pre class="code" tabindex={0}>
      <code>{`curl ${origin}/v1/events -H "authorization: Bearer $SECRET" -d '{"id":"'$(uuidgen)'","at":"'$(date -u +%FT%TZ)'","kind":"view","item":"NAME"}'`}</code>
    </pre>
    <p class="note">
      <code>$SECRET</code> is the secret key {shownKey(secret)}, which was shown when it was made.
    </p>
  </section>
)

const Keys = ({ frame, keys }: { frame: Frame; keys: readonly SiteKey[] }) => (
  <section class="stack" aria-labelledby="keys">
    <h2 id="keys">Keys</h2>
    <Scrolled of="Keys">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">Key</th>
            <th scope="col">Kind</th>
            <th scope="col">Pages</th>
            <th scope="col">State</th>
            <th scope="col">Retire</th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <KeyLine frame={frame} of={key} />
          ))}
        </tbody>
      </table>
    </Scrolled>
  </section>
)

const KeyLine = ({ frame, of: key }: { frame: Frame; of: SiteKey }) => (
  <tr>
    <th scope="row">
      <code>{shownKey(key)}</code>
    </th>
    <td>{key.kind}</td>
    <td>{pagesOf(key)}</td>
    <td>
      <span class={key.isLive ? 'mark good' : 'mark'}>{key.isLive ? '✓ live' : 'retired'}</span>
      {key.retires && (
        <small>
          {key.isLive ? ' until ' : ' '}
          <At value={key.retires} />
        </small>
      )}
    </td>
    <td>
      {key.isLive && (
        <form class="in-line" method="post" action="/desk/sites/keys/retire">
          <Token frame={frame} />
          <input type="hidden" name="key" value={shownKey(key)} />
          <select name="hours" aria-label={`When to retire ${shownKey(key)}`}>
            <option value="24">in a day</option>
            <option value="168">in a week</option>
            <option value="0">now</option>
          </select>
          <button type="submit">Retire</button>
        </form>
      )}
    </td>
  </tr>
)

function pagesOf({ kind, origins }: SiteKey): string {
  if (kind === 'secret') return 'none: servers'
  return origins.length === 0 ? 'all' : origins.join(', ')
}
