-- title: Appointments as % of the companies in the list
-- title.ru: % назначенных встреч от числа клиентов в списке
-- unit: percent   better: up   kind: flow
-- a: distinct u   credit: rep    companies of the list with an appointment
-- b: distinct u   credit: none   companies of the list, the same for every rep
-- value: 100 * a / b
--
-- The list: members of the programme when --by campaign or campaign=NAME asks for one, else the leads of the first
-- day and those collected since. Companies are counted, not appointments, so it is 100 % at most.
SELECT l.period, 'a' AS part, a.at, a.rep, l.company, l.campaign, l.company AS u, a.id AS activity
FROM call_list l JOIN activity a ON a.company = l.company AND a.at >= l.s AND a.at < l.e
WHERE a.outcome = 'appointment'
UNION ALL
SELECT l.period, 'b', l.at, NULL, l.company, l.campaign, l.company, NULL
FROM call_list l
