#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-show: fields, what is tied to a record, its time line
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	tsv 'login|name' 'ivanova|Иванова' | crm-add rep
	tsv 'name|phone|inn|owner' 'ООО "Ромашка"|8 495 123-45-67|7707083893|ivanova' 'Ромашковый чай|||' | crm-add company
	tsv 'name|company|position' 'Анна Смирнова|1|Директор' | crm-add contact
	tsv 'company|title|amount|owner|pipeline|stage' '1|Pumps|100000|ivanova|sale|need' | crm-add deal
	tsv 'title|assignee|company|due_at' 'call|ivanova|1|2026-11-25' | crm-add task
	tsv 'company|at|text|due_on' '1|2026-11-10|leaks|2026-12-01' | crm-add claim
	tsv 'company|kind|at|text' '1|call|2026-11-12T10:00:00|line\none' '1|note|2026-11-13|second' | crm-add activity
} > prepare 2>&1 || cat prepare
crm-list activity --count > n 2>> prepare
[ "$(cat n)" = 2 ] || sed 's/^/# /' prepare

ok 'a company' crm-show company 1
cp out company.tsv
has 'the header' '^section	at	what	text	id	company$' cat company.tsv
has 'an open claim comes first' '^claim		claim	2026-12-01; leaks	1	1$' sed -n 2p company.tsv
has 'fields' '^field		owner	ivanova		1$' cat company.tsv
has 'computed fields' '^field		phone	8 495 123-45-67		1$' cat company.tsv
has 'people with their posts' '^tied		employment	Анна Смирнова; Директор	1	1$' cat company.tsv
has 'deals' '^tied		deal	ivanova; sale:need; Pumps; 100000.00	1	1$' cat company.tsv
has 'channels' '^tied		channel	phone; 8 495 123-45-67; is_main; ok	1	1$' cat company.tsv
has 'how many activities' '^count		activity	2		1$' cat company.tsv
ok 'empty fields are left out' sh -c '! grep -q "^field		site" company.tsv'
ok 'every row has its cells' awk -F'\t' 'NF != 6 { exit 1 }' company.tsv
is 'the time line, newest first, with the moves of deals' 0 awk -F'\t' '$1 == "time" { print $3 }' company.tsv <<'EOF'
task
task
stage_change
deal
activity
activity
claim
EOF
ok 'the time line is in order' sh -c \
	'grep ^time company.tsv | cut -f2 > times; sort -r times | diff times -'
is 'limited' 0 sh -c 'crm-show company 1 -l 1 | cut -f1 | sort | uniq -c | grep -E "tied|time" | wc -l' <<'EOF'
2
EOF
has 'a line break stays one row' 'line\\none' crm-show company 1
is 'found by telephone' 0 sh -c 'crm-show company "+7 495 1234567" -H | grep name | head -1' <<EOF
$(tsv 'field||name|ООО "Ромашка"||1')
EOF
ok 'found by tax number' crm-show company 7707083893
has 'found by a piece of a name' 'Ромашковый' crm-show company чай
ok 'a piece that fits two is refused' sh -c 'crm-show company ромашк 2> err2; [ $? = 2 ]'
has 'with the candidates' 'Ромашковый чай' cat err2
has 'a reference has the number of its record' '^field		company	ООО "Ромашка"	1	1$' crm-show deal 1
has 'a person' '^field		company	ООО "Ромашка"	1	1$' crm-show contact 1
has 'a rep with what refers to it' '^count		task	2		2$' crm-show rep ivanova
has 'a stage by its code' '^count		deal	1		[0-9]*$' crm-show stage sale:need
says 'no such record' 2 crm-show company 99 <<'EOF'
crm-show: there is no company 99
EOF
says 'no such entity' 2 crm-show compny 1 <<'EOF'
crm-show: unknown kind of record 'compny', did you mean 'company'?
try 'crm-show --help'
EOF
is 'none named, none shown' 0 crm-show company -H
if script -qec true /dev/null > "$work/pty" 2>&1; then
	has 'text for a terminal' '^OPEN CLAIM 1: 2026-12-01; leaks' script -qec 'crm-show company 1' /dev/null
	cp out text
	has 'with headings' '^time line' cat text
	ok 'no control characters reach it' sh -c '! tr -d "\r\n" < text | LC_ALL=C grep -q "[[:cntrl:]]"'
	has 'and of several' '^company 2: Ромашковый чай' script -qec 'crm-show company 1 2' /dev/null
	has 'none named, and nobody to ask' 'no company given, neither' script -qec 'crm-show company' /dev/null
	has 'but a table when asked' '^section' script -qec 'crm-show company 1 -o tsv' /dev/null
fi
has 'every kind of record can be shown' '^ok$' sh -c \
	'for e in $(crm-list -H | cut -f1); do
		for id in $(crm-list $e -H -c id -l 2 < /dev/null); do crm-show $e $id > /dev/null || echo "$e $id"; done
	done; echo ok'
says 'a record of later is not there yet' 2 crm-show company 1 --as-of 2026-01-01 <<'EOF'
crm-show: there is no company 1
EOF

tsv 'company|name|x' '1|other|a' '77|b|c' 'чай||d' '|e|f' '1||again' > list.tsv
in=list.tsv
is 'those of a table, with its other columns behind' 1 sh -c \
	'crm-show company -l 1 -c section,what,text,company,name,x 2> err2 > all; code=$?
	grep -e ^section -e "	name	" all; exit $code' <<EOF
$(tsv 'section|what|text|company|name|x' 'field|name|ООО "Ромашка"|1|other|a' 'field|name|Ромашковый чай|2||d' \
	'field|name|ООО "Ромашка"|1||again')
EOF
is 'and what names none is told' 0 cat err2 <<'EOF'
stdin:3: column 'company': there is no company 77
stdin:5: the row names no company
EOF
in=/dev/null
is 'several operands' 0 sh -c 'crm-show company 2 99 1 -c what,company -H | grep name' <<EOF
$(tsv 'name|2' 'name|1')
EOF
is 'sorted, of all records' 0 sh -c 'crm-show company 1 2 -s -text,what -c text,what -H | head -1' <<EOF
$(tsv 'Ромашковый чай|name')
EOF

# The newest of few are picked here, those of many by the base; a company's deals tell their story through it.
{
	echo 'title;company;created_at;stage'
	for i in $(seq 90); do echo "Deal $i;Crowd;2026-$((i % 9 + 1))-$((i % 28 + 1)) 10:00;sale:need"; done
} > crowd.csv
{ crm-add company name=Crowd && crm-import deal crowd.csv -q; } > /dev/null 2>&1
crowd=$(crm-list company name=Crowd -H -c id)
for i in 1 7 64 65 100; do
	crm-show company "$crowd" -l 0 -H -c section,at,what,id | grep ^time | head -n $i > newest
	is "the $i newest of all there is" 0 sh -c "crm-show company $crowd -l $i -H -c section,at,what,id | grep ^time" < newest
done
is 'which are many' 0 sh -c "crm-show company $crowd -l 0 -H -c section,what | grep ^time | sort | uniq -c | sed 's/^ *//'" <<EOF
$(tsv '90 time|deal' '90 time|stage_change')
EOF
