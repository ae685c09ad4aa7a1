// All sites with how they do, and the form that makes a key, and with its first key a site.
import type { SiteOverview } from '../../publish/desk/sites.ts'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { At, Scrolled } from './parts.tsx'
import { Sheet, Token } from './sheet.tsx'

export interface SitesView {
  readonly frame: Frame
  readonly sites: readonly SiteOverview[]
  /** What was wrong with a form that was sent, and what it held. */
  readonly problems?: readonly string[]
  readonly typed?: { readonly site: string; readonly kind: string; readonly origins: string }
}

export const sitesPage = ({ frame, sites, problems, typed }: SitesView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Sites and keys"
      lead="A key says for which site events are. A write key is public, and stands in pages; a secret key is for servers."
    >
      <Scrolled of="Sites">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Site</th>
              <th scope="col">Audience</th>
              <th scope="col" class="number">
                Events
              </th>
              <th scope="col">Last one stored</th>
              <th scope="col" class="number">
                Write keys
              </th>
              <th scope="col" class="number">
                Secret keys
              </th>
            </tr>
          </thead>
          <tbody>{sites.map(SiteLine)}</tbody>
        </table>
      </Scrolled>
      <NewKey frame={frame} problems={problems ?? []} typed={typed ?? { site: '', kind: 'write', origins: '' }} />
    </Sheet>,
  )

const liveOf = ({ keys }: SiteOverview, kind: string): number =>
  keys.filter((key) => key.kind === kind && key.isLive).length

const SiteLine = (site: SiteOverview) => (
  <tr>
    <th scope="row">
      <a href={`/desk/sites/${site.site}`}>{site.site}</a>
    </th>
    <td>
      <span class={site.isWaiting ? 'mark' : 'mark good'}>
        {site.isWaiting ? 'waiting for the first event' : '✓ events arrive'}
      </span>
    </td>
    <td class="number">{exact(site.events)}</td>
    <td>{site.lastAt ? <At value={site.lastAt} /> : <span class="soft">none since the house was opened</span>}</td>
    <td class="number">{exact(liveOf(site, 'write'))}</td>
    <td class="number">{exact(liveOf(site, 'secret'))}</td>
  </tr>
)

const NewKey = ({ frame, problems, typed }: Omit<Required<SitesView>, 'sites'>) => (
  <section class="stack" aria-labelledby="new">
    <h2 id="new">A new key</h2>
    {problems.length > 0 && (
      <ul class="refused" role="alert">
        {problems.map((each) => (
          <li>{each}</li>
        ))}
      </ul>
    )}
    <form class="fields narrow" method="post" action="/desk/sites/keys">
      <Token frame={frame} />
      <label>
        Site: a new name makes a new site
        <input name="site" value={typed.site} required maxlength={64} spellcheck={false} autocapitalize="none" />
      </label>
      <fieldset>
        <legend>Kind</legend>
        <label class="choice">
          <input type="radio" name="kind" value="write" checked={typed.kind !== 'secret'} />
          <span>Write key: for pages and apps</span>
        </label>
        <label class="choice">
          <input type="radio" name="kind" value="secret" checked={typed.kind === 'secret'} />
          <span>Secret key: from server to server, shown once</span>
        </label>
      </fieldset>
      <label>
        Pages that may send with it, one origin a line, such as https://example.com; left empty: all
        <textarea name="origins" rows={2} spellcheck={false}>
          {typed.origins}
        </textarea>
      </label>
      <button type="submit">Make the key</button>
    </form>
  </section>
)
