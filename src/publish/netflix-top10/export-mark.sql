-- How far publishing has come: the highest mark of all editions, and of those that are not provisional.
SELECT max(mark) AS latest, maxIf(mark, state != 'provisional') AS closed
FROM editions
