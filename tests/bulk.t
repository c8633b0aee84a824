#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The same change of many records leaves what the same change of one after the other leaves: every table, the log
# row by row, what is printed, past dates, undo. From 50 records on FIELD=VALUE writes them together (setter.c), and so
# does a table with a value in each line; with a column that has rules, though nothing in it, that goes record by record.
# BULK_SEEDS and BULK_STEPS make the random part longer.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

case ${CRM_FAULTS:-} in short) : "${BULK_SEEDS:=1}" ;; esac # under the sanitizers
: "${BULK_SEEDS:=1 2}" "${BULK_STEPS:=25}"
CRM_NOW=2026-11-01T09:00:00
base --preset b2b --lang en
for t in tver samara; do crm-add territory code=$t -q > /dev/null; done
for r in ivanova petrov; do crm-add rep login=$r role=caller -q > /dev/null; done
awk 'BEGIN { print "name\tterritory\tclass\tphone\tnote\tpotential"
	for (i = 1; i <= 130; i++) printf "Фирма %d\t%s\t%s\t+7482%07d\t%s\t%s\n", i, i % 3 ? "tver" : "samara",
		substr("ABC", i % 3 + 1, 1), i, i % 5 ? "" : "слово \"в\\\\кавычках\"\\n" i, i % 4 ? i * 10 : "" }' |
	crm-add company -q > /dev/null
awk 'BEGIN { print "company\ttitle\tamount\tstage"
	for (i = 1; i <= 70; i++) printf "%d\tDeal %d\t%d\toffer\n", i, i, i * 100 }' | crm-add deal -q > /dev/null
awk 'BEGIN { print "name\tcompany"; for (i = 1; i <= 70; i++) printf "Person %d\t%d\n", i, i }' |
	crm-add contact -q > /dev/null
awk 'BEGIN { print "company\ttitle\tdue_at"; for (i = 1; i <= 70; i++) printf "%d\tcall %d\t2026-12-01\n", i, i }' |
	crm-add task -q > /dev/null
crm-delete company 77 101 102 103 104 105 106 107 108 109 110 111 112 --with-tied -q > /dev/null 2>&1
crm-merge company 3 5 -q -y > /dev/null 2>&1

log() { # of $CRM_DB: all tables with the log, but the command lines
	state
	sqlite3 "$CRM_DB" 'SELECT * FROM change ORDER BY id; SELECT * FROM txn_range; SELECT * FROM txn_undo;
		SELECT id, at, rep, counts, key FROM txn; PRAGMA integrity_check; PRAGMA foreign_key_check;
		SELECT type, name, sql FROM sqlite_master ORDER BY name'
}
# The values as columns of every line. Where none of them is empty, with a column that a rule looks at, empty: then
# $clear is not needed.
with() { # INPUT ENTITY FIELD=VALUE...; sets $clear
	list=$1 clear=
	case $2 in
	company) ruled=referred_by ;; deal) ruled=currency ;; task) ruled=every ;; channel) ruled=is_main ;;
	*) ruled=patronymic ;;
	esac
	shift 2
	for assignment; do
		case $assignment in
		*=) clear=--clear-empty ;;
		"$ruled="*) ruled= ;;
		esac
	done
	[ -n "$clear" ] || [ -z "$ruled" ] || set -- "$@" "$ruled="
	for assignment; do printf '%s\n' "$assignment"; done > "$work/values"
	awk -v values="$work/values" 'BEGIN { while ((getline line < values) > 0) {
			at = index(line, "="); names = names "\t" substr(line, 1, at - 1); all = all "\t" substr(line, at + 1) } }
		{ print $0 (NR == 1 ? names : all) }' "$list"
}
without() { # FILE; the output without that column, which is not the first
	awk -F'\t' -v name="$ruled" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
		{ for (i = 1; i <= NF; i++) if (i != at) printf "%s%s", (i > 1 ? "\t" : ""), $i; print "" }' "$1" > without.tmp
	mv without.tmp "$1"
}
both() { # WHAT OPTIONS ENTITY INPUT FIELD=VALUE...; on one.db together, on rows.db record by record
	what=$1 options=$2 entity=$3 input=$4
	shift 4
	with "$input" "$entity" "$@" > "$work/table"
	# shellcheck disable=SC2086 # options are words
	{
		CRM_DB=$work/one.db crm-set $options "$entity" "$@" < "$input" > "$work/out.1" 2> "$work/err.1"
		echo $? >> "$work/err.1"
		CRM_DB=$work/rows.db crm-set $options $clear "$entity" < "$work/table" > "$work/out.2" 2> "$work/err.2"
		echo $? >> "$work/err.2"
		without "$work/out.2"
	}
	compare_bases
	result $? "$what"
}
moved() { # WHAT ENTITY INPUT OPTION...; --history hands over record by record
	what=$1 entity=$2 list=$3
	shift 3
	CRM_DB=$work/one.db crm-move "$entity" "$@" < "$list" > "$work/out.1" 2> "$work/err.1"
	echo $? >> "$work/err.1"
	CRM_DB=$work/rows.db crm-move "$entity" "$@" --history < "$list" > "$work/out.2" 2> "$work/err.2"
	echo $? >> "$work/err.2"
	compare_bases
	result $? "$what"
}
compare_bases() {
	CRM_DB=$work/one.db log > "$work/log.1"
	CRM_DB=$work/rows.db log > "$work/log.2"
	: > "$work/why"
	for f in out err log; do
		diff "$work/$f.2" "$work/$f.1" | head -n 6 | cut -c 1-300 >> "$work/why"
	done
	[ ! -s "$work/why" ]
}
begun=$CRM_DB
start() {
	rm -f "$work"/one.db* "$work"/rows.db*
	sqlite3 "$begun" ".backup $work/one.db" ".backup $work/rows.db"
}

