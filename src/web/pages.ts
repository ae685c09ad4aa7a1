// The pages' routes. A page asks the same functions as the API and draws their answer.
import { type Context, Hono } from 'hono'
import { DEFAULT_SITE } from '../domain/event.ts'
import type { ItemId } from '../domain/item.ts'
import { type Problem, problem } from '../domain/problem.ts'
import { parseRegion, WORLD } from '../domain/region.ts'
import type { CalendarDate } from '../domain/time.ts'
import { type Archive, parseChart } from '../publish/archive.ts'
import { chartedAnswer } from '../publish/charted.ts'
import type { AskCounters } from '../publish/counter-answer.ts'
import { courseAnswerOf } from '../publish/course.ts'
import { chartAnswer, findEdition, firstRegion } from '../publish/editions.ts'
import { elsewhereOf } from '../publish/elsewhere.ts'
import type { ListSpec } from '../publish/list-spec.ts'
import { methodAnswer } from '../publish/methods.ts'
import { pastOf } from '../publish/past.ts'
import { restatementsOf } from '../publish/restatements.ts'
import { findInCatalogue } from '../publish/search.ts'
import { findWeek } from '../publish/sheet.ts'
import { titleAnswer } from '../publish/titles.ts'
import { chartPage, noEditionPage } from './chart-page.tsx'
import { columnsPage } from './columns-page.tsx'
import { homePage } from './home-page.tsx'
import { prefixOf } from './links.ts'
import { LANGUAGES } from './message.ts'
import { methodPage } from './method-page.tsx'
import { orderIn } from './order-picker.tsx'
import { originOf } from './origin.ts'
import { problemPage } from './problem-page.tsx'
import { searchPage } from './search-page.tsx'
import { sheetPagesIn } from './sheet-pages.ts'
import { styleCss } from './style.ts'
import { titlePage } from './title-page.tsx'
import { VARIES, type Voice, voiceIn, voiceOf } from './voice.ts'
import { worldSvg } from './world-map.ts'

/** Its address names its content, so it never changes. */
const FOREVER = 'public, max-age=31536000, immutable'

/** @param counters the counts of titles and of what stands on other people's pages */
export function pageRoutes(archive: Archive, counters: AskCounters, lists: readonly ListSpec[]): Hono {
  const app = new Hono()
  app.get('/assets/style.css', (c) =>
    c.body(styleCss, 200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': FOREVER }),
  )
  app.get('/assets/world.svg', (c) =>
    c.body(worldSvg, 200, { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': FOREVER }),
  )
  for (const language of LANGUAGES) {
    const prefix = prefixOf(language)
    app.route(prefix || '/', pagesIn(voiceIn(language), archive, counters, lists))
    if (prefix) app.get(`${prefix}/`, (c) => c.redirect(prefix, 301))
  }
  return app
}

/** The pages of one language. Which one it is is said by the address alone, so that a cache may keep each. */
function pagesIn(voice: Voice, archive: Archive, counters: AskCounters, lists: readonly ListSpec[]): Hono {
  const app = new Hono()
  const { links } = voice

  app.get('/', async (c) => {
    const [week, restatements, counted] = await Promise.all([
      findWeek(archive, 'latest'),
      restatementsOf(archive),
      archive.counters.state ? counters(['site']) : undefined,
    ])
    const view = { restatements, lists, counter: counted?.counters[0] }
    return c.html(homePage({ ...view, week: week.ok ? week.value : undefined }, voice))
  })

  app.route('/', sheetPagesIn(voice, archive, counters, lists, notFound))

  app.get('/columns', (c) => c.html(columnsPage(voice)))

  app.get('/charts', async (c) => {
    const { chart, region, week } = c.req.query()
    const first = archive.charts[0]
    if (!chart && !first) return c.redirect(links.home)
    return c.redirect(
      links.edition({ chart: chart || first?.id || '', region: region || WORLD, week: week || 'latest' }),
    )
  })

  app.get('/charts/:chart', async (c) => {
    const spec = parseChart(archive, 'chart', c.req.param('chart'))
    if (!spec.ok) return notFound(c, 'No such chart', spec.problems)
    const region = firstRegion(await chartAnswer(archive, spec.value)) ?? WORLD
    return c.redirect(links.edition({ chart: spec.value.id, region, week: 'latest' }))
  })

  app.get('/charts/:chart/:region/:week', async (c) => {
    const asked = c.req.param()
    const spec = parseChart(archive, 'chart', asked.chart)
    if (!spec.ok) return notFound(c, 'No such chart', spec.problems)
    const charts = archive.charts.map(({ id, title }) => ({ id, title }))
    const chart = await chartAnswer(archive, spec.value)
    const region = parseRegion('region', asked.region)
    const edition = region.ok
      ? await findEdition(archive, spec.value, region.value, asked.week, c.req.query('revision'))
      : region
    if (!edition.ok) return c.html(noEditionPage({ asked, chart, charts }, voice), 404)
    const past = region.ok
      ? await pastOf(archive, spec.value, region.value, edition.value.window.name as CalendarDate)
      : undefined
    const elsewhere = await elsewhereOf(archive, edition.value)
    const by = orderIn(edition.value, c.req.query('by'))
    return c.html(
      chartPage({ edition: edition.value, past, elsewhere, by, chart, charts, origin: originOf(c.req) }, voice),
    )
  })

  app.get('/methods/:chart', async (c) => {
    const spec = parseChart(archive, 'chart', c.req.param('chart'))
    if (!spec.ok) return notFound(c, 'No such chart', spec.problems)
    const method = await methodAnswer(archive, spec.value)
    return c.html(methodPage({ method, spec: spec.value, counting: archive.countingOf(spec.value.site) }, voice))
  })

  app.get('/search', (c) => {
    const query = c.req.query('q') ?? ''
    const answer = findInCatalogue(archive, query)
    return c.html(searchPage({ query, answer: answer.ok ? answer.value : undefined }, voice))
  })

  app.get('/titles/:item', async (c) => {
    const item = c.req.param('item') as ItemId
    const standing = archive.catalogueOf(DEFAULT_SITE).idOf(item)
    if (standing !== item) return c.redirect(links.title(standing))
    if (!archive.catalogueOf(DEFAULT_SITE).findItem(item))
      return notFound(c, 'No such title', [problem('item', item, 'the id of an item in the catalogue')])
    const [title, charted, course] = await Promise.all([
      titleAnswer(archive, item),
      chartedAnswer(archive, item),
      courseAnswerOf(archive, item),
    ])
    const of = [item, ...title.children.map((each) => each.item)].map((each) => `series:${each}`)
    const [counter, ...parts] = archive.counters.state ? (await counters(of)).counters : []
    return c.html(titlePage({ title, charted, course, counter, parts, origin: originOf(c.req) }, voice))
  })
  return app
}

const notFound = (c: Context, title: string, problems: readonly Problem[]): Response | Promise<Response> =>
  c.html(problemPage({ type: 'about:blank', title, status: 404, problems: [...problems] }, voiceOf(c.req)), 404, VARIES)
