-- The regions of a chart, and the windows each has an edition for, in order.
SELECT toString(region) AS region, arraySort(groupUniqArray(toString(window))) AS windows
FROM editions
WHERE chart = {chart:String}
GROUP BY region
