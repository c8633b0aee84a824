#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Address books and calendars coming in: every version, encoding and oddity that programs write
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en time_zone=Europe/Moscow
fresh() { crm-undo -q "$(crm-history -H -l 1 | cut -f1)" > /dev/null; }
people() { crm-list contact -c name,last_name,first_name,patronymic,phone,email,company.name,birthday,note -H; }
crlf() { sed 's/$/\r/'; }
card() { # LINE...: a card of version 3.0 with these lines
	printf 'BEGIN:VCARD\nVERSION:3.0\n'
	printf '%s\n' "$@"
	echo END:VCARD
}

# --- one person in every version and encoding
cat > golden <<EOF
$(tsv 'Иванов Иван Петрович|Иванов|Иван|Петрович|+7 903 111-22-33|ivan@x.example|ООО "Ромашка"|1985-04-12|Привет, мир; раз\nдва')
EOF
dialect() { # WHAT; the file is a.vcf
	ok "$1: read" crm-import a.vcf
	is "$1: the same person" 0 people < golden
	fresh
}
qp() { iconv -f UTF-8 -t "$1" | od -An -v -tx1 | tr -d '\n' | sed 's/ /=/g' | tr 'a-f' 'A-F'; }
cat > v3 <<'EOF'
BEGIN:VCARD
VERSION:3.0
N:Иванов;Иван;Петрович;;
FN:Иванов Иван Петрович
ORG:ООО "Ромашка";
TEL;TYPE=cell:+7 903 111-22-33
EMAIL;TYPE=INTERNET:ivan@x.example
BDAY:1985-04-12
NOTE:Привет\, мир\; раз\nдва
END:VCARD
EOF
cp v3 a.vcf
dialect '3.0'
crlf < v3 > a.vcf
dialect '3.0 with CR LF'
tr '\n' '\r' < v3 > a.vcf
dialect '3.0 with CR'
{ printf '\357\273\277'; cat v3; } > a.vcf
dialect '3.0 with BOM'
for charset in CP1251 KOI8-R; do
	iconv -f UTF-8 -t $charset v3 > a.vcf
	dialect "3.0 in $charset"
done
{ printf '\377\376'; iconv -f UTF-8 -t UTF-16LE v3; } > a.vcf
dialect '3.0 in UTF-16'
sed 's/^NOTE:Привет/NOTE:При\n вет/; s/^FN:Иванов /FN:Ива\n\tнов /' v3 | crlf > a.vcf
dialect 'folded lines'
sed '/^FN/d' v3 > a.vcf
dialect 'N without FN'
sed 's/^TEL.*/item1.TEL;type=CELL;type=pref:+7 903 111-22-33\nitem1.X-ABLabel:mobile/; s/^EMAIL.*/item2.EMAIL;type=WORK:ivan@x.example/' v3 > a.vcf
dialect 'grouped properties'
sed 's/VERSION:3.0/VERSION:4.0/; s/^TEL.*/TEL;VALUE=uri;TYPE="cell,voice";PREF=1:tel:+7 903 111-22-33/; s/^BDAY.*/BDAY:19850412/; s/^EMAIL.*/EMAIL;PREF=1:mailto:ivan@x.example/' v3 > a.vcf
dialect '4.0'
awk '{ print } /^BDAY/ {
	print "PHOTO;ENCODING=b;TYPE=JPEG:"
	for (i = 0; i < 100; i++) print " /9j/4AAQSkZJRgABAQEAYABgAAD:notaproperty/2wBDAAEBAQEBAQEBAQEBAQEBAQ"
	print "" }' v3 > a.vcf
dialect 'a photograph'
for charset in windows-1251 KOI8-R UTF-8; do
	cat > a.vcf <<EOF
