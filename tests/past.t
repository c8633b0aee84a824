#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Past dates in every program: what was deleted is back, what was renamed is found by its old name, and who writes refuses
. "$(dirname "$0")/lib.sh"

CRM_NOW=2026-10-01T09:00:00
base --preset b2b --lang en
{
	crm-add rep login=anna
	crm-add company name='ООО Ромашка' phone='8 482 123-45-67' inn=7707083893 owner=head
	crm-add company name='Lotus GmbH' email=info@lotus.example owner=head
	crm-add contact name='Ольга Петрова' company=1 phone='8 900 111-22-33'
	crm-add deal company=1 title=pump amount=1000 owner=head
} > log 2>&1
CRM_NOW=2026-10-10T09:00:00
{
	crm-set company 1 name=Нарцисс phone='8 499 765-43-21'
	crm-set company 1 inn=7702070139
	crm-set contact 1 name='Ольга Сидорова'
	crm-delete company 2 --with-tied -y
	crm-move deal 1 --to offer --force test
	crm-move company 1 --owner anna
} > log 2>&1
CRM_NOW=2026-10-20T09:00:00

for way in --as-of --known; do
	is "$way: deleted is back, renamed is as it was" 0 crm-list company -c name,phone,email,inn,owner $way 2026-10-05 <<-EOF
	$(tsv 'name|phone|email|inn|owner' 'ООО Ромашка|8 482 123-45-67||7707083893|head' 'Lotus GmbH||info@lotus.example||head')
	EOF
	for who in 'ООО Ромашка' ромашка '8 482 123-45-67' 7707083893 1; do
		has "$way: crm-show finds '$who'" 'ООО Ромашка' crm-show company "$who" $way 2026-10-05
	done
	has "$way: crm-show of a deleted one" 'info@lotus.example' crm-show company lotus $way 2026-10-05
	has "$way: not by what it was called later" 'no company fits' crm-show company нарцисс $way 2026-10-05
	has "$way: nor by its later phone" 'no company fits' crm-show company '8 499 765-43-21' $way 2026-10-05
	is "$way: crm-find" 0 crm-find ромашка -c entity,id $way 2026-10-05 <<-EOF
	$(tsv 'entity|id' 'company|1')
	EOF
	is "$way: crm-find knows no later word" 0 crm-find сидорова -H $way 2026-10-05 <<-'EOF'
	EOF
	has "$way: crm-find of a person" 'Ольга Петрова' crm-find петрова $way 2026-10-05
	is "$way: crm-who" 0 crm-who 7707083893 7702070139 '8 482 123-45-67' info@lotus.example нарцисс -H $way 2026-10-05 <<-EOF
	$(tsv '7707083893|tax number|1|ООО Ромашка|head|' '7702070139|free||||' '8 482 123-45-67|phone|1|ООО Ромашка|head|' \
		'info@lotus.example|e-mail|2|Lotus GmbH|head|' 'нарцисс|free||||')
	EOF
	is "$way: crm-history ends there" 0 crm-history -c change -l 1 $way 2026-10-05 <<-EOF
	$(tsv 'change' 6)
	EOF
	is "$way: crm-history of a record" 0 crm-history company 1 -c op,field,new -l 1 $way 2026-10-05 <<-EOF
	$(tsv 'op|field|new' 'add|name|ООО Ромашка' 'add|category|lead' 'add|owner|head' 'add|created_at|2026-10-01T09:00:00' \
		'add|created_by|head')
	EOF
	has "$way: crm-funnel" 'need' crm-funnel sale -p 2026-10 $way 2026-10-05
	is "$way: crm-kpi" 0 crm-kpi deals.open -H -c value $way 2026-10-05 <<-'EOF'
	1
	EOF
	is "$way: owner of then" 0 crm-list company owner=head --count $way 2026-10-05 <<-'EOF'
	2
	EOF
	is "$way: crm-calls of then" 0 crm-calls --rep head -H -c company,phone $way 2026-10-05T10:00 <<-EOF
	$(tsv '1|8 900 111-22-33' '2|')
	EOF
	is "$way: crm-task list" 0 crm-task list --all -H -c deal $way 2026-10-05 <<-'EOF'
	1
	EOF
