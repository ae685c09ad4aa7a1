// Search over the catalogue, and what of it needs an eye: ids that were counted and that nobody has told of.
import type { SiteId } from '../../domain/event.ts'
import type { CatalogueOverview } from '../../publish/desk/catalogue.ts'
import type { SearchAnswer } from '../../publish/search.ts'
import { Name, ShortDay } from '../figures.tsx'
import { documentOf } from '../layout.tsx'
import { exact } from '../numbers.ts'
import type { Frame } from './desk.ts'
import { itemPath } from './item-path.ts'
import { Scrolled } from './parts.tsx'
import { Sheet } from './sheet.tsx'
import { SiteChoice } from './site-choice.tsx'

export interface CatalogueView {
  readonly frame: Frame
  readonly query: string
  readonly site: SiteId
  readonly sites: readonly SiteId[]
  readonly overview: CatalogueOverview
  /** Left out where nothing was searched for. */
  readonly answer?: SearchAnswer | undefined
}

export const cataloguePage = ({ frame, query, site, sites, overview, answer }: CatalogueView): string =>
  documentOf(
    <Sheet
      frame={frame}
      title="Catalogue"
      lead={`${exact(overview.items)} items${overview.merged > 0 ? `, ${exact(overview.merged)} merged into another` : ''}. What is said of an item is an event of the log: what was said before stays there.`}
    >
      <form class="filter searching" method="get" action="/desk/catalogue">
        <SiteChoice sites={sites} chosen={site} />
        <label>
          Title, creator, tag or id
          <input type="search" name="q" value={query} maxlength={200} />
        </label>
        <button type="submit">Search</button>
      </form>
      {answer ? <Found answer={answer} site={site} /> : <Unknown overview={overview} site={site} />}
    </Sheet>,
  )

const Found = ({ answer, site }: { answer: SearchAnswer; site: SiteId }) => (
  <section aria-labelledby="found">
    <h2 id="found">
      {answer.found === 0 ? 'Nothing is called so' : `${exact(answer.found)} ${answer.found === 1 ? 'item' : 'items'}`}
    </h2>
    {answer.items.length > 0 && (
      <Scrolled of="Items">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Title</th>
              <th scope="col">Kind</th>
              <th scope="col">Belongs to</th>
              <th scope="col">Out since</th>
              <th scope="col">Id</th>
            </tr>
          </thead>
          <tbody>
            {answer.items.map((item) => (
              <tr>
                <th scope="row" class="item">
                  <a href={itemPath(site, item.item)}>
                    <Name>{item.title}</Name>
                  </a>
                </th>
                <td>{item.kind}</td>
                <td class="item">{item.parentTitle && <Name>{item.parentTitle}</Name>}</td>
                <td>{item.published && <ShortDay value={item.published} language="en" />}</td>
                <td>
                  <code>{item.item}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    )}
    {answer.found > answer.items.length && <p class="note">The first {exact(answer.items.length)} of them.</p>}
  </section>
)

const Unknown = ({ overview, site }: { overview: CatalogueOverview; site: SiteId }) => (
  <section aria-labelledby="unknown">
    <h2 id="unknown">Counted, and in no catalogue</h2>
    <p class="note">They stand on no chart. Tell the catalogue of them, or merge them into the item that was meant.</p>
    {overview.unknown.length === 0 ? (
      <p class="nothing">None: every id that was counted is an item of the catalogue.</p>
    ) : (
      <Scrolled of="Unknown ids">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">Id</th>
              <th scope="col" class="number">
                Starts
              </th>
            </tr>
          </thead>
          <tbody>
            {overview.unknown.map(({ item, starts }) => (
              <tr>
                <th scope="row" class="item">
                  <a href={itemPath(site, item)}>
                    <code>{item}</code>
                  </a>
                </th>
                <td class="number">{exact(starts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    )}
  </section>
)
