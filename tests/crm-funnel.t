#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-funnel: the worked example, cohort and flow, groups, life cycle, activities, past days
. "$(dirname "$0")/lib.sh"

q() { "$@" > "$work/done" 2>&1 || { cat "$work/done"; exit 1; }; }
at() { CRM_NOW=$1; shift; q "$@"; }

CRM_NOW=2026-02-01T09:00:00
base -q
q crm-add pipeline code=p
tsv 'pipeline|code|position|kind' 'p|new|1|open' 'p|meet|2|open' 'p|offer|3|open' 'p|contract|4|won' 'p|lost|9|lost' |
	crm-add stage > "$work/done" 2>&1 || cat "$work/done"
tsv 'kind|from_stage|to_stage|min_rate' 'stage|p:new|p:meet|50' 'stage|p:meet|p:offer|60' 'stage|p:offer|p:contract|40' |
	crm-add norm > "$work/done" 2>&1 || cat "$work/done"
tsv 'login|team' 'anna|A' 'boris|B' | crm-add rep > "$work/done" 2>&1 || cat "$work/done"
q crm-add company name=Old
deal() { crm-add deal pipeline=p company=1 "$@"; }
move() { crm-move deal "$1" --to "p:$2"; }

# D1 to D5 of worked example 2, in the order of the clock
at 2026-03-01T09:00:00 deal title=D1 stage=new owner=anna amount=10
at 2026-03-03T09:00:00 deal title=D2 stage=new owner=anna amount=20
at 2026-03-04T09:00:00 deal title=D3 stage=new owner=boris amount=30
at 2026-03-05T09:00:00 move 1 meet
at 2026-03-06T09:00:00 deal title=D4 stage=meet owner=boris amount=40
at 2026-03-08T09:00:00 move 3 meet
at 2026-03-09T09:00:00 move 1 offer
at 2026-03-09T09:00:00 move 4 lost
at 2026-03-10T09:00:00 move 2 offer
at 2026-03-12T09:00:00 move 3 new
at 2026-03-15T09:00:00 move 2 lost
at 2026-03-20T09:00:00 move 1 contract
at 2026-03-30T09:00:00 deal title=D5 stage=new owner=boris amount=50
at 2026-04-02T09:00:00 move 5 meet
CRM_NOW=2026-04-30T09:00:00

is 'example 2: the cohorts of March' 0 crm-funnel p -p 2026-03 -c stage,entered,here,onward,lost,back,conversion,norm,gap <<EOF
$(tsv 'stage|entered|here|onward|lost|back|conversion|norm|gap' 'new|4|0|4|0|0|100.00|50.00|50.00' \
'meet|4|0|2|1|1|50.00|60.00|-10.00' 'offer|2|0|1|1|0|50.00|40.00|10.00' 'contract|1|1|0|0|0|||')
EOF
is 'of all that came in, how many got so far' 0 crm-funnel p -p 2026-03 -c stage,total,amount <<EOF
$(tsv 'stage|total|amount' 'new|100.00|110.00' 'meet|100.00|100.00' 'offer|40.00|30.00' 'contract|20.00|10.00')
EOF
is 'median days: who is still there counts as long as it lasted' 0 crm-funnel p -p 2026-03 -c stage,days <<EOF
$(tsv 'stage|days' 'new|5.50' 'meet|4.00' 'offer|8.00' 'contract|')
EOF
is 'the moves of March' 0 crm-funnel p -p 2026-03 --flow -c stage,entered,here,onward,lost,back,conversion,total <<EOF
$(tsv 'stage|entered|here|onward|lost|back|conversion|total' 'new|5|2|3|0|0|100.00|100.00' \
'meet|4|0|2|1|1|50.00|100.00' 'offer|2|0|1|1|0|50.00|50.00' 'contract|1|1|0|0|0||25.00')
EOF
CRM_NOW=2026-04-03T09:00:00
is 'nobody is young a month later; the cohort of the day is' 0 crm-funnel p -p 2026-03..2026-04 --per month -c period,stage,entered,here,conversion,norm,gap,young -H <<EOF
$(tsv '2026-03|new|4|0|100.00|50.00|50.00|0' '2026-03|meet|4|0|50.00|60.00|-10.00|0' \
'2026-03|offer|2|0|50.00|40.00|10.00|0' '2026-03|contract|1|1||||0' '2026-04|new|0|0||50.00||0' \
'2026-04|meet|1|1|0.00|60.00||1' '2026-04|offer|0|0||40.00||0' '2026-04|contract|0|0||||0')
EOF
has 'which is said' 'in 1 row some have not had the usual time' crm-funnel p -p 2026-04
is 'the moves are never young' 0 sh -c 'crm-funnel p -p 2026-04 --flow -c young -H | sort -u' <<EOF

