#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-move: stages, categories, owners; gates, moments, tables, history
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	tsv 'login' ivanova petrov | crm-add rep
	tsv 'name|owner' 'Alpha|ivanova' 'Beta|' 'Gamma|' | crm-add company
	tsv 'company|title|amount|owner|pipeline|stage' \
		'1|Pumps|100|ivanova|sale|need' '1|Pipes||ivanova|sale|need' '|Spares|5|petrov|repeat|need' | crm-add deal
} > prepare 2>&1 || cat prepare
at() { now=$1; shift; CRM_NOW=$now "$@"; }
history() { crm-list stage_change deal="$1" -H -c from_stage,to_stage,at,owner.login,lost_reason,competitor,forced; }

says 'a gate names what is missing' 1 crm-move deal 1 --to offer <<'EOF'
crm-move: 1: missing for 'sale:offer': what hurts and since when (question pain); who decides (question decides); the budget and by when (question budget)
0 deals moved, 1 refused
EOF
is 'a reason passes it' 0 at 2026-11-22T10:06:00 crm-move deal 1 --to offer --force 'the head said so' <<EOF
$(tsv 'deal|title|from|to|at' '1|Pumps|sale:need|sale:offer|2026-11-22T10:06:00')
EOF
is 'duties became tasks' 0 crm-list task -H -c title,assignee,due_at,deal due_at=2026-11-25 title~offer <<EOF
$(tsv 'Call about the offer|ivanova|2026-11-25|1')
EOF
says 'standing there already' 0 crm-move deal 1 --to offer <<'EOF'
1 stood there already
0 deals moved
EOF
at 2026-11-23T09:00:00 crm-move deal 1 --to agreement > "$work/out" 2>&1
CRM_NOW=2026-11-24T09:00:00
says 'not before the last move' 1 crm-move deal 1 --to lost --reason price --at 2026-11-22 <<'EOF'
crm-move: 1: '2026-11-22' lies before the last move, 2026-11-23T09:00:00
0 deals moved, 1 refused
EOF
says 'not after now' 1 crm-move deal 1 --to lost --reason price --at 2026-11-25 <<'EOF'
crm-move: 1: '2026-11-25' lies after now, 2026-11-24T09:00:00
0 deals moved, 1 refused
EOF
is 'the day of the last move takes its moment' 0 crm-move deal 1 --to lost --reason price --competitor Rival --at 23.11.2026 -H <<EOF
$(tsv '1|Pumps|sale:agreement|sale:lost|2026-11-23T09:00:00')
EOF
is 'the deal follows' 0 crm-list deal -H -c stage,closed_at,lost_reason,competitor id=1 <<EOF
$(tsv 'sale:lost|2026-11-23T09:00:00|price|Rival')
EOF
is 'reopened' 0 crm-move deal 1 --to need -H <<EOF
$(tsv '1|Pumps|sale:lost|sale:need|2026-11-24T09:00:00')
EOF
is 'nothing is left of the loss but history' 0 crm-list deal -H -c stage,closed_at,lost_reason,competitor id=1 <<EOF
$(tsv 'sale:need|||')
EOF
is 'all moves are there' 0 history 1 <<EOF
$(tsv '|sale:need|2026-11-22T10:05:00|ivanova|||' \
	'sale:need|sale:offer|2026-11-22T10:06:00|ivanova|||the head said so' \
	'sale:offer|sale:agreement|2026-11-23T09:00:00|ivanova|||' \
	'sale:agreement|sale:lost|2026-11-23T09:00:00|ivanova|price|Rival|' \
	'sale:lost|sale:need|2026-11-24T09:00:00|ivanova|||')
EOF
says 'a loss without a reason is remarked on' 0 crm-move deal 2 --to lost <<'EOF'
deal 2: still wanted: the reason why it is lost
1 deal moved
EOF
is 'the reason may be told later' 0 crm-move deal 2 --to lost --reason price --competitor Rival -H <<EOF
$(tsv '2|Pipes|sale:lost|sale:lost|2026-11-24T09:00:00')
EOF
is 'it belongs to the move that lost the deal' 0 history 2 <<EOF
$(tsv '|sale:need|2026-11-22T10:05:00|ivanova|||' 'sale:need|sale:lost|2026-11-24T09:00:00|ivanova|price|Rival|')
EOF
says 'told again it is nothing new' 0 crm-move deal 2 --to lost --reason price <<'EOF'
1 stood there already
0 deals moved
EOF
has 'no company, no sale' 'the deal needs a company to be won' crm-move deal 3 --to order
has 'a sale and its company' 'company 1 is no customer yet, missing for .customer.' crm-move deal 1 --to contract --force x
is 'the owner closed it' 0 crm-list deal_rep -H -c deal,rep,part <<EOF
$(tsv '1|ivanova|closer')
EOF

tsv 'deal|why|to|at|reason' '1|late|sale:lost|2026-11-24|price' '2|again|need||' '3||ofer||' '77||need||' '|x|need||' '2|bad||lost|kuku' > table
in=table
is 'each row its own way, other columns pass' 1 crm-move deal <<EOF
$(tsv 'deal|title|from|to|at|why|reason' \
	'1|Pumps|sale:contract|sale:lost|2026-11-24T09:00:00|late|price' \
	'2|Pipes|sale:lost|sale:need|2026-11-24T09:00:00|again|')
