// What may happen in a run, counted: a kind of fault that never happened has proven nothing.

export const TALLIED = [
  'power cuts',
  'kills',
  'crashes at a write',
  'crashes at a sync',
  'crashes at another step',
  'crashes while it opens or closes',
  'restarts',
  'torn writes cut',
  'failed writes',
  'failed syncs',
  'other failed steps',
  'full disks',
  'failed openings',
  'clocks put forward',
  'clocks put back',
  'senders offline',
  'senders with a wrong clock',
  'lost requests',
  'lost answers',
  'doubled requests',
  'requests hours late',
  'requests overtaken',
  'connections cut',
  'hedges',
  'retries',
  'other batches',
  'sent again when long acknowledged',
  'conflicts sent',
  'trusted and late',
  'answered stored',
  'answered duplicate',
  'answered conflict',
  'answered too-late',
  'answered rejected',
  'asked to come later',
  'refused by a failing disk',
  'refused by a full disk',
  'never acknowledged by the log that has it',
  'read beside the writer',
  'segments sealed',
  'segments mirrored',
] as const

export type Tallied = (typeof TALLIED)[number]
export type Tally = { [what in Tallied]?: number }

export function addTally(sum: Tally, tally: Tally): void {
  for (const what of TALLIED) if (tally[what]) sum[what] = (sum[what] ?? 0) + tally[what]
}
