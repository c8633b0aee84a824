#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-undo: change sets taken back, conflicts, undo of an undo
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=ivanova
	tsv 'name|phone' 'Ромашка|8 495 123-45-67' 'Beta|' | crm-add company
	crm-set company 1 note=one potential=5
} > prepare 2>&1 || cat prepare

is 'a dry run shows what would change' 0 crm-undo -n <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'company|1|set|potential|5.00|||' 'company|1|set|note|one|||')
EOF
is 'and changes nothing' 0 crm-list company id=1 -H -c note,potential <<EOF
$(tsv 'one|5.00')
EOF
says 'the last one of mine' 0 crm-undo <<'EOF'
change set 4 taken back: 1 record
EOF
is 'is taken back' 0 crm-list company id=1 -H -c note,potential <<EOF
$(tsv '|')
EOF
says 'not twice' 2 crm-undo 4 <<'EOF'
crm-undo: change set 4 was taken back already, by change set 5
EOF
is 'the undo is a change set' 0 sh -c 'crm-history -H -l 1 | cut -f1,4,5' <<EOF
$(tsv '5|change set 4 taken back: 1 record; 1 company changed|4')
EOF
ok 'which can be taken back' crm-undo 5
is 'and then all is as it was' 0 crm-list company id=1 -H -c note,potential <<EOF
$(tsv 'one|5.00')
EOF
ok 'walking back' crm-undo
ok 'past undos' crm-undo
is 'to an empty base' 0 crm-list company --count <<'EOF'
0
EOF
is 'in the search index as well' 0 crm-find -H Ромашка <<'EOF'
EOF
ok 'added records come back under their numbers' sh -c 'crm-undo "$(crm-history -H -l 1 | cut -f1)"'
is 'with all that was tied to them' 0 crm-list company phone=84951234567 -H -c id,name <<EOF
$(tsv '1|Ромашка')
EOF
has 'and are found' Ромашка crm-find -H ромаш

crm-set company 1 note=two site=example.org > /dev/null 2>&1
last=$(crm-history -H -l 1 | cut -f1)
CRM_REP=ivanova crm-set company 1 note=three > /dev/null 2>&1
is 'what was changed since is a conflict, the rest is restored' 1 crm-undo "$last" <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'company|1|conflict|note|three||11|changed since' \
	'company|1|set|site|example.org|||')
EOF
is 'in the base too' 0 crm-list company id=1 -H -c note,site <<EOF
$(tsv 'three|')
EOF
has "somebody else's change set is not mine" 'crm-set company 1 note=two' sh -c \
	'crm-undo -n > /dev/null; crm-history -H | grep note=two'
CRM_REP=ivanova crm-undo > /dev/null 2>&1
is "another's own last one" 0 crm-list company id=1 -H -c note <<'EOF'
two
EOF
crm-set company 1 note=four > /dev/null 2>&1
last=$(crm-history -H -l 1 | cut -f1)
crm-set company 1 note=five > /dev/null 2>&1
ok 'force' crm-undo "$last" --force
is 'restores it all the same' 0 crm-list company id=1 -H -c note <<'EOF'
two
EOF

crm-add company name=Used > /dev/null 2>&1
last=$(crm-history -H -l 1 | cut -f1)
used=$(crm-list company name=Used -H -c id)
crm-add deal company="$used" title=x > /dev/null 2>&1
has 'a record in use stays' "company	$used	conflict.*in use" crm-undo "$last"
is 'there' 0 crm-list company name=Used --count <<'EOF'
1
EOF
says 'too many' 2 crm-undo 3 --max 0 <<'EOF'
crm-undo: change set 3: 1 record is more than --max 0, nothing was changed
EOF
has 'the founding of the base stays' 'you cannot take it back yourself' crm-undo 1
says 'no such change set' 2 crm-undo 999 <<'EOF'
crm-undo: there is no change set 999
EOF
says 'no number' 2 crm-undo last <<'EOF'
crm-undo: 'last' is no change set; a number, or a range such as 12..15 or 12..
EOF
says 'nothing of one who did nothing' 2 env CRM_REP=ivanova crm-undo <<'EOF'
crm-undo: there is nothing of yours to take back
EOF

