#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-dup: what is suspected, what is not, and what was decided
. "$(dirname "$0")/lib.sh"

base --preset b2b
tsv 'name|phone|email|inn|address|city' \
	'ООО "Ромашка"|8 (495) 123-45-67|||ул. Ленина, д. 5|Москва' \
	'Romashka Ltd|+7 495 123-45-76|||ulitsa Lenina 5|Moscow' \
	'АО Пром Прибор||||пр-т Мира 17|Тверь' \
	'Промприбор||||проспект Мира, 17|Тверь' \
	'Школа 12||||Садовая 1|Тверь' \
	'Школа 13||||Садовая 2|Тверь' \
	'Волга||office@volga.example|7707083893||' \
	'Северсталь|||7707083893||' \
	'Baltic Foods GmbH||info@baltic.example|||' \
	'Batlic Foods||info@baltic.example|||' > companies
in=companies
ok 'companies' crm-add company --duplicate
tsv 'name|last_name|first_name|birthday|phone|company' \
	'|Иванов|Пётр|1980-05-06|8 903 111-22-33|1' \
	'Petr Ivanov|||1980-06-05||' \
	'Иванов П.||||8 903 111-22-33|' \
	'|Смирнова|Анна|1991-02-03||1' \
	'|Смирнова|Ольга|1985-07-08||1' > people
in=people
ok 'people' crm-add contact
in=/dev/null

crm-dup company -H > pairs 2> "$work/log"
is 'spelling, script, form, parted words and moved digits' 0 cut -f 1-4,6 pairs <<EOF
$(tsv '1|ООО "Ромашка"|2|Romashka Ltd|phone~, name, city, street, house' \
	'9|Baltic Foods GmbH|10|Batlic Foods|email, name~' \
	'3|АО Пром Прибор|4|Промприбор|name~, city, street, house' \
	'7|Волга|8|Северсталь|inn')
EOF
is 'a number in a name is part of it' 0 awk '$1 == 5 || $1 == 6' pairs <<EOF
EOF
is 'exchanged names, initials, day and month' 0 crm-dup contact <<EOF
$(tsv 'contact|contact_name|duplicate|duplicate_name|score|agree|differ|why|decision' \
	'1|Иванов Пётр|3|Иванов П.|1.000|phone, last_name, first_name~||more is known (6 : 2)|' \
	'1|Иванов Пётр|2|Petr Ivanov|1.000|birthday~, last_name, first_name||more is known (6 : 2)|')
EOF
crm-dup company -t 0.999 -H > sure 2> "$work/log"
ok 'a threshold' sh -c '[ $(wc -l < sure) -lt $(wc -l < pairs) ]'
ok 'a limit' sh -c '[ $(crm-dup company -l 1 -H | wc -l) = 1 ]'
is 'only pairs with a record of these' 0 sh -c 'crm-dup company city=Тверь -H | cut -f 1,3; crm-dup company id=8 -H | cut -f 1,3; crm-dup company id=5' <<EOF
$(tsv '3|4' '7|8' 'company|company_name|duplicate|duplicate_name|score|agree|differ|why|decision')
EOF
says 'a filter that is none' 2 crm-dup company cty=Тверь <<EOF
crm-dup: filter 'cty=Тверь', character 1: unknown field of company 'cty', did you mean 'city'?
try 'crm-dup --help'
EOF
says 'a threshold that is none' 2 crm-dup company -t 7 <<EOF
crm-dup: --threshold: '7' is no score, expected 0.01 to 0.999
try 'crm-dup --help'
EOF
says 'other records' 2 crm-dup deal <<EOF
crm-dup: 'deal' is not compared: expected company or contact
try 'crm-dup --help'
EOF

# --- decisions
is 'not the same' 0 crm-dup company --not 7 8 <<EOF
$(tsv 'company|duplicate' '7|8')
EOF
says 'said once is enough' 0 crm-dup company --not 8 7 <<EOF
1 were set apart already
0 pairs set apart
EOF
ok 'never listed again' sh -c '! crm-dup company | cut -f 1 | grep -qx 7'
ok 'but with --all' sh -c 'crm-dup company --all | cut -f 1 | grep -qx 7'
ok 'taken back by undo' crm-undo
ok 'listed again' sh -c 'crm-dup company | cut -f 1 | grep -qx 7'
crm-dup company 2> "$work/log" | awk -F'\t' -v OFS='\t' 'NR > 1 && $1 == 7 { $9 = "no" } 1' > edited
in=edited
is 'the table with decisions goes back' 0 crm-dup company --not -H <<EOF
$(tsv '7|8|Волга|Северсталь|'"$(awk -F'\t' '$1 == 7 { print $5 "|" $6 "|" $7 "|" $8 }' edited)"'|no')
EOF
ok 'as one line of history' sh -c 'crm-history -l 1 -c counts -H < /dev/null | grep -q "1 pair set apart"'
ok 'forgotten' crm-dup company --forget
in=/dev/null
ok 'and listed' sh -c 'crm-dup company | cut -f 1 | grep -qx 7'
tsv 'company|duplicate' '7|8' '7|7' '7|99' > bad
in=bad
says 'bad pairs are refused, good ones done' 1 crm-dup company --not <<EOF
stdin:3: company 7: '7' is the same record
stdin:4: company 7: there is no company 99
1 pair set apart, 2 refused
EOF
tsv 'company|other' '7|8' > bad
says 'a table without pairs' 3 crm-dup company --not <<EOF
crm-dup: stdin:1: no column 'duplicate' beside 'company'
EOF
in=/dev/null

