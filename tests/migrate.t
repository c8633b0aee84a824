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
		UNION ALL SELECT 'search', k, v, '', '', '', '', '' FROM search_config
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
INSERT INTO search (search, rank) VALUES ('automerge', 4);
DELETE FROM search_config WHERE k = 'crisismerge';
DROP INDEX activity_appointed;
DROP INDEX activity_appointment;
DROP INDEX claim_owner;
DROP TABLE altered;
DROP TABLE gone;
DROP INDEX change_gone;
DROP INDEX stage_change_at;
CREATE INDEX stage_change_at ON stage_change (at);
DROP TRIGGER guard_deal_U;
CREATE TRIGGER guard_deal_U BEFORE UPDATE ON deal BEGIN SELECT crm_txn(); END;
PRAGMA user_version = 1;
END
cp crm.db early.db
sqlite3 early.db 'DROP INDEX txn_undoes'
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
ok 'one of the first, without an index, too' crm-init --migrate --db early.db
is 'to the same' 0 shape early.db < shape.new
ok 'and goes on' crm-set company 1 note=third
ok 'undo too' crm-undo
has 'what was taken back is' 'taken back already\|is undone' crm-undo 3

# version 4, where a mark of deletions stood for anything that was altered in the table
rm -f crm.db new.db
base --preset b2b --lang en
{
	crm-add company name=Alpha phone='8 482 100-00-01' owner=head && crm-add company name=Beta owner=head &&
		crm-add company name=Gamma && crm-set company 1 note=first name=Alef && crm-set company 1 note=second &&
		crm-set company 2 class=A && crm-undo && crm-set company 3 class=B && crm-delete -y company 3 &&
		crm-undo && crm-set company 3 potential=7 && crm-add deal company=1 title=One owner=head amount=5 &&
		CRM_NOW=2026-11-23T10:05:00 crm-set deal 1 amount=6 && crm-move deal 1 --to sale:offer --force why &&
		CRM_NOW=2026-11-24T10:05:00 crm-delete -y --with-tied company 2
} > log 2>&1 || cat log
cp crm.db new.db
reports() {
	for day in 2026-11-22 2026-11-23 2026-11-24; do
		for way in --as-of --known; do
			crm-list -d "$1" company -c id,name,class,note,potential,owner,phone "$way" "$day" -o csv
			crm-list -d "$1" deal -c id,title,amount,stage,moved_at,closed_at "$way" "$day" -o csv
			crm-funnel -d "$1" sale -p 2026-11 "$way" "$day"
		done
	done 2>&1
}
reports new.db > reports.txt
marks() { # of both bases; a command names a field also where it left it as it was
	sqlite3 -cmd "ATTACH 'new.db' AS n" "$1" "SELECT a.entity, a.field, a.txn, coalesce(n.txn, 'none')
		FROM altered a LEFT JOIN n.altered n ON n.entity = a.entity AND n.field = a.field ORDER BY 1, 2"
}
sqlite3 crm.db "DROP INDEX activity_appointed;
	DROP INDEX activity_appointment;
	DROP INDEX claim_owner;
	DROP INDEX change_gone;
	DROP TABLE gone;
	DELETE FROM altered;
	INSERT INTO altered (entity, field, txn) SELECT DISTINCT entity, 'id', (SELECT max(id) FROM txn) FROM change;
	PRAGMA user_version = 4;"
ok 'a base of version 4 is brought up to date' crm-init --migrate
is 'and knows which fields were altered when' 0 marks crm.db << 'END'
company|class|9|9
company|id|16|16
company|name|5|5
company|name_key|5|5
company|note|6|6
company|potential|12|12
deal|amount|14|14
deal|moved_at|15|15
deal|stage|15|15
setting|value|1|1
END
lists() { sqlite3 "$1" 'SELECT entity, field, txn, cells FROM gone ORDER BY 1, 2, 3'; }
lists new.db > lists.txt
is 'and which rows were deleted' 0 lists crm.db < lists.txt
marks crm.db > marks.txt
is 'its past is what it was' 0 reports crm.db < reports.txt
sqlite3 crm.db "INSERT INTO altered (entity, field, txn) SELECT DISTINCT entity, '*', (SELECT max(id) FROM txn) FROM change"
ok 'one where that was not known is healed' crm-init --migrate
is 'to the same' 0 marks crm.db < marks.txt
