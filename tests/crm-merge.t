#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-merge: everything moves, nothing is lost, the old number works, undo gives both back
. "$(dirname "$0")/lib.sh"

command -v sqlite3 > /dev/null || skip_all 'no sqlite3 to read all tables with'

# Every row of every table that a person can see; the log of changes grows.
digest() {
	for t in $(sqlite3 "$CRM_DB" "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'
		AND name NOT LIKE 'search%' AND name NOT LIKE 'txn%' AND name NOT IN ('change', 'altered', 'gone') ORDER BY name"); do
		echo "== $t"
		sqlite3 "$CRM_DB" "SELECT * FROM $t ORDER BY id"
	done
}
quiet() { "$@" > "$work/quiet" 2>&1 || { cat "$work/quiet"; exit 1; }; }

CRM_NOW=2026-11-01T09:00:00
base --preset b2b
for login in anna boris; do quiet crm-add rep login=$login; done
quiet crm-add campaign name=Expo
quiet crm-add campaign name=Letter
quiet crm-add territory code=Tver
quiet crm-add company name='ООО "Ромашка"' phone='8 (495) 123-45-67' address='ул. Ленина, 5' city=Москва owner=anna \
	inn=7707083893 note=good territory=Tver
quiet crm-add company name='Romashka Ltd' phone='8 (495) 123-45-67' email=a@b.example site=romashka.example class=B \
	address='ul Lenina' city=Москва owner=boris inn=7707083893 legal_name='OOO R' note=bad --duplicate
quiet crm-add company name=Third referred_by=2 parent=1
quiet crm-set company 1 parent=2
quiet crm-add contact name=Иванов company=1 position=директор role=decides
quiet crm-add employment contact=1 company=2 since=2020-01-01
quiet crm-add employment contact=1 company=2 position=buyer role=pays
quiet crm-add contact name=Петров company=2 position=инженер
quiet crm-add deal company=2 title=pump amount=5 contact=2
quiet crm-add deal company=1 title=valve amount=7
quiet crm-set deal 1 legal_entity=2
quiet crm-add campaign_member campaign=1 company=1 status=sent at=2026-10-01
quiet crm-add campaign_member campaign=1 company=2 status=responded at=2026-10-02
quiet crm-add campaign_member campaign=2 company=2 contact=2 status=opened at=2026-10-03
quiet crm-add member_change campaign_member=2 to_status=responded at=2026-10-02
quiet crm-add saved_group name=best entity=company
quiet crm-add group_member saved_group=1 row=1
quiet crm-add group_member saved_group=1 row=2
CRM_NOW=2026-11-02T09:00:00
quiet crm-log 2 call talked --text 'про насос'
quiet crm-move company 2 --to prospect --force known
quiet crm-dup company --not 2 3
printf 'ref,name\nX7,Romashka Ltd\n' > foreign.csv
quiet crm-import foreign.csv --key ref --system old
CRM_NOW=2026-11-10T10:05:00
digest > before

is 'the plan' 0 crm-merge company 1 2 -n -o jsonl <<'EOF'
{"company":1,"company_name":"ООО \"Ромашка\"","duplicate":2,"duplicate_name":"Romashka Ltd","moved":"1 company, 1 address, 1 legal_entity, 2 channel, 3 employment, 1 deal, 1 category_change, 1 activity, 1 task, 2 campaign_member","filled":"class=B; site=romashka.example; legal_entity.legal_name=OOO R; employment.since=2020-01-01","noted":"name=Romashka Ltd; category=lead; owner=boris; campaign_member.status=sent; campaign_member.at=2026-10-02"}
EOF
digest | cmp -s - before
result $? 'is only a plan'
says 'the merge' 0 crm-merge company 1 2 <<EOF
1 pair merged
EOF
digest > merged
is 'both notes, and what could not stay' 0 crm-list company id=1 -c note -H <<'EOF'
good\nbad\nmerged with 2 on 2026-11-10: name=Romashka Ltd; category=lead; owner=boris; campaign_member.status=sent; campaign_member.at=2026-10-02
EOF
is 'gaps filled, the further category, nobody his own parent' 0 \
	crm-list company -c id,class,site,category,owner,parent,referred_by,phone,email <<EOF
$(tsv 'company|class|site|category|owner|parent|referred_by|phone|email' \
	'1|B|romashka.example|prospect|anna|||8 (495) 123-45-67|a@b.example' '3|||lead||1|1||')
EOF
is 'posts with their own roles; the same post once' 0 crm-list employment -c id,contact,company,position,role,since -H <<EOF
$(tsv '1|1|1|директор|decides|2020-01-01' '3|1|1|buyer|pays|' '4|2|1|инженер||')
EOF
is 'the same telephone and tax number once, and deals follow' 0 \
	sh -c 'crm-list channel -c company,kind,is_main -H; crm-list legal_entity -c id,company,legal_name,inn -H; crm-list deal -c id,company,legal_entity -H' <<EOF
$(tsv '1|phone|1' '1|email|1' '1|1|OOO R|7707083893' '1|1|1' '2|1|')
EOF
is 'places in programmes with their status' 0 crm-list campaign_member -c campaign,company,contact,status,at -H <<EOF
$(tsv '1|1||responded|2026-10-01' '2|1|2|opened|2026-10-03')
EOF
ok 'foreign keys' sh -c 'crm-list deal company=old:X7 -e'
is 'pairs set apart' 0 crm-list not_duplicate -c one,other -H <<EOF
$(tsv '1|3')
EOF
is 'groups' 0 crm-list group_member -c row -H <<EOF
1
EOF

# --- the old number
ok 'shown' sh -c 'crm-show company 2 | grep -q Ромашка'
is 'in a filter' 0 crm-list deal company=2 -c id -H <<EOF
1
2
EOF
is 'changed' 0 sh -c 'crm-set company 2 class=A -H | cut -f1' <<EOF
1
EOF
ok 'that taken back' crm-undo
is 'from a table' 0 sh -c 'printf "company\n2\n" | crm-list company - -c id -H' <<EOF
1
EOF
ok 'of a part' sh -c 'crm-show legal_entity 2 | grep -q 7707083893'
ok 'found by either name' sh -c 'crm-find romashka | grep -q "^company.1" && crm-find ромашка | grep -q "^company.1"'
says 'once is enough' 0 crm-merge company 1 2 <<EOF
1 pair was one already
0 pairs merged
EOF

# --- before the merge, and back
is 'as of the day before both stand apart' 0 crm-list company -c id,name,site,owner -H --as-of 2026-11-09 <<EOF
$(tsv '1|ООО "Ромашка"||anna' '2|Romashka Ltd|romashka.example|boris' '3|Third||')
EOF
ok 'and so do their deals' sh -c '[ "$(crm-list deal company=2 -c id -H --as-of 2026-11-09)" = 1 ]'
ok 'undo' crm-undo
digest > again
run diff -u before again
cp "$work/out" "$work/why"
result "$code" 'gives both back exactly'
ok 'and found' sh -c 'crm-find romashka | grep -q "^company.2"'
ok 'redo' crm-undo "$(crm-history -l 1 -c change -H)"
digest > again
run diff -u merged again
cp "$work/out" "$work/why"
result "$code" 'undo of the undo merges again'
quiet crm-undo

# --- choices
is 'fields of the other' 0 crm-merge company 1 2 --take name,email,phone --take owner -n -o jsonl <<'EOF'
{"company":1,"company_name":"ООО \"Ромашка\"","duplicate":2,"duplicate_name":"Romashka Ltd","moved":"1 company, 1 address, 1 legal_entity, 2 channel, 3 employment, 1 deal, 1 category_change, 1 activity, 1 task, 2 campaign_member","filled":"class=B; site=romashka.example; legal_entity.legal_name=OOO R; employment.since=2020-01-01","noted":"name=ООО \"Ромашка\"; category=lead; owner=anna; campaign_member.status=sent; campaign_member.at=2026-10-02"}
EOF
quiet crm-merge company 1 2 --prefer newest
is 'the newest of everything, with its key and history' 0 sh -c \
	'crm-list company id=1 -c name,owner,address -H; crm-who romashka -H | cut -f 1,2; crm-list owner_change -c from_owner,to_owner,reason -H' <<EOF
$(tsv 'Romashka Ltd|boris|ul Lenina' 'romashka|name')
EOF
quiet crm-undo
says 'no such field' 2 crm-merge company 1 2 --take nmae <<EOF
crm-merge: --take: unknown field of company 'nmae', did you mean 'name'?
try 'crm-merge --help'
EOF
says 'no such preference' 2 crm-merge company 1 2 --prefer mine <<EOF
crm-merge: --prefer: 'mine' is not known, expected survivor, duplicate or newest
try 'crm-merge --help'
EOF
says 'one is not two' 2 crm-merge company 1 <<EOF
crm-merge: only one record given: expected the one that stays and those that become part of it
try 'crm-merge --help'
EOF
says 'deals are not merged' 2 crm-merge deal 1 2 <<EOF
crm-merge: 'deal' cannot be merged: expected company or contact
try 'crm-merge --help'
EOF
says 'said not to be the same' 1 crm-merge company 2 3 <<EOF
crm-merge: 2: 2 and 3 were said not to be the same; crm-dup --forget takes that back
0 pairs merged, 1 refused
EOF

# --- people
quiet crm-add contact name='Ivanov Ivan' phone='8 903 111-22-33' company=3 birthday=1980-05-06
quiet crm-add consent contact=3 purpose=processing given_on=2026-01-01
is 'people move with posts and consents' 0 crm-merge contact 1 3 -o jsonl <<'EOF'
{"contact":1,"contact_name":"Иванов","duplicate":3,"duplicate_name":"Ivanov Ivan","moved":"1 channel, 1 consent, 1 employment","filled":"birthday=1980-05-06","noted":"name=Ivanov Ivan"}
EOF
is 'their channels' 0 crm-list channel contact=3 -c contact,value -H <<EOF
$(tsv '1|8 903 111-22-33')
EOF
quiet crm-undo

# --- tables: groups, chains, decisions
for i in 4 5 6 7 8 9; do quiet crm-add company name="Firm $i" site="firm$i.example" --duplicate; done
digest > before
tsv 'company|duplicate|decision|take' '4|5||' '5|6|merge|name' '4|6||' '7|4|yes|' '8|9|no|' '9|8|skip|' '3|9|perhaps|' '9|77||' > table
in=table
is 'a table with groups and decisions' 1 crm-merge company -y -o tsv <<EOF
$(tsv 'company|company_name|duplicate|duplicate_name|moved|filled|noted|decision|take' \
	'4|Firm 4|5|Firm 5|||name=Firm 5; site=firm5.example||' \
	'4|Firm 4|6|Firm 6|||name=Firm 4; site=firm6.example|merge|name' \
	'7|Firm 7|4|Firm 6|||name=Firm 6; site=firm4.example|yes|')
EOF
in=/dev/null
cp "$work/err" said
is 'and what was said' 0 cat said <<EOF
stdin:8: company 3: column 'decision': 'perhaps' is not known; expected merge, swap, no, skip or nothing
stdin:9: company 9: there is no company 77
1 pair was one already
1 pair set apart
3 pairs merged, 2 refused
EOF
is 'chains of merges' 0 sh -c 'for i in 4 5 6 7; do crm-list company id=$i -c id -H; crm-show company $i | grep -c "name.*Firm 7"; done | sort | uniq -c' <<EOF
      4 1
      4 7
EOF
ok 'all of it in one change set' crm-undo
digest > again
cmp before again > "$work/why" 2>&1
result $? 'and back'
tsv 'company|duplicate|decision' '4|5|swap' > table
in=table
is 'the other one stays' 0 sh -c 'crm-merge company -H | cut -f 1-4' <<EOF
$(tsv '5|Firm 5|4|Firm 4')
EOF
quiet crm-undo
tsv 'company|duplicate' '4|5' '6|7' > table
says 'several are not merged unasked' 2 crm-merge company <<EOF
crm-merge: merge 2 records: no terminal to ask on, --yes goes ahead
EOF
in=/dev/null

# --- holdings
crm-list company name~Firm -c id -H | paste -s -d' ' > firms
read -r a b c d _ < firms
quiet crm-set company "$a" parent="$b"
quiet crm-set company "$c" parent="$a"
quiet crm-set company "$d" parent="$c"
is 'nobody becomes his own holding' 0 sh -c "crm-merge company $d $b -H | cut -f 7; crm-list company parent!= name~Firm -c id,parent -H" <<EOF
name=Firm 5; site=firm5.example; parent=Firm 6
$(tsv "$a|$d" "$c|$a")
EOF
quiet crm-undo

# --- a merge comes back, but the duplicate was worked on since
quiet crm-add company name='Pear Ltd'
quiet crm-add company name='Plum' phone='8 495 765-43-21'
a=$(crm-list company 'name=Pear Ltd' -c id -H) b=$(crm-list company 'name=Plum' -c id -H)
quiet crm-merge company "$a" "$b"
quiet crm-undo
back=$(crm-history -H -l 1 | cut -f1)
quiet crm-set company "$b" note=called
has 'it stays' "^company.$b.conflict.note" crm-undo "$back"
is 'and its number is its own' 0 sh -c "crm-list company id=$b -H -c note; sqlite3 '$CRM_DB' 'SELECT count(*) FROM redirect WHERE gone = $b'" <<'EOF'
called
0
EOF
ok 'until they are merged again' crm-merge company "$a" "$b"

# --- the one had bought before the other was asked
quiet crm-add company name=Buyer
quiet crm-add company name='Buyer again' --duplicate
b=$(crm-list company 'name=Buyer' -c id -H) a=$(crm-list company 'name=Buyer again' -c id -H)
quiet crm-add deal company="$b" title=first stage=sale:contract amount=1 --at 2026-10-01
quiet crm-add deal company="$a" title=second --at 2026-10-15
digest > before
is 'a deal of one client is a repeated one of both' 0 sh -c "crm-merge company $a $b -q > merged; crm-list deal company=$a -c title,is_repeat -H" <<EOF
$(tsv 'first|0' 'second|1')
EOF
quiet crm-undo
digest | cmp -s - before
result $? 'and is not any more when they are two again'

# --- many
quiet sh -c 'awk "BEGIN { print \"name\tphone\temail\"; for (i = 1; i <= 2000; i++)
	printf \"Many %d\t8 495 %07d\tm%d@x.example\n\", int((i + 1) / 2), 1000000 + int((i + 1) / 2), i }" | crm-add company --duplicate'
first=$(crm-list company 'name=Many 1' -c id -H -l 1)
digest > before
awk -v n="$first" 'BEGIN { print "company\tduplicate"; for (i = 0; i < 2000; i += 2) print n + i "\t" n + i + 1 }' > table
in=table
says 'a thousand pairs' 0 crm-merge company -y <<EOF
1000 pairs merged
EOF
in=/dev/null
is 'are one' 0 sh -c 'crm-list company name~Many --count -H; crm-list channel kind=phone value~"495 1" --count -H; crm-list channel value~@x.example --count -H' <<EOF
1000
1000
2000
EOF
ok 'undone' crm-undo
digest > again
cmp before again > "$work/why" 2>&1
result $? 'exactly'
ok 'nothing dangles' sh -c '[ -z "$(sqlite3 "$CRM_DB" "PRAGMA foreign_key_check")" ]'

# --- a chain of merges is followed to its end, a circle is none
sqlite3 "$CRM_DB" "INSERT INTO redirect (entity, gone, survivor) VALUES ('company', 90001, 90002), ('company', 90002, 90003),
	('company', 90003, 90004), ('company', 90004, 90002), ('company', 90005, 90005), ('company', 90011, 90012),
	('company', 90012, 90013), ('company', 90013, 90014), ('company', 90014, 90015), ('company', 90015, 1)"
is 'five merges' 0 crm-show company 90011 -H -l 1 <<END
$(crm-show company 1 -H -l 1)
END
for n in 90001 90002 90003 90005; do
	says "a circle from $n on" 2 timeout 20 crm-show company $n <<END
crm-show: there is no company $n
END
done
is 'a filter finds the survivor too' 0 crm-list company id=90011,90001 -c id -H <<'END'
1
END
is 'and leaves it out' 0 crm-list company id=1 id!=90011 -c id -H <<'END'
END
