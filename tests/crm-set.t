#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-set: fields changed by operands and by edited lists (B7, D2)
. "$(dirname "$0")/lib.sh"
base --preset b2b --lang en
sql() { printf '%s\n' "$1" | sqlite3 -separator '|' "$CRM_DB"; }
crm-add territory code=tver -q > /dev/null
crm-add rep login=ivanova role=caller -q > /dev/null
crm-add company name='ООО Ромашка' phone='8 482 212-34-56' email=a@example.com inn=7707083893 city=Тверь \
	-q > /dev/null
crm-add company name=Василёк class=B -q > /dev/null
crm-add deal company=1 title=Bricks amount=100 stage=offer -q > /dev/null
crm-add contact name='Olga Petrova' company=1 position=buyer -q > /dev/null

is 'fields of one record' 0 crm-set company 1 class=A potential='1 200 000' territory=tver <<END
$(tsv 'company|name|class|potential|territory' '1|ООО Ромашка|A|1200000.00|tver')
END
is 'what was so already is no change' 0 crm-set company 1 class=A <<END
$(tsv 'company|name|class')
END
is 'a record by its name, a field emptied' 0 crm-set company ромашка potential= <<END
$(tsv 'company|name|potential' '1|ООО Ромашка|')
END
ok 'a new name' crm-set company 1 name='Ромашка плюс, ООО'
is 'has a new search key' 0 sql 'SELECT name_key FROM company WHERE id = 1' <<'END'
ромашка плюс
END
has 'and is found' 'Ромашка плюс' crm-find плюс -o tsv
ok 'telephone, tax number, city, street are rows of other tables' \
	crm-set company 1 phone='8 903 111-22-33' inn=7736050003 city=Клин address='ул. Мира, 1'
is 'changed there' 0 sql "SELECT value, key, is_main FROM channel WHERE kind = 'phone'
	UNION ALL SELECT inn, kpp, is_main FROM legal_entity UNION ALL SELECT city, street, is_main FROM address" <<'END'
8 903 111-22-33|+79031112233|1
7736050003||1
Клин|ул. Мира, 1|1
END
ok 'a second number' crm-add channel company=1 kind=phone value='8 495 123-45-67'
ok 'becomes the main one' crm-set company 1 phone=84951234567
is 'and the first one stays' 0 sql "SELECT key, is_main FROM channel WHERE kind = 'phone'" <<'END'
+79031112233|0
+74951234567|1
END
is 'the owner is handed over' 0 sh -c "crm-set company 1 owner=ivanova -q > /dev/null && crm-set company 1 owner=head -q" <<END
$(tsv 'company|name|owner' '1|Ромашка плюс, ООО|head')
END
is 'and the hand-over is remembered' 0 sql 'SELECT company, from_owner, to_owner, rep FROM owner_change' <<'END'
1||2|1
1|2|1|1
END
ok 'a new employer' crm-set contact 1 company=2 position=head --at 2026-11-20
is 'ends the old post' 0 sql 'SELECT company, position, since, until FROM employment' <<'END'
1|buyer||2026-11-19
2|head|2026-11-20|
END
ok 'another one on the same day' crm-set contact 1 company=1 --at 2026-11-20
is 'was meant from the first' 0 sql 'SELECT company, position, since, until FROM employment' <<'END'
1|buyer||2026-11-19
1|head|2026-11-20|
END
crm-add employment contact=1 company=2 position=boss since=2027-01-01 -q > /dev/null
is 'a post that is still to come is none yet' 0 crm-list contact id=1 company=1 'company(id=1)' 'no company(id=2)' \
	-c company,position -H <<EOF
$(tsv '1|head')
EOF
is 'until its day' 0 env CRM_NOW=2027-01-01T09:00:00 crm-list contact id=1 -c company,position -H <<EOF
$(tsv '2|boss')
EOF
cp "$CRM_DB" later.db
env CRM_DB=later.db CRM_NOW=2027-02-01T09:00:00 crm-set contact 1 company=1 position=back -q > /dev/null
is 'nor was it one before, when it is told of that day' 0 env CRM_DB=later.db CRM_NOW=2027-02-01T09:00:00 \
	crm-list contact id=1 -c company,position -H --as-of 2027-01-20 <<EOF
