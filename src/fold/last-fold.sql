-- The highest fold that any row names, also rows of a fold that was cut off before its line was written.
SELECT greatest(
    (SELECT max(fold) FROM folds),
    (SELECT max(fold) FROM bucket_rollups),
    (SELECT max(fold) FROM bucket_viewers),
    (SELECT max(fold) FROM bucket_ranks),
    (SELECT max(fold) FROM bucket_entries),
    (SELECT max(fold) FROM bucket_registers),
    (SELECT max(fold) FROM day_rollups),
    (SELECT max(fold) FROM window_rollups)
) AS fold
