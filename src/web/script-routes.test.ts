import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { scriptRoutes } from './script-routes.ts'

const ask = (headers: Record<string, string> = {}) => scriptRoutes('elements.js').request('/elements.js', { headers })

it('the elements are one script, which any page may load and any proxy may keep', async () => {
  const response = await ask()
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('access-control-allow-origin')).toBe('*')
  expect(response.headers.get('cache-control')).toMatch(/^public, max-age=3600/)
  expect(response.headers.get('set-cookie')).toBeNull()
  const script = await response.text()
  for (const name of ['count', 'rating', 'like', 'follow', 'helpful', 'list', 'chart', 'questions'])
    expect(script).toContain(`house-${name}`)
})

it('the elements travel gzipped, and once', async () => {
  const response = await ask({ 'accept-encoding': 'br, gzip' })
  expect(response.headers.get('content-encoding')).toBe('gzip')
  expect(response.headers.get('vary')).toBe('accept-encoding')
  const bytes = Buffer.from(await response.arrayBuffer())
  expect(gunzipSync(bytes).toString()).toBe(await (await ask()).text())
  expect(bytes.length).toBeLessThan(25_000)
  const again = await ask({ 'accept-encoding': 'br, gzip', 'if-none-match': response.headers.get('etag') ?? '' })
  expect(again.status).toBe(304)
  expect(again.headers.get('access-control-allow-origin')).toBe('*')
})
