import { describe, expect, it } from 'vitest'
import { problemJson } from '../collect/answers.ts'
import type { CounterAnswer } from '../publish/counter-answer.ts'
import { badgeRoutes } from './badge-routes.ts'
import { counter } from './fixtures.ts'

/** A house that counts what is asked for, but for `tag:none`. */
function askFor(path: string, counted: CounterAnswer = counter) {
  const asked: string[][] = []
  const routes = badgeRoutes(
    async (of) => {
      asked.push(of)
      const counters = of.filter((each) => each !== 'tag:none').map((each) => ({ ...counted, of: each }))
      return { asOf: counted.asOf, revision: '1', counters }
    },
    (c, status, title, problems) => c.body(problemJson(status, title, problems), status),
  )
  return Promise.resolve(routes.request(path)).then((response) => ({ response, asked }))
}

const textOf = async (path: string, counted?: CounterAnswer) => (await askFor(path, counted)).response.text()

describe('a badge', () => {
  it('is a picture with label and number, which anybody may keep for a while', async () => {
    const { response, asked } = await askFor('/badge/tag/heartstopper.svg')
    expect(asked).toEqual([['tag:heartstopper']])
    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(response.headers.get('cache-control')).toContain('public, max-age=60')
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(response.headers.get('vary')).toBeNull()
    expect(response.headers.get('etag')).toMatch(/^"/)
    const svg = await response.text()
    expect(svg).toMatch(/^<svg /)
    expect(svg).toContain('aria-label="views: 10.7B"')
  })

  it('is not sent again to whoever has it', async () => {
    const routes = await askFor('/badge/tag/x.svg')
    const tag = routes.response.headers.get('etag') ?? ''
    const again = badgeRoutes(
      async () => ({ asOf: counter.asOf, revision: '1', counters: [counter] }),
      (c, status, title) => c.body(title, status),
    ).request('/badge/tag/x.svg', { headers: { 'if-none-match': tag } })
    expect((await again).status).toBe(304)
  })

  it.each([
    ['views', 'ja', '視聴回数: 107億'],
    ['likes', 'en', 'likes: 1M'],
    ['rating', 'de', 'Bewertung: 4,7 / 5'],
    ['helpful', 'en', 'found this helpful: 86%'],
    ['sales', 'es-MX', 'unidades vendidas: 12'],
    ['followers', 'ar', 'المتابعون: 3.5\u00a0مليون'],
    ['opens', 'nowhere', 'opened: 0'],
  ])('says %s in %s', async (measure, language, text) => {
    const svg = await textOf(`/badge/item/x.svg?measure=${measure}&language=${language}`)
    expect(svg).toContain(`aria-label="${text}"`)
  })

  it('shows nothing below the floor', async () => {
    const quiet = { ...counter, rating: null, helpful: null }
    expect(await textOf('/badge/item/x.svg?measure=rating', quiet)).toContain('aria-label="rating: –"')
    expect(await textOf('/badge/item/x.svg?measure=helpful', quiet)).toContain('helpful: –"')
  })

  it('is for shields.io as well', async () => {
    const { response } = await askFor('/badge/creator/A%20B%2FC.json?label=seen&measure=views')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await response.json()).toEqual({ schemaVersion: 1, label: 'seen', message: '10.7B', color: '#8a0f25' })
  })

  it('is of any item, whatever is in its id', async () => {
    const { asked } = await askFor('/badge/item/a%2Fb.c%3F.svg.json')
    expect(asked).toEqual([['item:a/b.c?.svg']])
  })

  it('takes a label as text alone', async () => {
    const label = '"><script>alert(1)</script>&'
    const svg = await textOf(`/badge/tag/x.svg?label=${encodeURIComponent(label)}`)
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;')
  })

  it.each([
    ['/badge/tag/x.svg?measure=fame', 400, '"field":"measure"'],
    [`/badge/tag/x.svg?label=${'x'.repeat(101)}`, 400, '"field":"label"'],
    ['/badge/tag/x.svg?label=%00', 400, '"field":"label"'],
    ['/badge/tag/x.svg?label=', 400, '"field":"label"'],
    ['/badge/tag/none.svg', 404, '"field":"of"'],
    ['/badge/planet/x.svg', 404, '"field":"kind"'],
    ['/badge/tag/x.gif', 404, 'There is nothing'],
  ])('%s is refused: %i', async (path, status, text) => {
    const { response } = await askFor(path)
    expect(response.status).toBe(status)
    expect(await response.text()).toContain(text)
  })
})

it('phrases of a counter are told together, without those that say nothing', async () => {
  const { response } = await askFor('/v1/phrases/series/x?language=de')
  expect(await response.json()).toEqual({
    of: 'series:x',
    asOf: counter.asOf,
    language: 'de',
    phrases: {
      views: '10,7 Milliarden Aufrufe – und es werden mehr',
      hours: '180,2 Millionen Stunden gesehen – und es werden mehr',
      viewers: '32 Millionen Zuschauertage – und es werden mehr',
      sales: '12 verkauft – und es werden mehr',
      likes: '1\u00a0Mio. „Gefällt mir“',
      followers: '3,5\u00a0Mio. Follower',
      rating: '4,7 / 5 (47 Stimmen)',
      helpful: '86\u00a0% fanden das hilfreich',
    },
  })
  expect((await askFor('/v1/phrases/series/x')).response.headers.get('cache-control')).toContain('public')
})