# --- past days
crm-merge -q company 1 2 -y > "$work/log" 2>&1
crm-dup -q company --not 7 8 > "$work/log"
crm-dup company -H > left 2> "$work/log"
ok 'merged and set apart' sh -c '! cut -f 1 left | grep -qx "[17]"'
CRM_NOW=2026-11-23T09:00:00 crm-dup company -H --as-of 2026-11-22T10:05 > earlier 2> "$work/log"
ok 'of the same moment: what was done then is done' cmp -s left earlier
CRM_NOW=2026-11-24T09:00:00 crm-merge -q company 9 10 -y > "$work/log" 2>&1
CRM_NOW=2026-11-25T09:00:00 crm-dup company -H --as-of 2026-11-23 > earlier 2> "$work/log"
ok 'what was merged later is a pair again' cmp -s left earlier
CRM_NOW=2026-11-25T09:00:00 crm-dup company -H --known 2026-11-23 > earlier 2> "$work/log"
ok 'as it was known' cmp -s left earlier
says 'the past is not decided upon' 2 crm-dup company --not 1 2 --as-of 2026-11-23 <<EOF
crm-dup: the past cannot be changed: --as-of and --known are for reading
try 'crm-dup --help'
EOF

# --- what many firms have in common
CRM_DB=common.db
export CRM_DB
base --preset b2b
long='Государственное бюджетное общеобразовательное учреждение города Москвы школа имени'
more='общеразвивающего вида с приоритетным осуществлением деятельности по познавательному направлению'
tsv 'name|site' \
	'Первый цветник|https://vk.com/first' \
	'Стальная арматура|https://vk.com/steel' \
	'Лесное озеро|vk.com' \
	'Бухта|VK.com' \
	"$long Александра Пушкина|" \
	"$long Юрия Гагарина|" \
	"$long $more Солнышко|" \
	"$long $more Ромашка|" > common
in=common
ok 'pages of one host, schools of one town' crm-add company --duplicate
in=/dev/null
is 'are no suspects' 0 crm-dup company -H -t 0.1 <<EOF
EOF
ok 'but the same page is' sh -c 'crm-set company 2 site=vk.com/first/ && crm-dup company -t 0.01 | grep -q "site"'

# --- few and many
crm-init -q -d empty.db
ok 'nothing to compare' crm-dup -d empty.db contact
run crm-dup -d empty.db contact -e
ok '--exit-empty' [ "$code" = 1 ]
"$root/scripts/generate-base" -n 3000 -a 0 -D 10 -o made
for t in territory industry rep; do crm-import -d empty.db -q $t made/$t.csv; done
crm-import -d empty.db -q company made/company.csv --key ref --duplicate --create source --no-search
crm-dup -d empty.db company -q -H | cut -f 1,3 | sort > found
crm-list -d empty.db alias entity=company -c row,ref -H 2> "$work/log" > keys
awk -F'\t' -v keys=keys 'BEGIN { while ((getline line < keys) > 0) { split(line, f, "\t"); ref[f[1]] = f[2] } }
	{ a = ref[$1]; b = ref[$2]; sub(/d$/, "", a); sub(/d$/, "", b); right += a == b; n++ }
	END { true_ones = '"$(($(wc -l < made/truth.csv) - 1))"'; exit !(n && 2 * right / (n + true_ones) >= 0.95) }' found
result $? 'of 3,000 companies with 300 dirty copies nearly all are found, and nearly nothing else'
printf 'name,inn,phone\nВолга,7707083893,8 812 123-45-67\nСеверсталь,7707083893,8 343 123-45-67\n' > one.csv
crm-import -d empty.db company one.csv --duplicate -q
is 'in them, one tax number is suspected whatever else differs' 0 sh -c "crm-dup -d empty.db company -q -H 'name=Волга,Северсталь' | cut -f 2,4-7" <<EOF
$(tsv 'Волга|Северсталь|0.667|inn|phone, name')
EOF
ok 'sorted after it is cut to the likeliest' sh -c \
	'crm-dup -d empty.db company -q -l 5 -H -c company,score > five; crm-dup -d empty.db company -q -l 5 -s company -c company,score -H > sorted
	sort -n five > want; cut -f 1 want > a; cut -f 1 sorted | diff a -'
