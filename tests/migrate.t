#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# migrate.t - bases of older versions, made from a new one by taking away what each migration brings
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

base --preset b2b --lang en
{
	crm-add company name=Alpha phone='8 482 100-00-01' owner=head && crm-set company 1 note=first &&
		crm-undo && crm-set company 1 note=second && crm-undo
} > log 2>&1 || cat log
cp crm.db new.db
shape() { # of all tables and indexes, in whatever order they were made
	sqlite3 "$1" "SELECT m.name, c.cid, c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, coalesce(f.\"table\", '')
		FROM sqlite_master m JOIN pragma_table_info(m.name) c
		LEFT JOIN pragma_foreign_key_list(m.name) f ON f.\"from\" = c.name WHERE m.type = 'table'
		UNION ALL SELECT m.name, il.name, ii.name, il.\"unique\", il.partial, ii.seqno, '', ''
		FROM sqlite_master m JOIN pragma_index_list(m.name) il JOIN pragma_index_info(il.name) ii WHERE m.type = 'table'
		UNION ALL SELECT type, name, sql, '', '', '', '', '' FROM sqlite_master WHERE type = 'trigger'
		ORDER BY 1, 2, 3"
}
crm-history -c change,undoes,command > history

# version 1
sqlite3 crm.db <<'END' || echo 'no older base could be made'
DROP INDEX company_owner;
CREATE INDEX company_owner ON company (owner);
ALTER TABLE txn ADD COLUMN undoes INTEGER REFERENCES txn;
UPDATE txn SET undoes = (SELECT u.undoes FROM txn_undo u WHERE u.txn = txn.id);
CREATE INDEX txn_undoes ON txn (undoes) WHERE undoes IS NOT NULL;
DROP TABLE txn_undo;
DROP TABLE altered;
DROP INDEX change_gone;
DROP TRIGGER guard_deal_U;
CREATE TRIGGER guard_deal_U BEFORE UPDATE ON deal BEGIN SELECT crm_txn(); END;
PRAGMA user_version = 1;
END
knows=$(sqlite3 new.db 'PRAGMA user_version')
says 'an older base is not read by guess' 5 crm-list company <<END
crm-list: '$CRM_DB' has schema version 1, this program needs $knows: run crm-init
END
says 'it is brought up to date' 0 crm-init --migrate <<END
base '$CRM_DB' brought from schema version 1 to $knows
END
shape new.db > shape.new
is 'to exactly the new schema' 0 shape crm.db < shape.new
is 'with its history' 0 crm-history -c change,undoes,command < history
ok 'and goes on' crm-set company 1 note=third
ok 'undo too' crm-undo
has 'what was taken back is' 'taken back already\|is undone' crm-undo 3