# Several at once. Numbers are those of a new base; boris works in between.
rm -f "$CRM_DB"*
CRM_NOW=2026-11-20T09:00:00
base --preset b2b --lang en
by() { who=$1; shift; CRM_REP=$who "$@" > log 2>&1 || cat log; }
last() { crm-history -H -l 1 | cut -f1; }
by head crm-add rep login=boris # 2
by head crm-add company name=One owner=head # 3
by head crm-set company 1 note=a # 4
CRM_NOW=2026-11-21T09:00:00
by head crm-set company 1 note=b site=b.example # 5
by boris crm-set company 1 potential=7 # 6
CRM_NOW=2026-11-21T12:00:00
by head crm-set company 1 note=c # 7
by head crm-add company name=Two phone=84951112233 # 8
cp "$CRM_DB" all.db
again() { rm -f "$CRM_DB"*; cp all.db "$CRM_DB"; }
fields() { crm-list company -H -c name,note,site,potential "$@"; }

says 'two numbers' 0 crm-undo 5 7 <<'EOF'
change sets 5 and 7 taken back: 1 record
EOF
is 'are one change set' 0 sh -c 'crm-history -H -l 1 | cut -f1,5' <<EOF
$(tsv '9|7')
EOF
is 'back to what was before' 0 fields name=One <<EOF
$(tsv 'One|a||7.00')
EOF
says 'its undo' 0 crm-undo 9 <<'EOF'
change set 9 taken back: 1 record
EOF
is 'does both again' 0 fields name=One <<EOF
$(tsv 'One|c|b.example|7.00')
EOF
again
is 'the difference is one row for each field, from now to then' 0 crm-undo -n 4..7 <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'company|1|set|site|b.example|||' 'company|1|set|note|c|||')
EOF
says 'a range leaves the work of others alone' 0 crm-undo 4..7 <<'EOF'
change sets 4, 5 and 7 taken back: 1 record
1 of others left alone, --all takes them too
EOF
is 'and takes back the rest' 0 fields name=One <<EOF
$(tsv 'One|||7.00')
EOF
again
says 'all of them' 0 crm-undo --all 4..7 <<'EOF'
change sets 4, 5, 6 and 7 taken back: 1 record
EOF
is 'are gone' 0 fields name=One <<EOF
$(tsv 'One|||')
EOF
again
says 'one rep' 0 crm-undo --rep boris 2.. <<'EOF'
change set 6 taken back: 1 record
6 of others left alone, --all takes them too
EOF
again
says "the last one of another" 0 crm-undo --rep boris <<'EOF'
change set 6 taken back: 1 record
EOF
again
says 'somebody else than is asked for' 2 crm-undo --rep boris 7 <<'EOF'
crm-undo: change set 7 is of 'head'
EOF
says 'since a moment' 0 crm-undo --since '2026-11-21 12:00' <<'EOF'
change sets 7 and 8 taken back: 3 records
EOF
is 'what was added goes' 0 fields <<EOF
$(tsv 'One|b|b.example|7.00')
EOF
says 'since a day' 0 crm-undo --since 2026-11-21 --until 2026-11-21T09:00 --all <<'EOF'
change sets 5 and 6 taken back: 1 record
EOF
is 'nothing is done twice' 0 fields <<EOF
$(tsv 'One|a||')
EOF
has 'an undo and what it took back cancel each other' '^change set 4 taken back' crm-undo --all 4..10
is 'and nothing is in between' 0 fields <<EOF
$(tsv 'One|||')
EOF
again
has 'a moment that is none' "since: '2020' is not a date" crm-undo --since 2020
says 'everything' 0 crm-undo --since 2020-01-01 --all -y <<'EOF'
7 change sets from 2 to 8 taken back: 4 records
change set 1 brought you into the base and stays
EOF
is 'is nothing' 0 crm-list company --count <<'EOF'
0
EOF
says 'nothing there' 2 crm-undo 500..600 <<'EOF'
crm-undo: there is nothing of yours to take back
EOF
has 'a range the wrong way round' "'7..4' is no change set" crm-undo 7..4

again
by head crm-set company 1 potential=9 class=A # 9
by head crm-delete company 2 --with-tied -y # 10
by boris crm-set company 1 potential=11 # 11
is 'a conflict is shown as people see values, with who did it' 1 crm-undo 9..10 <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'company|1|conflict|potential|11.00|7.00|11|changed since' \
	'company|2|add|||Two||' 'channel|1|add|||84951112233||' 'company|1|set|class|A|||')
EOF
again
by head crm-add company name=Three # 9
by boris crm-set company 3 potential=11 # 10
is 'an added record that was worked on stays' 1 crm-undo 9 <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'company|3|conflict|potential|11.00||10|changed since')
EOF
ok 'unless it is forced' crm-undo 9 --force
is 'then it goes' 0 fields name=Three <<'EOF'
EOF
again
by head crm-add company name=Three # 9
by boris crm-log 3 call talked # 10
is 'what others refer to stays' 1 crm-undo 9 --force <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'company|3|conflict||||10|in use: activity 1 refers to it')
EOF
ok 'until they go too' crm-undo 9..10 --all
is 'then nothing is left' 0 crm-list activity --count <<'EOF'
0
EOF

