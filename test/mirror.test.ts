// The mirror: a copy of every sealed segment in a second directory, and a house that is opened again from it.
import { cpSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { House } from '../src/app.ts'
import { readSettings } from '../src/config.ts'
import { eventLine } from '../src/domain/event-line.ts'
import { Log } from '../src/log/append.ts'
import { readLines } from '../src/log/read.ts'
import { healthOf } from '../src/publish/health.ts'
import { event, FILMS, views } from './house.ts'
import { start, temporaryHere, until } from './process.ts'

const SEALED = /\.log\.gz$/
const namesIn = (directory: string, pattern: RegExp): string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .filter((name) => pattern.test(name))
        .sort()
    : []

async function linesOf(data: string): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readLines(join(data, 'log'))) lines.push(line)
  return lines
}

/** A data directory with several full segments, none of them sealed yet, and one that is not full. */
async function filled(root: string): Promise<string> {
  const data = join(root, 'data')
  mkdirSync(data)
  const log = await Log.open(join(data, 'log'), { segmentBytesMax: 500, seal: false })
  for (const each of [...FILMS, ...views(0, { a: 5, b: 3, c: 2 }), ...views(1, { a: 1, b: 9, c: 4 })])
    await log.append([eventLine(each)])
  await log.close()
  expect(namesIn(join(data, 'log'), /\.log$/).length).toBeGreaterThan(3)
  return data
}

/** Opens a house, and closes it with the test at the latest. */
async function open(directory: string, mirror?: string, notice: (text: string) => void = () => {}): Promise<House> {
  const house = await House.open({ directory, mirror, notice })
  onTestFinished(() => house.close())
  return house
}

/** Puts parts of a log into a new data directory. */
function restored(root: string, name: string, parts: readonly { from: string; files: RegExp }[]): string {
  const data = join(root, name)
  mkdirSync(join(data, 'log'), { recursive: true })
  for (const { from, files } of parts)
    for (const file of namesIn(from, files)) cpSync(join(from, file), join(data, 'log', file))
  return data
}

describe('a log with a mirror', () => {
  test('opens again from the mirror and the plain tail, and reads the same lines', async () => {
    const root = temporaryHere()
    const [data, mirror] = [await filled(root), join(root, 'elsewhere', 'mirror')]
    const full = namesIn(join(data, 'log'), /\.log$/).length - 1
    const house = await open(data, mirror)
    await until(async () => namesIn(mirror, SEALED).length === full)
    await house.append([event({ at: '2026-01-05T12:00:00Z', item: 'c' })])
    await house.close()
    const lines = await linesOf(data)
    expect(lines).toHaveLength(12)

    const plainTail = { from: join(data, 'log'), files: /\.log$|^watermark$/ }
    const again = restored(root, 'again', [{ from: mirror, files: SEALED }, plainTail])
    const notices: string[] = []
    const second = await open(again, undefined, (text) => notices.push(text))
    await second.catchUp('restored')
    expect(notices).toEqual([])
    expect(await linesOf(again)).toEqual(lines)
    expect(await healthOf(second, second.log.directory)).toMatchObject({ ok: true, log: { events: 12 } })
    await second.append([event({ at: '2026-01-05T12:00:00Z', item: 'd' })])
    expect((await linesOf(again)).slice(0, -1)).toEqual(lines)
  })

  test('opens from the mirror alone with all that was sealed, and says that its end is not known', async () => {
    const root = temporaryHere()
    const [data, mirror] = [await filled(root), join(root, 'mirror')]
    const full = namesIn(join(data, 'log'), /\.log$/).length - 1
    await open(data, mirror)
    await until(async () => namesIn(mirror, SEALED).length === full)
    const lines = await linesOf(data)
    const alone = restored(root, 'alone', [{ from: mirror, files: SEALED }])
    const notices: string[] = []
    await open(alone, undefined, (text) => notices.push(text))
    expect(notices).toEqual([expect.stringContaining('there is no watermark')])
    const kept = await linesOf(alone)
    expect(kept.length).toBeGreaterThan(lines.length / 2)
    expect(kept).toEqual(lines.slice(0, kept.length))
  })

  test('that can not be written is told of, and every event is answered', async () => {
    const root = temporaryHere()
    const data = await filled(root)
    const mirror = join(root, 'a-file')
    writeFileSync(mirror, '')
    const notices: string[] = []
    const house = await open(data, mirror, (text) => notices.push(text))
    await until(async () => notices.length > 0)
    expect(notices).toEqual([expect.stringMatching(/a-file.*; tried again later$/)])
    await house.append([event({ at: '2026-01-05T12:00:00Z', item: 'c' })])
    expect(await linesOf(data)).toHaveLength(12)
  })

  test.each(['', 'mirror', 'log'])('in the data directory itself is refused (%o)', async (inside) => {
    const data = join(temporaryHere(), 'data')
    await expect(House.open({ directory: data, mirror: join(data, inside) })).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('lies in the data directory'),
    })
    // And it is not held any more.
    await open(data, `${data}-mirror`)
  })
})

test('`serve --mirror` ships what is full', async () => {
  const root = temporaryHere()
  const [data, mirror] = [await filled(root), join(root, 'mirror')]
  const full = namesIn(join(data, 'log'), /\.log$/).length - 1
  const child = start(['serve', '--data', data, '--port', '0', '--mirror', mirror], root)
  const ended = new Promise((resolve) => child.on('close', resolve))
  await until(async () => namesIn(mirror, SEALED).length === full)
  child.kill('SIGKILL')
  await ended
})

test('the flag comes before the environment, and that before the configuration file', async () => {
  const cwd = temporaryHere()
  onTestFinished(() => void vi.unstubAllEnvs())
  vi.stubEnv('HOUSECOUNT_MIRROR', undefined)
  const mirrorBy = async (flags: { mirror?: string } = {}) => (await readSettings(flags, cwd)).mirror
  expect(await mirrorBy()).toBeUndefined()
  writeFileSync(join(cwd, 'housecount.config.ts'), "export default { mirror: '/by/file' }")
  expect(await mirrorBy()).toBe('/by/file')
  vi.stubEnv('HOUSECOUNT_MIRROR', '/by/environment')
  expect(await mirrorBy()).toBe('/by/environment')
  expect(await mirrorBy({ mirror: '/by/flag' })).toBe('/by/flag')
})