BEGIN:VCARD
VERSION:2.1
N;CHARSET=$charset;ENCODING=QUOTED-PRINTABLE:$(printf 'Иванов;Иван;' | qp $charset | sed 's/=3B/;/g')=
$(printf 'Петрович' | qp $charset)
FN;ENCODING=QUOTED-PRINTABLE;CHARSET=$charset:$(printf 'Иванов Иван Петрович' | qp $charset)
ORG;CHARSET=$charset;ENCODING=QUOTED-PRINTABLE:$(printf 'ООО "Ромашка"' | qp $charset)
TEL;CELL:+7 903 111-22-33
EMAIL;INTERNET:ivan@x.example
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQEAYABgAAD
/2wBDAAEBAQEBAQEBAQEBAQEBAQ==

BDAY:19850412
NOTE;CHARSET=$charset;QUOTED-PRINTABLE:$(printf 'Привет, мир; ' | qp $charset)=
$(printf 'раз\r\nдва' | qp $charset)
END:VCARD
EOF
	dialect "2.1 in quoted-printable $charset"
	sed -i 's/;CHARSET=[^;:]*//' a.vcf
	dialect "2.1 in quoted-printable $charset that is not told"
done

# --- what becomes of it all
rm -f "$CRM_DB"*
base --preset b2b --lang en time_zone=Europe/Moscow
cat > all.vcf <<'EOF'
BEGIN:VCARD
VERSION:3.0
UID:1
FN:Ann Smith
N:Smith;Ann;;Dr.;
ORG:Acme Ltd;Sales;North
TITLE:Buyer
TEL;TYPE=FAX:+44 20 7946 0001
TEL;TYPE=WORK:+44 20 7946 0958
TEL;TYPE=HOME,PREF:+44 20 7946 0959
EMAIL:ann@home.example
EMAIL;TYPE=WORK,PREF:ann@acme.example
ADR;TYPE=HOME:;Flat 3;1 High Street;London;;SW1A 1AA;UK
ADR;TYPE=WORK:;;2 Low Street;Leeds;;LS1;UK
IMPP:telegram:@ann%20s
IMPP;X-SERVICE-TYPE=Skype:skype:ann.s
URL:https://ann.example
CATEGORIES:a,b
BDAY:--0412
NOTE:first
NOTE:second
END:VCARD

BEGIN:VCARD
VERSION:2.1
FN:Acme Ltd
N:
ORG:Acme Ltd
TEL;WORK:+44 20 7946 0900
EMAIL:sales@acme.example
ADR;WORK:;;2 Low Street;Leeds;;LS1;UK
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:No Firm
TITLE:Retired
END:VCARD
EOF
is 'a card is a person, further addresses and accounts of it, or a firm' 0 sh -c 'crm-import all.vcf --rows | cut -f1-5' <<EOF
$(tsv 'line|company|company_result|contact|contact_result' '1|1|new|1|new' '1|1|same|1|same' '24|1|changed||' '33|||2|new')
EOF
is 'telephones and addresses, the preferred ones in front' 0 crm-list channel -c company,contact,kind,value,is_main -H <<EOF
$(tsv '|1|phone|+44 20 7946 0959|1' '|1|phone|+44 20 7946 0958|0' '|1|email|ann@acme.example|1' '|1|email|ann@home.example|0' \
	'|1|telegram|@ann s|0' '|1|other|skype:ann.s|0' '1||phone|+44 20 7946 0900|1' '1||email|sales@acme.example|1')
EOF
is 'the post' 0 crm-list employment -c contact,company,position -H <<EOF
$(tsv '1|1|Sales, North, Buyer')
EOF
is 'addresses' 0 crm-list address -c company,contact,kind,country,postcode,city,street -H <<EOF
$(tsv '|1|home|UK|SW1A 1AA|London|Flat 3, 1 High Street' '|1|office|UK|LS1|Leeds|2 Low Street' \
	'1||office||||UK, LS1, Leeds, 2 Low Street')
