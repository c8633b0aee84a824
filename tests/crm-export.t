#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-export: the whole base and back in every format, one table, address books and calendars and back
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang ru time_zone=Europe/Berlin
nl='
'
tab=$(printf '\t')
prepare() {
	tsv 'code|name' 'Tver|Тверь' 'a;b,c|"quoted"' "'=x|=1+1" | crm-add territory
	tsv 'login|name' 'ivanova|Иванова' | crm-add rep
	crm-add company name='=HYPERLINK("http://x";"y")' territory=Tver inn=0100000004 phone='+7 495 123-45-67 доб. 12'
	crm-add company name="'=already guarded" note="tab${tab}back\\slash${nl}\"quote\"; comma, semicolon${nl}😀 @x" potential=1234567.5
	crm-add company name='-5' note='00123' site=@home email=info@x.example
	crm-add company name='ООО «Ёлка»' note="$(awk 'BEGIN { for (i = 0; i < 30000; i++) printf "ы%d", i % 7 }')"
	crm-add contact name='Иванов Иван' last_name=Иванов first_name=Иван company=1 position='директор; "главный", \ да' \
		phone='8 903 111-22-33; 8 903 111-22-34' email=ivan@x.example birthday=1985-04-12 note="a;b,c\\d${nl}e:f${tab}g 😀 $(printf 'щ%.0s' $(seq 80))"
	crm-add contact name='Без частей' phone=+442079460958
	crm-add contact name="O'Neil =x"
	crm-add channel contact=1 kind=telegram value='@иван %x'
	crm-add channel contact=1 kind=other value='skype: a b'
	crm-add channel contact=1 kind=phone value='8 903 000-00-00' state=wrong
	crm-add address contact=1 kind=home city=Тверь street='Мира, 5; кв. 7' postcode=000170
	crm-add address contact=1 kind=legal country=Россия street="two${nl}lines"
	tsv 'code|name|price' 'pump|=насос|-0.01' | crm-add product
	crm-add deal company=2 title='насос' amount=100.05 expected_on=2026-12-31
	crm-add deal_item deal=1 product=1 quantity=0.125 price=0.01
	crm-add rate currency=USD valid_on=2026-11-01 value=91.123456
	crm-move deal 1 --to sale:offer --force 'тест'
	crm-task add --title 'Позвонить; "срочно", \ да' --due '2026-12-01 15:30' --every 2w --company 2 --contact 1
	crm-set task 3 remind_at='2026-12-01 15:00' priority=7
	crm-task add --title 'без времени' --due 2026-12-05
	crm-task add --title 'каждый рабочий день' --due 2026-12-07 --every workdays
	crm-task add --title 'готово'
	crm-task 'done' "$(crm-list task title=готово -c id -H)" --result "ок${nl}да"
	crm-set task title=готово priority=12 -y
	crm-log 2 call appointment --text "=договорились${nl}о встрече" --due '2026-06-01 10:00'
	crm-log 1 call appointment --due 2026-12-24
	crm-set company 1 class=A
	crm-undo
	crm-delete company 3 --with-tied -y
	sqlite3 "$CRM_DB" "ALTER TABLE company ADD COLUMN rating TEXT; ALTER TABLE company ADD COLUMN staff INTEGER;
		INSERT INTO custom_field (entity, name, kind) VALUES ('company', 'rating', 'text'), ('company', 'staff', 'money');
		INSERT INTO company (name, created_at, rating, staff) VALUES ('own', '2026-11-22', '=1', 1250)"
	sqlite3 "$CRM_DB" "INSERT INTO objection (code, phrase, meaning) VALUES ('e', '', '')"
}
prepare > prepared 2>&1 || cat prepared
has 'the base is there' '^4$' crm-list company --count

# --- the whole base: written, read into an empty one, written again
tables() { sqlite3 "$1" "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' ORDER BY name"; }
digest() { for t in $(tables "$1"); do echo "$t"; sqlite3 "$1" "SELECT * FROM $t ORDER BY 1, 2" | cksum; done; }
again() { # FOLDER OPTION...; into copy.db and out again
	rm -rf copy.db* "$1" "$1.again"
	crm-export --all "$@" && CRM_DB=copy.db crm-init -q && CRM_DB=copy.db crm-import "$1" || return
	folder=$1.again
	shift
	CRM_DB=copy.db crm-export --all "$folder" "$@"
}
digest "$CRM_DB" > tables.digest
for format in '-o csv' '-o tsv' '--for excel' '--for excel-ru'; do
	# shellcheck disable=SC2086 # two words
	ok "$format: out, in and out" again whole $format
	ok "$format: the bytes are the same" diff -r whole whole.again
	digest copy.db > copied.digest
	ok "$format: every table is the same" diff tables.digest copied.digest
