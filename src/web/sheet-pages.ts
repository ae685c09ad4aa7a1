// The routes of pages that show several charts or many titles: weeks, countries, tags, creators and lists.
import { type Context, Hono } from 'hono'
import type { Problem } from '../domain/problem.ts'
import { parseRegion } from '../domain/region.ts'
import type { Archive } from '../publish/archive.ts'
import type { AskCounters } from '../publish/counter-answer.ts'
import { parseAsked } from '../publish/list-routes.ts'
import { type ListSpec, parseList } from '../publish/list-spec.ts'
import { listAnswer } from '../publish/lists.ts'
import { findCountry, findWeek } from '../publish/sheet.ts'
import { findWorks, WORKS_BY } from '../publish/works.ts'
import { countryPage } from './country-page.tsx'
import { listPage } from './list-page.tsx'
import { originOf } from './origin.ts'
import type { Voice } from './voice.ts'
import { weekPage } from './week-page.tsx'
import { worksPage } from './works-page.tsx'

/** Answers with the page for what is not there. */
export type NotFound = (c: Context, title: string, problems: readonly Problem[]) => Response | Promise<Response>

/** The pages of one language. */
export function sheetPagesIn(
  voice: Voice,
  archive: Archive,
  counters: AskCounters,
  lists: readonly ListSpec[],
  notFound: NotFound,
): Hono {
  const app = new Hono()
  const { links } = voice

  app.get('/weeks', (c) => c.redirect(links.week('latest')))

  app.get('/weeks/:week', async (c) => {
    const week = await findWeek(archive, c.req.param('week'))
    if (!week.ok) return notFound(c, 'No such week', week.problems)
    return c.html(weekPage({ week: week.value }, voice))
  })

  app.get('/countries/:region', async (c) => {
    const region = parseRegion('region', c.req.param('region'))
    if (!region.ok) return notFound(c, 'No such region', region.problems)
    const week = c.req.query('week') ?? 'latest'
    const country = await findCountry(archive, region.value, week)
    if (!country.ok) return notFound(c, 'No such week', country.problems)
    return c.html(countryPage({ country: country.value, latest: week === 'latest' }, voice))
  })

  for (const by of WORKS_BY)
    app.get(`/${by}s/:name`, async (c) => {
      const works = await findWorks(archive, counters, by, c.req.param('name'))
      if (!works.ok) return notFound(c, `No such ${by}`, works.problems)
      return c.html(worksPage({ works: works.value, origin: originOf(c.req) }, voice))
    })

  app.get('/lists', (c) => c.redirect(links.list(lists[0]?.id ?? 'top')))

  app.get('/lists/:list', async (c) => {
    const named = parseList(lists, 'list', c.req.param('list'))
    if (!named.ok) return notFound(c, 'No such list', named.problems)
    // A form sends what was left open as nothing.
    const asked = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ''))
    const spec = parseAsked(named.value, asked)
    if (!spec.ok) return notFound(c, 'No such list', spec.problems)
    const [answer, site] = await Promise.all([listAnswer(archive, spec.value), counters(['site'])])
    const view = { spec: spec.value, answer, lists, site: site.counters[0], asked, origin: originOf(c.req) }
    return c.html(listPage(view, voice))
  })
  return app
}