again
by head crm-set company 1 name='Ёлка' # 9
ok 'words of old' crm-undo
is 'are found again' 0 crm-find -H one -c id <<'EOF'
1
EOF
is 'and the new ones are not' 0 crm-find -H ёлка -c id <<'EOF'
EOF
has 'a key is set free' '^1 company added' sh -c 'crm-add company name=K --key k 2>&1 > /dev/null;
	crm-undo > /dev/null 2>&1; crm-add company name=K --key k'
ok 'an undo with a key' crm-undo --key u
says 'is done once' 0 crm-undo --key u <<'EOF'
done already as change set 14: change set 13 taken back: 1 record
EOF

# --- one of several moves is taken back: the next one comes from where the one before it went
again
by head crm-add deal company=1 title=T stage=sale:need # 9
for stage in offer agreement contract; do by head crm-move deal 1 --to sale:$stage --force drawn; done # 10 11 12
is 'the move behind it is linked anew' 1 crm-undo 10 <<EOF
$(tsv 'entity|row|op|field|old|new|since|why' 'deal|1|conflict|stage|sale:contract|sale:need|12|changed since' \
	'task|2|delete||Call about the offer|||' 'stage_change|2|delete|||||' 'stage_change|3|set|from_stage|sale:offer|sale:need||')
EOF
is 'so the chain holds' 0 crm-list stage_change -H -c from_stage,to_stage <<EOF
$(tsv '|sale:need' 'sale:need|sale:agreement' 'sale:agreement|sale:contract')
EOF
is 'and the funnel counts it' 0 sh -c 'crm-funnel --period 2026-11 -H | cut -f2,4-6' <<EOF
$(tsv 'need|1|0|1' 'offer|1|0|1' 'agreement|1|0|1' 'contract|1|1|0' 'delivery|0|0|0' 'paid|0|0|0')
EOF
ok 'undone again' crm-undo 13
is 'all is as it was' 0 crm-list stage_change -H -c from_stage,to_stage <<EOF
$(tsv '|sale:need' 'sale:need|sale:offer' 'sale:offer|sale:agreement' 'sale:agreement|sale:contract')
EOF
has 'taken out' 'stage_change.3.set.from_stage' crm-undo 10
has 'with the one behind it, which undo had changed' 'stage_change.3.delete' crm-undo 11
is 'the last one comes from the first' 0 crm-list stage_change -H -c from_stage,to_stage <<EOF
$(tsv '|sale:need' 'sale:need|sale:contract')
EOF

again
for category in prospect qualified customer; do by head crm-move company 1 --to $category --force drawn; done # 9 10 11
for owner in boris head; do by head crm-move company 1 --owner $owner; done # 12 13
moves() { crm-list category_change -H -c from_category,to_category; crm-list owner_change -H -c from_owner,to_owner; crm-list company id=1 -H -c category,owner; }
has 'the first of several' 'category_change.2.set.from_category.prospect.lead' crm-undo 9
ok 'the hand-over' crm-undo 12 -q
is 'what follows begins where they did' 0 moves <<EOF
$(tsv 'lead|qualified' 'qualified|customer' 'head|head' 'customer|head')
EOF
ok 'the others too' crm-undo 13 -q
ok 'the others too, the last one first' crm-undo 11 -q
ok 'and the one between' crm-undo 10 -q
is 'everything stands where it did at first' 0 moves <<EOF
$(tsv 'lead|head')
EOF
again
for category in prospect qualified customer; do by head crm-move company 1 --to $category --force drawn; done # 9 10 11
has 'two in one go' 'category_change.3.set.from_category.qualified.lead' crm-undo 9..10
is 'the third comes from the beginning' 0 moves <<EOF
$(tsv 'lead|customer' 'customer|head')
EOF

# --- a close comes back into the history of a deal that has gone on since: it is not closed now
again
crm-add lost_reason code=dear -q > "$work/made" # 9
by head crm-add deal company=1 title=T stage=sale:need # 10
for stage in contract need; do by head crm-move deal 1 --to sale:$stage --force drawn; done # 11 12
by head crm-move deal 1 --to sale:lost --reason dear --competitor Rival # 13
crm-undo -q 11..12 > "$work/made" 2>&1
crm-undo -q 13 > "$work/made" 2>&1 # 15
by head crm-move deal 1 --to sale:offer --force drawn # 16
crm-undo -q 15 > "$work/made" 2>&1
crm-undo -q 14 > "$work/made" 2>&1
is 'a deal gone on is open' 0 crm-list deal -H -c stage,closed_at,lost_reason,competitor <<EOF
$(tsv 'sale:offer|||')
EOF
is 'its history has the close' 0 crm-list stage_change -H -c from_stage,to_stage,lost_reason <<EOF
$(tsv '|sale:need|' 'sale:need|sale:contract|' 'sale:contract|sale:need|' 'sale:need|sale:lost|dear' 'sale:lost|sale:offer|')
EOF

