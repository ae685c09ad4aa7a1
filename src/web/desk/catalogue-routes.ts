// The catalogue: `/desk/catalogue`. An item has its page at `/desk/catalogue/item?id=…`: an id may hold anything that an
// address may, so it stands in the query.
import { type Context, Hono } from 'hono'
import type { ItemId } from '../../domain/item.ts'
import { type Parsed, sentence } from '../../domain/problem.ts'
import {
  catalogueOverview,
  type DeskItem,
  editItem,
  findDeskItem,
  mergeItems,
  separateItem,
} from '../../publish/desk/catalogue.ts'
import { findInCatalogue } from '../../publish/search.ts'
import { cataloguePage } from './catalogue-page.tsx'
import { type Desk, type DeskEnv, done, type Section } from './desk.ts'
import { doing } from './doing.ts'
import { refuse } from './gate.ts'
import { entryOf, sentTexts, textsOf } from './item-form.ts'
import { type ItemView, itemPage } from './item-page.tsx'
import { itemPath } from './item-path.ts'
import { siteNamed, sitesFor } from './site-choice.tsx'
import { waitingWords } from './waiting-page.tsx'

function catalogueRoutes(desk: Desk): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>()
  const { house } = desk

  app.get('/', (c) => {
    const query = c.req.query('q') ?? ''
    const site = siteNamed(desk, c.req.query('site'))
    const found = query === '' ? undefined : findInCatalogue(house, query, site)
    const overview = catalogueOverview(house, site)
    const view = { frame: c.get('frame'), query, site, sites: sitesFor(desk), overview }
    return c.html(cataloguePage({ ...view, answer: found?.ok ? found.value : undefined }))
  })

  app.get('/item', async (c) => {
    const item = await named(c, c.req.query('site'), c.req.query('id'))
    if (!item) return refuse(c, 404, 'Neither the catalogue nor the log knows an item of this id')
    return show(c, { item })
  })

  const named = (_c: Context<DeskEnv>, site: unknown, id: unknown): Promise<DeskItem | undefined> =>
    findDeskItem(house, siteNamed(desk, String(site ?? '')), String(id ?? '') as ItemId)

  const show = (c: Context<DeskEnv>, view: Omit<ItemView, 'frame' | 'texts'> & Partial<ItemView>) => {
    const status = view.problems ? 400 : 200
    return c.html(itemPage({ frame: c.get('frame'), texts: textsOf(view.item.entry), ...view }), status) as Response
  }

  /** Does what a form of an item's page asks, notes it, and tells what waits because of it. */
  const act = async (
    c: Context<DeskEnv>,
    what: string,
    work: (item: DeskItem, form: FormData, reason: string) => Promise<Parsed<{ detail: string; text: string }>>,
  ): Promise<Response> => {
    const form = c.get('form')
    const item = await named(c, form.get('site'), form.get('id'))
    if (!item) return refuse(c, 404, 'Neither the catalogue nor the log knows an item of this id')
    const reason = String(form.get('reason') ?? '').trim()
    const before = house.waiting.all
    const did = await doing(c, desk, what, item.id, () => work(item, form, reason))
    if (!did.ok) {
      const texts = form.has('title') ? { texts: sentTexts(form) } : {}
      return show(c, { item, problems: did.problems.map(sentence), ...texts })
    }
    const { detail, text } = did.value
    const told = { text: `${text} ${waitingWords(house.waiting.all.filter((each) => !before.includes(each)))}` }
    return done(c, desk, { act: what, on: item.id, detail }, told, itemPath(item.site, item.id))
  }

  app.post('/item', (c) =>
    act(c, 'edit an item', async (item, form, reason) => {
      const entry = entryOf(item.id, sentTexts(form))
      const edited = entry.ok ? await editItem(house, item.site, entry.value, reason) : entry
      if (!edited.ok) return edited
      const detail = JSON.stringify(edited.value)
      return { ok: true, value: { detail, text: `“${edited.value.title}” is saved.` } }
    }),
  )

  app.post('/restore', (c) =>
    act(c, 'bring an entry back', async (item, form, reason) => {
      const saying = item.history.find((each) => each.kind === 'item' && each.id === form.get('event'))
      const entry = saying?.kind === 'item' ? saying.entry : undefined
      const edited = await editItem(house, item.site, entry, reason)
      if (!edited.ok) return edited
      const text = `The entry of ${saying?.at} holds again.`
      return { ok: true, value: { detail: JSON.stringify(edited.value), text } }
    }),
  )

  app.post('/merge', (c) =>
    act(c, 'merge an item', async (item, form, reason) => {
      const into = String(form.get('into') ?? '').trim() as ItemId
      const merged = await mergeItems(house, item.site, item.id, into, reason)
      if (!merged.ok) return merged
      return { ok: true, value: { detail: `into ${into}: ${reason}`, text: `${into} stands for ${item.id} now.` } }
    }),
  )

  app.post('/separate', (c) =>
    act(c, 'separate an item', async (item, _form, reason) => {
      const separated = await separateItem(house, item.site, item.id, reason)
      if (!separated.ok) return separated
      return { ok: true, value: { detail: reason, text: `${item.id} stands for itself again.` } }
    }),
  )
  return app
}

export const CATALOGUE: Section = { path: '/desk/catalogue', title: 'Catalogue', routes: catalogueRoutes }
