-- Those whose lists are made when all are: not the absent whose work comes to somebody who is there.
WITH RECURSIVE away (rep, substitute) AS (
  SELECT a.rep, a.substitute FROM absence a
   WHERE a.id = (SELECT min(b.id) FROM absence b WHERE b.rep = a.rep AND b.since <= :today
                    AND (b.until IS NULL OR b.until >= :today) AND b.substitute IS NOT NULL AND b.substitute <> b.rep)),
comes (rep, whom) AS (SELECT w.rep, w.substitute FROM away w UNION
                      SELECT c.rep, w.substitute FROM comes c JOIN away w ON w.rep = c.whom)
SELECT r.id, r.login FROM rep r
 WHERE NOT EXISTS
         (SELECT 1 FROM comes c JOIN rep s ON s.id = c.whom
           WHERE c.rep = r.id AND (s.left_on IS NULL OR s.left_on >= :today) AND s.id NOT IN (SELECT w.rep FROM away w))
   AND (r.left_on IS NULL OR r.left_on >= :today)
 ORDER BY r.login