done

for program in add delete history import init log move set undo; do
	[ $program = history ] || says "crm-$program refuses --as-of" 2 "crm-$program" --as-of 2026-10-05 <<-EOF
	crm-$program: '--as-of' is for programs that read: the past cannot be changed
	try 'crm-$program --help'
	EOF
done
says 'and so does crm-task when it writes' 2 crm-task 'done' 1 --known 2026-10-05 <<'EOF'
crm-task: the past cannot be changed: --as-of and --known are for reading
try 'crm-task --help'
EOF
says 'both at once' 2 crm-list company --known 2026-10-05 --as-of 2026-10-05 <<'EOF'
crm-list: --as-of and --known cannot be used together
try 'crm-list --help'
EOF
has 'no such date' "29.*February\|no such\|not a date\|2026-02-30" crm-list company --known 2026-02-30

# --- what an old system knew, entered later
CRM_NOW=2026-10-21T09:00:00
{
	tsv 'ref|name|created_at|category' 'C1|Alpha|2024-01-01|' 'C2|Beta|2024-01-01|lost' 'C3|Gamma|2024-01-01|' | crm-import company - -k ref
	tsv 'ref|company|title|stage|created_at|closed_at|owner' 'D1|Alpha|pump|sale:contract|2025-01-01|2025-02-01|anna' \
		'D2|Alpha|valve|sale:need|2025-03-01||anna' 'D3|Beta|valve|sale:contract|2025-01-01|2025-02-01|anna' \
		'D4|Gamma|old|sale:need|2026-10-01||anna' | crm-import deal - -k ref
	CRM_NOW=2026-10-21T10:00:00
	tsv 'deal|to_stage|at' 'D4|need|2024-05-01' 'D4|contract|2024-07-01' 'D4|paid|2024-08-01' 'D2|contract|2025-04-01' |
		crm-import stage_change - --ref deal=import
} > log 2>&1
is 'who bought is a client since the first sale, but who is known as lost' 0 crm-list category_change 'at=..2026-01-01' -c company_name,from_category,to_category,at,rep <<EOF
$(tsv 'company_name|from_category|to_category|at|rep' 'Alpha|lead|customer|2025-02-01|anna' 'Gamma|lead|customer|2024-07-01|anna')
EOF
is 'the second sale is a repeated one; owners are closers' 0 crm-list deal 'id>1' -c title,company_name,is_repeat,created_at,closed_at <<EOF
$(tsv 'title|company_name|is_repeat|created_at|closed_at' 'pump|Alpha|0|2025-01-01|2025-02-01' 'valve|Alpha|1|2025-03-01|2025-04-01' \
	'valve|Beta|0|2025-01-01|2025-02-01' 'old|Gamma|0|2024-05-01|2024-07-01')
EOF
is 'closers' 0 crm-list deal_rep -c deal,rep,part -s deal <<EOF
$(tsv 'deal|rep|part' '2|anna|closer' '3|anna|closer' '4|anna|closer' '5|anna|closer')
EOF
is 'history answers for the time before the import' 0 crm-list company 'id>2' -c name,category --as-of 2024-07-01 <<EOF
$(tsv 'name|category' 'Alpha|lead' 'Beta|lost' 'Gamma|customer')
EOF
is 'deals too' 0 crm-list deal -c id,stage,moved_at --as-of 2025-03-15 <<EOF
$(tsv 'deal|stage|moved_at' '2|sale:contract|2025-02-01' '3|sale:need|2025-03-01' '4|sale:contract|2025-02-01' '5|sale:paid|2024-08-01')
EOF
is 'reports agree' 0 crm-kpi deals.won clients.new -p 2025 --as-of 2025-03-15 -H -c value <<EOF
2
2
EOF
is 'nobody knew any of it then' 0 crm-list deal --count --known 2025-03-15 <<'EOF'
0
EOF
crm-undo -q > log 2>&1
is 'undone, clients and closers are gone' 0 crm-list deal_rep -c deal -H -s deal <<'EOF'
2
4
EOF

