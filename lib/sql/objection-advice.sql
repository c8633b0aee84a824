-- What an objection means (first row), then what to answer and when that fits.
SELECT 0 AS place, meaning AS text, NULL AS fits FROM objection WHERE id = :id AND meaning IS NOT NULL
UNION ALL
SELECT id, reply, fits FROM objection_reply WHERE objection = :id
ORDER BY 1
