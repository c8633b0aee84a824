-- What was deleted or came back is found without the rest of the log. What the marks of deletions stood for
-- until now is not known apart: anything.
CREATE INDEX change_gone ON change (entity, id) WHERE op <> 'U';
INSERT INTO altered (entity, field, txn)
SELECT entity, '*', txn FROM altered WHERE field = 'id' ORDER BY id;
