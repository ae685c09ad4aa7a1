// Bugs that would make a published number wrong, each as one replacement in the source and the quickest check that
// should find it. A replacement whose place is not found exactly once fails: the source has moved on, and it must too.

const KILLS = { scenario: ['random-kills', '--kills', '12'] }
const DAMAGE = { scenario: ['damage', '--damage', '600'] }
const NETWORK = { scenario: ['network', '--cuts', '40'] }
const DISK = { scenario: ['disk-faults', '--disk-faults', '15'] }
const POWER = { test: 'test/power-cuts.test.ts' }
const STREAMS = { test: 'test/same-events.test.ts' }

export const PLANTS = [
  {
    name: 'answered before anything is written',
    file: 'src/log/append.ts',
    from: 'this.#waiting.push({ lines, resolve, reject })',
    to: 'this.#waiting.push({ lines, resolve, reject }), resolve()',
    check: DISK,
  },
  {
    name: 'answered before the data is synced',
    file: 'src/log/tail.ts',
    from: '    await this.file.datasync()\n    this.#end',
    to: '    this.#end',
    check: POWER,
  },
  {
    name: 'answered before the watermark is synced',
    file: 'src/log/watermark.ts',
    from: '        await this.#file.datasync()\n',
    to: '',
    check: POWER,
  },
  {
    name: 'the watermark before the data',
    file: 'src/log/append.ts',
    from: '    this.#tail ??= await Tail.begin(this.opened.tailOptions, this.#reached)\n    const tail = this.#tail\n    try {\n      await tail.put(lines)',
    to: '    this.#tail ??= await Tail.begin(this.opened.tailOptions, this.#reached)\n    const tail = this.#tail\n    try {\n      const putting = tail.put(lines)\n      await this.opened.watermark.write({ ...tail.end, position: tail.end.position + 1, segment: tail.segment })\n      await putting',
    check: POWER,
  },
  {
    name: 'both marks in one slot',
    file: 'src/log/watermark.ts',
    from: '(this.number % 2) * SLOT_BYTES',
    to: '0 * SLOT_BYTES',
    check: POWER,
  },
  {
    name: 'no sync of the directory',
    file: 'src/log/tail.ts',
    from: '      await disk.syncDirectory(directory)\n',
    to: '',
    check: POWER,
  },
  {
    name: 'a failed sync is tried again on the same file',
    file: 'src/log/tail.ts',
    from: '    await this.file.datasync()\n    this.#end',
    to: '    await this.file.datasync().catch(() => this.file.datasync())\n    this.#end',
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
    name: 'the torn tail is kept',
    file: 'src/log/tail.ts',
    from: '      if ((await file.size()) > end.position) await file.truncate(end.position)\n',
    to: '',
    check: { test: 'src/log/recover.test.ts' },
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
    to: 'const rotten = mark ? false && reached :',
    check: DAMAGE,
  },
  {
    name: 'the chain is not checked',
    file: 'src/log/frame.ts',
    from: "return chained(previous, start, body).chain === header.chain ? undefined : 'chain'",
    to: 'return chained(previous, start, body).chain.length === header.chain.length ? undefined : "chain"',
    check: { test: 'src/log/frame.test.ts' },
  },
  {
    name: 'a frame begins where the one before has not ended',
    file: 'src/log/tail.ts',
    from: '    const end = position + bytes.length\n',
    to: '    const end = position + bytes.length - (offset % 97 === 0 ? 1 : 0)\n',
    check: { test: 'src/log/append.test.ts' },
  },
  {
    name: 'a directory is held by nobody',
    file: 'src/log/lock.ts',
    from: "{ flag: 'wx' }",
    to: "{ flag: 'w' }",
    check: { test: 'src/log/lock.test.ts' },
  },
  {
    name: 'a failed append is answered `stored`',
    file: 'src/app.ts',
    from: 'return this.log.append(events.map(eventLine))',
    to: 'return this.log.append(events.map(eventLine)).catch(() => {})',
    check: DISK,
  },
  {
    name: 'loaded twice after a crash',
    file: 'src/store/load.ts',
    from: 'if (known?.cursor && whole) this.#cursors.set(segment, known.cursor)',
    to: 'if (known?.cursor && whole) this.#checked = true',
    check: KILLS,
  },
  {
    name: 'a segment that was loaded in part is taken for whole',
    file: 'src/store/load.ts',
    from: 'if (!tailMayBeOpen) this.#complete.add(segment)',
    to: 'this.#complete.add(segment)',
    check: KILLS,
  },
  {
    name: 'folded without removing duplicates',
    file: 'src/store/schema.sql',
    from: 'WHERE (at, id) NOT IN (SELECT at, id FROM events_once)\nUNION ALL',
    to: 'UNION ALL',
    check: NETWORK,
  },
  {
    name: 'duplicates are removed in a sliding window',
    file: 'src/fold/copy-once.sql',
    from: '        HAVING count() > 1\n',
    to: '        HAVING count() > 1 AND max(offset) - min(offset) < 200\n',
    check: NETWORK,
  },
  {
    name: 'a duplicate is known by its id alone, in its bucket alone',
    file: 'src/fold/copy-once.sql',
    from: 'LIMIT 1 BY bucket, at, id',
    to: 'LIMIT 1 BY bucket, at',
    check: NETWORK,
  },
  {
    name: 'the order of arrival decides a conflict',
    file: 'src/fold/copy-once.sql',
    from: 'ORDER BY bucket, at, id, toString(kind), toString(item), toString(country), viewer, value, weight, subject, body, log, segment, offset',
    to: 'ORDER BY bucket, at, id, log, segment, offset',
    check: STREAMS,
  },
  {
    name: 'sums in floating point',
    file: 'src/fold/measures.sql',
    from: "    sumIf(weight, kind = 'view'),",
    to: "    toUInt64(sumIf(toFloat32(weight), kind = 'view')),",
    check: STREAMS,
  },
  {
    name: 'a window begins a moment late',
    file: 'src/domain/window.ts',
    from: 'from: start(first), to: start(after) }',
    to: 'from: (start(first) + 3_600_000) as Instant, to: start(after) }',
    check: NETWORK,
  },
  {
    name: 'a bucket ends a moment late',
    file: 'src/store/schema.sql',
    from: "bucket DateTime('UTC') MATERIALIZED toStartOfHour(at)",
    to: "bucket DateTime('UTC') MATERIALIZED toStartOfHour(at - INTERVAL 1 MILLISECOND)",
    check: NETWORK,
  },
]
