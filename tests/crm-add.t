#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-add: records from operands and tables, what they bring along, what is refused (A1, A2, A4, D3, D4)
. "$(dirname "$0")/lib.sh"
base --preset b2b --lang en
sql() { printf '%s\n' "$1" | sqlite3 -separator '|' "$CRM_DB"; }

ok 'a territory' crm-add territory code=tver name=Тверь
is 'a company with all that belongs to it' 0 crm-add company name='ООО «Ромашка»' territory=Тверь \
	phone='8 (482) 212-34-56 доб. 12, 8 903 111-22-33' email=Info@Romashka.ru inn=7707083893 \
	city=Тверь potential='1 200 000,50' <<END
$(tsv 'company|name|territory|phone|email|inn|city|potential' \
	'1|ООО «Ромашка»|tver|8 (482) 212-34-56 доб. 12|Info@Romashka.ru|7707083893|Тверь|1200000.50')
END
is 'its channels have search keys' 0 sql 'SELECT kind, key, extension, is_main FROM channel' <<'END'
phone|+74822123456|12|1
phone|+79031112233||0
email|info@romashka.ru||1
END
is 'it begins as a lead' 0 crm-list company -H -c category,created_at,created_by <<END
$(tsv 'lead|2026-11-22T10:05:00|head')
END
is 'and is counted as one that entered' 0 crm-funnel company -p 2026-11 -H -c stage,entered -l 1 <<END
$(tsv 'lead|1')
END
has 'the full-text index knows it' 'Ромашка' crm-find ромаш -o tsv
is 'a contact in parts, with a post' 0 crm-add contact last_name=Петрова first_name=Ольга company=1 \
	position=закупщик role=decides phone='903 123-45-67' <<END
$(tsv 'contact|name|last_name|first_name|company|position|role|phone' \
	'1|Петрова Ольга|Петрова|Ольга|1|закупщик|decides|903 123-45-67')
END
ok 'a product' crm-add product code=brick name=Brick price=12,50 cost=10
is 'a deal: pipeline, stage, owner, title and amount come by themselves' 0 \
	crm-add deal company=1 product=brick quantity=1000 <<END
$(tsv 'deal|title|company|product|quantity' '1|Brick|1|brick|1000')
END
is 'a deal is seen whole' 0 crm-list deal -c deal,stage,owner,amount,product,is_repeat,moved_at <<END
$(tsv 'deal|stage|owner|amount|product|is_repeat|moved_at' \
	'1|sale:need|head|12500.00|brick|0|2026-11-22T10:05:00')
END
is 'entering its stage brings the duties' 0 crm-list task -c title,due_at,assignee,deal <<END
$(tsv 'title|due_at|assignee|deal' 'Find out who decides and by when|2026-11-25|head|1')
END
is 'its item takes price and cost from the product' 0 \
	sql 'SELECT deal, quantity, price, cost FROM deal_item' <<'END'
1|1000000|1250|1000
END
is 'straight into a won stage, earlier' 0 \
	crm-add deal company=1 stage=repeat:order amount=100 --at 2026-11-01 <<END
$(tsv 'deal|title|company|stage|amount' '2|deal|1|repeat:order|100.00')
END
is 'is closed then, and the next one is a repeat' 0 sh -c 'crm-add deal company=1 title=again -q >/dev/null &&
	crm-list deal -c deal,pipeline,closed_at,is_repeat' <<END
$(tsv 'deal|pipeline|closed_at|is_repeat' '1|sale||0' '2|repeat|2026-11-01|0' '3|sale||1')
END
is 'and its owner the closer, its company a client since then' 0 sql 'SELECT r.deal, r.rep, r.part, h.at, k.kind FROM deal_rep r
	JOIN category_change h ON h.company = 1 JOIN category k ON k.id = h.to_category' <<'END'
2|1|closer|2026-11-01|client
END
says 'nobody buys nothing' 1 crm-add deal stage=repeat:order amount=100 <<'END'
crm-add: company: the deal needs one to be won
0 deals added, 1 refused
END
says 'what is not lost has no reason' 1 crm-add deal company=1 competitor=Rival <<'END'
crm-add: competitor: only a lost deal has one
0 deals added, 1 refused
END
is 'entering is the first move' 0 sql 'SELECT deal, from_stage, at, owner FROM stage_change' <<'END'
1||2026-11-22T10:05:00|1
2||2026-11-01|1
3||2026-11-22T10:05:00|1
END
says 'gates stop moves; what is added as it stands is told what a move would ask for' 0 crm-add deal stage=offer company=1 <<'END'
deal 4: missing for 'sale:offer': what hurts and since when (question pain); who decides (question decides); the budget and by when (question budget)
deal 4: still wanted: the value of the deal
1 deal added
END
says 'a stage of two pipelines is the one of the first' 0 sh -c 'crm-add deal stage=offer -q && crm-list deal -H -c stage id=5 >&2' <<'END'
sale:offer
END
ok 'a gate with a wish, of what comes with the deal' sh -c "crm-add gate entity=deal stage=repeat:order needs='an item' \
	test='count(deal_item())>0' && crm-add gate entity=deal stage=repeat:order needs='a sum over 5' test='amount>5' required=no"
