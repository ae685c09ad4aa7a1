// One item: its entry as a form, what it stands for or what stands for it, and all that was ever said of it.
import { ITEM_KINDS } from '../../domain/item.ts'
import type { DeskItem, Named, Saying } from '../../publish/desk/catalogue.ts'
import { Name } from '../figures.tsx'
import { documentOf } from '../layout.tsx'
import type { Frame } from './desk.ts'
import { ITEM_FIELDS, type ItemField, type ItemTexts, textsOf } from './item-form.ts'
import { itemPath } from './item-path.ts'
import { At, Scrolled } from './parts.tsx'
import { Sheet, Token } from './sheet.tsx'

export interface ItemView {
  readonly frame: Frame
  readonly item: DeskItem
  /** What the form holds. */
  readonly texts: ItemTexts
  /** What was wrong with a form that was sent. */
  readonly problems?: readonly string[] | undefined
}

export const itemPage = ({ frame, item, texts, problems }: ItemView): string =>
  documentOf(
    <Sheet frame={frame} title={item.entry?.title ?? item.id} lead={<Lead item={item} />}>
      {problems && (
        <ul class="refused" role="alert">
          {problems.map((each) => (
            <li>{each}</li>
          ))}
        </ul>
      )}
      {item.into && <Stands frame={frame} item={item} into={item.into} />}
      <div class="item-desk">
        <Entry frame={frame} item={item} texts={texts} />
        <div class="stack">
          {!item.into && <Merge frame={frame} item={item} />}
          <Around title="Merged into it" items={item.merged} of={item} />
          <Around title="Below it" items={item.children} of={item} />
        </div>
      </div>
      <History frame={frame} item={item} />
    </Sheet>,
  )

const Lead = ({ item }: { item: DeskItem }) => (
  <>
    {item.entry ? `${item.entry.kind}, ` : 'In no catalogue, '}
    <code>{item.id}</code>
    {item.entry && !item.into && (
      <>
        {' · '}
        <a href={`/titles/${encodeURIComponent(item.id)}`}>its public page</a>
      </>
    )}
  </>
)

/** Which item a form is about. */
const Of = ({ frame, item }: { frame: Frame; item: DeskItem }) => (
  <>
    <Token frame={frame} />
    <input type="hidden" name="site" value={item.site} />
    <input type="hidden" name="id" value={item.id} />
  </>
)

const Stands = ({ frame, item, into }: { frame: Frame; item: DeskItem; into: Named }) => (
  <section class="stands" aria-labelledby="stands">
    <h2 id="stands">
      <a href={itemPath(item.site, into.item)}>
        <Name>{into.title}</Name>
      </a>{' '}
      stands for it
    </h2>
    <p>What was and is counted for this id is counted for that item. Its own entry is kept, and shown nowhere.</p>
    <form class="in-line grown" method="post" action="/desk/catalogue/separate">
      <Of frame={frame} item={item} />
      <Reason label="Why it stands for itself again" required />
      <button type="submit">Separate</button>
    </form>
  </section>
)

const Reason = ({ label, required = false }: { label: string; required?: boolean }) => (
  <label>
    {label}
    <input name="reason" maxlength={300} required={required} />
  </label>
)

const TEXTS: Readonly<Record<Exclude<ItemField, 'kind'>, { label: string; lines?: number; wide?: boolean }>> = {
  title: { label: 'Title', wide: true },
  parent: { label: 'Belongs to, by id' },
  creators: { label: 'Creators, one a line', lines: 2 },
  tags: { label: 'Tags, one a line', lines: 2 },
  language: { label: 'Language, such as en or pt-BR' },
  published: { label: 'Out since, such as 2026-11-16' },
  runtime: { label: 'Running time, h:mm:ss' },
  runtimes: { label: 'Running time as history: a date and h:mm:ss a line', lines: 2 },
  url: { label: 'Address of its page', wide: true },
}

const Entry = ({ frame, item, texts }: Pick<ItemView, 'frame' | 'item' | 'texts'>) => (
  <section aria-labelledby="entry">
    <h2 id="entry">Entry</h2>
    <form class="fields of-item" method="post" action="/desk/catalogue/item">
      <Of frame={frame} item={item} />
      {ITEM_FIELDS.map((field) =>
        field === 'kind' ? <Kind chosen={texts.kind} /> : <Text field={field} texts={texts} />,
      )}
      <div class="wide">
        <Reason label="Why, if a final edition changes by it" />
      </div>
      <button type="submit">Save</button>
    </form>
  </section>
)

