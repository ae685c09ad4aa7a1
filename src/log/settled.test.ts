// Whoever reads the log for a moment waits until it is known what of the events before that moment stands in it.
import { expect, test } from 'vitest'
import { SimDisk, simError } from '../../test/sim-disk.ts'
import { Log } from './append.ts'
import { readLines } from './read.ts'

async function logOn(fails: (what: string, path: string) => boolean) {
  const disk = new SimDisk({
    onStep: (what, path) => {
      if (fails(what, path)) throw simError('EIO', path)
    },
  })
  const log = await Log.open('/log', { disk, lock: false, seal: false })
  const contents = async () => {
    const lines: string[] = []
    for await (const line of readLines('/log', disk)) lines.push(line.split('\t').slice(3).join('\t'))
    return lines
  }
  return { log, contents }
}

test('what was given before is promised, though nobody waited for it', async () => {
  const { log, contents } = await logOn(() => false)
  const first = log.append(['a'])
  await log.settled()
  expect(await contents()).toEqual(['a'])
  await first
  await log.settled()
  expect(log.end).toEqual({ segment: 1, offset: 1 })
})

test('lines that were refused for their mark alone are promised, or nothing is settled', async () => {
  let marksFail = false
  const { log, contents } = await logOn((what, path) => marksFail && what === 'write' && path.includes('watermark'))
  await log.append(['a'])
  marksFail = true
  await expect(log.append(['b'])).rejects.toMatchObject({ code: 'disk' })
  await expect(log.settled()).rejects.toMatchObject({ code: 'disk' })
  marksFail = false
  await log.settled()
  expect(await contents()).toEqual(['a', 'b'])
})

test('lines that were refused and may be on the disk leave it open until others are there for certain', async () => {
  let writesFail = false
  const { log } = await logOn((what, path) => writesFail && what === 'write' && path.endsWith('.log'))
  await log.append(['a'])
  writesFail = true
  await expect(log.append(['b'])).rejects.toMatchObject({ code: 'disk' })
  writesFail = false
  await expect(log.settled()).rejects.toMatchObject({ code: 'disk' })
  await log.append(['c'])
  await log.settled()
})
