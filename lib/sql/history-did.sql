-- how many records of which kind change set :id added (A), changed (U), deleted (D) and brought back (I); of a very
-- large one only the first 10000 changes are counted, and more is 1
SELECT entity, 'A' AS op, sum(last - first + 1) AS n, 0 AS more FROM txn_range WHERE txn = :id GROUP BY entity
UNION ALL
-- || '' keeps away from the index by entity
SELECT c.entity, c.op, count(DISTINCT c.row),
       (SELECT CASE WHEN count(*) = 10000 THEN 1 ELSE 0 END
        FROM (SELECT id FROM change WHERE txn = :id LIMIT 10000) f)
FROM (SELECT entity, op, row FROM change WHERE txn = :id LIMIT 10000) c
WHERE c.op <> 'U' OR NOT EXISTS (SELECT 1 FROM txn_range r WHERE r.txn = :id AND r.entity || '' = c.entity
                                 AND r.first <= c.row AND r.last >= c.row)
GROUP BY c.entity, c.op
ORDER BY op, entity
