#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-history: change sets, their fields, the story of a record
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=ivanova
	CRM_NOW=2026-11-23T09:00:00 CRM_REP=ivanova crm-add company name=Ромашка phone='8 495 123-45-67'
	CRM_NOW=2026-11-24T09:00:00 crm-set company 1 note='pays late' potential=1000,50
	CRM_NOW=2026-11-25T09:00:00 crm-add company name=Gone
	CRM_NOW=2026-11-26T09:00:00 crm-delete company 2 --with-tied -y
} > prepare 2>&1 || cat prepare
[ "$(crm-history -H | wc -l)" = 6 ] || sed 's/^/# /' prepare

is 'newest first' 0 crm-history -l 2 <<EOF
$(tsv 'change|at|rep|counts|undoes|command')
$(crm-history -H | sed -n 1,2p)
EOF
is 'who and when' 0 sh -c 'crm-history -H | cut -f1-3' <<EOF
$(tsv '6|2026-11-26T09:00:00|head' '5|2026-11-25T09:00:00|head' '4|2026-11-24T09:00:00|head' \
	'3|2026-11-23T09:00:00|ivanova' '2|2026-11-22T10:05:00|head' '1|2026-11-22T10:05:00|')
EOF
is 'chosen columns' 0 crm-history -l 1 -c change,rep -H <<EOF
$(tsv '6|head')
EOF
is 'another order, cut after sorting' 0 crm-history -s change -l 2 -c change -H <<'EOF'
1
2
EOF
is 'chosen columns of a change set' 0 crm-history 4 -s -field -c field,new -H <<EOF
$(tsv 'potential|1000.50' 'note|pays late')
EOF
has 'the command line' "crm-set company 1 'note=pays late' potential=1000,50$" crm-history
is 'of one rep' 0 sh -c 'crm-history -H --rep ivanova | cut -f1' <<'EOF'
3
EOF
is 'of some days, both included' 0 sh -c 'crm-history -H --from 2026-11-24 --to 2026-11-25 | cut -f1' <<'EOF'
5
4
EOF
is 'by a filter' 0 sh -c 'crm-history -H command~crm-set at=2026-11 | cut -f1' <<'EOF'
4
EOF
ok 'nothing found' sh -c 'crm-history --from 2027-01-01 -e; [ $? = 1 ]'
is 'a change field by field' 0 crm-history 4 <<EOF
$(tsv 'change|at|rep|command|op|entity|row|field|old|new' \
	"4|2026-11-24T09:00:00|head|crm-set company 1 'note=pays late' potential=1000,50|set|company|1|potential||1000.50" \
	"4|2026-11-24T09:00:00|head|crm-set company 1 'note=pays late' potential=1000,50|set|company|1|note||pays late")
EOF
is 'of a large one only the first records' 0 sh -c 'crm-history 3 -H -l 1 | cut -f6,7 | uniq' <<EOF
$(tsv 'company|1')
EOF
has 'additions too' '	add	company	1	name		Ромашка$' crm-history 3
has 'and what was tied to them' '	add	channel	1	value		8 495 123-45-67$' crm-history 3
has 'deletions with what was there' '	delete	company	2	name	Gone	$' crm-history 6
is 'the story of a record, newest first' 0 sh -c 'crm-history company Ромашка -H | cut -f1,5 | uniq' <<EOF
$(tsv '4|set' '3|add')
EOF
has 'an addition shows what was there then' '	add	company	1	name		Ромашка$' crm-history company 1
ok 'not what came later' sh -c '! crm-history company 1 | grep -q "add	company	1	note"'
is 'the story of a record that is gone' 0 sh -c 'crm-history company 2 -H | cut -f1,5 | uniq' <<EOF
$(tsv '6|delete' '5|add')
EOF
says 'no such change set' 2 crm-history 99 <<'EOF'
crm-history: there is no change set 99
EOF
says 'no such record' 2 crm-history company 99 <<'EOF'
crm-history: nothing is known of company 99
EOF
says 'no such rep' 2 crm-history --rep ivanov <<'EOF'
crm-history: filter 'rep=ivanov', character 5: field 'rep': unknown rep 'ivanov', did you mean 'ivanova'?
try 'crm-history --help'
EOF
says 'no change set' 2 crm-history 7x <<'EOF'
crm-history: '7x' is no change set: expected a number, or a range such as 7..9
try 'crm-history --help'
EOF
says 'neither number nor record' 2 crm-history compny <<'EOF'
crm-history: unknown kind of record 'compny', did you mean 'company'?
try 'crm-history --help'
EOF

# --- ranges, fields of many change sets, conditions on what changed
{
	crm-add deal company=1 title=Pumps amount=100
	crm-add deal company=1 title=Valves amount=7,5
	crm-move deal 1 2 --to offer --force x
	CRM_REP=ivanova crm-set deal 1 owner=ivanova amount=12
	crm-delete deal 2 --with-tied -y
	crm-undo
	crm-undo 12
} > prepare 2>&1 || cat prepare
is 'what each did, in one line' 0 sh -c "crm-history id=3.. -c change,counts -H | sed 's/back:.*;/back;/'" <<EOF
$(tsv '13|change set 12 taken back; 1 deal deleted, 2 tasks changed' \
	'12|change set 11 taken back; 1 deal brought back, 2 tasks changed' \
	'11|1 deal deleted, 2 tasks changed' '10|1 deal changed' '9|2 deals moved, 2 tasks added' \
	'8|1 deal added, 1 task added' '7|1 deal added, 1 task added' '6|1 company deleted' \
	'5|1 company added' '4|1 company changed' '3|1 company added, 1 channel added')