EOF
CRM_NOW=2026-04-30T09:00:00
is 'by month' 0 crm-funnel p -p 2026-03..2026-04 --per month -c period,stage,entered,onward -s stage,period <<EOF
$(tsv 'period|stage|entered|onward' '2026-03|contract|1|0' '2026-04|contract|0|0' '2026-03|meet|4|2' '2026-04|meet|1|0' \
'2026-03|new|4|4' '2026-04|new|0|0' '2026-03|offer|2|1' '2026-04|offer|0|0')
EOF
is 'by team' 0 crm-funnel p -p 2026-03 --by team -c team,stage,entered,conversion -l 6 <<EOF
$(tsv 'team|stage|entered|conversion' 'A|new|2|100.00' 'A|meet|2|100.00' 'A|offer|2|50.00' 'A|contract|1|' \
'B|new|2|100.00' 'B|meet|2|0.00')
EOF
is 'sorted by conversion' 0 crm-funnel p -p 2026-03 --by rep -s -conversion,-entered -l 1 -c rep,stage,conversion -H <<EOF
$(tsv 'anna|new|100.00')
EOF
is 'as of 11 March' 0 crm-funnel p -p 2026-03 --as-of 2026-03-11 -c stage,entered,here,onward,lost,back <<EOF
$(tsv 'stage|entered|here|onward|lost|back' 'new|3|0|3|0|0' 'meet|4|1|2|1|0' 'offer|2|2|0|0|0' 'contract|0|0|0|0|0')
EOF
parts() { crm-funnel p -H -c entered,here,onward,lost,back "$@" | awk '$1 != $2 + $3 + $4 + $5'; }
is 'a cohort is the sum of what became of it' 0 parts -p 2026 --by rep,source --per month < /dev/null
sums() { crm-funnel p -H -c stage,entered,lost,amount "$@" |
	awk -F'\t' '{ e[$1] += $2; l[$1] += $3; a[$1] += $4 } END { for (s in e) print s, e[s], l[s], a[s] }' | sort; }
sums -p 2026-03 > "$work/all"
for by in rep team territory source campaign company product rep.territory; do
	is "by $by: groups add up" 0 sums -p 2026-03 --by "$by" < "$work/all"
done
is 'one rep' 0 crm-funnel p -p 2026-03 -r boris -H -c stage,entered <<EOF
$(tsv 'new|2' 'meet|2' 'offer|0' 'contract|0')
EOF

# a new history with a jump from lost straight to the sale
at 2026-05-02T09:00:00 deal title=D6 stage=new owner=anna
at 2026-05-03T09:00:00 move 6 lost
at 2026-05-04T09:00:00 move 6 contract
is 'taken up again and won: the steps between were passed' 0 crm-funnel p -p 2026-05 -H -c stage,entered,onward <<EOF
$(tsv 'new|1|1' 'meet|1|1' 'offer|1|1' 'contract|1|0')
EOF

# the life cycle of companies
tsv 'code|position|kind' 'lead|1|open' 'prospect|2|open' 'customer|3|client' 'gone|9|lost' |
	crm-add category > "$work/done" 2>&1 || cat "$work/done"
for n in 1 2 3; do at 2026-06-01T09:00:00 crm-add company name="Firm $n" category=lead owner=anna; done
at 2026-06-05T09:00:00 crm-move company 2 --to customer
at 2026-06-06T09:00:00 crm-move company 3 --to gone
is 'the life cycle' 0 crm-funnel company -p 2026-06 -c stage,entered,here,onward,lost,conversion <<EOF
$(tsv 'stage|entered|here|onward|lost|conversion' 'lead|3|1|1|1|33.33' 'prospect|1|0|1|0|100.00' 'customer|1|1|0|0|')
EOF

