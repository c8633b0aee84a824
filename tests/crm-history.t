#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-history: change sets, their fields, the story of a record
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=ivanova
	CRM_NOW=2026-11-23T09:00:00 CRM_REP=ivanova crm-add company name=Ромашка phone='8 495 123-45-67'
	CRM_NOW=2026-11-24T09:00:00 crm-set company 1 note='pays late' potential=1000,50
	CRM_NOW=2026-11-25T09:00:00 crm-add company name=Gone
	CRM_NOW=2026-11-26T09:00:00 crm-delete company 2 --with-tied -y
} > prepare 2>&1 || cat prepare
[ "$(crm-history -H | wc -l)" = 6 ] || sed 's/^/# /' prepare

is 'newest first' 0 crm-history -l 2 <<EOF
$(tsv 'change|at|rep|counts|undoes|command')
$(crm-history -H | sed -n 1,2p)
EOF
is 'who and when' 0 sh -c 'crm-history -H | cut -f1-3' <<EOF
$(tsv '6|2026-11-26T09:00:00|head' '5|2026-11-25T09:00:00|head' '4|2026-11-24T09:00:00|head' \
	'3|2026-11-23T09:00:00|ivanova' '2|2026-11-22T10:05:00|head' '1|2026-11-22T10:05:00|')
EOF
is 'chosen columns' 0 crm-history -l 1 -c change,rep -H <<EOF
$(tsv '6|head')
EOF
is 'another order, cut after sorting' 0 crm-history -s change -l 2 -c change -H <<'EOF'
1
2
EOF
is 'chosen columns of a change set' 0 crm-history 4 -s -field -c field,new -H <<EOF
$(tsv 'potential|1000.50' 'note|pays late')
EOF
has 'the command line' "crm-set company 1 'note=pays late' potential=1000,50$" crm-history
is 'of one rep' 0 sh -c 'crm-history -H --rep ivanova | cut -f1' <<'EOF'
3
EOF
is 'of some days, both included' 0 sh -c 'crm-history -H --from 2026-11-24 --to 2026-11-25 | cut -f1' <<'EOF'
5
4
EOF
is 'by a filter' 0 sh -c 'crm-history -H command~crm-set at=2026-11 | cut -f1' <<'EOF'
4
EOF
ok 'nothing found' sh -c 'crm-history --from 2027-01-01 -e; [ $? = 1 ]'
is 'a change field by field' 0 crm-history 4 <<EOF
$(tsv 'change|at|rep|command|op|entity|row|field|old|new' \
	"4|2026-11-24T09:00:00|head|crm-set company 1 'note=pays late' potential=1000,50|set|company|1|potential||1000.50" \
	"4|2026-11-24T09:00:00|head|crm-set company 1 'note=pays late' potential=1000,50|set|company|1|note||pays late")
EOF
is 'of a large one only the first records' 0 sh -c 'crm-history 3 -H -l 1 | cut -f6,7 | uniq' <<EOF
$(tsv 'company|1')
EOF
has 'additions too' '	add	company	1	name		Ромашка$' crm-history 3
has 'and what was tied to them' '	add	channel	1	value		8 495 123-45-67$' crm-history 3
has 'deletions with what was there' '	delete	company	2	name	Gone	$' crm-history 6
is 'the story of a record, newest first' 0 sh -c 'crm-history company Ромашка -H | cut -f1,5 | uniq' <<EOF
$(tsv '4|set' '3|add')
EOF
has 'an addition shows what was there then' '	add	company	1	name		Ромашка$' crm-history company 1
ok 'not what came later' sh -c '! crm-history company 1 | grep -q "add	company	1	note"'
is 'the story of a record that is gone' 0 sh -c 'crm-history company 2 -H | cut -f1,5 | uniq' <<EOF
$(tsv '6|delete' '5|add')
EOF
says 'no such change set' 2 crm-history 99 <<'EOF'
crm-history: there is no change set 99
EOF
says 'no such record' 2 crm-history company 99 <<'EOF'
crm-history: nothing is known of company 99
EOF
says 'no such rep' 2 crm-history --rep ivanov <<'EOF'
crm-history: filter 'rep=ivanov', character 5: field 'rep': unknown rep 'ivanov', did you mean 'ivanova'?
try 'crm-history --help'
EOF
says 'neither number nor record' 2 crm-history company <<'EOF'
crm-history: 'company' is neither a change set nor a kind of record and which one
try 'crm-history --help'
EOF