$(tsv '2|boss')
EOF
crm-undo -q -y > /dev/null
says 'the post that he left already' 1 crm-set contact 1 company=2 note=x --at 2026-11-19 <<'END'
crm-set: 1: company: the present post began on 2026-11-20, after 2026-11-19
0 contacts changed, 1 refused
END
says 'an open deal is lost to nobody' 1 crm-set deal 1 competitor=Rival amount=5 <<'END'
crm-set: 1: competitor: only a lost deal has one
0 deals changed, 1 refused
END
says 'a stage is moved' 1 crm-set deal 1 stage=agreement <<'END'
crm-set: 1: stage: is changed with crm-move, which asks what must be known
0 deals changed, 1 refused
END
says 'a category too' 1 crm-set company 1 category=customer <<'END'
crm-set: 1: category: is changed with crm-move, which asks what must be known
0 companies changed, 1 refused
END
says 'a name cannot be emptied' 1 crm-set company 1 name= <<'END'
crm-set: 1: name: a value is needed
0 companies changed, 1 refused
END
says 'one good, one not there' 1 crm-set company 2 99 class=C <<'END'
crm-set: 99: there is no company 99
1 company changed, 1 refused
END

crm-list deal -c deal,company_name,title,amount,stage,owner > deals.tsv
sed 's/100.00/250.50/' deals.tsv > edited.tsv
in=edited.tsv
is 'a list edited and given back' 0 crm-set deal <<END
$(tsv 'deal|title|amount|stage|owner|company_name' '1|Bricks|250.50|sale:offer|head|Ромашка плюс, ООО')
END
tsv 'company|class|note' '1||' '2|A|' > cells.tsv
in=cells.tsv
is 'an empty cell changes nothing' 0 crm-set company -n <<END
$(tsv 'company|name|class|note' '2|Василёк|A|')
END
is 'unless asked' 0 crm-set company --clear-empty <<END
$(tsv 'company|name|class|note' '1|Ромашка плюс, ООО||' '2|Василёк|A|')
END
tsv 'x|company|class' 'a|1|B' 'b|7|B' 'c||B' > more.tsv
in=more.tsv
is 'with operands the columns are only passed on' 1 crm-set company note=seen <<END
$(tsv 'company|name|note|x|class' '1|Ромашка плюс, ООО|seen|a|B')
END
says 'refused rows have a place' 1 crm-set company note=again <<'END'
stdin:3: column 'company': there is no company 7
stdin:4: the row names no company
1 company changed, 1 refused
END
printf '1\n2\n' > ids
in=ids
says 'bare numbers' 0 crm-set company class=C <<'END'
2 companies changed
END
says 'more than --max' 2 crm-set company --max 1 class=A <<'END'
crm-set: 2 records are more than --max 1
END
says 'nothing to change' 2 crm-set company <<'END'
crm-set: nothing to change: expected FIELD=VALUE, or columns that are fields of company
try 'crm-set --help'
END
in=/dev/null
says 'a field that is computed' 2 crm-set company 1 debt=1 <<'END'
crm-set: field 'debt' of company is computed and cannot be set
try 'crm-set --help'
END
says 'a setting' 0 crm-set setting callback_days value=21 <<'END'
1 setting changed
END
says 'what cannot be written whole' 1 crm-set rep ivanova name=Anna role=closer <<'END'
crm-set: ivanova: role: is changed with crm-add rep_role, and with until on the old one
0 reps changed, 1 refused
END
crm-add contact name='Lena Free' -q > /dev/null
has 'is refused whole' "position: goes to a row of employment, which needs 'company' too" \
	crm-set contact 2 note=new birthday=1990-01-01 phone='8 495 111-00-11' position=head
