#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Many records changed, and changed back, together leave what the same leaves row by row: every table, the log, the
# searches, what is printed, conflicts, redo. From 50 records on a table of values is written by one statement
# (setter.c), and so are 50 updates set back (undo_set.c): one base gets each change as one change set, the other one in
# pieces of twenty lines, which go row by row.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

: "${TOGETHER_SEEDS:=1 2 3}" "${TOGETHER_STEPS:=12}"
CRM_NOW=2026-11-01T09:00:00
base --preset b2b --lang en
for t in tver samara; do crm-add territory code=$t -q > /dev/null; done
for r in ivanova petrov; do crm-add rep login=$r role=caller -q > /dev/null; done
awk 'BEGIN { print "name\tterritory\tclass\tphone\tnote\tpotential"
	for (i = 1; i <= 130; i++) printf "Фирма %d\t%s\t%s\t+7482%07d\t%s\t%s\n", i, i % 3 ? "tver" : "samara",
		substr("ABC", i % 3 + 1, 1), i, i % 5 ? "" : "слово \"в\\\\кавычках\"\\n" i, i % 4 ? i * 10 : "" }' |
	crm-add company -q > /dev/null
awk 'BEGIN { print "company\ttitle\tamount"
	for (i = 1; i <= 70; i++) printf "%d\tDeal %d\t%d\n", i, i, i * 100 }' | crm-add deal -q > /dev/null
awk 'BEGIN { print "company\ttitle\tdue_at"; for (i = 1; i <= 70; i++) printf "%d\tcall %d\t2026-12-01\n", i, i }' |
	crm-add task -q > /dev/null
crm-delete company 77 101 --with-tied -q > /dev/null 2>&1
begun=$CRM_DB

searches() {
	for word in фирма новое Same 7482 слово; do
		echo "== $word"
		crm-find -H "$word" -l 0 -s entity,id
	done
}
all() { state && searches && sqlite3 "$CRM_DB" 'PRAGMA integrity_check; PRAGMA foreign_key_check'; }
start() {
	rm -f "$work"/one.db* "$work"/rows.db*
	sqlite3 "$begun" ".backup $work/one.db" ".backup $work/rows.db"
	marks=
}
last() { sqlite3 "$CRM_DB" 'SELECT coalesce(max(id), 0) FROM txn'; }
same_bases() {
	CRM_DB=$work/one.db all > all.1 2>&1
	CRM_DB=$work/rows.db all > all.2 2>&1
	diff all.2 all.1 | head -n 8 | cut -c 1-300 >> "$work/why"
}
log_of() { # FIRST LAST; rows of log of these change sets
	sqlite3 "$CRM_DB" "SELECT id, op, entity, row, old FROM change WHERE txn BETWEEN $1 AND $2 ORDER BY id"
}
# Changes both bases by a table and compares everything. marks has its change sets in both: name one first last.
change() { # NAME ENTITY TABLE [OPTION...]
	name=$1 entity=$2 table=$3
	shift 3
	: > "$work/why"
	: > err.2
	CRM_DB=$work/one.db
	before=$(last)
	crm-set "$entity" "$@" -y < "$table" > out.1 2> err.1
	one=$(last)
	[ "$one" = "$before" ] || log_of "$one" "$one" > log.1
	CRM_DB=$work/rows.db
	from=$(($(last) + 1))
	sed 1d "$table" | split -l 20 - piece.
	for piece in piece.*; do
		{ head -n 1 "$table"; cat "$piece"; } | crm-set "$entity" "$@" -y > "out.$piece" 2>> err.2
		rm "$piece"
	done
	awk 'FNR > 1 || !n++' out.piece.* > out.2
	rm out.piece.*
	diff out.2 out.1 | head -n 6 >> "$work/why"
	for n in 1 2; do grep '^stdin' err.$n | grep -v ': the row names no ' | sed 's/^stdin:[0-9]*//' > said.$n; done
	diff said.2 said.1 | head -n 6 >> "$work/why"
	same_bases
	[ "$one" != "$before" ] || return 0
	log_of "$from" "$(last)" | cut -d '|' -f 2- > log.2
	cut -d '|' -f 2- log.1 | diff log.2 - | head -n 6 | cut -c 1-300 >> "$work/why"
	marks="$marks $name:$one:$from:$(last)"
}
# Number of the change set in the one base, and range of those in the other.
numbers() { # NAME
	for mark in $marks; do
		[ "${mark%%:*}" = "$1" ] || continue
		echo "$mark" | tr ':' ' '
	done
}
# Takes it back in both, once, and compares everything; conflicts have other numbers. The undo is another change.
undo() { # NAME NEW-NAME [OPTION...]
	read -r _ one from to <<-E
	$(numbers "$1")
	E
	old=$1 new=$2
	shift 2
	: > "$work/why"
	[ -n "$one" ] || return 0
	CRM_DB=$work/one.db
	before=$(last)
	crm-undo -n "$@" "$one" > dry.1 2> err.1
	crm-undo "$@" "$one" > out.1 2> err.1
	code=$?
	cmp dry.1 out.1 >> "$work/why"
	one=$(last)
	CRM_DB=$work/rows.db
	crm-undo "$@" "$from..$to" > out.2 2> err.2
	[ $? = $code ] || echo "exit codes differ: $code" >> "$work/why"
	for n in 1 2; do
		cut -f 1-6,8 out.$n | sort > sorted.$n
		sed 's/^.*: [^:]* taken back//; s/^.* taken back//' err.$n > said.$n
	done
	diff sorted.2 sorted.1 | head -n 8 >> "$work/why"
	diff said.2 said.1 >> "$work/why"
	same_bases
	marks=$(echo "$marks" | sed "s/ $old:[0-9:]*//")
	# one that changed nothing is no change set
	[ "$one" = "$before" ] || marks="$marks $new:$one:$(last):$(last)"
}
good() { [ ! -s "$work/why" ]; }
each() { # FIELD FIRST LAST FORMAT; a table with the value in each line
	awk -v field="$2" -v first="$3" -v last="$4" -v entity="$1" -v format="$5" 'BEGIN { print entity "\t" field
		for (i = first; i <= last; i++) { if (i == 77 || i == 101) continue; printf "%d\t" format "\n", i, i % 7 } }'
}