# --- last week's paper notes
CRM_NOW=2026-10-22T09:00:00
{
	crm-task add --title 'Send samples' --company 1 --due 2026-10-23 --at 2026-10-12T12:00
	crm-task add --title 'Ask again' --company 1 --due 2026-10-12
} > log 2>&1
task=$(crm-list task title='Send samples' -c id -H)
says 'not before it was given' 1 crm-task 'done' "$task" --at 2026-10-11 <<EOF
crm-task: $task: '2026-10-11' lies before the task was given, 2026-10-12T12:00:00
0 tasks done, 1 refused
EOF
has 'not in the future' 'lies after now' crm-task 'done' "$task" --at tomorrow
says 'only for what happens' 2 crm-task postpone "$task" --due tomorrow --at yesterday <<'EOF'
crm-task: --at goes with add, done or cancel, not with postpone
try 'crm-task --help'
EOF
ok 'a bare date of the day it was given takes that moment' crm-task 'done' "$task" --at 2026-10-12 --result sent
is 'as of then it was open, and then done' 0 sh -c "for day in 11 12T11:00 12T13:00; do crm-list task id=$task -H -c status,done_at,result --as-of 2026-10-\$day; echo --; done" <<EOF
--
--
$(tsv 'done|2026-10-12T12:00:00|sent')
--
EOF
ok 'another is done later' crm-task 'done' $((task + 1)) --at 2026-10-22
is 'a task done later is open as of the day before' 0 crm-list task 'title~samples,again' -c status -H --as-of 2026-10-21 <<'EOF'
done
EOF
tsv 'ref|title|assignee|created_at|done_at|status' 'T1|Old|anna|2024-01-01|2024-03-01|done' | crm-import task - -k ref > log 2>&1
is 'an imported task was open until it was done' 0 sh -c "for day in 2023-12-31 2024-02-01 2024-03-01; do crm-list task title=Old -H -c status,done_at --as-of \$day; echo --; done" <<EOF
--
$(tsv 'open|')
--
$(tsv 'done|2024-03-01')
--
EOF

