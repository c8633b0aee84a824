-- title: Overdue tasks
-- title.ru: Просроченных задач
-- unit: count   better: down   kind: stock
-- a: count   credit: rep   tasks due before the end of the period and not done by then
-- value: a
--
-- A task due on a day is overdue on the next, so at the end of a period all that was due on its last day, as in the
-- filter due_at=..DAY with --as-of DAY; due_at<now there still stands in that day. The credit is the assignee's.
-- Nearly all tasks were due before: by the condition on the number they are read as they lie, not by the index of that time.
SELECT p.label AS period, 'a' AS part, t.due_at AS at, t.assignee AS rep, t.company, t.deal, t.campaign, t.id AS task, t.title
FROM period p JOIN task t ON t.due_at < p.e AND t.id > 0 AND t.created_at < p.e
WHERE t.status <> 'cancelled' AND (t.done_at IS NULL OR t.done_at >= p.e)
  AND (length(t.due_at) > 10 OR t.due_at < substr(p.e, 1, 10))
