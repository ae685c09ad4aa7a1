// Which rows of roll-ups are in use: those of current folds.
import type { Sweepable } from '../store/sweep.ts'

const OF_BUCKETS = '(site, bucket, fold) IN (SELECT site, start, fold FROM bucket_folds)'

export const ROLLUPS: readonly Sweepable[] = [
  ...['bucket_rollups', 'bucket_viewers', 'bucket_ranks', 'bucket_entries', 'bucket_registers'].map((table) => ({
    table,
    inUse: OF_BUCKETS,
  })),
  {
    table: 'day_rollups',
    inUse: "(site, day, fold) IN (SELECT site, start, max(fold) FROM folds WHERE tier = 'day' GROUP BY site, start)",
  },
  {
    table: 'window_rollups',
    inUse:
      "(site, calendar, start, fold) IN (SELECT site, calendar, start, max(fold) FROM folds WHERE tier = 'window' GROUP BY site, calendar, start)",
  },
]