# from the list to the contract
tsv 'kind|direction|company|rep|outcome|at' 'call|out|2|anna|talked|2026-06-02T10:00' \
	'call|out|3|anna|appointment|2026-06-03T10:00' 'call|out|3|anna|no-answer|2026-06-04T10:00' \
	'meeting||2|boris|held|2026-06-04T10:00' |
	crm-add activity > "$work/done" 2>&1 || cat "$work/done"
at 2026-06-07T09:00:00 crm-add deal pipeline=p company=2 stage=new owner=boris amount=70
at 2026-06-08T09:00:00 move 7 contract
is 'activities' 0 crm-funnel activity -p 2026-06 -c stage,name,entered,onward,lost,conversion,total,amount <<EOF
$(tsv 'stage|name|entered|onward|lost|conversion|total|amount' 'list|in the list|3|2|0|66.67|100.00|0.00' \
'called|called|2|2|0|100.00|66.67|0.00' 'set|meeting set|2|1|1|50.00|66.67|0.00' \
'held|meeting held|1|1|0|100.00|33.33|0.00' 'contract|contract|1|0|0||33.33|70.00')
EOF
work_sums() { crm-funnel activity -p 2026-06 -H -c stage,entered,onward,amount "$@" |
	awk -F'\t' '{ e[$1] += $2; o[$1] += $3; a[$1] += $4 } END { for (s in e) printf "%s %d %d %.2f\n", s, e[s], o[s], a[s] }' | sort; }
crm-funnel activity -p 2026-06 -H -c stage,entered,onward,amount | tr "\t" " " | sort > "$work/all"
for by in rep campaign territory company; do
	is "activities by $by: groups add up" 0 work_sums --by "$by" < "$work/all"
done
has 'in Russian' 'встреча назначена' env CRM_LANG=ru crm-funnel activity -p 2026-06
crm-init -q -d russian.db --preset b2b --lang ru
has 'on a base that says so' 'встреча назначена' crm-funnel -d russian.db activity
has 'whatever the locale' 'встреча назначена' env LANG=en_US.UTF-8 crm-funnel -d russian.db activity
has 'if CRM_LANG does not say otherwise' 'meeting set' env CRM_LANG=en crm-funnel -d russian.db activity

says 'an unknown pipeline' 2 crm-funnel q <<'EOF'
crm-funnel: unknown pipeline 'q', expected one of p
try 'crm-funnel --help'
EOF
says 'an unknown group' 2 crm-funnel p --by teem <<'EOF'
crm-funnel: unknown group 'teem', expected: rep, team, company, deal, product, campaign, territory, source, category, or a path from one of them such as rep.territory
try 'crm-funnel --help'
EOF
says 'a group that companies do not have' 2 crm-funnel company --by product <<'EOF'
crm-funnel: the funnel cannot be grouped by 'product': its facts bear only rep, company, campaign
try 'crm-funnel --help'
EOF
says 'cohort or flow' 2 crm-funnel --flow --cohort <<'EOF'
crm-funnel: give either --cohort or --flow
try 'crm-funnel --help'
EOF

