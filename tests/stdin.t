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
		[ "$(grep -c '^stdin:' err)" = "$n" ] || { echo "$shape: not $n refused"; cat err; } >> "$work/why"
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
reads company 2 'crm-set company note=x -y'
reads company 2 'crm-move company --owner anna -y'
reads company 3 'crm-delete company --with-tied -y' # the first one is not there again
reads company 2 'crm-show company'
reads company 2 'crm-history company'
reads company 1 'crm-list company -'
reads company 1 'crm-export company -'
reads company 1 'crm-calls -'
reads deal 2 'crm-move deal --to sale:lost --reason price -y'
reads task 2 'crm-task done -y'
reads task 2 'crm-task postpone --due tomorrow -y'
reads task 2 'crm-task assign --to anna -y'
reads task 1 'crm-task list - --all'

# Nobody waits for what nobody meant to type, or reads what was not meant for him.
for line in 'crm-set company note=x' 'crm-move company --owner anna' 'crm-delete company' 'crm-show company' \
	'crm-history company' 'crm-who' 'crm-log'; do
	ok "closed stdin: $line" sh -c "timeout 20 $line <&- > got 2> err; [ \$? = 2 ] && grep -q 'standard input' err"
	if script -qec true /dev/null > pty 2>&1; then
		ok "a terminal: $line" sh -c "timeout 20 script -qec '$line' /dev/null > got; [ \$? = 2 ] && grep -q 'standard input' got"
	fi
done
