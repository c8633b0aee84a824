-- A task; what the deal knows need not be said again.
INSERT INTO task (kind, title, assignee, created_by, created_at, due_at, every, company, contact, deal,
  activity)
SELECT :kind, :title, :assignee, :by, :now, :due, :every,
  coalesce(:company, (SELECT d.company FROM deal d WHERE d.id = :deal)),
  coalesce(:contact, (SELECT d.contact FROM deal d WHERE d.id = :deal)),
  :deal, :activity
