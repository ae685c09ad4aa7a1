-- How each site counts, out of the events themselves: for a store whose buckets are not folded yet.
SELECT toString(site) AS site, argMax(body, (at, toString(id))) AS body
FROM events
WHERE kind = 'counting'
GROUP BY site
