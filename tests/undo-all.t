#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Whatever a program writes, crm-undo takes back: to the row, for every program and for random rows of them
#
# do; undo leaves every table but the log as it was, and the searches; do; undo; undo is do. A program that
# writes needs a line in `cases` at least. UNDO_SEEDS and UNDO_STEPS make the random part longer.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

: "${UNDO_SEEDS:=1 2}" "${UNDO_STEPS:=25}"

# Command lines, each of them one change set on the base below. {n} is a number from 1 to n.
cat > cases <<'E'
crm-add company name='ООО Гроза' phone='8 482 111-22-33' email=a@groza.example inn=7707083893 city=Tver owner=anna
crm-add contact name='Petrova Ира' company={6} position=buyer phone='8 482 333-22-{9}{9}'
crm-add deal company={6} title=Насосы amount={900} owner=boris product=pump quantity=3 price=100
crm-add rep_role rep=boris role=closer since=2026-01-01
crm-add territory code=Kazan parent=Samara
printf 'name\tnote\nЛён\tраз\nLinen\tдва\n' | crm-add company
crm-set company {6} name='Переименована {9}' note=новое
crm-set company {6} owner=boris class=A phone='8 495 000-00-0{9}'
crm-set contact {3} name='Новая Фамилия' birthday=1980-02-29
crm-set deal {4} amount={900} title=Иное
crm-set rep anna login=anna{9} team=south
crm-list company id=1..6 | crm-set company territory=Samara potential={9}000 -y
printf 'company\tnote\tsite\n1\t\tx.example\n2\tslovo\t\n' | crm-set company --clear-empty -y
crm-delete task {3}
crm-delete deal {4} --with-tied -y
crm-delete company {6} --with-tied -y
crm-delete contact {3} --with-tied -y
crm-list company | crm-delete company --with-tied -y
crm-delete product pipe
crm-move deal {4} --to sale:offer --force drawn
crm-move deal {4} --to sale:contract --force drawn
crm-move deal {4} --to sale:lost --reason price --force drawn
crm-move deal {4} --to sale:delivery --force drawn
crm-move company {6} --to customer --force drawn
crm-move company {6} --owner boris
crm-list company | crm-move company --owner head -y
crm-list deal | crm-move deal --owner boris -y
crm-task add --title 'Позвонить ещё' --due +2d --company {6}
crm-task add --title weekly --due +1d --every 1w --company {6}
crm-task done {3} --result сделано
crm-task postpone {3} --due +5d
crm-task assign {3} --to boris
crm-task cancel {3}
crm-log {6} call talked --text 'обсудили цену {900}' --next 'send it' --due +2d
crm-log {6} meeting held --minutes 30
printf 'company\tkind\toutcome\ttext\n1\tcall\tcallback\tпотом\n2\tcall\ttalked\tok\n' | crm-log
printf 'name;phone;city;owner\nИмпорт {900};8 482 55-66-{9}{9};Tver;anna\nLotus;;Samara;\n' | crm-import company -
printf 'ref;name;note\nA{9};Ключ {9};zzz\nA{9};Second {9};yyy\n' | crm-import company - --key ref
printf 'company;kind;at;outcome;text\nLotus;call;2026-10-0{9};talked;импортный звонок\n' | crm-import activity -
crm-merge company {3} 5 -y
crm-merge contact 3 {2} --prefer duplicate -y
crm-merge company 1 2 --take name,phone -y
crm-dup company --not 6 {4}
crm-undo --all
crm-undo --all --force
crm-undo "$(crm-history -H -l 1 -c change)"
E

ready() {
	for login in anna boris; do crm-add rep login=$login; done
	for code in Tver Samara; do crm-add territory code=$code; done
	for code in pump pipe; do crm-add product code=$code price=100; done
	tsv 'name|owner|phone|inn|note' 'Lotus|anna|8 495 123-45-67|7736050003|первый' 'Волга|boris|8 482 222-11-00||' \
		'Ёлка|anna|||зелёная' 'Север||||' 'Rose|boris|||' 'Iris|anna|||' | crm-add company
	tsv 'name|company|email' 'Иванов Пётр|1|p@lotus.example' 'Smith John|2|' 'Сидорова|3|' | crm-add contact
	tsv 'company|title|amount|owner' '1|Насосы|1000|anna' '2|valves|200|boris' '3|pump|30|anna' '1|Трубы|4|' | crm-add deal
	tsv 'title|company|due_at' 'Call|1|tomorrow' 'Письмо|2|today' 'visit|3|+3d' | crm-add task
	crm-move deal 1 --to sale:need --force drawn
	crm-log 1 call talked --text 'первый разговор'
}