EOF
is 'remarks' 0 crm-list contact -c note -H <<'EOF'
BDAY --0412\nfirst\nsecond
Retired
EOF
has 'what finds no place is said' "not imported: 'fax' .as told., 'url' .as told., 'categories'" crm-import all.vcf --again --dry-run
echo >> all.vcf
has 'again: nothing new' 'company: 0 new, 0 changed, 3 same; contact: 0 new, 0 changed, 3 same; address: 0 new, 0 changed' crm-import all.vcf
printf '%s\n' 'BEGIN:VCARD' 'VERSION:3.0' 'UID:1' 'FN:Ann Jones' 'N:Jones;Ann;;;' 'END:VCARD' > new.vcf
ok 'a UID knows its person again' crm-import new.vcf -q
is 'under another name' 0 crm-list contact id=1 -c name,last_name -H <<EOF
$(tsv 'Ann Jones|Jones')
EOF
printf 'BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nBEGIN:VCARD\nFN:A B\nEND:VCARD\n' > few.vcf
in=few.vcf
is 'an empty card is passed over' 0 sh -c 'crm-import - --from vcard -q --rows | cut -f1' <<'EOF'
line
4
EOF
in=/dev/null

# --- what telephones write
cat > phone.vcf <<'EOF'
BEGIN:VCARD
VERSION:3.0
N:Pause;Paul;;;
FN:Paul Pause
TEL;type=CELL:+74951234567\,\,12
TEL:+74951234568\;123#
TEL:+74951234569p7
TEL:8 495 111-22-33\, 8 495 111-22-34
BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-15
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:;;;;
FN:Kiosk
ORG:Kiosk;Retail
TEL;type=WORK:+74951112299
URL:http://kiosk.example
item1.ADR;type=WORK:;;Lenina 1;Tver;;170000;Russia
item2.ADR;type=HOME:;;Lenina 2;Tver;;;
IMPP:telegram:@kiosk
NOTE:Met at a fair
BDAY:1999-01-02
X-ABShowAs:COMPANY
END:VCARD
EOF
has 'cards of a telephone' 'company: 1 new, 0 changed, 0 same; contact: 1 new' crm-import phone.vcf
is 'what is dialled after a pause is an extension' 0 crm-list channel contact.last_name=Pause -c value -H <<'EOF'
+74951234567 ext. 12
+74951234568 ext. 123
+74951234569 ext. 7
8 495 111-22-33
8 495 111-22-34
EOF
is 'a year that stands for none' 0 crm-list contact last_name=Pause -c birthday,note -H <<EOF
$(tsv '|BDAY --03-15')
EOF
is 'a firm keeps all that its card says' 0 crm-list company name=Kiosk -c site,note -H <<'EOF'
http://kiosk.example	Met at a fair\nTver, Lenina 2\ntelegram: @kiosk\n1999-01-02\nRetail
EOF
echo >> phone.vcf
has 'and is not changed by it again' 'company: 0 new, 0 changed, 1 same; contact: 0 new, 0 changed, 1 same' crm-import phone.vcf

# --- refused
card 'FN:Bad Phone' 'TEL:12ab' > bad.vcf
card 'FN:Good' 'TEL:+44 20 7946 0111' >> bad.vcf
has 'a card is refused with its line' "^bad.vcf:1: column 'phone': '12ab'" crm-import bad.vcf
sed -i 's/12ab/+44 20 7946 0112/' bad.vcf.rejects.csv
has 'corrected, it comes in by itself' 'contact: 1 new' crm-import bad.vcf.rejects.csv
refused() { # WHAT MESSAGE; the file is r.vcf
	says "$1" 3 crm-import r.vcf -q <<EOF
crm-import: $2; nothing was written
EOF
}
printf 'BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\nBEGIN:VCARD\nFN:B\n' > r.vcf
refused 'no END' 'r.vcf:5: the card that begins here has no END:VCARD'
printf 'BEGIN:VCARD\nFN:A\nno property\nEND:VCARD\n' > r.vcf
refused 'no property' "r.vcf:3: 'no property' is no property, expected NAME:value"
printf 'BEGIN:VCARD\nFN:A\nEND:VCARD\nFN:B\n' > r.vcf
refused 'no BEGIN' 'r.vcf:4: no card begins here, expected BEGIN:VCARD'
printf 'BEGIN;ENCODING=BASE64:VCARD\nEND:VCARD\n' > r.vcf
refused 'a BEGIN that is none' 'r.vcf:1: no card begins here, expected BEGIN:VCARD'
{ printf 'BEGIN:VCARD\nNOTE:'; head -c 1100000 /dev/zero | tr '\0' x; printf '\nEND:VCARD\n'; } > r.vcf
refused 'a line without end' 'r.vcf:2: the line is longer than 1048576 bytes'
{ printf 'BEGIN:VCARD\nFN:Photo Only\nPHOTO;ENCODING=b:'; head -c 3000000 /dev/zero | tr '\0' A; printf '\nEND:VCARD\n'; } > photo.vcf
ok 'but a photograph may be large' crm-import photo.vcf -q
printf 'BEGIN:VCARD\nVERSION:2.1\nAGENT:\nBEGIN:VCARD\nFN:Inside\nEND:VCARD\nFN:Outside\nEND:VCARD\n' > agent.vcf
is 'a card in a card is passed over' 0 sh -c 'crm-import agent.vcf -q --rows | grep -o "Inside\|Outside"' <<'EOF'
Outside
EOF
: > empty.vcf
has 'an empty address book' 'contact: 0 new' crm-import empty.vcf
has '--from' "'vcd' is nothing that is read, expected table, vcard or ical" crm-import all.vcf --from vcd