# who stands there at the end of a period belongs to its owner then, as the deals in work are counted
CRM_NOW=2026-10-02T09:00:00
rm -f "$CRM_DB"*
base -q
q crm-add pipeline code=p
tsv 'pipeline|code|position|kind' 'p|new|1|open' 'p|offer|2|open' 'p|contract|3|won' | crm-add stage > "$work/done" 2>&1 || cat "$work/done"
tsv 'login' 'anna' 'boris' 'vera' | crm-add rep > "$work/done" 2>&1 || cat "$work/done"
q crm-add company name=Acme
at 2026-10-02T10:00:00 deal title=Handed stage=new owner=anna
at 2026-11-05T10:00:00 crm-move deal 1 --owner boris
at 2026-12-10T10:00:00 crm-move deal 1 --owner vera
at 2026-12-11T10:00:00 move 1 offer
at 2027-01-03T10:00:00 crm-move deal 1 --owner boris
CRM_NOW=2027-02-01T10:00:00
standing() { crm-funnel p --flow --by rep --per month -p 2026-10..2027-01 -c period,rep,stage,here -H | awk -F'\t' '$4'; }
is 'a deal stands with whoever owned it when the period ended' 0 standing <<EOF
$(tsv '2026-10|anna|new|1' '2026-11|boris|new|1' '2026-12|vera|offer|1' '2027-01|boris|offer|1')
EOF
is 'as the deals in work say' 0 sh -c "crm-kpi deals.open --by rep --per month -p 2026-10..2027-01 -c period,rep,value -H | awk -F'\t' '\$3 > 0'" <<EOF
$(tsv '2026-10|anna|1' '2026-11|boris|1' '2026-12|vera|1' '2027-01|boris|1')
EOF

# a company whose history begins before it was entered here is where its history says, and did not fall back to lead
rm -f "$CRM_DB"*
base -q --preset b2b
q crm-add company name=Old
tsv 'ref|title|company|pipeline' 'D1|Sold|1|sale' > sold.tsv
tsv 'deal|to_stage|at' 'D1|need|2026-04-01' 'D1|contract|2026-05-05' > moves.tsv
q crm-import deal sold.tsv -k ref --system old
q crm-import stage_change moves.tsv --ref deal=old
cells() { crm-funnel company -c stage,entered,here,onward,lost,back -H "$@" | awk -F'\t' '$2 + $3 + $4 + $5 + $6'; }
is 'a client since before it was entered' 0 cells -p 2026 <<EOF
$(tsv 'prospect|1|0|1|0|0' 'qualified|1|0|1|0|0' 'customer|1|1|0|0|0')
EOF
is 'is no lead now' 0 cells -p 2027 <<EOF
EOF
is 'the same moves as a flow' 0 cells -p 2026 --flow <<EOF
$(tsv 'lead|0|0|1|0|0' 'prospect|1|0|1|0|0' 'qualified|1|0|1|0|0' 'customer|1|1|0|0|0')
EOF

# who was given up and taken up again is worked on
rm -f "$CRM_DB"*
CRM_NOW=2026-03-01T09:00:00
base -q --preset b2b
for name in Again Gone; do q crm-add company name=$name; done
at 2026-03-02T09:00:00 sh -c 'crm-log 1 call talked && crm-log 2 call talked'
at 2026-03-10T09:00:00 sh -c 'printf "company\n1\n2\n" | crm-move company --to lost --force tired -y'
at 2026-04-10T09:00:00 crm-move company 1 --to lead --force again
CRM_NOW=2026-05-01T09:00:00
is 'in a cohort it is not lost' 0 crm-funnel activity -p 2026-03 -c stage,entered,here,lost -l 2 -H <<EOF
$(tsv 'list|2|0|0' 'called|2|1|1')
EOF
is 'in the moves of that month it was' 0 crm-funnel activity --flow -p 2026-03 -c stage,entered,here,lost -l 2 -H <<EOF
$(tsv 'list|2|0|0' 'called|2|0|2')
EOF

# two sales of one moment: the lower number is the first, today and in the past
rm -f "$CRM_DB"*
CRM_NOW=2026-03-01T09:00:00
base -q --preset b2b
q crm-add rep login=anna
q crm-add company name=Twice
q crm-add deal company=1 title=one amount=10 stage=sale:contract owner=anna
q crm-add deal company=1 title=two amount=20 stage=sale:contract owner=head
first_sale() { crm-funnel activity -p 2026-03 --by rep -c rep,stage,entered,amount -H "$@" | grep contract; }
first_sale -q > then.tsv
is 'of two sales in one moment the lower number is the first' 0 cat then.tsv <<END
$(tsv 'anna|contract|1|10.00' 'head|contract|0|0.00' '(none)|contract|0|0.00')
END
at 2026-03-02T09:00:00 crm-move deal 1 --to sale:delivery
CRM_NOW=2026-03-03T09:00:00
is 'and was that before one of them moved on' 0 first_sale --known 2026-03-01 < then.tsv