is 'and leaves nothing behind' 0 sql "SELECT 'rep', name, NULL FROM rep WHERE login = 'ivanova'
	UNION ALL SELECT 'contact', note, birthday FROM contact WHERE id = 2
	UNION ALL SELECT 'channel', value, NULL FROM channel WHERE contact = 2" <<'END'
rep||
contact||
END
ok 'history is not rewritten' sh -c '! crm-set stage_change 1 at=2026-01-01'
is 'a change is undone, key and all' 0 sh -c 'crm-set company 1 name=Other -q > /dev/null && crm-undo -q > /dev/null &&
	echo "SELECT name, name_key FROM company WHERE id = 1" | sqlite3 "$CRM_DB"' <<'END'
Ромашка плюс, ООО|ромашка плюс
END
says 'a gate is read when it is changed' 1 crm-set gate 1 test='(x' <<'END'
crm-set: 1: test: filter '(x', character 2: unknown field of company 'x', see crm-tables(5)
0 gates changed, 1 refused
END
crm-add touchpoint name=Lamp score=2 -q > /dev/null
says 'a score goes forward in time' 0 crm-set touchpoint Lamp score=3 --at 2026-11-20 -q <<'END'
END
has 'and not back' "'2026-11-19' lies before the last change of the score, 2026-11-20" crm-set touchpoint Lamp score=4 --at 2026-11-19
has 'nor to tomorrow' "'2026-11-23' lies in the future" crm-set touchpoint Lamp score=4 --at 2026-11-23
is 'with what it was before' 0 crm-list touchpoint_change -H -c score,at,rep <<END
$(tsv '2|2026-11-20|head' '3|2026-11-20|head')
END
ok 'an improvement in words' crm-add touchpoint_change touchpoint=Lamp score=4.5 what='new lamp' -q
is 'is the score' 0 crm-list touchpoint name=Lamp -H -c score <<'END'
4.5
END
has 'and stays as it is' 'what happened stays as it is' crm-set touchpoint_change 3 score=1
says 'a plan of what nobody measures' 1 crm-add plan metric=revenue.wom value=3 -H <<'END'
crm-add: metric: unknown indicator 'revenue.wom', did you mean 'revenue.won'?
0 plans added, 1 refused
END
says 'nor is it paid' 1 crm-set pay_rule metric=deals.wom 1 <<'END'
crm-set: 1: metric: unknown indicator 'deals.wom', did you mean 'deals.won'?
0 pay rules changed, 1 refused
END
has 'nor is effort' 'is effort, expected a result' crm-set pay_rule metric=calls.made 1
mkdir -p "$work/.config/crm/kpi"
echo '-- title: x' > "$work/.config/crm/kpi/sale.mean.sql"
ok 'an indicator of the department can be planned' crm-add plan metric=sale.mean value=3
has 'not nonsense' "unknown indicator 'x.y', see crm-kpi --list" crm-set plan metric=x.y "$(crm-list plan -H -c plan | tail -1)"

# --- settings are read when they are set
says 'no number' 1 crm-set setting callback_days value=soon -H <<'END'
crm-set: callback_days: 'soon' is not a number: unexpected 's'
0 settings changed, 1 refused
END
for bad in call_limit=-1 time_zone=Mars/Olympus base_currency=roubles country=RUS lang=de; do
	has "$bad" "^crm-set: ${bad%%=*}: .*${bad#*=}" crm-set setting "${bad%%=*}" value="${bad#*=}"
done
is 'currencies are written in one way' 0 sh -c 'crm-set setting base_currency value=eur -q -H | cut -f2 && crm-add deal title=x company=1 currency=usd -q -H | cut -f4' <<'END'
EUR
USD
END
has 'or refused' "currency: 'dollars, US' is no currency" crm-add deal title=x company=1 currency='dollars, US'

