-- The successor of a repeating task.
INSERT INTO task (kind, title, assignee, created_by, created_at, due_at, every, priority, company, contact,
  deal, campaign, activity)
SELECT kind, title, assignee, :by, :now, :due, :every, priority, company, contact, deal, campaign, activity
FROM task WHERE id = :id
