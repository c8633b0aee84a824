-- Records of a kind that were changed or deleted since a moment, for searching as of that moment. The log is
-- today's: what is read of the records themselves is as of the moment.
SELECT DISTINCT x.row
FROM main.change x
WHERE x.entity = :entity
  AND +x.id >= (SELECT f.id FROM main.change f WHERE f.txn >= (SELECT min(t.id) FROM main.txn t WHERE t.at >= :before)
                ORDER BY f.txn, f.id LIMIT 1)
ORDER BY x.row