done
ok 'what was empty and what was nothing differ' sh -c 'crm-export --all tsv -o tsv && grep -q "^[0-9]*${1}e${1}\\\\e${1}\\\\e" tsv/objection.tsv' - "$tab"
CRM_DB=copy.db has 'the copy can be searched' 'Ёлка' crm-find ёлка
CRM_DB=copy.db has 'and worked with: numbers go on' '^6' crm-add company name=Новая -H
CRM_DB=copy.db ok 'changes are recorded' sh -c 'crm-set company 6 class=B && crm-undo'
CRM_DB=copy.db has 'and the past is known' 'A$' crm-history company 1

CRM_DB=copy.db says 'a base with records is not filled' 2 crm-import whole <<EOF2
crm-import: the base 'copy.db' has records already, expected one that crm-init has just made
EOF2
says 'a folder that is there stays' 2 crm-export --all whole <<'EOF2'
crm-export: 'whole' cannot be the folder: Directory not empty
EOF2
mkdir empty
is 'its files are for the group at most' 0 sh -c 'umask 022; crm-export --all modes -q && stat -c %a modes modes/* | sort -u' <<'EOF2'
640
700
EOF2
ok 'an empty one is replaced' crm-export --all empty -q
restore() { rm -f other.db*; CRM_DB=other.db crm-init -q; CRM_DB=other.db crm-import "$@"; }
restored() { rm -f other.db*; CRM_DB=other.db crm-init -q; CRM_DB=other.db crm-import "$@" && CRM_DB=other.db crm-list company --count; }
has '--dry-run reads it all' 'rows restored (nothing was written)' restore whole -n
is 'and writes nothing' 0 restored whole -n <<'EOF2'
0
EOF2
cp -r whole bad
sed -i 's/насос/насосы/' bad/deal.csv
has 'a changed file is refused' '^crm-import: bad/deal.csv: is not what was exported' restore bad
CRM_DB=other.db is 'and nothing is written' 0 crm-list company --count <<'EOF2'
0
EOF2
ok 'unless the manifest asks for no proof' sh -c 'sed -i "/^deal;/s/[0-9a-f]*$//" bad/manifest.csv'
sed -i '/^deal;/s/[0-9a-f]*\r*$/\r/' bad/manifest.csv
ok 'and takes it' restore bad
CRM_DB=other.db has 'as it is now' 'насосы' crm-list deal
sed -i 's/^\(deal;[0-9]*\);.*/\1;1;1;\r/; s/^\(deal_item;[0-9]*\);.*/\1;1;1;\r/' bad/manifest.csv
sed -i 's/^1;1;/1;17;/' bad/deal_item.csv
has 'a reference to nothing is refused' 'deal_item 1 refers to a deal that is not there; nothing was written' restore bad
rm -r bad
cp -r whole bad
sed -i '$d' bad/company.csv
has 'so is a file that was cut' '^crm-import: bad/company.csv: [0-9]* rows, the manifest says' restore bad
rm bad/company.csv
has 'a missing one' "^crm-import: 'bad/company.csv' cannot be read" restore bad
sed -i '/^task;/d' bad/manifest.csv
has 'and a manifest that lacks a table' "manifest.csv: table 'task' is not in it" restore bad
sed -i 's/^\([a-z_]*\);[0-9]*;/\1;9;/' bad/manifest.csv
has 'or is of another version' 'was exported from schema version 9, this base has [0-9]' restore bad

# A load that was killed in the middle is taken back by whoever comes next, also by who only reads
cp "$CRM_DB" hot.db
sqlite3 hot.db > killed 2>&1 <<'EOF2' || true
PRAGMA journal_mode = DELETE;
PRAGMA cache_size = 2;
BEGIN;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
INSERT INTO segment (code) SELECT i * 7919 % 50021 FROM n;
.shell kill -9 $PPID
EOF2
ok 'a base with the journal of a load that was killed' test -s hot.db-journal
CRM_DB=hot.db is 'is read as it was before' 0 crm-list segment --count <<'EOF2'
0
EOF2
CRM_DB=hot.db ok 'whole' crm-export --all cold -q

# A full disk and a reader that goes away
is 'nothing half is left when the folder cannot be written' 5 sh -c 'ulimit -f 8; trap "" XFSZ; crm-export --all half 2> /dev/null' < /dev/null
is 'not even under another name' 0 sh -c 'ls -d half* 2> /dev/null | wc -l' <<'EOF2'
0
EOF2

# --- one table
is 'one table with all stored columns' 0 crm-export territory -o tsv <<EOF2
$(tsv 'territory|code|name|parent|tz' '1|Tver|Тверь||' '2|a;b,c|"quoted"||' "3|'=x|=1+1||")
EOF2
is 'for a spreadsheet' 0 sh -c 'crm-export territory --for excel-ru | tr -d "\r"' <<EOF2
$(printf '\357\273\277')territory;code;name;parent;tz
1;Tver;Тверь;;
2;"a;b,c";"""quoted""";;
3;''=x;'=1+1;;
EOF2
is 'filters and columns' 0 crm-export territory code=Tver -c name -H <<'EOF2'
Тверь
EOF2
one() { # FORMAT...; companies into a fresh base and out again
	rm -f copy.db*
	crm-export company territory= -c name,note,site,potential,created_at "$@" > companies || return
	CRM_DB=copy.db crm-init -q && CRM_DB=copy.db crm-import companies -q &&
		CRM_DB=copy.db crm-export company -c name,note,site,potential,created_at "$@" | cmp - companies
}
for format in '-o csv' '-o tsv' '--for excel' '--for excel-ru'; do
	# shellcheck disable=SC2086 # two words
	ok "$format: a table comes back as it was" one $format
