-- Records that were changed or deleted since a moment, for searching as of that moment. The tables are
-- today's: what is read of the records themselves is as of the moment.
SELECT DISTINCT x.entity, x.row
FROM main.change x JOIN main.txn t ON t.id = x.txn
WHERE t.at >= :before
ORDER BY x.entity, x.row
