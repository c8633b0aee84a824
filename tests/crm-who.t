#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-who: is a name, phone, e-mail or tax number taken, and by whom
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=ivanova
	tsv 'name|phone|email|inn|owner' \
		'ООО «Ромашка»|8 482 212-34-56|info@romashka.ru|7707083893|ivanova' \
		'Ромашка-Юг||||head' \
		'Ромашка-Запад||||' | crm-add company
	tsv 'name|company|phone' 'Пётр Иванов|1|+7 903 555-12-34' 'Анна Сидорова||+7 903 777-00-00' | crm-add contact
	CRM_NOW=2026-11-22T10:10:00 crm-log 1 call talked
} > prepare 2>&1 || cat prepare
CRM_NOW=2026-11-22T11:00:00

one='1|ООО «Ромашка»|ivanova|2026-11-22T10:10:00'
is 'a name without its legal form' 0 crm-who ромашка <<EOF
$(tsv 'query|match|company|company_name|owner|last_contact_at' "ромашка|name|$one")
EOF
for phone in '+7 482 212-34-56' '84822123456' '(482)2123456' '+7 903 555-12-34'; do
	is "a phone: $phone" 0 crm-who -H "$phone" <<EOF
$(tsv "$phone|phone|$one")
EOF
done
is 'an address, a tax number' 0 crm-who -H Info@Romashka.RU 7707083893 <<EOF
$(tsv "Info@Romashka.RU|e-mail|$one" "7707083893|tax number|$one")
EOF
is 'words of a name' 0 crm-who -H 'АО Ромашка Юг' 'Запад' <<EOF
$(tsv 'АО Ромашка Юг|name|2|Ромашка-Юг|head|' 'Запад|like|3|Ромашка-Запад||')
EOF
is 'a person without an employer' 0 crm-who -H '8 903 777-00-00' <<EOF
$(tsv '8 903 777-00-00|phone||Анна Сидорова||')
EOF
is 'free ones' 0 crm-who -H 'Василёк' 7708004767 '+7 495 000-00-01' <<EOF
$(tsv 'Василёк|free||||' '7708004767|free||||' '+7 495 000-00-01|free||||')
EOF
is 'the number of a record is no answer' 0 crm-who -H 1 <<EOF
$(tsv '1|free||||')
EOF
is 'free with -e' 1 crm-who -e -H Василёк <<EOF
$(tsv 'Василёк|free||||')
EOF
printf 'ромашка\r\n\n  Василёк \n' > lines
in=lines
is 'lines on standard input' 0 crm-who -e -H <<EOF
$(tsv "ромашка|name|$one" 'Василёк|free||||')
EOF
printf 'a\n\377\n' > lines
says 'lines that are no text' 3 crm-who <<'EOF'
crm-who: stdin:2: not UTF-8 text
EOF
in=/dev/null
says 'an operand that is no text' 2 crm-who "$(printf 'a\377')" <<'EOF'
crm-who: 'a\xff' is not valid UTF-8
try 'crm-who --help'
EOF
is 'no lines, no rows' 0 crm-who -H </dev/null
is 'a number without its area code is not called free' 0 crm-who -H 212-34-56 5551234 212-34-57 <<EOF
$(tsv "212-34-56|like|$one" "5551234|like|$one" '212-34-57|free||||')
EOF
none='|||'
head='query|match|company|company_name|owner|last_contact_at'
tsv 'name|phone|city|inn|owner' 'Nobody||Tver||x' 'ООО Ромашка|8 903 555-12-34|Омск||' 'Запад|4822123456||7707083893|' \
	'||nowhere||' 'Nobody||again||' > list.tsv
in=list.tsv
is 'a table comes back with what is known' 0 crm-who -e <<EOF
$(tsv "$head|name|phone|city|inn" "Nobody|free|$none|Nobody||Tver|" \
	"8 903 555-12-34|phone|$one|ООО Ромашка|8 903 555-12-34|Омск|" \
	"7707083893|tax number|$one|Запад|4822123456||7707083893" "||$none|||nowhere|" "Nobody|free|$none|Nobody||again|")
