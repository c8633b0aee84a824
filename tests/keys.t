#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# --key on every program that writes: done once, the answer repeated, freed by undo, also after a kill
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=anna
	crm-add company name=Lotus phone='8 495 123-45-67' owner=anna
	crm-add deal company=1 title=Pumps amount=100
	crm-add task title=Call company=1 due_at=tomorrow
	crm-add company name=Rose
} > prepare 2>&1 || cat prepare
cp "$CRM_DB" start.db
tsv 'company|kind|outcome' '1|call|talked' '2|call|talked' '99|call|talked' > calls.tsv
tsv company 1 2 99 > firms.tsv
printf 'name,city\nIris,Tver\nViola,Samara\n' > firms.csv
printf 'company,kind,outcome,text\n1,call,talked,"two\nlines"\n99,call,talked,nobody\n' > acts.csv

start() { rm -f "$CRM_DB"*; cp start.db "$CRM_DB"; }
digest() { sqlite3 "$CRM_DB" .dump | cksum; }
complain() { echo "$*" >> "$work/why"; }

# One command line: what it prints, returns and leaves must be the same the second time.
keyed() { # OPTION 'COMMAND LINE'
	: > "$work/why"
	start
	before=$(digest)
	sh -c "$2 $1 k1 -n" > dry 2> err || [ $? = 1 ] || complain "a dry run ended otherwise"
	[ "$(digest)" = "$before" ] || complain 'a dry run reserved the key'
	sh -c "$2 $1 k1" > first 2> err
	code=$? after=$(digest)
	[ "$after" != "$before" ] || complain 'nothing was done'
	sh -c "$2 $1 k1" > second 2> err
	[ $? = "$code" ] || complain "the second run ended with another code than $code"
	grep -q '^done already as change set [0-9]*: ' err || complain "$(cat err)"
	diff first second >> "$work/why"
	sh -c "$2 $1 k1 -n" > second 2> err
	diff first second >> "$work/why"
	[ "$(digest)" = "$after" ] || complain 'the second run changed something'
	other=crm-add
	[ "${2%% *}" != crm-add ] || other='crm-set company 1'
	$other company name=Other --key k1 > second 2> err
	[ $? = 2 ] || complain 'another program took the key'
	grep -q "the key 'k1' was used by change set [0-9]*: ${2%% *} " err || complain "$(cat err)"
	crm-undo -q "$(crm-history -H -l 1 -c change)" > second 2>&1 || complain "$(cat second)"
	sh -c "$2 $1 k1" > second 2> err
	! grep -q '^done already' err || complain 'undo did not free the key'
	[ ! -s "$work/why" ]
	result $? "$2"
}

while IFS= read -r line; do keyed --key "$line"; done <<'EOF'
crm-add company name=Aster city=Tver
crm-add company name=Aster --no-header
crm-add task - title=Write < firms.tsv
crm-set company 1 name=Lily
crm-set company 1 2 note=x -o csv
crm-delete task 1
crm-delete company 1 --with-tied -y
crm-move deal 1 --to offer --force x
crm-move company 1 2 --owner head -o json
crm-log 1 call talked --text said --next write --due +2d
crm-log < calls.tsv
crm-task add --title Write --company 2
crm-task done 1 --result sent
crm-task postpone 1 --due +3d
crm-task assign 1 --to anna
crm-merge company 1 2 -y
crm-dup company --not 1 2
crm-undo
EOF
while IFS= read -r line; do keyed --run-key "$line"; done <<'EOF'
crm-import firms.csv --rows
crm-import activity acts.csv --rows -o jsonl
crm-import activity - < acts.csv
EOF

# Whoever can change something has a key.
for program in "$CRM_BUILD"/bin/crm-*; do
	"$program" --dump-options | awk -F'\t' -v name="${program##*/}" '
		$2 == "dry-run" { writes = 1 }
		$4 ~ /run with this key/ { key = 1 }
		END { if (writes && !key) print name }'
done > "$work/why"
[ ! -s "$work/why" ]
result $? 'every program with a dry run takes a key'

start
is 'the answer in another format' 0 sh -c 'crm-set company 1 name="a	b" --key f -q > /dev/null; crm-set company 1 name="a	b" --key f -q -o jsonl' <<'EOF'
{"company":1,"name":"a\tb"}
EOF
ok 'nothing to change' crm-set company 1 note=x --key same
ok 'is done' crm-set company 1 note=x --key same2
ok 'something else happens' crm-set company 1 note=y
has 'and is not done again' 'done already' crm-set company 1 note=x --key same2
is 'so it stays' 0 crm-list company id=1 -c note -H <<EOF
y
EOF
tsv 'company|kind|outcome' '3|call|talked' > late.tsv
ok 'all of it refused' sh -c 'crm-log --key none < late.tsv; [ $? = 1 ]'
crm-add company name=Late > /dev/null 2>&1
has 'is no answer to the next one' '^1 activity logged' sh -c 'crm-log --key none < late.tsv'
has 'a changed command line is named' "done already as change set .*, by: crm-set company 1 note=x --key same2" crm-set company 2 note=z --key same2
says 'an empty key' 2 crm-add company name=x --key '' <<'EOF'
crm-add: --key: '' is no key
try 'crm-add --help'
EOF
ok 'a key with a line break' sh -c 'crm-add company name=x --key "a
b"; [ $? = 2 ]'