EOF
says 'refused rows have a place' 1 crm-move deal -n <<'EOF'
stdin:4: deal 3: unknown stage 'ofer', did you mean 'offer'?
stdin:5: column 'deal': there is no deal 77
stdin:7: deal 2: there is nothing in column 'to'
stdin:6: the row names no deal
2 stood there already
0 deals moved, 3 refused (dry run, nothing was written)
EOF
printf '1\n2\n' > table
is 'bare numbers, and nothing written in a dry run' 0 crm-move deal --owner petrov -n -H <<EOF
$(tsv '1|Pumps|ivanova|petrov|2026-11-24T09:00:00' '2|Pipes|ivanova|petrov|2026-11-24T09:00:00')
EOF
is 'handed over' 0 crm-move deal --owner petrov -H --force 'left' <<EOF
$(tsv '1|Pumps|ivanova|petrov|2026-11-24T09:00:00' '2|Pipes|ivanova|petrov|2026-11-24T09:00:00')
EOF
says 'more than --max' 2 crm-move deal --owner '' --max 1 <<'EOF'
crm-move: 2 records are more than --max 1
EOF
in=/dev/null
is 'why, and when' 0 crm-list owner_change deal=1 -H -c from_owner,to_owner,reason from_owner!= <<EOF
$(tsv 'ivanova|petrov|left')
EOF
is 'to nobody' 0 crm-move company Alpha --owner '' -H <<EOF
$(tsv '1|Alpha|ivanova||2026-11-24T09:00:00')
EOF
says 'a category is earned by information' 1 crm-move company Beta --to prospect <<'EOF'
crm-move: Beta: missing for 'prospect': 1 more of: address, phone or e-mail; a contact with a position
0 companies moved, 1 refused
EOF
crm-set company 2 phone='8 482 212-34-56' > "$work/out" 2>&1
crm-add contact name='Olga' company=2 position=buyer > "$work/out" 2>&1
is 'and then granted' 0 crm-move company Beta --to prospect -H <<EOF
$(tsv '2|Beta|lead|prospect|2026-11-24T09:00:00')
EOF
says 'wishes do not stop it' 0 crm-move company Gamma --to lost <<'EOF'
1 company moved
EOF

tsv 'deal|to|at' '2|agreement|2026-10-03' '2|offer|2026-10-01' > table
in=table
is 'history goes where it belongs' 0 crm-move deal --history -H <<EOF
$(tsv '2|Pipes|sale:need|sale:agreement|2026-10-03' '2|Pipes|sale:need|sale:offer|2026-10-01')
EOF
in=/dev/null
is 'and is linked' 0 crm-list stage_change deal=2 -H -s at,id -c from_stage,to_stage,at at=..2026-11-22 <<EOF
$(tsv '|sale:offer|2026-10-01' 'sale:offer|sale:agreement|2026-10-03' 'sale:agreement|sale:need|2026-11-22T10:05:00')
EOF
is 'the deal was opened then' 0 crm-list deal -H -c stage,created_at id=2 <<EOF
$(tsv 'sale:need|2026-10-01')
EOF

says 'an unknown stage' 2 crm-move deal 1 --to ofer <<'EOF'
crm-move: --to: unknown stage 'ofer', did you mean 'offer'?
try 'crm-move --help'
EOF
says 'a stage of another pipeline' 1 crm-move deal 3 --to sale:offer <<'EOF'
crm-move: 3: unknown stage 'sale:offer', expected one of repeat:need, repeat:offer, repeat:order, repeat:delivery, repeat:paid, repeat:lost
0 deals moved, 1 refused
EOF
has 'an impossible date' "'31.02.2026'" crm-move deal 1 --to need --at 31.02.2026
has 'what cannot be moved' 'expected deal or company' crm-move rep 1 --to x
has 'nowhere to go' "no column 'to'" crm-move deal 1
ok 'with a key it is done once' crm-move deal 1 --to agreement --key k1 --force x
has 'a second run says so' 'done already as change set .*: 1 deal moved' crm-move deal 1 --to need --key k1

# a sale told as history makes a client, gates or not, since the first of them; not one that is known as lost
CRM_DB=$work/told.db
CRM_NOW=2026-01-01T09:00:00
base --preset b2b --lang en
{
	tsv 'name' Buyer Lost | crm-add company
	crm-move company 2 --to lost --force 'closed down'
	tsv 'company|title|pipeline' '1|First|sale' '2|Last|sale' '1|Second|sale' | crm-add deal --at 2026-01-01
} > prepare 2>&1 || cat prepare
CRM_NOW=2026-11-22T10:05:00
tsv 'deal|to|at' '3|contract|2026-07-07' '2|contract|2026-06-06' '1|paid|2026-05-06' '1|contract|2026-05-05' > table
in=table
ok 'sales of the past are told' crm-move deal --history -q
in=/dev/null
is 'who bought is a client since then' 0 crm-list category_change to_category=customer -H -c company_name,from_category,to_category,at <<EOF
$(tsv 'Buyer|lead|customer|2026-05-05')
EOF
is 'who is lost stays lost' 0 crm-list company -H -c name,category -s id <<EOF
$(tsv 'Buyer|customer' 'Lost|lost')
EOF
