-- The lines of all deals with their money in the base currency, for splitting by product.
SELECT d.id, i.product,
       crm_base((coalesce(i.price, 0) * i.quantity + CASE WHEN coalesce(i.price, 0) * i.quantity < 0 THEN -500 ELSE 500 END) / 1000,
                d.currency, coalesce(d.closed_at, crm_now())),
       CASE WHEN i.price IS NOT NULL AND i.cost IS NOT NULL THEN
         crm_base(((i.price - i.cost) * i.quantity + CASE WHEN (i.price - i.cost) * i.quantity < 0 THEN -500 ELSE 500 END) / 1000,
                  d.currency, coalesce(d.closed_at, crm_now())) END,
       i.quantity
FROM deal_item i JOIN deal d ON d.id = i.deal
ORDER BY i.deal, i.product