searches() {
	for word in lotus волга п з н и слово 495123 7736 8482; do
		echo "== $word"
		crm-find -H "$word" -l 0 -s entity,id
	done
}

all() { state && searches; }
last() { crm-history -H -l 1 | cut -f 1; }
start() { rm -f "$CRM_DB"*; cp start.db "$CRM_DB"; }

same() { # WHAT FILE FILE
	diff "$2" "$3" > "$work/why" 2>&1
	result $? "$1"
}

draw() { # SEED LINE; fills in the numbers
	printf '%s\n' "$2" | awk -v seed="$1" '
		function rnd(k) { seed = (seed * 16807) % 2147483647; return 1 + int(seed / 2147483647 * k) }
		BEGIN { seed = seed * 7919 + 11; rnd(2); rnd(2) }
		{
			while (match($0, /\{[0-9]+\}/))
				$0 = substr($0, 1, RSTART - 1) rnd(substr($0, RSTART + 1, RLENGTH - 2)) substr($0, RSTART + RLENGTH)
			print
		}'
}

base --preset b2b --lang en
ready > prepare 2>&1 || cat prepare
cp "$CRM_DB" start.db
all > first
before=$(last)
echo 'a table is not looked at, or nothing is found' > "$work/why"
grep -q '^company|1|Lotus' first && grep -q '^channel|' first && [ "$(grep -c '^company	' first)" -gt 3 ]
result $? 'the state is that of records and searches'

# --- every case by itself
while IFS= read -r line; do
	start
	command=$(draw 1 "$line")
	sh -c "$command" > log 2>&1 < /dev/null
	all > after
	cp log "$work/why"
	[ "$(last)" -gt "$before" ] && ! cmp -s first after
	result $? "$command"
	crm-undo "$(last)" > log 2>&1
	all > undone
	same '- is undone' first undone
	crm-undo "$(last)" > log 2>&1
	all > again
	same '- and done again' after again
done < cases

: > "$work/why"
for program in "$CRM_BUILD"/bin/crm-*; do
	name=${program##*/}
	if "$program" --help | grep -q -e --dry-run && ! grep -q "$name " cases; then
		echo "$name writes and has no line in tests/undo-all.t" >> "$work/why"
	fi
done
[ ! -s "$work/why" ]
result $? 'every program that writes is here'

# --- rows of them in random order, taken back together and one by one
lines=$(wc -l < cases)
for seed in $UNDO_SEEDS; do
	start
	i=0
	while [ $i -lt "$UNDO_STEPS" ]; do
		i=$((i + 1)) draw=$((seed * 1000 + i))
		line=$(sed -n "$(draw "$draw" "{$lines}")p" cases)
		command=$(draw "$((draw + 500))" "$line")
		who='head'
		[ $((i % 3)) -gt 0 ] || who=boris
		CRM_REP=$who sh -c "$command" < /dev/null >> "log.$seed" 2>&1
		echo "$(last): $command" >> "log.$seed"
	done
	all > after
	end=$(last)
	crm-undo --all "$((before + 1)).." > log 2>&1
	all > undone
	{ diff first undone || cat log "log.$seed"; } > "$work/why" 2>&1
	cmp -s first undone
	result $? "seed $seed: all of it taken back"
	crm-undo "$(last)" > log 2>&1
	all > again
	same "seed $seed: and done again" after again
	# One by one, those that were undos too
	while [ "$end" -gt "$before" ]; do
		crm-undo "$end" > log 2>&1
		end=$((end - 1))
	done
	all > undone
	same "seed $seed: taken back one by one" first undone
done

# The index knows only what was there when it was made.
start
sh -c 'crm-delete company 1 --with-tied -y; crm-set company 2 name=Ока; crm-init --reindex; crm-undo --all "$1"..' - \
	$((before + 1)) > log 2>&1
all > undone
same 'what the index never saw is found' first undone