crm-add company name=Лютик phone='8 495 222-33-44; 8 495 222-33-45' email=l@example.com -q > /dev/null
mains() { crm-list channel -H company=Лютик -c value,is_main,state; }
crm-add channel company=Лютик kind=phone value='8 495 222-33-46' is_main=1 -q > /dev/null
is 'a new main number takes the place of the one before it' 0 mains <<END
$(tsv '8 495 222-33-44|0|ok' '8 495 222-33-45|0|ok' 'l@example.com|1|ok' '8 495 222-33-46|1|ok')
END
last=$(crm-list channel -H -c channel value='8 495 222-33-45')
crm-set channel "$last" is_main=1 state=wrong -q > /dev/null
crm-set company Лютик phone='8 495 222-33-47' -q > /dev/null
is 'so does one beside a main number that does not work' 0 mains <<END
$(tsv '8 495 222-33-47|1|ok' '8 495 222-33-45|0|wrong' 'l@example.com|1|ok' '8 495 222-33-46|0|ok')
END
for place in 'address city=Omsk' 'address city=Tomsk' 'legal_entity inn=7707083893' 'legal_entity inn=7736050003'; do
	# shellcheck disable=SC2086
	set -- $place
	crm-add "$1" company=Лютик "$2" is_main=1 -q > /dev/null
done
is 'addresses and legal persons too' 0 crm-list company name=Лютик -H -c city,inn <<END
$(tsv 'Tomsk|7736050003')
END
crm-undo -q > /dev/null
is 'and give the place back' 0 crm-list company name=Лютик -H -c city,inn <<END
$(tsv 'Tomsk|7707083893')
END

crm-add contact last_name=Белова first_name=Анна -q > /dev/null
crm-set contact 'Белова Анна' last_name=Серова patronymic=Ильинична -q > /dev/null
is 'a name made of parts follows them' 0 sh -c 'crm-list contact last_name=Серова -H -c name; crm-find серова -H -c name' <<'END'
Серова Анна Ильинична
Серова Анна Ильинична
END
crm-set contact Серова name='Аня Серова' -q > /dev/null
crm-set contact Серова last_name=Белова -q > /dev/null
is 'one that was typed stays' 0 crm-list contact last_name=Белова -H -c name <<'END'
Аня Серова
END
crm-add territory code=tver-north parent=tver -q > /dev/null
says 'nothing lies within itself' 1 crm-set territory tver parent=tver-north <<'END'
crm-set: tver: parent: territory 1 would come back to itself
0 territories changed, 1 refused
END
has 'nor belongs to itself' 'parent: company 2 would come back to itself' crm-set company 2 parent=2
crm-add deal company=2 title=T -q > /dev/null
says 'a stage where deals were stays what it is' 1 crm-set stage sale:need kind=won <<'END'
crm-set: sale:need: kind: is fixed once deals have been there, expected another stage
0 stages changed, 1 refused
END
ok 'but for its name' crm-set stage sale:need name=Found
ok 'one where none was may change' crm-set stage sale:agreement kind=won
crm-add product code=shuttle price=1 cost=9000000000000 -q > made
crm-add deal company=1 title=Fleet product=shuttle -q -H > made
fleet=$(cut -f1 made)
item=$(crm-list deal_item deal="$fleet" -c deal_item -H)
says 'a line that costs more than there is' 1 crm-set deal "$fleet" quantity=2 <<END
crm-set: $fleet: quantity: times the cost it makes too large an amount
0 deals changed, 1 refused
END
says 'also by itself' 1 crm-set deal_item "$item" quantity=3 <<END
crm-set: $item: quantity: times the cost it makes too large an amount
0 deal items changed, 1 refused
END
ok 'not if it costs less' crm-set deal_item "$item" quantity=3 cost=1

crm-add deal company=1 title=Sold amount=1 stage=sale:contract -q -H > sold 2> told
sold=$(cut -f1 sold)
says 'a sale stays somebody'"'"'s' 1 crm-set deal "$sold" company= <<END
crm-set: $sold: company: a deal that was won has one
0 deals changed, 1 refused
END
