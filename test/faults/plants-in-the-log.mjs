// Bugs in what is answered, written and read again; see plants.mjs.
const DISK = { scenario: ['disk-faults', '--disk-faults', '30'] }
const DAMAGE = { scenario: ['damage', '--damage', '600'] }
const POWER = { test: 'test/power-cuts.test.ts', env: { POWER_CUTS: '6000' } }
const ROT = { test: 'test/rot.test.ts', env: { DAMAGES: '1500' } }
const WATERMARK = { test: 'src/log/watermark.test.ts' }
const COLLECTOR = { test: 'src/collect/collector.test.ts' }

export const PLANTS_IN_THE_LOG = [
  // The answer, and what must be on the disk before it.
  {
    name: 'answered before anything is written',
    file: 'src/log/append.ts',
    from: 'this.#waiting.push({ lines, resolve, reject })',
    to: 'this.#waiting.push({ lines, resolve, reject }), resolve()',
    check: DISK,
  },
  {
    name: 'answered before the data is on the disk',
    file: 'src/log/tail.ts',
    from: "disk.open(path, 'create', 'synced')",
    to: "disk.open(path, 'create')",
    check: POWER,
  },
  {
    name: 'answered before the watermark is written',
    file: 'src/log/append.ts',
    from: '      written = true\n',
    to: '      written = true\n      for (const { resolve } of batch) resolve()\n',
    check: ROT,
  },
  {
    name: 'answered before the watermark is on the disk',
    file: 'src/log/watermark.ts',
    from: "await disk.open(join(directory, NAME), 'write', 'synced')",
    to: "await disk.open(join(directory, NAME), 'write')",
    check: ROT,
  },
  {
    name: 'the watermark before the data',
    file: 'src/log/append.ts',
    from: '      await tail.put(lines)',
    to: '      const putting = tail.put(lines)\n      await this.opened.watermark.write({ ...tail.end, position: tail.end.position + 1, segment: tail.segment })\n      await putting',
    check: POWER,
  },
  {
    name: 'both marks in one slot',
    file: 'src/log/watermark.ts',
    from: '(this.number % 2) * SLOT_BYTES',
    to: '0 * SLOT_BYTES',
    check: WATERMARK,
  },
  {
    name: 'a segment is promised whose name is not synced',
    file: 'src/log/tail.ts',
    from: '      await disk.syncDirectory(directory)\n',
    to: '',
    check: POWER,
  },
  {
    name: 'a failed write is followed by a sync of the same file',
    file: 'src/log/tail.ts',
    from: '    await writeWhole(this.file, bytes, position)\n',
    to: '    await writeWhole(this.file, bytes, position).catch(() => this.file.sync())\n',
    check: POWER,
  },
  {
    name: 'what a failed sync left is promised when the log is opened',
    file: 'src/log/tail.ts',
    from: 'for (let at = from; at < end.position;',
    to: 'for (let at = end.position; at < end.position;',
    // Rare: it takes the whole test.
    check: { test: 'test/power-cuts.test.ts' },
  },
  {
    name: 'names that a failed sync left are promised when the log is opened',
    file: 'src/log/open.ts',
    from: '  await disk.syncDirectory(directory)\n',
    to: '',
    check: POWER,
  },
  {
    name: 'a plain segment is removed before the name of its sealed form is synced',
    file: 'src/log/seal.ts',
    from: '  await disk.syncDirectory(directory)\n  await disk.remove(',
    to: '  await disk.remove(',
    check: POWER,
  },
  {
    name: 'a plain segment is removed before its sealed form is synced',
    file: 'src/log/seal.ts',
    from: '    await file.sync()\n    return footer',
    to: '    return footer',
    check: POWER,
  },
  {
    name: 'a failed append is answered `stored`',
    file: 'src/server.ts',
    from: 'append: (lines) => house.log.append(lines)',
    to: 'append: (lines) => house.log.append(lines).catch(() => {})',
    check: DISK,
  },
  {
    name: 'a duplicate is answered before its first copy is on the disk',
    file: 'src/collect/receive.ts',
    from: 'this.#awaitFirstCopy(met)',
    to: 'met',
    check: COLLECTOR,
  },
  {
    name: 'what came in last is remembered though its commit failed',
    file: 'src/collect/intake.ts',
    from: 'if (failure) this.recent.forget()',
    to: '',
    check: DISK,
  },
  {
    name: 'a directory is held by nobody',
    file: 'src/log/lock.ts',
    from: "{ flag: 'wx' }",
    to: "{ flag: 'w' }",
    check: { test: 'src/log/lock.test.ts' },
  },
  // Damage.
  {
    name: 'a torn tail is refused as rot',
    file: 'src/log/recover.ts',
    from: 'const rotten = mark ? !reached || text.footer :',
    to: 'const rotten = mark ? true :',
    check: POWER,
  },
  {
    name: 'rot is served',
    file: 'src/log/frame.ts',
    from: "  if (crcOf(body) !== header.crc) return 'checksum'\n",
    to: '  return undefined\n',
    check: DAMAGE,
  },
  {
    name: 'rot at the end is taken for a torn tail',
    file: 'src/log/recover.ts',
    from: 'const rotten = mark ? !reached || text.footer :',
    to: 'const rotten = mark ? false :',
    check: DAMAGE,
  },
  {
    name: 'a watermark that can not be read is no watermark',
    file: 'src/log/watermark.ts',
    from: '    if (mark) return { mark,',
    to: '    if (!mark) return undefined\n    if (mark) return { mark,',
    check: WATERMARK,
  },
  {
    name: 'the chain is not checked',
    file: 'src/log/frame.ts',
    from: "chain === header.chain ? undefined : 'chain'",
    to: "chain !== '' ? undefined : 'chain'",
    check: { test: 'src/log/frame.test.ts' },
  },
  {
    name: 'a frame begins where the one before has not ended',
    file: 'src/log/tail.ts',
    from: 'const end = position + bytes.length\n',
    to: 'const end = position + bytes.length - (offset % 97 === 0 ? 1 : 0)\n',
    check: { test: 'src/log/append.test.ts' },
  },
  {
    name: 'what is not promised is read',
    file: 'src/log/layout.ts',
    from: 'if (segment === mark?.segment) return mark\n',
    to: '',
    check: { test: 'src/log/read.test.ts' },
  },
]