EOF
is 'asked by one column' 0 crm-who - --ask city -c query,match -H -l 2 <<EOF
$(tsv 'Tver|free' 'Омск|free')
EOF
is 'sorted' 0 crm-who -s -company,city -c company,city -H <<EOF
$(tsv '1|Омск' '1|' '|Tver' '|again' '|nowhere')
EOF
says 'a column that is not there' 3 crm-who --ask name,town <<'EOF'
crm-who: stdin:1: no column 'town' among: name, phone, city, inn, owner
EOF
printf 'Название;Телефон;Сумма\r\nРомашка-Юг;;1234,50\r\n;+7 903 555-12-34;\r\n' > list.csv
iconv -f UTF-8 -t CP1251 list.csv > list-1251.csv
printf '\357\273\277' | cat - list.csv > list-bom.csv
for file in list.csv list-1251.csv list-bom.csv; do
	in=$file
	is "a list as a spreadsheet saved it: $file" 0 crm-who --ask Телефон,Название -c company,Название,Телефон,Сумма <<EOF
$(tsv 'company|Название|Телефон|Сумма' '2|Ромашка-Юг||1234.50' '1||+7 903 555-12-34|')
EOF
done
printf '\357\273\277ромашка\r\n"Q" \\ W\tx\n5\n' > lines
in=lines
is 'lines are taken as they stand' 0 crm-who -c query,match -H <<EOF
$(tsv 'ромашка|name' '"Q" \\ W\tx|free' '5|free')
EOF
in=/dev/null
is 'an empty table' 0 crm-who --ask city -H
says 'columns of what is no table' 2 crm-who --ask name Ромашка <<'EOF'
crm-who: --ask names columns of a table on standard input, but texts are given
try 'crm-who --help'
EOF
is 'the end of a number that the index does not know' 0 sh -c \
	'tsv() { printf "%s\n" "$@" | tr "|" "\t"; }
	tsv "name|phone" "Гвоздика|8 482 345-67-89" | crm-import company - --no-search -q > /dev/null 2>&1
	crm-who 345-67-89 -c match,company_name -H' <<EOF
$(tsv 'like|Гвоздика')
EOF

# Registration numbers have no index of their own: the words of the full-text index lead to them.
tsv 'company|legal_name|ogrn' '3|Запад|1027700132195' '2|Юг|1027700132195' '2|Юг второй|1027700132195' '1|Р|1027739609391' |
	crm-add legal_entity -q > /dev/null
is 'a registration number of two firms' 0 crm-who 1027700132195 1027739609391 102770013219 -c query,match,company -H <<EOF
$(tsv '1027700132195|tax number|2' '1027700132195|tax number|3' '1027739609391|tax number|1' '102770013219|free|')
EOF
last=$(crm-list legal_entity company=1 ogrn=1027739609391 -H -c id)
CRM_NOW=2026-11-24T10:00:00 crm-set legal_entity "$last" ogrn=1027700132195 -q > /dev/null
CRM_NOW=2026-11-24T11:00:00
is 'one that was changed' 0 crm-who 1027739609391 1027700132195 -c query,company -H <<EOF
$(tsv '1027739609391|' '1027700132195|1' '1027700132195|2' '1027700132195|3')
EOF
is 'and the day before' 0 crm-who 1027739609391 1027700132195 -c query,company -H --as-of 2026-11-23 <<EOF
$(tsv '1027739609391|1' '1027700132195|2' '1027700132195|3')
EOF
is 'in a base without words' 0 sh -c \
	'base=$CRM_DB; CRM_DB=$PWD/short.db; export CRM_DB; crm-init -q
	printf "name;inn;ogrn\nA;7707083893;1027700132195\n" | crm-import company - --no-search -q > /dev/null 2>&1
	crm-who 1027700132195 -c match,company_name -H' <<EOF
$(tsv 'tax number|A')
EOF