done
says 'a card is of a contact' 2 crm-export company -f vcard3 <<'EOF2'
crm-export: --format: an address book takes records of kind contact, not company
try 'crm-export --help'
EOF2

# --- address books and calendars: out, into an empty base, and out again
round() { # FORMAT FILE [ENTITY]
	rm -f copy.db*
	# shellcheck disable=SC2086 # none or one word
	crm-export $3 -f "$1" > "$2" && CRM_DB=copy.db crm-init --preset b2b -q time_zone=Asia/Tokyo &&
		printf 'login\nivanova\n' | CRM_DB=copy.db crm-add rep -q > added.out &&
		CRM_DB=copy.db crm-set setting time_zone value=Europe/Berlin -q > set.out &&
		CRM_DB=copy.db crm-set setting lang value=ru -q > set.out &&
		CRM_DB=copy.db crm-import "$2" && CRM_DB=copy.db crm-export $3 -f "$1" > again &&
		diff "$2" again
}
ok 'vCard 3.0: out, in and out' round vcard3 book.vcf
ok 'vCard 4.0: out, in and out' round vcard4 book4.vcf
ok 'iCalendar: out, in and out' round ical work.ics
awk 'length($0) > 76 { print FILENAME ": " $0 }' book.vcf book4.vcf work.ics > long
is 'no line is longer than 75 octets' 0 cat long < /dev/null
is 'no letter is cut' 0 sh -c 'iconv -f UTF-8 -t UTF-16 book.vcf work.ics | wc -c | grep -c .' <<'EOF2'
1
EOF2
crm-export contact name~Иванов -q -f vcard3 | sed 's/\r$//; s/^UID:crm-[0-9a-f]*-/UID:/; /щ/d; /^NOTE/d' > card
is 'a card' 0 cat card <<'EOF2'
BEGIN:VCARD
VERSION:3.0
UID:contact-1
FN:Иванов Иван
N:Иванов;Иван;;;
BDAY:1985-04-12
ORG:=HYPERLINK("http://x"\;"y")
TITLE:директор\; "главный"\, \\ да
TEL;TYPE=WORK,VOICE,PREF:8 903 111-22-33
TEL;TYPE=WORK,VOICE:8 903 111-22-34
EMAIL;TYPE=INTERNET:ivan@x.example
IMPP:telegram:@%D0%B8%D0%B2%D0%B0%D0%BD%20%25x
IMPP:other:skype:%20a%20b
ADR;TYPE=HOME:;;Мира\, 5\; кв. 7;Тверь;;000170;
ADR;TYPE=X-LEGAL:;;two\nlines;;;;Россия
END:VCARD
EOF2
crm-export task 'title~срочно' -q -f ical | sed 's/\r$//; s/UID\([=":]*\)crm-[0-9a-f]*-/UID\1/' > todo
is 'a task that is repeated, in its time zone' 0 cat todo <<'EOF2'
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//crm//crm-export//EN
CALSCALE:GREGORIAN
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20260329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20261025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VTODO
UID:task-3
DTSTAMP:20261122T090500Z
CREATED:20261122T090500Z
SUMMARY:Позвонить\; "срочно"\, \\ да
RRULE:FREQ=WEEKLY;INTERVAL=2
DTSTART;TZID=Europe/Berlin:20261201T153000
PRIORITY:3
STATUS:NEEDS-ACTION
X-CRM-KIND:task
X-CRM-REP:head
X-CRM-COMPANY;UID="company-2":'=already guarded
X-CRM-CONTACT;UID="contact-1":Иванов Иван
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Позвонить\; "срочно"\, \\ да
TRIGGER;VALUE=DATE-TIME:20261201T140000Z
END:VALARM
END:VTODO
END:VCALENDAR
EOF2
is 'our own card finds its contact' 0 sh -c 'crm-import book.vcf -q --rows --on-duplicate skip | cut -f5 | sort | uniq -c | tr -s " "' <<'EOF2'
 1 contact_result
 4 same
EOF2
is 'and our own calendar its tasks' 1 sh -c 'crm-import work.ics -q --on-duplicate skip --rows | grep new' < /dev/null
is 'the past can be exported' 0 crm-export company --known 2026-11-21 -H < /dev/null
has 'a reader that goes away is no error' 'BEGIN:VCARD' sh -c 'crm-export contact -f vcard4 | head -1'
is 'a full device is one' 5 sh -c 'crm-export contact -f vcard4 2> /dev/null > /dev/full' < /dev/null
