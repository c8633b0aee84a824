#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-list: columns, sorting, limits, tables on standard input
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	tsv 'code|name|parent' 'RU|Россия|' 'Tver|Тверь|RU' 'Ufa||RU' | crm-add territory
	tsv 'login|name|team|territory' 'ivanova|Иванова|north|Tver' 'petrov|Петров|south|Ufa' | crm-add rep
	tsv 'name|territory|owner|phone|email' \
		'ООО "Ромашка"|Tver|ivanova|8 495 123-45-67|' \
		'яблоко|Ufa|petrov||info@apple.example' \
		'Ёлка||||a@b.ru' | crm-add company
	tsv 'company|title|amount|owner|pipeline|stage' \
		'1|Pumps|100000|ivanova|sale|need' \
		'1|tab\there|50000,50|petrov|sale|need' \
		'2|Spares||petrov|repeat|need' | crm-add deal
	tsv 'title|assignee|company|due_at' 'call|ivanova|1|2026-11-20' 'write|petrov||2026-11-22' | crm-add task
} > prepare 2>&1 || cat prepare

is 'default columns, names beside numbers' 0 crm-list deal amount!= <<EOF
$(tsv 'deal|company|company_name|owner|stage|title|amount|expected_on' \
	'1|1|ООО "Ромашка"|ivanova|sale:need|Pumps|100000.00|' \
	'2|1|ООО "Ромашка"|petrov|sale:need|tab\there|50000.50|')
EOF
is 'chosen columns and paths' 0 crm-list deal -c id,company.territory,owner.team,company_name company=1 owner=ivanova <<EOF
$(tsv 'deal|company.territory|owner.team|company_name' '1|Tver|north|ООО "Ромашка"')
EOF
is 'columns added to the default ones' 0 crm-list company -c +phone,email name~ёл <<EOF
$(tsv 'company|name|category|territory|owner|phone|email' '3|Ёлка|lead||||a@b.ru')
EOF
is 'sorted downwards, empty last' 0 crm-list deal -H -c id -s -amount <<'EOF'
1
2
3
EOF
is 'sorted upwards, empty last' 0 crm-list deal -H -c id -s amount <<'EOF'
2
1
3
EOF
is 'text sorts blind to case, ё as е' 0 crm-list company -H -c id -s name <<'EOF'
3
1
2
EOF
is 'a reference sorts by its code, then downwards by number' 0 crm-list deal -H -c id -s owner,-id <<'EOF'
1
3
2
EOF
is 'sorted by a path that is not shown' 0 crm-list deal -H -c id -s -company.name <<'EOF'
3
1
2
EOF
is 'a limit' 0 crm-list deal -H -c id -l 1 -s -id <<'EOF'
3
EOF
is 'counted' 0 crm-list deal --count owner=petrov -l 1 <<'EOF'
2
EOF
is 'counted as JSON' 0 crm-list deal --count -o jsonl <<'EOF'
{"count":3}
EOF
is 'nothing found is fine' 0 crm-list deal -c id title=x <<'EOF'
deal
EOF
is 'unless it is asked' 1 crm-list deal -e -c id title=x <<'EOF'
deal
EOF
is 'territory with those below' 0 crm-list company -H -c id territory=RU <<'EOF'
1
2
EOF
is 'a name, whatever its legal form and case' 0 crm-list company -H -c id name=РОМАШКА <<'EOF'
1
EOF
is 'a phone in another spelling' 0 crm-list company -H -c id 'phone=+7 (495) 1234567' <<'EOF'
1
EOF
is 'JSON lines' 0 crm-list task -o jsonl -c title,due_at,company due_at=today title=write <<'EOF'
{"title":"write","due_at":"2026-11-22","company":null}
EOF

tsv 'deal|said|title|empty' '3|kept\tas it is|mine|' '1||x|' '3|again|y|' > in.tsv
in=in.tsv
is 'narrowed by a table, its other columns passed on' 0 sh -c \
	'crm-list deal - | tr "\\t" "\\n" | sed -n "/said/p;/empty/p;/kept/p"' <<EOF
