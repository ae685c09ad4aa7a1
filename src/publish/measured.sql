-- How many countries some charts have measured.
SELECT uniqExact(region) AS measured
FROM editions
WHERE region != 'world' AND chart IN {charts:Array(String)}