EOF
is 'a range, newest first, chosen' 0 crm-history 9..10 entity=deal op=set -c change,row,field,old,new -H <<EOF
$(tsv '10|1|owner|head|ivanova' '10|1|amount|100.00|12.00' '9|1|stage|sale:need|sale:offer' '9|2|stage|sale:need|sale:offer')
EOF
is 'of a rep, in a period' 0 crm-history --fields -r ivanova -p 2026-11 entity=deal -c change,field,new -H <<EOF
$(tsv '10|owner|ivanova' '10|amount|12.00')
EOF
is 'of a command, by a value' 0 crm-history command~crm-set new~LATE -c change,row,old,new -H <<EOF
$(tsv '4|1||pays late')
EOF
is 'what was not there before' 0 crm-history 4..10 op=set old= -c change,field,new -H <<EOF
$(tsv '4|potential|1000.50' '4|note|pays late')
EOF
is 'undone, redone, undone: codes and money' 0 crm-history deal 2 field=stage,amount -c change,op,field,old,new -H <<EOF
$(tsv '13|delete|stage|sale:offer|' '13|delete|amount|7.50|' '12|add|stage||sale:offer' '12|add|amount||7.50' \
	'11|delete|stage|sale:offer|' '11|delete|amount|7.50|' '9|set|stage|sale:need|sale:offer' \
	'8|add|stage||sale:need' '8|add|amount||7.50')
EOF
is 'of a record, by one rep' 0 crm-history deal 1 --rep ivanova field!=owner -c change,field,new -H <<EOF
$(tsv '10|amount|12.00')
EOF
is 'sorted, then cut' 0 crm-history 10 -s field,entity -l 2 -c entity,field -H <<EOF
$(tsv 'deal|amount' 'owner_change|at')
EOF
ok 'an empty range' crm-history 90..99
ok 'is told on request' sh -c 'crm-history 90..99 -e; [ $? = 1 ]'
ok 'open at one end' sh -c '[ "$(crm-history ..2 -H -c change -s change | uniq | tr "\n" " ")" = "1 2 " ]'
says 'an unknown kind' 2 crm-history entity=dael <<'EOF'
crm-history: 'entity=dael': unknown kind of record 'dael', did you mean 'deal'?
try 'crm-history --help'
EOF

# --- of a large base only what is asked for is read
sqlite3 "$CRM_DB" <<'EOF'
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
INSERT INTO txn (at, rep, command, counts) SELECT '2026-12-01T00:00:00', 1, 'crm-set', '5 companies changed' FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
INSERT INTO change (txn, op, entity, row, old) SELECT 100 + i / 5, 'U', 'company', i % 5000 + 100, '{"id":1,"name":"x"}' FROM n;
EOF
size=$(stat -c %s "$CRM_DB")
if strace -o /dev/null true 2> /dev/null; then
	little() { # WHAT CMD...: less than a twentieth of the base is read
		what=$1
		shift
		strace -e trace=pread64 -o trace "$@" > /dev/null
		awk -F'= ' -v size="$size" '/crm.db|pread64/ { n += $NF }
			END { if (n * 20 > size) { print n " of " size " bytes read"; exit 1 } }' trace > "$work/why"
		result $? "$what"
	}
	little 'one record' crm-history company 2000
	little 'the last twenty' crm-history -l 20
	little 'a range' crm-history 500..510
	little 'the last changes' crm-history --fields -l 20
fi
sqlite3 "$CRM_DB" <<'EOF'
INSERT INTO txn (id, at, rep, command, counts) VALUES (30000, '2026-12-01T00:00:00', 1, 'crm-undo 7', 'change set 7 taken back: 12000 records');
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 12000)
INSERT INTO change (txn, op, entity, row, old) SELECT 30000, 'D', 'task', i + 9000, '{"id":1}' FROM n;
EOF
is 'a very large one is not counted to the end' 0 crm-history -l 1 -H -c counts <<'EOF'
change set 7 taken back: 12000 records; 10000 or more tasks deleted
EOF
tsv 'company|name|x' '1|other|a' '2||gone' '77||b' '|c|' 'Ромашка||d' > list.tsv
in=list.tsv
is 'of the records of a table, its other columns behind' 1 crm-history company field=name -c change,op,row,new,company,name,x <<EOF
$(tsv 'change|op|row|new|company|name|x' '3|add|1|Ромашка|1|other|a' '6|delete|2||2||gone' '5|add|2|Gone|2||gone' \
	'3|add|1|Ромашка|1||d')
EOF
says 'and what names none is told' 1 crm-history company <<'EOF'
stdin:4: column 'company': there is no company 77
stdin:5: the row names no company
EOF
is 'sorted over all of them, cut after it' 1 sh -c 'crm-history company - -q field=name -s -change -l 1 -c change,row -H < list.tsv' <<EOF
$(tsv '6|2')
EOF
in=/dev/null
is 'of none' 0 crm-history company -H
says 'what is followed is one record' 2 crm-history --follow company <<'EOF'
crm-history: --follow follows one record, or all: expected which company
try 'crm-history --help'
EOF
is 'of a record, only behind a change set' 0 sh -c 'crm-history company 1 --from-set 3 -H -c change | uniq' <<'EOF'
4
EOF
