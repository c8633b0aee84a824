-- The absent whose work a rep does today, also that which came to them from others who are absent. Of several
-- substitutes of one rep the first does it, so that nobody is called twice.
WITH RECURSIVE away (rep, substitute) AS (
  SELECT a.rep, a.substitute FROM absence a
   WHERE a.id = (SELECT min(b.id) FROM absence b WHERE b.rep = a.rep AND b.since <= :today
                    AND (b.until IS NULL OR b.until >= :today) AND b.substitute IS NOT NULL AND b.substitute <> b.rep)),
mine (rep) AS (SELECT :rep UNION SELECT w.rep FROM mine m JOIN away w ON w.substitute = m.rep)
SELECT rep FROM mine WHERE rep <> :rep ORDER BY rep