# --- calendars
cat > a.ics <<'EOF'
BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:STANDARD
DTSTART:19701025T020000
END:STANDARD
END:VTIMEZONE
BEGIN:VTODO
UID:t1
SUMMARY:Call\, please
DUE;TZID=Europe/London:20261201T100000
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU
PRIORITY:1
BEGIN:VALARM
TRIGGER;RELATED=END:-PT1H30M
END:VALARM
END:VTODO
BEGIN:VTODO
UID:t2
SUMMARY:Done long ago
DUE;VALUE=DATE:20261101
COMPLETED:20261031T220000Z
RRULE:FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR
END:VTODO
BEGIN:VEVENT
UID:e1
SUMMARY:Lunch
DESCRIPTION:with Bob
DTSTART:20261202T090000Z
DTEND:20261202T103000Z
LOCATION:Leeds
END:VEVENT
BEGIN:VEVENT
UID:e2
DTSTART:20261203T120000
DURATION:PT45M
STATUS:CANCELLED
END:VEVENT
BEGIN:VJOURNAL
SUMMARY:passed over
END:VJOURNAL
END:VCALENDAR
EOF
crlf < a.ics > b.ics
ok 'a calendar' crm-import b.ics
is 'tasks' 0 crm-list task -c title,due_at,remind_at,every,priority,status,done_at -H <<EOF
$(tsv 'Call, please|2026-12-01T13:00:00|2026-12-01T11:30:00|2w|9|open|' \
	'Done long ago|2026-11-01||1wd|0|done|2026-11-01T01:00:00')
EOF
is 'meetings' 0 crm-list activity -c kind,planned_at,minutes,outcome,text -H <<EOF
$(tsv 'meeting|2026-12-02T12:00:00|90|appointment|Lunch\nwith Bob' 'meeting|2026-12-03T12:00:00|45|cancelled|')
EOF
has 'again: nothing new' 'task: 0 new, 0 changed, 2 same; activity: 0 new, 0 changed, 2 same' crm-import a.ics
cp a.ics named.vcf
has 'what a file holds counts, not its name' 'task: 0 new, 0 changed, 2 same; activity: 0 new' crm-import named.vcf
sed -i 's/T090000Z/T100000Z/' a.ics
ok 'moved in the calendar' crm-import a.ics -q
is 'moved here' 0 crm-list activity -c planned_at -H -l 1 <<'EOF'
2026-12-02T13:00:00
EOF
sed 's/Europe\/London/Nowhere Standard Time/' a.ics > c.ics
has 'an unknown zone refuses the row' "^c.ics:9: column 'due_at': '20261201T100000 (Nowhere Standard Time)'" crm-import c.ics
sed '$d' a.ics > d.ics
says 'a calendar without end' 3 crm-import d.ics -q <<'EOF'
crm-import: d.ics:1: the calendar that begins here has no END:VCALENDAR; nothing was written
EOF
sed '/^END:VTODO/d' a.ics > d.ics
has 'a task without end' '^crm-import: d.ics:9: what begins here has no END' crm-import d.ics -q
# --- what is repeated, and zones by the names that Windows has
cat > series.ics <<'EOF'
BEGIN:VCALENDAR
BEGIN:VEVENT
UID:week
DTSTART;TZID=Russian Standard Time:20210105T100000
DURATION:PT30M
RRULE:FREQ=WEEKLY;BYDAY=TU
SUMMARY:Weekly
END:VEVENT
BEGIN:VEVENT
UID:week
RECURRENCE-ID;TZID=Russian Standard Time:20261124T100000
DTSTART;TZID=Russia Time Zone 3:20261124T150000
DURATION:PT30M
SUMMARY:Moved once
END:VEVENT
BEGIN:VTODO
UID:half
SUMMARY:Every second week
DTSTART:20261201T070000Z
DURATION:PT2H
RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;COUNT=5
END:VTODO
END:VCALENDAR
EOF
has 'how a meeting is repeated finds no place, which is said' "not imported: 'repeats'" crm-import series.ics
is 'the one that was moved is a meeting beside the others' 0 crm-list activity 'text~Weekly or text~Moved' -c planned_at,text -H <<EOF
$(tsv '2021-01-05T10:00:00|Weekly' '2026-11-24T14:00:00|Moved once')
EOF
is 'a task ends behind its beginning' 0 crm-list task title~second -c due_at,every -H <<EOF
$(tsv '2026-12-01T12:00:00|2w')
EOF

