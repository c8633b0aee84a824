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
$(tsv 'entity|row|op|field|old|new|why' 'company|1|set|potential|5.00||' 'company|1|set|note|one||')
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
$(tsv '5|change set 4 taken back: 1 record|4')
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
$(tsv 'entity|row|op|field|old|new|why' 'company|1|conflict|note|three||changed since' 'company|1|set|site|example.org||')
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
crm-undo: change set 3 is about 2 records, --max is 0: nothing was changed
EOF
has 'the founding of the base stays' 'you cannot take it back yourself' crm-undo 1
says 'no such change set' 2 crm-undo 999 <<'EOF'
crm-undo: there is no change set 999
EOF
says 'no number' 2 crm-undo last <<'EOF'
crm-undo: 'last' is not the number of a change set
try 'crm-undo --help'
EOF
says 'nothing of one who did nothing' 2 env CRM_REP=ivanova crm-undo <<'EOF'
crm-undo: there is nothing of yours to take back
EOF
