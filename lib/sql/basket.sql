-- The lines of all deals with their money in the base currency, or without a rate in their own, as the deal itself is
-- counted, for splitting by product.
SELECT b.deal, b.product, coalesce(crm_base(b.amount, b.currency, b.day), b.amount),
       coalesce(crm_base(b.margin, b.currency, b.day), b.margin), b.quantity
FROM (SELECT i.deal, i.product, i.quantity, d.currency, coalesce(d.closed_at, crm_now()) AS day,
             (coalesce(i.price, 0) * i.quantity + CASE WHEN coalesce(i.price, 0) * i.quantity < 0 THEN -500 ELSE 500 END)
             / 1000 AS amount,
             CASE WHEN i.price IS NOT NULL AND i.cost IS NOT NULL THEN ((i.price - i.cost) * i.quantity
                  + CASE WHEN (i.price - i.cost) * i.quantity < 0 THEN -500 ELSE 500 END) / 1000 END AS margin
        FROM deal_item i JOIN deal d ON d.id = i.deal) b
ORDER BY b.deal, b.product