# --- a stage that was won is open again: so are the deals that went there since
again
by head crm-set stage sale:offer kind=won # 9
by head crm-add deal company=1 title=T stage=sale:offer # 10
by head crm-add deal company=1 title=U # 11
by head crm-move deal 2 --to offer --force drawn # 12
is 'closed' 0 crm-list deal -H -c stage,closed_at <<EOF
$(tsv 'sale:offer|2026-11-21T12:00:00' 'sale:offer|2026-11-21T12:00:00')
EOF
ok 'the kind of their stage is taken back' crm-undo -q 9
is 'open' 0 crm-list deal -H -c stage,closed_at <<EOF
$(tsv 'sale:offer|' 'sale:offer|')
EOF
ok 'and that as well' crm-undo -q 13
is 'closed again' 0 crm-list deal -H -c stage,closed_at <<EOF
$(tsv 'sale:offer|2026-11-21T12:00:00' 'sale:offer|2026-11-21T12:00:00')
EOF

# --- a main number that comes back gives way to the one that took the place since
again
mains() { crm-list channel -H company=1 -c value,is_main; }
for n in 1 2; do by head crm-add channel company=1 kind=phone value=+7495000000$n is_main=1; done # 9 10
before=$(mains)
has 'a number added in between' 'channel.*conflict.is_main.0.1.10.changed since' crm-undo 9
is 'leaves the main one where it is' 0 mains <<EOF
$before
EOF
ok 'the last one goes' crm-undo -q 10
by head crm-delete channel "$(crm-list channel -H company=1 is_main=1 -c channel)"
deleted=$(crm-history -H -l 1 | cut -f1)
by head crm-set company 1 phone=+74950000003
has 'one that was deleted' 'channel.*add' crm-undo "$deleted"
is 'is beside the new one' 0 sh -c 'crm-list channel -H company=1 is_main=1 -c value' <<'EOF'
+74950000003
EOF

# --- a hand-over told later, between two others, and all of them taken back at once
again
handed() { crm-list owner_change -H company=1 -s at -c from_owner,to_owner; crm-list company -H id=1 -c owner; }
by head crm-move company 1 --owner boris --at 2026-11-02 # 9
by head crm-move company 1 --owner head --at 2026-11-04 # 10
by head crm-move company 1 --owner '' --history --at 2026-11-03 # 11
ok 'three hand-overs' crm-undo -q 9..11
is 'leave it with whom it was' 0 handed <<'EOF'
head
EOF
ok 'and come back' crm-undo -q 12
is 'together' 0 handed <<EOF
$(tsv 'head|boris' 'boris|' '|head' 'head')
EOF

# --- a hand-over to whom it came from, told later and taken back
again
by head crm-move company 1 --owner boris --at 2026-11-02 # 9
by head crm-move company 1 --owner head --history --at 2026-11-01 # 10
ok 'told later' crm-undo -q 10
is 'takes nothing from the one behind it' 0 handed <<EOF
$(tsv 'head|boris' 'boris')
EOF

# --- nor do two that were imported together
again
by head crm-move company 1 --owner boris --at 2026-11-12 # 9
printf 'company,to_owner,at\nOne,head,2026-11-01\nOne,boris,2026-11-02\n' > owners.csv
by head crm-import owner_change owners.csv # 10
ok 'imported' crm-undo -q 10
is 'take nothing from the one behind them' 0 handed <<EOF
$(tsv 'head|boris' 'boris')
EOF

# --- a record that stays because somebody worked on it keeps what came with it
rm -f "$CRM_DB"*
CRM_NOW=2026-01-01T09:00:00
base --preset b2b --lang en -q
tsv 'ref|name|phone|inn|address' 'A1|Vega|8 495 123-45-67|7707083893|Main street 1' 'A2|Lyra|8 495 123-45-68||Main street 2' > kept.tsv
crm-import company kept.tsv -k ref -q
set=$(last)
crm-set -q company 1 class=A > told
cp "$CRM_DB" whole.db
is 'the firm that was changed, with all its parts' 1 sh -c "crm-undo $set > told; code=\$?; cut -f 1-3,8 told; exit \$code" <<END
$(tsv 'entity|row|op|why' 'company|1|conflict|changed since' 'address|1|conflict|part of company 1, which stays' \
	'legal_entity|1|conflict|part of company 1, which stays' 'channel|1|conflict|part of company 1, which stays' \
	'alias|1|conflict|part of company 1, which stays' 'alias|2|delete|' 'channel|2|delete|' \
	'address|2|delete|' 'company|2|delete|')