start
CRM_NOW=2026-11-02T09:00:00
each company territory 1 130 samara > t.samara
each company potential 1 130 '%d000' > t.potential
each company name 1 130 'Same %d' > t.names
each company owner 1 130 petrov > t.petrov
each company note 60 130 'новое %d' > t.notes
each channel value 1 120 '8 800 555-00-%d1' > t.numbers
each deal amount 1 70 '%d55' > t.amounts
each task title 1 70 'title %d' > t.titles
awk -F'\t' 'NR == 1 { print $0 "\tclass\tsite"; next } { print $0 "\t" substr("ABC", NR % 3 + 1, 1) "\t" (NR % 4 ? "" : "s" NR ".example") }' \
	t.potential > t.several
for table in samara potential several names petrov notes; do
	change "$table" company "t.$table"
	good
	result $? "$table: set"
	undo "$table" "un$table"
	good
	result $? "$table: taken back"
	undo "un$table" "re$table"
	good
	result $? "$table: and done again"
done
awk -F'\t' 'NR == 1 { print; next } { print; if ($1 % 11 == 0) print $1 "\t" NR
	if ($1 % 30 == 0) print "0\t1\nnobody\t2\n" $1 "\tmuch\n" $1 "\t\n\t5" }' t.potential > t.odd
change odd company t.odd
good
result $? 'numbers again and again, unknown ones, values that are none: set'
undo odd unodd
good
result $? 'taken back'
awk -F'\t' 'NR == 1 || $1 % 40 == 0 { print; next } { print; if (NR < 8) print $1 "\t77" }' t.odd > t.odder
change odder company t.odder --clear-empty
good
result $? 'some of them, and emptied'
change numbers channel t.numbers
undo numbers unnumbers
good
result $? 'numbers have keys'
change amounts deal t.amounts
good
result $? 'deals: set'
change titles task t.titles
good
result $? 'tasks: set'
undo amounts unamounts
good
result $? 'deals'
undo titles untitles
good
result $? 'tasks'
undo untitles retitles
undo unamounts reamounts
good
result $? 'and done again'
each company potential 1 130 '' > t.none
change none company t.none --clear-empty
undo none unnone
good
result $? 'emptied'
each company potential 5 100 '%d1' > t.first
each company potential 30 60 '%d2' > t.second
each company note 50 90 'later %d' > t.beside
change first company t.first
change second company t.second
change beside company t.beside
undo first unfirst
good && grep -q conflict out.1 && grep -q set out.1
result $? 'some were changed since: those are conflicts'
undo second unsecond --force
change third company t.first
change fourth company t.second
undo third unthird --force
good
result $? 'by force all the same'
undo unthird rethird
good
result $? 'done again'
change gone company t.potential
for b in one rows; do
	CRM_DB=$work/$b.db
	crm-delete company 3 4 70 --with-tied -q -y > /dev/null 2>&1
	crm-undo -q -y > /dev/null 2>&1
	crm-delete company 5 --with-tied -q -y > /dev/null 2>&1
	crm-add territory code=omsk -q > /dev/null 2>&1