# --- what is repeated on the last day of the month
CRM_DB=$work/months.db
base
export CRM_NOW=2026-11-22T10:05:00
tsv 'title|due_at|every' 'a|2027-02-28|1m@31' 'b|2027-01-31|1m' 'c|2028-02-29|1y' 'd|2027-02-28|monthly@30' 'e|2027-01-28|1m' |
	crm-add task -q > out
crm-export task -f ical -q > months.ics
tr -d '\r' < months.ics > months
is 'the rules say the last day, not the 31st alone' 0 grep ^RRULE months <<'EOF'
RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1
RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1
RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=28,29;BYSETPOS=-1
RRULE:FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1
RRULE:FREQ=MONTHLY
EOF
CRM_DB=$work/again.db
base
ok 'they are read back' crm-import months.ics
is 'as they were' 0 crm-list task -H -c title,due_at,every -s title <<EOF
$(tsv 'a|2027-02-28|1m@31' 'b|2027-01-31|1m' 'c|2028-02-29|1y' 'd|2027-02-28|1m@30' 'e|2027-01-28|1m')
EOF

# --- our own calendars come back as they went
rm -f "$CRM_DB"*
base time_zone=Europe/Berlin
crm-add company name=Acme -q > out
tsv 'title|priority|status|done_at|remind_at' 'urgent|12|open||2026-12-01' 'never|0|open||' 'day|5|done|2026-11-01|' |
	crm-add task -q > out
tsv 'kind|company|at|planned_at|outcome' 'meeting|1|2026-11-02|2026-12-01T10:00:00|cancelled' \
	'meeting|1|2026-11-03T10:00:00|2026-12-02T11:00:00|appointment' | crm-add activity -q > out
crm-export task -f ical -q > own.ics
crm-export activity -f ical -q > meet.ics
has 'tasks of any priority, days without a moment' 'task: 0 new, 0 changed, 3 same' crm-import own.ics
has 'cancelled meetings' 'activity: 0 new, 0 changed, 2 same' crm-import meet.ics
sed -i 's/^STATUS:CONFIRMED/STATUS:CANCELLED/' meet.ics
sed -i 's/^PRIORITY:1\r/PRIORITY:5\r/; s/^COMPLETED:20261031T230000Z/COMPLETED:20261104T120000Z/' own.ics
ok 'changed by a calendar' sh -c 'crm-import -q meet.ics && crm-import -q own.ics'
is 'that goes before our own words for it' 0 sh -c 'crm-list activity -H -c outcome; crm-list task -H -c priority,done_at' <<EOF
$(tsv cancelled cancelled '5|' '0|' '5|2026-11-04T13:00:00')
EOF
