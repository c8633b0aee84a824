SELECT company FROM activity WHERE at >= :s AND at < :e AND company IS NOT NULL
UNION ALL SELECT id FROM company WHERE created_at >= :s AND created_at < :e
UNION ALL SELECT company FROM campaign_member WHERE at >= :s AND at < :e
UNION ALL SELECT company FROM deal WHERE closed_at >= :s AND closed_at < :e AND company IS NOT NULL