said
empty
kept\tas it is
EOF
is 'a list of columns names those of the table too' 0 crm-list deal - -c title,said,id <<EOF
$(tsv 'title|deal|said' 'Pumps|1|' 'Spares|3|kept\tas it is')
EOF
is 'and leaves out the others' 0 crm-list deal - -c id,title <<EOF
$(tsv 'deal|title' '1|Pumps' '3|Spares')
EOF
is 'even all of its own' 0 crm-list deal - -c said <<EOF
$(tsv 'said' '' 'kept\tas it is')
EOF
has 'one that is in neither' "unknown field of deal 'nota'" crm-list deal - -c nota
printf '3\n2\n' > ids
in=ids
is 'narrowed by bare numbers and a filter' 0 crm-list deal - -H -c id stage=sale:need <<'EOF'
2
EOF
tsv 'deal' '2' '77' 'Pumps' '' > in.tsv
in=in.tsv
is 'what names no record is refused' 1 crm-list deal - -H -c id <<'EOF'
1
2
EOF
says 'with its line' 1 crm-list deal - -H -c id <<'EOF'
stdin:3: column 'deal': there is no deal 77
stdin:5: the row names no deal
EOF
tsv 'company' > in.tsv
is 'a table without rows lists nothing' 0 crm-list company - -c id <<'EOF'
company
EOF
has 'a table without the column is refused' "no column 'deal'" crm-list deal -
: > empty
in=empty
is 'an input without a byte names nothing' 0 crm-list deal - -H <<'EOF'
EOF
in=ids
is 'stdin is read only when told so' 0 crm-list deal --count <<'EOF'
3
EOF
in=/dev/null
ok 'programs chain' sh -c 'crm-list task -c company company!= | crm-list company - -H -c name | grep -q Ромашка'

is 'a column asked for twice stands there once' 0 crm-list company -c id,name,name,company id=1 <<EOF
$(tsv 'company|name' '1|ООО "Ромашка"')
EOF
says 'unknown entity' 2 crm-list dael <<'EOF'
crm-list: unknown kind of record 'dael', did you mean 'deal'?
try 'crm-list --help'
EOF
says 'unknown column' 2 crm-list deal -c id,tittle <<'EOF'
crm-list: --columns: unknown field of deal 'tittle', did you mean 'title'?
try 'crm-list --help'
EOF
says 'unknown sort' 2 crm-list deal -s -company.nam <<'EOF'
crm-list: --sort: unknown field of company 'nam', did you mean 'name'?
try 'crm-list --help'
EOF
says 'unknown field' 2 crm-list deal ownr=x <<'EOF'
crm-list: filter 'ownr=x', character 1: unknown field of deal 'ownr', did you mean 'owner'?
try 'crm-list --help'
EOF
has 'bad value with its place' "character 29: field 'created_at': '31.02.2026' is not a date" \
	crm-list deal 'owner=petrov and created_at=31.02.2026'
has 'a missing base' 'there is no base' env CRM_DB=none crm-list deal
has 'entities' '^deal	a sale' crm-list
ok 'internal ones only with -v' sh -c '! crm-list | grep -q ^redirect && crm-list -v | grep -q ^redirect'
is 'fields' 0 sh -c 'crm-list deal --fields | grep -E "^(field|stage|paid|created_at|is_repeat)"' <<EOF
$(tsv 'field|type|of|how|help' 'stage|record|stage|required|where it stands' \
	'is_repeat|bool|||the company had already bought when it was opened' \
	'created_at|time||kept|opened' 'stage_kind|choice|open won lost|computed|kind of the stage it stands in' \
	"paid|money||computed|paid so far, also for its invoices, in the deal's currency")
EOF
has 'every entity can be listed' '^ok$' sh -c \
	'crm-list -v -H | while IFS="	" read -r e rest; do crm-list "$e" < /dev/null > /dev/null || exit 1; done; echo ok'
has 'with every field as a column and to sort by' '^ok$' sh -c \
	'crm-list -v -H | while IFS="	" read -r e rest; do
		f=$(crm-list "$e" --fields -H | cut -f1 | paste -sd,)
		crm-list "$e" -c "$f" -s "$f" < /dev/null > /dev/null || exit 1
	done; echo ok'
tsv 'company|kind|value|do_not_contact_until' '1|phone|+7 903 111-22-33|9999-12-31' '1|phone|+7 903 111-22-34|9999-12-30' |
	crm-add channel > out 2>&1 || cat out
never() { crm-list channel do_not_contact_until"$1" -c do_not_contact_until -H; }
for when in =9999-12-31 '>9999-12-30' '>=9999-12-31' =9999-12-31.. ; do
	is "the last day of the calendar, $when" 0 never "$when" <<'EOF'
9999-12-31
EOF
done
for when in =9999 =9999-Q4 =9999-12 =9999-W52 =..9999-12 '<=9999-12-31'; do
	is "ends with it, $when" 0 never "$when" <<'EOF'
9999-12-31
9999-12-30
EOF
done
is 'nothing is behind it' 0 never '>9999-12-31' < /dev/null
is 'the past' 0 crm-list deal --as-of 2026-11-21 --count <<'EOF'
0
EOF
[ ! -e /dev/full ] || has 'a full disk is noticed' '^5$' sh -c 'crm-list deal > /dev/full; echo $?'
ok 'a reader that goes away' sh -c 'crm-list deal | true'
is 'the same bytes without an environment' 0 env -i PATH="$PATH" CRM_DB="$CRM_DB" CRM_REP=head CRM_NOW="$CRM_NOW" \
	crm-list company -H -c name name~ЁЛ <<'EOF'
Ёлка
EOF
