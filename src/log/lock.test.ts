import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Log } from './append.ts'
import { hold, type Lock } from './lock.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'log-lock-'))
})
afterEach(() => rm(directory, { recursive: true }))

const lockPath = () => join(directory, 'lock')

/** Another process that holds the directory, until it is told to go. */
async function startHolder(): Promise<{ pid: number; stop: () => Promise<void> }> {
  const script = `
    const fs = require('node:fs')
    let started = ''
    try {
      const stat = fs.readFileSync('/proc/self/stat', 'latin1')
      started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    } catch {}
    fs.writeFileSync(process.argv[1], JSON.stringify({ pid: process.pid, started }))
    process.stdout.write('held')
    process.stdin.resume().on('end', () => process.exit())`
  const child: ChildProcess = spawn(process.execPath, ['-e', script, lockPath()])
  if (!child.stdout || !child.stdin || child.pid === undefined) throw new Error('no child process')
  await once(child.stdout, 'data')
  const { stdin, pid } = child
  const stop = async () => {
    stdin.end()
    await once(child, 'exit')
  }
  return { pid, stop }
}

/** Comes some turns of the event loop later, so that the steps of several fall between one another. */
async function holdLater(turns: number): Promise<Lock> {
  for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
  return hold(directory)
}

describe('holding a directory', () => {
  test('is refused to a second writer of the same process, by its pid', async () => {
    const lock = await hold(directory)
    await expect(hold(directory)).rejects.toMatchObject({
      name: 'Failure',
      code: 'directory-in-use',
      message: expect.stringContaining(`process ${process.pid};`),
    })
    await lock.release()
  })

  test('is refused while another process holds it, by that pid, and granted when it is gone', async () => {
    const holder = await startHolder()
    try {
      await expect(Log.open(directory)).rejects.toMatchObject({
        code: 'directory-in-use',
        message: expect.stringContaining(`process ${holder.pid};`),
      })
    } finally {
      await holder.stop()
    }
    const log = await Log.open(directory)
    expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid })
    await log.close()
  })

  test('is granted where the holder has the pid of a living process that began at another time', async () => {
    await writeFile(lockPath(), JSON.stringify({ pid: process.pid, started: '1' }))
    await (await hold(directory)).release()
  })

  test.each(['', '{"pid":'])('is granted where the lock says %j: its writer died while writing it', async (text) => {
    await writeFile(lockPath(), text)
    await (await hold(directory)).release()
  })

  test('leaves nothing behind when it ends', async () => {
    await (await hold(directory)).release()
    expect(await readdir(directory)).toEqual([])
  })

  test('releases once: a second release does not take the lock of the next holder', async () => {
    const lock = await hold(directory)
    await lock.release()
    const next = await hold(directory)
    await lock.release()
    expect(await readdir(directory)).toEqual(['lock'])
    await next.release()
  })

  test('goes to one alone of many who find a dead holder at the same time', async () => {
    for (let round = 0; round < 20; round++) {
      const holder = { pid: process.pid, started: '1' }
      await writeFile(lockPath(), JSON.stringify(holder))
      const outcomes = await Promise.allSettled(Array.from({ length: 8 }, (_, turns) => holdLater(turns)))
      const held = outcomes.filter((each): each is PromiseFulfilledResult<Lock> => each.status === 'fulfilled')
      expect(held).toHaveLength(1)
      expect(outcomes.filter((each) => each.status === 'rejected')).toMatchObject(
        Array.from({ length: 7 }, () => ({ reason: { code: 'directory-in-use' } })),
      )
      await held[0]?.value.release()
      expect(await readdir(directory)).toEqual([])
    }
  })

  test('is taken over from a takeover that died too', async () => {
    const dead = JSON.stringify({ pid: process.pid, started: '1' })
    await writeFile(lockPath(), dead)
    await writeFile(`${lockPath()}.takeover`, dead)
    const lock = await hold(directory)
    expect(await readdir(directory)).toEqual(['lock'])
    await lock.release()
  })

  test('fails as the disk where nothing can be written', async () => {
    const file = join(directory, 'file')
    await writeFile(file, '')
    await expect(hold(file)).rejects.toMatchObject({ name: 'Failure', code: 'disk' })
  })
})