says 'an item given with the deal counts' 0 crm-add deal company=1 stage=repeat:order product=brick amount=1 <<'END'
deal 6: still wanted: a sum over 5
1 deal added
END
tsv 'company|stage|product' '1|repeat:order|brick' '1|repeat:order|' '1|repeat:need|' > t.tsv
in=t.tsv
says 'so in a table' 0 crm-add deal title=t - <<'END'
deal 8: missing for 'repeat:order': the value of the deal; an item
deal 8: still wanted: a sum over 5
3 deals added
END
in=/dev/null

says 'the same phone at the door' 1 crm-add company name=Other phone=89031112233 <<'END'
crm-add: company 1 'ООО «Ромашка»' has the same phone: --duplicate adds it all the same
0 companies added, 1 refused
END
says 'the same tax number' 1 crm-add company name=Other inn='7707 083893' <<'END'
crm-add: company 1 'ООО «Ромашка»' has the same inn: --duplicate adds it all the same
0 companies added, 1 refused
END
says 'the same address' 1 crm-add company name=Other email=INFO@romashka.RU <<'END'
crm-add: company 1 'ООО «Ромашка»' has the same email: --duplicate adds it all the same
0 companies added, 1 refused
END
says 'the same name in the territory' 1 crm-add company name='ромашка, ооо' territory=tver <<'END'
crm-add: company 1 'ООО «Ромашка»' has the same name, and no other territory: --duplicate adds it all the same
0 companies added, 1 refused
END
says 'or without a territory' 1 crm-add company name=Ромашка <<'END'
crm-add: company 1 'ООО «Ромашка»' has the same name, and no other territory: --duplicate adds it all the same
0 companies added, 1 refused
END
crm-add territory code=volga > added 2>&1 || cat added
ok 'elsewhere it is another one' crm-add company name=Ромашка territory=volga
ok 'and so it is when said' crm-add company name=Ромашка --duplicate

tsv 'company|name|phone|colour' '77|One|8 495 111-11-11|red' '78|Two|12|blue' '79||8 495 111-11-12|' \
	'80|Four|8 495 111-11-11|grey' '81|Five|8 495 111-11-15|' > t.tsv
in=t.tsv
is 'a table: good rows go in, what is not ours passes on' 1 crm-add company <<END
$(tsv 'company|name|phone|colour' '4|One|8 495 111-11-11|red' '5|Five|8 495 111-11-15|')
END
says 'bad rows are told with their line' 1 crm-add company --duplicate -n <<'END'
stdin:3: phone: '12' is not a phone number: 2 digits; expected 8 495 123-45-67 or +7 …
stdin:4: name: a value is needed
3 companies added, 2 refused (dry run, nothing was written)
END
is 'a dry run writes nothing' 0 sql 'SELECT count(*) FROM company' <<'END'
5
END
tsv 'company|name' '4|One' '5|Five' > t.tsv
is 'operands add to every row, the key column refers' 0 \
	crm-add task - title='Check the phone' due_at=+1d <<END
$(tsv 'task|title|due_at|company|name' '5|Check the phone|2026-11-23|4|One' \
	'6|Check the phone|2026-11-23|5|Five')
