import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readSettings } from './config.ts'

it('each setting is told with what sets it, and no secret with it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'housecount-settings-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  writeFileSync(
    join(directory, 'housecount.config.ts'),
    `export default {
      host: '10.0.0.1',
      port: 4100,
      proxies: 1,
      clickhouseUrl: 'http://reader:a-password@localhost:8123/main',
      webhooks: [{ url: 'https://example.com/hooks/a-token', secret: 'a-secret-of-some-length', on: ['edition'] }],
      counting: { main: { views: { rule: 'refresh-proof' } } },
    }`,
  )
  vi.stubEnv('HOUSECOUNT_HOST', '10.0.0.2')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { told } = await readSettings({ port: 4200 }, directory)
  const of = (name: string) => told.find((each) => each.name === name)
  expect([of('port'), of('host'), of('proxies'), of('mirror')]).toMatchObject([
    { value: '4200', from: '--port' },
    { value: '10.0.0.2', from: 'HOUSECOUNT_HOST' },
    { value: '1', from: 'housecount.config' },
    { value: '', from: 'default' },
  ])
  expect(of('counting')?.value).toBe('main: views by refresh-proof@1; invalid traffic by list 1')
  expect(of('webhooks')?.value).toBe('https://example.com (edition)')
  expect(of('clickhouseUrl')?.value).toBe('http://reader:…@localhost:8123/main')
  expect(JSON.stringify(told)).not.toMatch(/a-password|a-token|a-secret/)
})