done
undo gone ungone
good && grep -q 'deleted since' out.1
result $? 'records that were deleted, and some that came back'
each company territory 20 110 omsk > t.omsk
change omsk company t.omsk
change away company t.samara
for b in one rows; do CRM_DB=$work/$b.db crm-delete territory omsk -q -y > /dev/null 2>&1; done
undo away unaway
good && grep -q 'territory [0-9]* is gone' out.1
result $? 'what they belonged to is gone'

# Each row has another field than the one before it: going back, new ones come up on the way.
start
CRM_DB=$work/one.db
awk -F'\t' 'NR == 1 { print $0 "\tclass\tsite"; next }
	{ print $1 "\t" (NR % 3 == 0 ? $2 : "") "\t" (NR % 3 == 1 ? "key" : "") "\t" (NR % 3 == 2 ? "s.example" : "") }' \
	t.potential > t.sparse
sqlite3 "$CRM_DB" 'SELECT * FROM company' > before
crm-set company -y -q < t.sparse > out.1
sqlite3 "$CRM_DB" 'SELECT * FROM company' | diff before - | grep -c '^>' > n
crm-undo -q > out.2
sqlite3 "$CRM_DB" 'SELECT * FROM company' > after
[ "$(cat n)" = 128 ] && diff before after > why
result $? 'fields that only some have'

for seed in $TOGETHER_SEEDS; do
	start
	awk -v seed="$seed" -v steps="$TOGETHER_STEPS" 'BEGIN { srand(seed); for (i = 1; i <= steps; i++) {
		n = split("territory:samara territory:tver potential:%d0 potential:5 class:A class:B note:слово%d note:x " \
			"name:Firma%d owner:petrov owner:ivanova site:s%d", f, " ")
		first = int(rand() * 70) + 1; many = rand() < 0.6 ? 55 + int(rand() * 50) : 1 + int(rand() * 40)
		split(f[int(rand() * n) + 1], v, ":")
		print (rand() < 0.45 && i > 2 ? "undo" : "set"), v[1], first, (first + many > 130 ? 130 : first + many), v[2],
			int(rand() * (i - 1)) + 1, (rand() < 0.2 ? "--force" : "-y") } }' > steps
	step=0 wrong=0
	while read -r line <&3 && [ "$wrong" = 0 ]; do
		step=$((step + 1))
		CRM_NOW=$(printf '2026-11-02T10:%02d:00' $step)
		# shellcheck disable=SC2086 # its words
		set -- $line
		case $1 in
		undo) undo "s$6" "s$step" "$7" ;;
		set)
			each company "$2" "$3" "$4" "$5" > t.random
			change "s$step" company t.random ;;
		esac
		good || { wrong=1; echo "step $step: $line" >> "$work/why"; }
	done 3< steps
	result "$wrong" "$TOGETHER_STEPS steps at random, seed $seed"
done