start
CRM_NOW=2026-11-02T09:00:00
seq 1 130 | sed '1i company' > all
{ cat all; printf '1\n1\n500\nnobody\n\n0\nФирма 9\n12 \n+74820000013\n'; } > odd
{ echo company; sed 1d all | shuf --random-source="$root/tests/bulk.t"; sed -n 5,20p all; } > mixed
awk 'NR == 1 { print "x\tcompany\tseen" } NR > 1 { print "x" NR "\t" $0 "\tkept" }' all > passed
awk 'NR == 1 || $1 % 3 == 0' all > thirds
both 'a reference' '' company all territory=samara
both 'once more: nothing to do' '' company all territory=samara
both 'some have it already' '' company all class=B
both 'numbers twice, unknown, none, names, telephones' '' company odd class=C
both 'in any order' '' company mixed class=A potential='1 200'
both 'columns that are passed on' '' company passed class=B territory=tver
both 'a few of them' '' company thirds territory=samara note='новое "слово"'
both 'emptied' '' company all note= potential=
both 'a word that is searched' '' company thirds note=уникум
both 'as it was' '' company thirds note=
both 'not written with -n' '-n' company all class=A
both 'a value that is none: every record is refused' '' company all class=Z
both 'of a record' '' company thirds parent=7
both 'too many fields for one rule: names have keys' '' company all name=Same
both 'and owners their history' '' company all owner=ivanova
seq 1 70 | sed '1i deal' > deals
both 'deals' '' deal deals terms=net30 source=site
both 'a currency is looked at in each' '' deal deals currency=USD
both 'a reason belongs to the move' '' deal deals competitor=Rival
seq 1 70 | sed '1i task' > tasks
both 'tasks' '' task tasks priority=2 title='Call all'
both 'what a default stands for' '' task tasks priority=
seq 1 125 | sed '1i channel' > channels
both 'channels' '' channel channels state=wrong label=old
both 'a channel has one owner' '' channel channels contact=1
seq 1 70 | sed '1i contact' > people
both 'people' '' contact people last_name=Same note=x
both 'a name cannot be emptied' '' contact people name=
both 'to another owner' '' company thirds owner=petrov
both 'earlier than the last time: refused' '--at 2026-11-01' company all owner=head
both 'to nobody' '' company mixed owner=
both 'an owner and a word' '' company all owner=petrov note=both
both 'deals too' '' deal deals owner=ivanova
CRM_NOW=2026-11-03T09:00:00
moved 'handed over' company odd --owner ivanova
moved 'in any order, with columns, for a reason' company passed --owner petrov --force 'ill since Monday'
moved 'some stand there' company mixed --owner petrov
CRM_NOW=2026-11-03T12:00:00
moved 'at a moment' company thirds --owner head --at 2026-11-03T10:00:00
moved 'to nobody by crm-move' company all --owner ''
moved 'deals by crm-move' deal deals --owner petrov
moved 'not with -n' deal deals -n --owner ivanova
for b in one rows; do
	for w in уникум новое Same net30; do CRM_DB=$work/$b.db crm-find $w; done > found.$b 2>&1
	CRM_DB=$work/$b.db crm-history -c change,at,rep,counts,undoes > history.$b 2>&1
	CRM_DB=$work/$b.db crm-list company --known 2026-11-01 > known.$b 2>&1
	CRM_DB=$work/$b.db crm-list deal --as-of 2026-11-01 -c deal,terms,source > past.$b 2>&1
