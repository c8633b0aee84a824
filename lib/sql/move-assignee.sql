-- Who does a duty of a role: the owner if he holds the role, else who has the matching part in the deal,
-- else a rep of the deal who holds the role, else the owner.
SELECT coalesce(
  (SELECT d.owner FROM deal d JOIN rep_role r ON r.rep = d.owner
    WHERE d.id = :deal AND r.role = :role AND (r.since IS NULL OR r.since <= crm_today())
      AND (r.until IS NULL OR r.until >= crm_today()) LIMIT 1),
  (SELECT p.rep FROM deal_rep p WHERE p.deal = :deal
    AND p.part = CASE WHEN :role = 'caller' THEN 'setter' ELSE :role END ORDER BY p.id LIMIT 1),
  (SELECT p.rep FROM deal_rep p JOIN rep_role r ON r.rep = p.rep
    WHERE p.deal = :deal AND r.role = :role AND (r.since IS NULL OR r.since <= crm_today())
      AND (r.until IS NULL OR r.until >= crm_today()) ORDER BY p.id LIMIT 1),
  (SELECT d.owner FROM deal d WHERE d.id = :deal))
