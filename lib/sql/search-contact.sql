-- What is searched of people: number, name, further words, telephone numbers.
SELECT id, name, note AS body, NULL AS number
FROM contact WHERE id BETWEEN :first AND :last
UNION ALL
SELECT contact, NULL, position, NULL
FROM employment WHERE contact BETWEEN :first AND :last
UNION ALL
SELECT contact, NULL, CASE WHEN kind <> 'phone' THEN value END,
  CASE WHEN kind = 'phone' THEN coalesce(key, value) END
FROM channel WHERE contact BETWEEN :first AND :last
UNION ALL
SELECT contact, NULL, coalesce(city || ', ', '') || coalesce(street, ''), NULL
FROM address WHERE contact BETWEEN :first AND :last
ORDER BY 1
