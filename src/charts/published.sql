-- Up to which fold each window of a chart has been published, and by which spec. The window 1970-01-01 stands for the
-- chart itself: there `spec` is the digest of the catalogue it was published with.
SELECT toString(window) AS window, argMax(fold, mark) AS fold, argMax(toString(spec), mark) AS spec
FROM published
WHERE chart = {chart:String}
GROUP BY window