END
printf 'name;potential\r\n"A ""quoted"" one";"1 000,5"\r\n' > t.csv
in=t.csv
is 'a semicolon table' 0 crm-add company <<END
$(tsv 'company|name|potential' '6|A "quoted" one|1000.50')
END
printf '' > empty
in=empty
is 'nothing in, nothing out' 0 crm-add company <<END
$(tsv 'company|name')
END
printf 'x,y\n1,2\n' > t.csv
in=t.csv
says 'no field among the columns' 3 crm-add company <<'END'
crm-add: stdin:1: no field of company among the columns: x, y
END
in=/dev/null
says 'unknown kind' 2 crm-add compani name=x <<'END'
crm-add: unknown kind of record 'compani', did you mean 'company'?
try 'crm-add --help'
END
says 'unknown field' 2 crm-add company nam=x <<'END'
crm-add: unknown field of company 'nam', did you mean 'name'?
try 'crm-add --help'
END
says 'kept field' 2 crm-add company name=x created_at=today <<'END'
crm-add: field 'created_at' of company is kept by the program
try 'crm-add --help'
END
says 'computed field' 2 crm-add company name=x debt=5 <<'END'
crm-add: field 'debt' of company is computed and cannot be set
try 'crm-add --help'
END
says 'twice' 2 crm-add company name=x name=y <<'END'
crm-add: field 'name' is given twice
try 'crm-add --help'
END
says 'unknown reference' 1 crm-add company name=x category=prospekt <<'END'
crm-add: category: unknown category 'prospekt', did you mean 'prospect'?
0 companies added, 1 refused
END
says 'impossible date' 1 crm-add task title=x due_at=31.02.2026 <<'END'
crm-add: due_at: '31.02.2026' is not a date: there is no such day
0 tasks added, 1 refused
END
says 'bad tax number' 1 crm-add company name=x inn=7707083894 <<'END'
crm-add: inn: '7707083894' is not an INN: the check digit is wrong
0 companies added, 1 refused
END
says 'bad choice' 1 crm-add company name=x class=AA <<'END'
crm-add: class: 'AA' is not allowed, expected one of key, A, B, C
0 companies added, 1 refused
END
says 'a code that is taken' 1 crm-add territory code=tver <<'END'
crm-add: code: 'tver': this value is taken already
0 territories added, 1 refused
END
says 'a post without a company' 1 crm-add contact name=x position=y <<'END'
crm-add: position: goes to a row of employment, which needs 'company' too
0 contacts added, 1 refused
END
says 'nor what nobody measures' 1 crm-add pay_rule role=closer kind=percent metric=cash.recieved rate=5 <<'END'
crm-add: metric: unknown indicator 'cash.recieved', did you mean 'cash.received'?
0 pay rules added, 1 refused
END
says 'effort is not paid' 1 crm-add pay_rule role=caller kind=unit metric=calls.made rate=1 <<'END'
crm-add: metric: 'calls.made' is effort, expected a result such as meetings.held
0 pay rules added, 1 refused
END
says 'moves are made by crm-move' 1 crm-add stage_change deal=1 to_stage=sale:offer <<'END'
crm-add: a row of stage_change is made by crm-move
0 stage changes added, 1 refused
END
says 'change sets are nobody'"'"'s business' 2 crm-add txn command=x <<'END'
crm-add: txn is kept by the program
try 'crm-add --help'
END
says 'not in the future' 2 crm-add company name=x --at tomorrow <<'END'
crm-add: --at: 'tomorrow' lies in the future
END
says 'bytes that are no text' 1 crm-add company name="$(printf 'a\377b')" <<'END'
crm-add: name: not valid UTF-8 at byte 2
0 companies added, 1 refused
END
says 'a key is used once' 0 crm-add company name=Once --key k1 <<'END'
1 company added
END
has 'and the second time tells what was done' 'done already as change set [0-9]*: 1 company added' \
	crm-add company name=Once --key k1