# --- undone, and the undo undone: the key is the first one's again
start
crm-add company name=Iris --key k -q > first
crm-undo -q > /dev/null
crm-undo -q "$(crm-history -H -l 1 -c change)" > /dev/null
is 'redone, the key holds again' 0 crm-add company name=Iris --key k < first
crm-undo -q "$(crm-history -H -l 1 -c change)" > /dev/null
has 'undone once more it is free' '^1 company added' crm-add company name=Iris --key k

# --- a base that is made
ok 'a base with a key' crm-init -d new.db --preset b2b --lang en --key once
has 'is made once' 'done already as change set 1: base made' crm-init -d new.db --preset b2b --lang en --key once
ok 'and says so with 0' crm-init -d new.db --preset b2b --lang en --key once
ok 'without it is refused' sh -c 'crm-init -d new.db --preset b2b --lang en; [ $? = 2 ]'

# --- a file without keys is known by its content
start
printf 'company,kind,text\n1,call,one\n2,meeting,two\n' > a.csv
ok 'a file' crm-import activity a.csv -q
ok 'its records are edited' crm-set activity 1 text=edited -q
says 'comes again' 0 crm-import activity a.csv -q <<'EOF'
EOF
has 'and says why nothing is done' 'a.csv: imported before as change set [0-9]*: activity: 2 new.*; --again imports it once more' \
	crm-import activity a.csv
has 'from standard input too' 'stdin: imported before' sh -c 'crm-import activity - < a.csv'
has 'a dry run too' 'imported before' crm-import activity a.csv -n
is 'nothing was added' 0 crm-list activity --count <<EOF
2
EOF
has 'other options are another import' 'activity: 2 new' crm-import activity a.csv --set minutes=5 --set outcome=held
has '--again' 'activity: 2 new' crm-import activity a.csv --again
has 'leaves the first as it was' 'imported before' crm-import activity a.csv
first=$(crm-history command~crm-import -s change -H -c change -l 1)
crm-undo "$first" -q --force > /dev/null
has 'undo frees it' 'activity: [0-9]* new' crm-import activity a.csv
printf 'key,company,kind\nA1,1,call\nA2,2,call\n' > keyed.csv
ok 'records with keys' crm-import activity keyed.csv --key key --system old
has 'are looked at row by row' 'activity: 0 new, 0 changed, 2 same$' crm-import activity keyed.csv --key key --system old
has 'and so are firms' 'company: 0 new, 0 changed, 2 same$' sh -c 'crm-import firms.csv -q; crm-import firms.csv'

# --- what a run left out is taken up by the next one, and nothing else
printf 'company,kind,text\n1,call,mine\nPeony,call,late\nDahlia,call,later\n' > part.csv
ok 'two rows are refused' sh -c 'crm-import activity part.csv -q; [ $? = 1 ]'
ok 'the third is edited' sh -c 'crm-set activity "$(crm-list activity text=mine -c id -H)" text=edited'
has 'again: only the two are read' 'only the 2 rows left out then are read' crm-import activity part.csv
ok 'with the same end' sh -c 'crm-import activity part.csv -q; [ $? = 1 ]'
ok 'one of them is mended' crm-add company name=Peony
has 'and goes in' '^activity: 1 new, 0 changed, 0 same; 1 row refused' crm-import activity part.csv
has 'the other one is left' 'only the 1 row left out then is read' crm-import activity part.csv
second=$(crm-history command~part.csv -l 1 -H -c change)
ok 'mended too' crm-add company name=Dahlia
has 'all is in' '^activity: 1 new, 0 changed, 0 same$' crm-import activity part.csv
says 'and stays so' 0 crm-import activity part.csv -q <<'EOF'
EOF
has 'and says so' 'imported before' crm-import activity part.csv
is 'each of them once' 0 crm-list activity text=edited,late,later,mine -c text -s text -H <<'EOF'
edited
late
later
EOF
crm-undo -q "$second" > undone 2>&1 || cat undone
has 'the second run undone, its rows come back' '^activity: 1 new, 0 changed, 1 same$' crm-import activity part.csv

# --- two at once: one does the work, both have its answer
start
turn=0
: > "$work/why"
while [ $((turn += 1)) -le 15 ]; do
	crm-add task title="Turn $turn" --key "turn $turn" > one 2> /dev/null &
	crm-add task title="Turn $turn" --key "turn $turn" > two 2> /dev/null || complain "turn $turn: exit code $?"
	wait $! || complain "turn $turn: exit code $?"
	cmp -s one two || complain "turn $turn: $(cat one two)"
done
n=$(crm-list task title~Turn --count)
[ "$n" = 15 ] || complain "$n tasks"
[ ! -s "$work/why" ]
result $? 'two runs with one key at once do the work once'

# --- killed at any moment and run again: as if nothing had happened
awk 'BEGIN { print "company,kind,text"; for (i = 0; i < 1000; i++) print i % 2 + 1 ",call,line " i }' > many.csv
killed() { # COMMAND...
	: > "$work/why"
	start
	"$@" > first 2> /dev/null
	code=$? after=$(digest)
	for ms in 2 4 6 8 10 14 18 25 40; do
		start
		timeout -s KILL "$(printf 0.%03d $ms)" "$@" > /dev/null 2>&1
		timeout 20 "$@" > second 2> err
		[ $? = $code ] || complain "after $ms ms it ended otherwise: $(cat err)"
		cmp -s first second || complain "after $ms ms another answer"
		[ "$(digest)" = "$after" ] || complain "after $ms ms another base"
	done
	[ ! -s "$work/why" ]
	result $? "killed and run again: $*"
}
killed crm-import activity many.csv -q --progress never
killed crm-import activity many.csv -q --progress never --rows --run-key r
killed crm-add task title=Call company=1 --key t
killed crm-undo --key u
