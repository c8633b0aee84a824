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
$(tsv 'query|match|company|name|owner|last_contact_at' "ромашка|name|$one")
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
crm-who: stdin:2: not valid UTF-8
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