const Kind = ({ chosen }: { chosen: string }) => (
  <label>
    Kind
    <select name="kind">
      {ITEM_KINDS.map((kind) => (
        <option value={kind} selected={kind === chosen}>
          {kind}
        </option>
      ))}
    </select>
  </label>
)

const Text = ({ field, texts }: { field: Exclude<ItemField, 'kind'>; texts: ItemTexts }) => {
  const { label, lines, wide } = TEXTS[field]
  const value = texts[field]
  if (!lines)
    return (
      <label class={wide ? 'wide' : undefined}>
        {label}
        <input name={field} value={value} required={field === 'title'} />
      </label>
    )
  return (
    <label>
      {label}
      <textarea name={field} rows={Math.max(lines, value.split('\n').length)} spellcheck={false}>
        {value}
      </textarea>
    </label>
  )
}

const Merge = ({ frame, item }: { frame: Frame; item: DeskItem }) => (
  <section aria-labelledby="merge">
    <h2 id="merge">Merge it into another</h2>
    <p class="note">
      For an item that was entered twice, or an id that was meant for another. The other then stands for both, for what
      was counted as well. Final editions change only once you restate them; nothing is lost, and it can be taken back.
    </p>
    <form class="fields" method="post" action="/desk/catalogue/merge">
      <Of frame={frame} item={item} />
      <label>
        Id of the item that stays
        <input name="into" required maxlength={200} spellcheck={false} autocapitalize="none" />
      </label>
      <Reason label="Why they are one" required />
      <button type="submit">Merge</button>
    </form>
  </section>
)

const Around = ({ title, items, of }: { title: string; items: readonly Named[]; of: DeskItem }) => {
  if (items.length === 0) return null
  const id = title.toLowerCase().replaceAll(' ', '-')
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="named">
        {items.map(({ item, title: name }) => (
          <li>
            <a href={itemPath(of.site, item)}>
              <Name>{name}</Name>
            </a>{' '}
            <code>{item}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}

const History = ({ frame, item }: { frame: Frame; item: DeskItem }) => (
  <section aria-labelledby="history">
    <h2 id="history">What was said of it</h2>
    {item.history.length === 0 ? (
      <p class="nothing">Nothing yet.</p>
    ) : (
      <Scrolled of="History">
        <table class="lines">
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">What</th>
              <th scope="col">
                <span class="heard">Bring back</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {item.history.map((saying, index) => (
              <tr>
                <td>
                  <At value={saying.at} />
                </td>
                <td class="prose">{saidWords(saying, item.history.slice(index + 1))}</td>
                <td>
                  {saying.kind === 'item' && isPast(saying, item) && (
                    <form class="in-line" method="post" action="/desk/catalogue/restore">
                      <Of frame={frame} item={item} />
                      <input type="hidden" name="event" value={saying.id} />
                      <button type="submit" aria-label={`Bring back the entry of ${saying.at}`}>
                        Bring back
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrolled>
    )}
  </section>
)

const isPast = (saying: Saying & { kind: 'item' }, { entry }: DeskItem): boolean =>
  JSON.stringify(textsOf(saying.entry)) !== JSON.stringify(textsOf(entry))

/** What a saying made another, beside what was said of the entry before it. */
function saidWords(saying: Saying, older: readonly Saying[]): string {
  if (saying.kind === 'merge')
    return saying.merge.into === null
      ? `stands for itself again: ${saying.merge.reason}`
      : `merged into ${saying.merge.into}: ${saying.merge.reason}`
  const before = older.find((each) => each.kind === 'item')
  if (before?.kind !== 'item') return `entered as ${saying.entry.kind} “${saying.entry.title}”`
  const [was, is] = [textsOf(before.entry), textsOf(saying.entry)]
  const changes = ITEM_FIELDS.filter((field) => was[field] !== is[field])
  const told = (text: string) => (text === '' ? 'nothing' : `“${text.replaceAll('\n', ', ')}”`)
  return changes.length === 0
    ? 'said again'
    : changes.map((field) => `${field}: ${told(was[field])} → ${told(is[field])}`).join('; ')
}