is 'nothing more' 0 crm-list company name=Once -c name <<'END'
name
Once
END
says 'no more than --max' 2 crm-add company --max 0 name=y <<'END'
crm-add: more records than --max 0, nothing was added
END
ok 'a full disk is told' sh -c 'crm-add company name=Full > /dev/full; [ $? = 5 ]'
ok 'all of it holds together' sh -c '[ -z "$(echo "PRAGMA foreign_key_check" | sqlite3 "$CRM_DB")" ]'
is 'a rate of exchange is typed as it is quoted' 0 crm-add rate currency=EUR valid_on=2026-01-01 value='100,512345' -o json <<'EOF'
[
{"rate":1,"currency":"EUR","valid_on":"2026-01-01","value":100.512345}
]
EOF
ok 'a period is stored as it is called' sh -c "[ \"\$(crm-add plan metric=deals.won period=this-month value=3 -H | cut -f3)\" = 2026-11 ]"
says 'a period that there is not' 1 crm-add plan metric=deals.won period=2026-13 value=3 -q <<'EOF'
crm-add: period: '2026-13' is not a period; expected 2026, 2026-Q3, 2026-11, 2026-W47, 2026-11-22, 2026-11-02..2026-11-20, today, yesterday, this-, last- or next- week, month, quarter, year
EOF
ok 'found again' crm-list plan period=2026-11 -e
crm-add product code=valve price=100 cost='60,50' -q > added 2>&1 || cat added
crm-add deal title=Valves company=1 --at 2026-11-22 -q > valves 2>&1 || cat valves
item() { crm-add deal_item deal="$(sed -n '2s/\t.*//p' valves)" product=valve "$@" -q -H | cut -f1; }
is 'a line of a deal costs what the product does' 0 sh -c "crm-list deal_item id=$(item quantity=2),$(item price=90 cost=) -c price,cost -H" <<EOF
$(tsv '100.00|60.50' '90.00|60.50')
EOF
says 'a gate is read when it is entered' 1 crm-add gate entity=deal stage=sale:offer needs=money test='amout>5' <<'END'
crm-add: test: filter 'amout>5', character 1: unknown field of deal 'amout', did you mean 'amount'?
0 gates added, 1 refused
END
ok 'a sound one is taken' crm-add gate entity=deal stage=sale:offer needs=money test='amount>5'
says 'so is the condition of a group' 1 crm-add saved_group name=x entity=compny filter='name=x' <<'END'
crm-add: unknown kind of record 'compny', did you mean 'company'?
0 saved groups added, 1 refused
END
tsv 'name|last_name|first_name' '|Белов|Глеб' '|Чернова|Дарья' 'Сам|Серов|Егор' '|Краснов|' > parts
in=parts
is 'a table of people in parts: each has his own name' 0 sh -c 'crm-add contact -q -H | cut -f2' <<'EOF'
Белов Глеб
Чернова Дарья
Сам
Краснов
EOF
in=/dev/null
says 'a field of its own without a column' 1 crm-add custom_field entity=company name=colour kind=text -H <<'EOF'
crm-add: name: the table company has no column 'colour'
0 custom fields added, 1 refused
EOF
says 'more than there is money' 1 crm-add deal company=1 amount='10 000 000 000 000,01' <<'END'
crm-add: amount: '10 000 000 000 000,01' is too large an amount
0 deals added, 1 refused
END
crm-add product code=rocket price=9000000000000 -q > added
says 'nor so many of them' 1 crm-add deal company=1 product=rocket quantity=2 <<'END'
crm-add: quantity: times the price it makes too large an amount
0 deals added, 1 refused
END
crm-add product code=shuttle price=1 cost=9000000000000 -q > added
says 'nor may so many cost it' 1 crm-add deal company=1 product=shuttle quantity=2 <<'END'
crm-add: quantity: times the cost it makes too large an amount
0 deals added, 1 refused
END
tsv 'deal|product|quantity|price|cost' '1|rocket|2||' '1|shuttle|2||' '1|brick|9000000000|1|9000000000' '1|brick|2|3|4' > t.tsv
in=t.tsv
says 'nor a line of one' 1 crm-add deal_item <<'END'
stdin:2: quantity: times the price it makes too large an amount
stdin:3: quantity: times the cost it makes too large an amount
stdin:4: quantity: times the cost it makes too large an amount
1 deal item added, 3 refused
END
in=/dev/null
crm-add rate currency=USD valid_on=2026-01-01 value=1000000000 -q > added
crm-add deal company=1 currency=USD amount=9000000000000 stage=sale:contract -q > added
crm-add deal company=1 currency=USD amount=9000000000000 stage=sale:contract -q > added
says 'a slip in a rate stops no report' 0 crm-list company id=1 -c bought_12m <<'END'
the rate of 'USD' for 2026-11-22T10:05:00 makes amounts too large for sums: such amounts are not converted
END
is 'such deals have a line of their own' 0 sh -c 'crm-kpi revenue.won -c value,unit -H 2> /dev/null | grep USD' <<END
$(tsv '18000000000000.00|USD')
END

# --- a log that did not reach the disk whole is empty: its header is synced with its frames, not before them
if strace -o /dev/null true 2> /dev/null; then
	cp "$CRM_DB" before.db
	strace -o trace -e trace=fdatasync crm-add -q company name=Torn > added
	syncs=$(grep -c '^fdatasync' trace)
	cp before.db torn.db
	strace -o trace -e trace=fdatasync -e inject=fdatasync:signal=KILL:when="$syncs" \
		crm-add -d torn.db company name=Torn > added 2>&1
	cp torn.db-wal whole.log
	frames=$(($(stat -c %s whole.log) / 8216))
	torn() { # WHAT FRAME...; without these nothing is there, and what was there is whole
		what=$1
		shift
		cp before.db seen.db
		rm -f seen.db-shm
		cp whole.log seen.db-wal
		for lost; do
			if [ "$lost" = 0 ]; then bytes=32 at=0; else bytes=8216 at=$((32 + (lost - 1) * 8216)); fi
			dd if=/dev/zero of=seen.db-wal bs=1 seek=$at count=$bytes conv=notrunc 2> dd.log
		done
		sqlite3 seen.db 'PRAGMA integrity_check' "SELECT count(*) FROM company WHERE name = 'Torn'" > seen
		printf 'ok\n0\n' | diff - seen > "$work/why"
		result $? "a log without $what"
	}
	is 'killed after the commit' 0 sqlite3 torn.db "SELECT count(*) FROM company WHERE name = 'Torn'" <<'EOF'
1
EOF
	torn 'its header' 0
	torn 'its first frame' 1
	torn 'its last frame' "$frames"
	torn 'its header and a frame' 0 3
fi