END
is 'can be called' 0 crm-list company -H -c name,phone,inn <<END
$(tsv 'Vega|8 495 123-45-67|7707083893')
END
has 'and is known by its key' 'company: 1 new, 0 changed, 1 same' crm-import company kept.tsv -k ref
cp whole.db "$CRM_DB"
rm -f "$CRM_DB-wal" "$CRM_DB-shm"
is 'force takes all of it' 0 sh -c "crm-undo -q --force $set > told && crm-list company --count && crm-list channel --count" <<'END'
0
0
END

# What hangs on a record that cannot come back does not come back either.
rm -f "$CRM_DB"*
base --preset b2b --lang en
{
	crm-add territory code=tver
	crm-add company name=One territory=tver
	crm-add deal company=1 title=pump
	crm-delete company 1 --with-tied -y
	gone=$(last)
	crm-delete territory tver -y
} > told 2>&1
is 'a record whose target is gone stays away with all that refers to it' 0 sh -c "crm-undo -H $gone | cut -f 1-3,8" <<END
$(tsv 'company|1|conflict|territory 1 is gone' 'deal|1|conflict|company 1 is gone' 'task|1|conflict|company 1 is gone' \
	'stage_change|1|conflict|deal 1 is gone')
END
is 'none of that is there' 0 sh -c 'crm-list deal --count; crm-list task --count; crm-list stage_change --count' <<'END'
0
0
0
END

# Who handed merged companies over stays as it was: their hand-overs need not follow from each other.
rm -f "$CRM_DB"*
base --preset b2b --lang en
{
	for login in anna boris; do crm-add rep login=$login; done
	crm-add company name=One owner=anna
	crm-add company name=Two
	state > begun
	printf 'company\n1\n2\n' | crm-move company --owner boris -y
	handed=$(last)
	crm-merge company 1 2 -y
	merged=$(last)
} > told 2>&1
state > before
crm-delete company 1 --with-tied -y > told 2>&1
crm-undo >> told 2>&1
is 'a merged company that was deleted comes back with its hand-overs' 0 state < before
crm-undo -y "$handed..$merged" > told 2>&1
crm-undo "$(last)" > told 2>&1
is 'and so when the merge is taken back and made again' 0 state < before
crm-undo "$(last)" > told 2>&1
is 'and taken back once more' 0 state < begun

# Whose a deal was when it moved follows its hand-overs: a hand-over that was told later stands in no move's way.
rm -f "$CRM_DB"*
CRM_NOW=2026-11-20T10:00:00
base --preset b2b --lang en
{
	crm-add rep login=anna
	crm-add company name=One owner=head
	crm-add deal company=1 title=pump
	CRM_NOW=2026-11-21T10:00:00 crm-move deal 1 --to sale:offer --force 'told later'
	moved=$(last)
	CRM_NOW=2026-11-22T10:00:00 crm-move deal 1 --owner anna --at 2026-11-20T12:00
} > said 2>&1
CRM_NOW=2026-11-22T11:00:00
ok 'a move before which the deal was handed over, as was told later' crm-undo "$moved"
is 'is taken back with its stage' 0 sh -c 'crm-list deal -c stage -H; crm-list stage_change -c to_stage -H' <<'END'
sale:need
sale:need
END

# --- change sets of a table
CRM_DB=$work/piped.db
{
	crm-init -q
	for name in One Two Three; do crm-add company name=$name; done
	crm-set company 1 2 class=A -y
} > said 2>&1
crm-history entity=company field=class,name new=A,Two > list.tsv
in=list.tsv
is 'those of a table, each once' 0 sh -c 'crm-undo - > /dev/null && crm-list company -c name,class -H' <<END
$(tsv 'One|' 'Three|')
END
in=/dev/null
says 'of an empty one none, and not the last one' 2 crm-undo - <<'END'
crm-undo: no change set given on standard input, nothing was changed
END
printf 'change\n3\nx\n' > list.tsv
in=list.tsv
says 'what is none' 3 crm-undo - <<'END'
crm-undo: stdin:3: column 'change': 'x' is no change set
END