done
for f in found history known past; do
	diff "$f.rows" "$f.one" | head > "$work/why"
	[ ! -s "$work/why" ]
	result $? "$f"
done
for b in one rows; do CRM_DB=$work/$b.db crm-history -H -c change 2> /dev/null |
	while read -r n; do [ "$n" -le 12 ] || CRM_DB=$work/$b.db crm-undo "$n" -q -y 2>&1 < /dev/null; done > out.$b; done
mv out.one out.1
mv out.rows out.2
: > err.1
: > err.2
compare_bases
result $? 'everything undone, one after the other'

# Of a table that changes by more than a fifth, the indexes are made again.
seq 1 1100 | sed 's/.*/Name &\tB/; 1i name\tclass' > large
crm-init -d large.db --preset b2b --lang en > /dev/null 2>&1
crm-add -d large.db territory code=tver -q > /dev/null
crm-import -d large.db company large -q > /dev/null
sqlite3 large.db ".backup $work/one.db" ".backup $work/rows.db"
seq 1 1100 | sed '1i company' > ids
both 'of many' '' company ids territory=tver class=A
both 'and the other way' '' company mixed territory=
both 'as if never done' '-n' company ids territory=tver

# At random: sets of any records, fields and values, and undos of any change set.
cat > random.awk <<'END'
function any(list,   a, n) { n = split(list, a, "|"); return a[int(rand() * n) + 1] }
BEGIN {
	srand(seed)
	for (step = 1; step <= steps; step++) {
		if (rand() < 0.2) { print "undo\t" int(rand() * step); continue }
		from = int(rand() * 60) + 1; to = from + 50 + int(rand() * 30); by = any("1|1|1|2|3")
		order = any("sort -n|sort -n|shuf --random-source=all")
		field = any("owner=ivanova|owner=petrov|owner=|territory=tver|territory=samara|territory=|class=A|class=B|note=раз|note=два|note=|potential=5|parent=" int(rand() * 60))
		more = any("||" (field ~ /class/ ? "site=a.example" : "class=C"))
		print "set\t" by * from "\t" by "\t" by * to "\t" order "\t" field "\t" more
	}
}
END

for seed in $BULK_SEEDS; do
	start
	wrong=0
	awk -v seed="$seed" -v steps="$BULK_STEPS" -f random.awk | tr '\t' ';' > steps
	n=0
	while IFS=';' read -r act from by to order field extra <&3 && [ "$wrong" = 0 ]; do
		n=$((n + 1))
		CRM_NOW=$(printf '2026-11-02T10:%02d:%02d' $((n / 60)) $((n % 60)))
		if [ "$act" = undo ]; then
			for b in one rows; do
				CRM_DB=$work/$b.db
				set -- "$(crm-history -H -c change | sed -n "$((from + 1))p")"
				crm-undo -y "$1" 2>&1 < /dev/null | sed 's/, by: .*//'
			done > /dev/null
			: > out.1; : > out.2; : > err.1; : > err.2
			compare_bases || { wrong=1; echo "undo, step $n" >> "$work/why"; }
		else
			# shellcheck disable=SC2086
			seq "$from" "$by" "$to" | $order | sed '1i company' > chosen
			set -- "$field"
			[ -z "$extra" ] || set -- "$field" "$extra"
			with chosen company "$@" > table
			CRM_DB=$work/one.db crm-set company "$@" < chosen > out.1 2> err.1
			CRM_DB=$work/rows.db crm-set company $clear < table > out.2 2> err.2
			without out.2
			compare_bases || { wrong=1; echo "step $n: $from..$to by $by: $*" >> "$work/why"; }
		fi
	done 3< steps
	result "$wrong" "$BULK_STEPS steps at random, seed $seed"
done