# --- moves taken back one by one, not in their order
{
	CRM_NOW=2026-10-23T09:00:00 crm-add deal company=1 title=twice owner=anna
	deal=$(crm-list deal title=twice -c id -H)
	CRM_NOW=2026-10-23T10:00:00 crm-move deal "$deal" --to offer --force test
	first=$(crm-history -l 1 -H -c change)
	CRM_NOW=2026-10-23T11:00:00 crm-move deal "$deal" --to agreement --force test
	CRM_NOW=2026-10-23T12:00:00 crm-undo "$first"
} > log 2>&1
CRM_NOW=2026-10-23T13:00:00
is 'the deal stands where the later move led' 0 crm-list deal id="$deal" -H -c stage,moved_at <<EOF
$(tsv 'sale:agreement|2026-10-23T11:00:00')
EOF
crm-undo $((first + 1)) > log 2>&1
is 'when both are taken back, where it was opened' 0 crm-list deal id="$deal" -H -c stage,moved_at <<EOF
$(tsv 'sale:need|2026-10-23T09:00:00')
EOF
is 'known between the two' 0 crm-list deal id="$deal" -H -c stage --known 2026-10-23T12:30 <<'EOF'
sale:agreement
EOF
{
	CRM_NOW=2026-10-24T09:00:00 crm-add deal company=1 title=thrice owner=anna
	deal=$(crm-list deal title=thrice -c id -H)
	CRM_NOW=2026-10-24T10:00:00 crm-move deal "$deal" --to lost --reason price
	CRM_NOW=2026-10-24T11:00:00 crm-move deal "$deal" --to offer --force test
	between=$(crm-history -l 1 -H -c change)
	CRM_NOW=2026-10-24T12:00:00 crm-move deal "$deal" --to lost --reason terms
	CRM_NOW=2026-10-24T13:00:00 crm-undo "$between"
} > log 2>&1
CRM_NOW=2026-10-24T14:00:00
is 'a loss that was never taken back is as old as it is' 0 crm-list deal id="$deal" -H -c stage,moved_at,closed_at,lost_reason <<EOF
$(tsv 'sale:lost|2026-10-24T12:00:00|2026-10-24T10:00:00|terms')
EOF
{
	CRM_NOW=2026-10-25T09:00:00 crm-add deal company=1 title=fourth owner=anna
	deal=$(crm-list deal title=fourth -c id -H)
	# as undo left it in bases of before: kept, but without its first move
	sqlite3 "$CRM_DB" "DROP TRIGGER guard_stage_change_D; DELETE FROM stage_change WHERE deal = $deal"
	CRM_NOW=2026-10-27T10:00:00 crm-move deal "$deal" --to lost --reason price
	CRM_NOW=2026-10-27T11:00:00 crm-move deal "$deal" --to lost --history --at 2026-10-26
} > log 2>&1
CRM_NOW=2026-10-28T14:00:00
is 'before a first move that says nothing the record is believed, not a later move' 0 \
	crm-list deal id="$deal" -H -c stage --as-of 2026-10-25 <<'EOF'
sale:need
EOF

# A large change set that left alone what a merge altered: a question about that goes past it
{
	CRM_NOW=2026-11-01T09:00:00
	awk 'BEGIN { print "name"; for (i = 1; i <= 30; i++) print "Firm " i }' | crm-add company
	first=$(crm-list company name='Firm 1' -c id -H)
	awk -v first="$first" 'BEGIN { OFS = "\t"; print "company", "kind", "at", "text"
		for (i = 0; i < 900; i++) print first + i % 30, "note", "2026-10-29T10:00:00", "n" i }' | crm-add activity
	stood() {
		for id in $first $((first + 1)) $((first + 2)) $((first + 3)); do
			crm-list activity company="$id" -c id,company,score "$@"
			crm-list activity company="$id" -c id,company,score -s -at,id -l 9 "$@"
		done
		crm-list activity company="$first,$((first + 1)),$((first + 3))" -s company,id -c id,company,score "$@"
	}
	stood > before
	CRM_NOW=2026-11-02T09:00:00
	crm-list activity text~n -c activity | crm-set activity score=3 -q -y
	stood > scored
	CRM_NOW=2026-11-03T09:00:00
	crm-merge -y company "$first" $((first + 1))
	crm-list activity text=n2 -c activity | crm-set activity company=$((first + 3))
	crm-list activity text=n32 -c activity | crm-delete activity -y
	stood > merged
	CRM_NOW=2026-11-04T09:00:00
	crm-list activity text~n -c activity | crm-set activity score=4 -q -y
	CRM_NOW=2026-11-05T09:00:00
} > log 2>&1
is 'what the large one altered is known' 0 sqlite3 "$CRM_DB" "SELECT count(*) FROM altered WHERE field LIKE 'score#%'" <<'EOF'
2
EOF
stood --known 2026-11-01T12:00 > again
is 'before them' 0 diff before again < /dev/null
stood --as-of 2026-11-01T12:00 > again
is 'as of then too' 0 diff before again < /dev/null
stood --known 2026-11-02T12:00 > again
is 'between them' 0 diff scored again < /dev/null
stood --known 2026-11-03T12:00 > again
is 'after the merge' 0 diff merged again < /dev/null
is 'they were no empty days' 0 sh -c 'cmp -s before scored || cmp -s scored merged || wc -l < before' <<'EOF'
255
EOF
