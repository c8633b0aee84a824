#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-find: words, prefixes, parts of numbers, kinds, past dates
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	tsv 'name|phone|email|city|note' \
		'ООО «Ёлка-Север»|8 (482) 212-34-56||Тверь|мебель, склад' \
		'Ромашка||info@romashka.ru|Казань|поставщик ёлки' \
		'Nordic Trade|+46 8 123 456 78|||' | crm-add company
	tsv 'name|company|position|phone' 'Пётр Иванов|1|директор|+7 903 555-12-34' | crm-add contact
	tsv 'company|title|pipeline|stage' '1|Окна для склада|sale|need' | crm-add deal
	CRM_NOW=2026-11-22T10:10:00 crm-log 2 call talked --text 'просили скидку'
} > prepare 2>&1 || cat prepare

is 'blind to case and ё, names first' 0 crm-find ЕЛК <<EOF
$(tsv 'entity|id|name|snippet' 'company|1|ООО «Ёлка-Север»|мебель, склад, Тверь' 'company|2|Ромашка|поставщик ёлки, info@romashka.ru, Казань')
EOF
is 'all words must fit, anywhere in the record' 0 crm-find -H тверь елка <<EOF
$(tsv 'company|1|ООО «Ёлка-Север»|мебель, склад, Тверь')
EOF
is 'titles of deals' 0 crm-find -H -c entity,id,name окна <<EOF
$(tsv 'deal|1|Окна для склада')
EOF
is 'what was said, under the name of the company' 0 crm-find -H скидк <<EOF
$(tsv 'activity|1|Ромашка|просили скидку')
EOF
is 'an address of mail' 0 crm-find -H -c id,entity romashka.ru <<EOF
$(tsv '2|company')
EOF
for number in '212-34-56' '8 482 2123456' '+7 (482) 212-34-56' 2123 822123; do
	is "part of a number: $number" 0 crm-find -H -c entity,id,snippet "$number" <<EOF
$(tsv 'company|1|+74822123456')
EOF
done
is 'the number of a person' 0 crm-find -H -c entity,name 5551234 <<EOF
$(tsv 'contact|Пётр Иванов')
EOF
is 'one kind only, the column named after it' 0 crm-find -E contact иван <<EOF
$(tsv 'contact|name|snippet' '1|Пётр Иванов|директор')
EOF
crm-find -E company елк > found 2> "$work/err"
in=found
is 'the next program takes it' 0 crm-list company - -c company,name,snippet <<EOF
$(tsv 'company|name|snippet' '1|ООО «Ёлка-Север»|мебель, склад, Тверь' '2|Ромашка|поставщик ёлки, info@romashka.ru, Казань')
EOF
in=/dev/null
is 'no more than the limit' 0 crm-find -H -l 1 -c id елк <<'EOF'
1
EOF
says 'which is said' 0 crm-find -l 1 елк <<'EOF'
there are more than 1, --limit 0 shows all
EOF
is 'nothing found is no error' 0 crm-find nobody <<EOF
$(tsv 'entity|id|name|snippet')
EOF
is 'unless asked' 1 crm-find -e -H nobody </dev/null
says 'a kind that is not searched' 2 crm-find -E stage x <<'EOF'
crm-find: --entity: 'stage' is not searched; expected one of company, contact, deal, activity, task, claim, hint, client_event
try 'crm-find --help'
EOF
says 'no word at all' 2 crm-find '«»' <<'EOF'
crm-find: '«»' holds no word to look for
try 'crm-find --help'
EOF
has 'bytes that are no text' 'not valid UTF-8' crm-find "$(printf '\377')"

CRM_NOW=2026-12-05T10:00:00
crm-set company 1 name='Сосна' > "$work/out" 2>&1
crm-delete -y company 3 > "$work/out" 2>&1
is 'an old name is not found any more' 0 crm-find -H -c id,name елка север </dev/null
is 'the new one is' 0 crm-find -H -c id,name сосна <<EOF
$(tsv '1|Сосна')
EOF
is 'but on the day it was' 0 crm-find -H -c id,name --as-of 2026-11-25 елка север <<EOF
$(tsv '1|ООО «Ёлка-Север»')
EOF
is 'and what is gone now' 0 crm-find -H -c id,name --as-of 2026-11-25 nordic <<EOF
$(tsv '3|Nordic Trade')
EOF
is 'gone today' 1 crm-find -e -H nordic </dev/null

printf 'name,phone\nПодсолнух,8 495 777-00-01\n' > new.csv
crm-import company new.csv --no-search -q || echo 'the import failed'
says 'what the index does not know is not kept quiet' 0 crm-find подсолнух <<'EOF'
what was imported with --no-search is not found: crm-init --reindex takes it in
EOF
says 'it is taken in' 0 crm-init --reindex <<EOF
full-text index of base '$CRM_DB' built again
EOF
is 'and found' 0 crm-find подсолнух -H -c name <<'EOF'
Подсолнух
EOF
says 'without a word' 0 crm-find подсолнух < /dev/null

crm-add company name='Dialled' phone='8 482 600-11-22' > "$work/out" 2>&1
for piece in '8 482 600' '8482600112' '8 482 600-11-22' '4826001' '+7 482 600'; do
	is "a number as it is dialled: $piece" 0 crm-find "$piece" -H -c name <<'EOF'
Dialled
EOF
done
is 'not in the middle' 0 crm-find 8600112 -H -c name < /dev/null


# Words of a name that later stand elsewhere in the record, and numbers that later are words
tsv 'name|phone|note' 'Wood||made of kedr' 'Kedr|+7 843 456-11-22|' | crm-add company > "$work/out" 2>&1
CRM_NOW=2026-12-06T10:00:00
kedr=$(crm-find -E company -H -c company -l 1 kedr)
{
	crm-set company "$kedr" name='Larch' note='was kedr'
	crm-list channel company="$kedr" -c channel | crm-set channel value='+7 843 999-11-22'
	crm-set company "$kedr" note='843 456 561 was its number, kedr its name'
} > "$work/out" 2>&1
past_of_kedr() {
	for way in --as-of --known; do
		is "$way: a word that went from the name into the rest is one of the name" 0 crm-find -H -c name,snippet $way 2026-12-05 kedr <<EOF
$(tsv 'Kedr|' 'Wood|made of kedr')
EOF
		is "$way: the first is enough" 0 crm-find -q -l 1 -H -c name $way 2026-12-05 ked <<'EOF'
Kedr
EOF
		has "$way: found by a piece of its name" 'Kedr' crm-show $way 2026-12-05 company ked
		is "$way: pieces of a number that are words now" 0 crm-find -H -c name,snippet $way 2026-12-05 8434561 <<EOF
$(tsv 'Kedr|+78434561122')
EOF
	done
}
past_of_kedr
crm-init --reindex > "$work/out" 2>&1
past_of_kedr
CRM_NOW=2026-12-07T10:00:00
named=$(crm-history company "$kedr" -H field=name new=Larch -c change)
crm-undo -y "$named" > "$work/out" 2>&1
is 'a name that was taken back is one' 0 crm-find -H -c name kedr -E company -l 1 -q <<'EOF'
Kedr
EOF
is 'the other was one in between' 0 crm-find -H -c name larch --known 2026-12-06 <<'EOF'
Larch
EOF
is 'and is none' 0 crm-find -H -c name larch < /dev/null
