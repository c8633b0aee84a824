-- Records of a kind that were changed or deleted by changes from :first to before :since, for searching as of the moment
-- before the first one. The log is today's: what is read of the records themselves is as of the moment.
SELECT DISTINCT x.row
FROM main.change x
WHERE x.entity = :entity
  AND +x.id >= :first AND +x.id < :since
ORDER BY x.row
