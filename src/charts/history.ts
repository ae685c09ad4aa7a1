// What a rank was before: previous rank, peak, weeks, streak and entry, all as of one edition. Pure: the last line of
// each item that was ever on the chart is all that has to be carried forward.
import type { EditionRow } from '../domain/edition.ts'
import type { ItemId } from '../domain/item.ts'
import type { CalendarDate } from '../domain/time.ts'
import type { Ranked } from './rank.ts'

/** An item's last line on a chart in a region, and the window it stood in. */
export interface LastLine {
  readonly window: CalendarDate
  readonly rank: number
  readonly peakRank: number
  readonly weeksOnChart: number
  readonly streak: number
}

export type History = ReadonlyMap<ItemId, LastLine>

/** Gives ranked rows their history. `previousWindow` is the name of the window just before theirs. */
export function withHistory(
  rows: readonly Ranked[],
  history: History,
  previousWindow: CalendarDate,
): readonly EditionRow[] {
  return rows.map((row) => {
    const last = history.get(row.item)
    if (!last) return { ...row, previousRank: null, peakRank: row.rank, weeksOnChart: 1, streak: 1, entry: 'new' }
    const stays = last.window === previousWindow
    return {
      ...row,
      previousRank: stays ? last.rank : null,
      peakRank: Math.min(last.peakRank, row.rank),
      weeksOnChart: last.weeksOnChart + 1,
      streak: stays ? last.streak + 1 : 1,
      entry: stays ? 'stay' : 're-entry',
    }
  })
}

/** The history after an edition. */
export function advance(history: Map<ItemId, LastLine>, rows: readonly EditionRow[], window: CalendarDate): void {
  for (const { item, rank, peakRank, weeksOnChart, streak } of rows)
    history.set(item, { window, rank, peakRank, weeksOnChart, streak })
}
