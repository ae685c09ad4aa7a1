-- One digest over those of all editions of a chart that stand, in one region or, where none is named, in all.
SELECT lower(hex(SHA256(arrayStringConcat(arraySort(groupArray(concat(region, toString(window), digest))))))) AS digest
FROM
(
    SELECT region, window, toString(argMax(digest, mark)) AS digest
    FROM editions
    WHERE chart = {chart:String} AND ({region:String} = '' OR region = {region:String})
    GROUP BY region, window
)
