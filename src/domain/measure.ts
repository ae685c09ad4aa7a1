// A measure is what is counted. `views`, `hours`, `viewers`, `sales` and `opens` are folded from events; `rank` is
// not counted here at all: another house published it, and it came in as it stood.

export const MEASURES = ['views', 'hours', 'viewers', 'sales', 'opens', 'rank'] as const

export type Measure = (typeof MEASURES)[number]

/** Measures that are counted here. */
export const COUNTED_MEASURES = MEASURES.filter((measure) => measure !== 'rank')
export type CountedMeasure = (typeof COUNTED_MEASURES)[number]

/** The roll-up's column behind a measure. Hours are kept as whole milliseconds. */
export const COLUMN_OF = {
  views: 'views',
  hours: 'watchedMs',
  viewers: 'viewers',
  sales: 'sales',
  opens: 'opens',
} as const satisfies Record<CountedMeasure, string>
