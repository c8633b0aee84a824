-- The moves of the deals in temp.funnel_record, in the order of deals and time. CROSS JOIN keeps the tables in
-- this order, so that nothing is sorted.
SELECT d.id, c.from_stage, c.to_stage, c.at, c.owner, d.company, d.campaign,
       CASE WHEN d.currency IS NULL THEN d.amount
            ELSE crm_base(d.amount, d.currency, coalesce(d.closed_at, crm_now())) END
FROM funnel_record k CROSS JOIN deal d CROSS JOIN stage_change c
WHERE d.id = k.id AND c.deal = d.id AND d.pipeline = :pipeline
ORDER BY k.id, c.at, c.id
