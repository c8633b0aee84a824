-- What is searched of companies: number, name, further words, telephone and tax numbers.
SELECT id, name, coalesce(site || ', ', '') || coalesce(note, '') AS body, NULL AS number
FROM company WHERE id BETWEEN :first AND :last
UNION ALL
SELECT company, NULL, legal_name, coalesce(inn, '') || ' ' || coalesce(ogrn, '')
FROM legal_entity WHERE company BETWEEN :first AND :last
UNION ALL
SELECT company, NULL, CASE WHEN kind <> 'phone' THEN value END,
  CASE WHEN kind = 'phone' THEN coalesce(key, value) END
FROM channel WHERE company BETWEEN :first AND :last
UNION ALL
SELECT company, NULL, coalesce(city || ', ', '') || coalesce(street, ''), NULL
FROM address WHERE company BETWEEN :first AND :last
ORDER BY 1
