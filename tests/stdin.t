#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every program that acts on records takes them from stdin, in each shape that lists have, and passes on the other columns
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=anna
	tsv 'name|phone|owner' 'Lotus|8 482 100-00-01|head' 'Rose|8 482 100-00-02|head' 'Iris|8 482 100-00-03|head' | crm-add company
	tsv 'company|title' '1|Pumps' '2|Valves' '3|Pipes' | crm-add deal
	tsv 'company|title|due_at' '1|Call|2026-11-20' '2|Write|2026-11-20' '3|Ask|2026-11-20' | crm-add task
} > prepare 2>&1 || cat prepare
cp "$CRM_DB" start.db

# One record, one that is not there, one named otherwise, the first again; a column that no program knows.
key() { # ENTITY: what names record 3, in another way than its number
	case $1 in company) echo Iris;; deal) echo Pipes;; task) echo Ask;; esac
}
lists() { # ENTITY
	{ tsv "$1|кто" '1|Пётр' '999|nobody' "$(key "$1")|Анна" '1|Пётр снова' '|empty'; } > list.tsv
	tr '\t' ';' < list.tsv | sed 's/$/\r/' > semicolon.csv
	iconv -f UTF-8 -t CP1251 semicolon.csv > cp1251.csv
	{ printf '\357\273\277'; cat semicolon.csv; } > bom.csv
	tr '\t' , < list.tsv | sed 's/$/\r/' > comma.csv
	cut -f 1 list.tsv > one-column.tsv
	grep -x '[0-9]*' one-column.tsv | head -n 2 > bare
}

# What it prints, whatever the shape: records 1 and 3 (of bare numbers only 1), and the column behind.
reads() { # ENTITY REFUSED 'COMMAND LINE'
	entity=$1 refused=$2 line=$3
	lists "$entity"
	: > "$work/why"
	for shape in list.tsv semicolon.csv cp1251.csv bom.csv comma.csv one-column.tsv bare; do
		rm -f "$CRM_DB"*
		cp start.db "$CRM_DB"
		sh -c "$line" < "$shape" > got 2> err
		code=$?
		[ "$code" = 1 ] || echo "$shape: exit code $code instead of 1" >> "$work/why"
		case $shape in
		bare) want='stdin:2:'; n=1;;
		*) want='stdin:3:'; n=$refused;;
		esac
		grep -q "^$want column '$entity': there is no $entity 999$" err || { echo "$shape:"; cat err; } >> "$work/why"
		[ "$(grep -c "^stdin:[0-9]*: column" err)" = "$n" ] || { echo "$shape: not $n refused"; cat err; } >> "$work/why"
		case $shape in
		one-column.tsv | bare) ;;
		*)
			for word in 'кто$' 'Пётр$' 'Анна$'; do
				grep -q "$word" got || { echo "$shape: no $word in"; cat got; } >> "$work/why"
			done;;
		esac
	done
	[ ! -s "$work/why" ]
	result $? "read from stdin: $line"
	for shape in '< /dev/null' "< header.tsv"; do
		echo "$entity" > header.tsv
		: > "$work/why"
		eval "timeout 20 sh -c '$line' $shape" > got 2> err
		code=$?
		{ echo "exit code $code"; cat got err; } > "$work/why"
		result $((code || $(wc -l < got) != 1)) "nothing to do: $line $shape"
	done
	printf 'a\tb\n1\t2\n' > other.tsv
	in=other.tsv
	says "no column $entity: $line" 3 sh -c "$line" <<EOF
${line%% *}: stdin:1: no column '$entity' among: a, b
EOF
	in=/dev/null
}
reads company 1 'crm-set company note=x -y'
reads company 1 'crm-move company --owner anna -y'
reads company 2 'crm-delete company --with-tied -y' # the first one is not there again
reads company 1 'crm-show company'
reads company 1 'crm-history company'
reads company 1 'crm-list company -'
reads company 1 'crm-export company -'
reads company 1 'crm-calls -'
reads deal 1 'crm-move deal --to sale:lost --reason price -y'
reads task 1 'crm-task done -y'
reads task 1 'crm-task postpone --due tomorrow -y'
reads task 1 'crm-task assign --to anna -y'
reads task 1 'crm-task list - --all'

# A row whose key is empty names no record: it is passed over and counted, by every program in the same way.
blank() { # KEY 'COMMAND LINE'
	rm -f "$CRM_DB"*
	cp start.db "$CRM_DB"
	tsv "$1|why" '1|a' '|b' '3|c' '|d' | sh -c "$2" > got 2> err
	code=$?
	{ echo "exit code $code"; cat got err; } > why
	[ "$code" = 0 ] && ! grep '^stdin' err | grep -qvx "stdin:3: the row names no $1 (2 such rows)" &&
		! grep -q '[bd]$' got && grep -q '^stdin:3: ' err
	result $? "empty keys are passed over: $2"
}
blank company 'crm-set company note=x -y'
blank company 'crm-move company --owner anna -y'
blank company 'crm-delete company --with-tied -y'
blank company 'crm-show company'
blank company 'crm-history company'
blank company 'crm-list company -'
blank company 'crm-export company -'
blank company 'crm-calls -'
blank company 'crm-task add --title x -y'
blank deal 'crm-move deal --to sale:lost --reason price -y'
blank task 'crm-task done -y'
blank task 'crm-task list - --all'
tsv 'change|why' '|a' '4|b' > in
in=in
says 'and by crm-undo' 0 crm-undo -q - <<'EOF'
EOF
in=/dev/null
is 'an empty operand is a mistake all the same' 2 crm-show company '' <<'EOF'
EOF

# A task is for the first record that the row names: of a call list the deal, or else the company.
rm -f "$CRM_DB"*
cp start.db "$CRM_DB"
tsv 'company|deal|contact' '1|2|' '3||' '||' > in
in=in
is 'a task for the deal or else the company' 0 crm-task add --title x -q <<EOF
$(tsv 'task|title|assignee|due_at|status|company|deal|contact' '7|x|head||open|2|2|' '8|x|head||open|3||')
EOF
in=/dev/null

# Nobody waits for what nobody meant to type, or reads what was not meant for him.
for line in 'crm-set company note=x' 'crm-move company --owner anna' 'crm-delete company' 'crm-show company' \
	'crm-history company' 'crm-who' 'crm-log'; do
	ok "closed stdin: $line" sh -c "timeout 20 $line <&- > got 2> err; [ \$? = 2 ] && grep -q 'standard input' err"
	if script -qec true /dev/null > pty 2>&1; then
		ok "a terminal: $line" sh -c "timeout 20 script -qec '$line' /dev/null > got; [ \$? = 2 ] && grep -q 'standard input' got"
	fi
done
