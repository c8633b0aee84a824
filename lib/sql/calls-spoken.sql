-- When somebody of a company was last spoken to or met, as company.last_contact_at says it.
SELECT max(ac.at)
  FROM activity ac
 WHERE ac.company = :company AND ac.at <= crm_now() AND ac.kind <> 'note'
   AND (ac.outcome IS NULL OR ac.outcome NOT IN ('no-answer', 'cancelled', 'no-show'))
