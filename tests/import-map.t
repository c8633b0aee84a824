#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: what column goes where, saved mappings, several records in one row, several telephones in one cell
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en

# --- a mapping is said once
printf 'Кто;Тлф;Где\nАльфа;8 495 111-22-33;Tver\n' > may.csv
has 'options are given' 'company: 1 new' crm-import may.csv -m Кто=name -m Тлф=phone -m Где=territory \
	--create territory --save-map monthly
is 'and kept' 0 crm-list import_map -H -c name,options <<'EOF'
monthly	entity company\nmap Кто=name\nmap Тлф=phone\nmap Где=territory\ncreate territory\n
EOF
printf 'Где,ТЛФ,Кто\nKazan,8 495 111-22-34,Бета\n' > june.csv
has 'next month the header is known again' "by the saved mapping 'monthly'" crm-import june.csv
is 'with all that was said' 0 crm-list company -H -c name,phone,territory <<EOF
$(tsv 'Альфа|8 495 111-22-33|Tver' 'Бета|8 495 111-22-34|Kazan')
EOF
has 'the command line goes first' 'name  *Kazan' crm-import june.csv -n -m Где=name -m Кто=-
is "--use-map '-' uses none" 2 crm-import june.csv --use-map - < /dev/null
has 'an unknown one' "'monthli' is no saved mapping, did you mean 'monthly'" crm-import june.csv --use-map monthli
has 'another kind of record is not that header' "no column has a field of 'deal'" crm-import deal june.csv
printf 'Кто,Тлф,Где,Ещё\nГамма,,Tver,\n' > wide.csv
is 'nor are other columns' 2 crm-import wide.csv < /dev/null
has 'unless they are said to be' 'company: 1 new' crm-import wide.csv --use-map monthly
ok 'saved again as it was' crm-import wide.csv --use-map monthly --save-map monthly
ok 'the header it was last saved for counts' crm-import wide.csv
printf 'nr,Клиент\nA7,Дельта\n' > keys.csv
has 'keys are kept too' 'company: 1 new' crm-import keys.csv --key nr --system old --save-map keys
has 'and found' '1 same' crm-import keys.csv
ok 'a mapping is deleted by name' crm-delete import_map monthly -y -q
is 'and gone' 2 crm-import june.csv < /dev/null
printf '"Имя\nфирмы",b\\c\nЕта,x\n' > odd.csv
ok 'odd headers are saved' crm-import odd.csv -m 'Имя
фирмы=name' -m 'b\c=note' --save-map odd
has 'and read back' 'company: 0 new, 0 changed, 1 same' crm-import odd.csv
