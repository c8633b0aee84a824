-- title: Appointments set
-- title.ru: Назначено встреч
-- unit: count   better: up   kind: flow
-- a: distinct u   credit: rep   companies and days on which an appointment was agreed
-- value: a
--
-- The norm of a caller is 20 to 40 a month. It counts on the day of the talk, not on that of the meeting. Moving an
-- appointment that is not yet due is no new one. A talk with somebody of no known company counts by itself.
SELECT p.label AS period, 'a' AS part, a.at, a.rep, a.company, a.deal, a.campaign, a.meeting AS u, a.activity
FROM period p JOIN appointment a ON a.at >= p.s AND a.at < p.e
