#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-kpi: the worked examples, groups, plans, the facts behind each figure, past days, refusals
. "$(dirname "$0")/lib.sh"

at() { CRM_NOW=$1; shift; "$@" > "$work/done" 2>&1 || { cat "$work/done"; exit 1; }; }
kpi() { crm-kpi -c kpi,value "$@"; }

CRM_NOW=2026-01-10T09:00:00
base -q
q() { "$@" > "$work/done" 2>&1 || { cat "$work/done"; exit 1; }; }
q crm-add pipeline code=p
tsv 'pipeline|code|position|kind' 'p|work|1|open' 'p|contract|2|won' 'p|lost|9|lost' > "$work/stages"
in=$work/stages
crm-add stage < "$work/stages" > "$work/done" 2>&1 || cat "$work/done"
in=/dev/null
tsv 'login|name|team' 'ivanova|Анна Иванова|A' 'petrov|Пётр Петров|A' 'sid|Sid|B' |
	crm-add rep > "$work/done" 2>&1 || cat "$work/done"
tsv 'code|parent' 'Central|' 'Tver|Central' 'Ural|' | crm-add territory > "$work/done" 2>&1 || cat "$work/done"
tsv 'name|territory|owner|created_by' 'ООО «Ромашка»|Tver|ivanova' 'Acme|Ural|petrov' 'Beta||sid' |
	cut -f 1-3 | sed '1s/$//' | crm-add company > "$work/done" 2>&1 || cat "$work/done"

tsv 'metric|period|value' 'deals.win_rate_cohort|2026-03|90' 'deals.win_rate_cohort|2026-Q1|30' |
	crm-add plan > "$work/done" 2>&1 || cat "$work/done"

# 1. win rates: D1 to D5 of the worked example, in the order of the clock
deal() { crm-add deal pipeline=p stage=work "$@"; }
move() { crm-move deal "$1" --to "p:$2"; }
at 2026-01-15T10:00:00 deal title=D5 company=3 owner=sid amount=20000 cost=10000
at 2026-02-10T10:00:00 deal title=D3 company=2 owner=petrov amount=50000 cost=1
at 2026-03-02T10:00:00 deal title=D1 company=1 owner=ivanova amount=50000 cost=20000
at 2026-03-05T09:00:00 move 1 contract
at 2026-03-05T10:00:00 deal title=D2 company=1 owner=ivanova amount=30000
at 2026-03-12T10:00:00 move 2 lost
at 2026-03-20T10:00:00 move 3 contract
at 2026-03-25T10:00:00 move 4 lost
at 2026-03-28T10:00:00 deal title=D4 company=2 owner=petrov amount=10000
at 2026-04-02T10:00:00 move 4 work
at 2026-04-28T10:00:00 move 4 contract
CRM_NOW=2026-05-15T12:00:00

is 'example 1: March, period and cohort' 0 kpi deals.win_rate deals.win_rate_cohort -p 2026-03 <<EOF
$(tsv 'kpi|value' 'deals.win_rate|66.67' 'deals.win_rate_cohort|66.67')
EOF
is 'example 1: as of 1 April' 0 kpi deals.win_rate deals.win_rate_cohort -p 2026-03 --as-of 2026-04-01 <<EOF
$(tsv 'kpi|value' 'deals.win_rate|50.00' 'deals.win_rate_cohort|33.33')
EOF
is 'example 1: known on 1 April' 0 kpi deals.win_rate deals.win_rate_cohort -p 2026-03 --known 2026-04-01 <<EOF
$(tsv 'kpi|value' 'deals.win_rate|50.00' 'deals.win_rate_cohort|33.33')
EOF
is 'example 1: April, an empty cohort' 0 kpi deals.win_rate deals.win_rate_cohort -p 2026-04 <<EOF
$(tsv 'kpi|value' 'deals.win_rate|100.00' 'deals.win_rate_cohort|')
EOF
has 'the undecided are told' '1 deal is not decided yet' crm-kpi deals.win_rate_cohort -p 2026-03

is 'the figures of deals by month' 0 crm-kpi deals.created deals.won deals.lost revenue.won margin.won \
	cycle.days_median clients.new contracts.new deals.open pipeline.amount --wide -p 2026-01..2026-05 --per month <<EOF
$(tsv 'period|deals.created|deals.won|deals.lost|revenue.won|margin.won|cycle.days_median|clients.new|contracts.new|deals.open|pipeline.amount' \
'2026-01|1|0|0|0.00|0.00||0|0|1|20000.00' \
'2026-02|1|0|0|0.00|0.00||0|0|2|70000.00' \
'2026-03|3|2|1|70000.00|40000.00|33.48|2|2|1|10000.00' \
'2026-04|0|1|0|30000.00|0.00|54.00|0|1|1|10000.00' \
'2026-05|0|0|0|0.00|0.00||0|0|1|10000.00')
EOF
has 'what has no cost is told' '1 sale without a cost is left out' crm-kpi margin.won -p 2026-04
is 'in Russian' 0 env CRM_LANG=ru crm-kpi revenue.won -p 2026-03 -c value,title <<EOF
$(tsv 'value|title' '70000.00|Объём продаж в деньгах')
EOF

# terms and groups of fields that are no records
is 'amounts are grouped as people read them' 0 crm-kpi deals.won --by amount -p 2026-03 -c amount,value -H <<EOF
$(tsv '20000.00|1' '50000.00|1' '(none)|0')
EOF
is 'and chosen as people type them' 0 crm-kpi deals.won 'amount=50 000' -p 2026-03 -c value -H <<'EOF'
1
EOF
is 'so is yes and no' 0 crm-kpi deals.won is_repeat=no -p 2026-03 -c value -H <<'EOF'
2
EOF
says 'a range is no value of a term' 2 crm-kpi deals.won amount=100..200 -p 2026-03 <<'EOF'
crm-kpi: amount: '100..200' is not a number: unexpected '.'
try 'crm-kpi --help'
EOF
says 'a word that nobody has is no 0' 2 crm-kpi deals.won team=C -p 2026-03 <<'EOF'
crm-kpi: no rep has the team 'C'
try 'crm-kpi --help'
EOF

# currencies: converted by the last rate before the day, else a line of their own
q crm-add rate currency=USD valid_on=2026-01-01 value=80
q crm-add rate currency=USD valid_on=2026-06-02 value='90,00'
at 2026-06-01T10:00:00 deal title=U company=1 owner=sid amount=10 currency=USD
at 2026-06-01T11:00:00 deal title=V company=2 owner=sid amount=7 cost=2 currency=EUR
at 2026-06-01T12:00:00 move 6 contract
at 2026-06-01T12:00:00 move 7 contract
is 'money without a rate has a line of its own' 0 crm-kpi revenue.won deals.won -p 2026-06 -c kpi,value,unit <<EOF
$(tsv 'kpi|value|unit' 'revenue.won|800.00|RUB' 'deals.won|2|count' 'revenue.won|7.00|EUR')
EOF
is 'and says so' 0 crm-kpi margin.won deals.won -p 2026-06 --by rep --wide -H <<EOF
$(tsv '2026-06|sid|RUB|0.00|2' '2026-06|sid|EUR|5.00|' '2026-06|(none)|RUB|0.00|0')
EOF
has 'on standard error' "no rate of 'EUR'" crm-kpi revenue.won -p 2026-06
q crm-add product code=hose
at 2026-06-01T11:00:00 deal title=W company=2 owner=sid product=hose quantity=10 price=7 currency=gbp
at 2026-06-01T12:00:00 move 8 contract
is 'by product too it stays in its own' 0 crm-kpi revenue.won -p 2026-06 --by product -c product,value,unit -H <<EOF
$(tsv 'hose|70.00|GBP' '(none)|800.00|RUB' '(none)|7.00|EUR')
EOF
has 'every currency without a rate is named' "no rate of 'GBP'" crm-kpi revenue.won -p 2026-06
is 'one currency alone' 0 crm-kpi revenue.won deal.currency=GBP -p 2026-06 -c value,unit -H <<EOF
$(tsv '0.00|RUB' '70.00|GBP')
EOF
q crm-delete deal 6 7 8 --with-tied -y

is 'the total is counted anew' 0 crm-kpi deals.win_rate deals.won deals.lost --by rep -p 2026-03 --total -c rep,kpi,value <<EOF
$(tsv 'rep|kpi|value' 'ivanova|deals.win_rate|100.00' 'ivanova|deals.won|1' 'ivanova|deals.lost|0' \
	'petrov|deals.win_rate|0.00' 'petrov|deals.won|0' 'petrov|deals.lost|1' \
	'sid|deals.win_rate|100.00' 'sid|deals.won|1' 'sid|deals.lost|0' \
	'(none)|deals.win_rate|' '(none)|deals.won|0' '(none)|deals.lost|0' \
	'(all)|deals.win_rate|66.67' '(all)|deals.won|2' '(all)|deals.lost|1')
EOF
is 'also side by side' 0 crm-kpi deals.won deals.created --by company,rep -p 2026-03 --total --wide <<EOF
$(tsv 'period|company|company_name|rep|deals.won|deals.created' '2026-03|1|ООО «Ромашка»|ivanova|1|2' \
	'2026-03|2|Acme|petrov|0|1' '2026-03|3|Beta|sid|1|0' '2026-03|(none)||(none)|0|0' '2026-03|(all)||(all)|2|3')
EOF
has 'but not of nothing' 'total is of the groups' crm-kpi deals.won --total

# 9. concentration 50, 30, 20
at 2026-07-01T10:00:00 deal title=X1 company=1 amount=50
at 2026-07-01T10:00:00 deal title=X2 company=2 amount=30
at 2026-07-01T10:00:00 deal title=X3 company=3 amount=20
for d in 9 10 11; do at 2026-07-02T10:00:00 move $d contract; done
is 'example 9: concentration' 0 kpi concentration.hhi concentration.clients80 -p 2026-07 <<EOF
$(tsv 'kpi|value' 'concentration.hhi|3800.00' 'concentration.clients80|2')
EOF

# 3. a list of 200 companies, 31 appointments with 30 of them
at 2026-08-01T10:00:00 crm-add campaign name=Spring
{ echo name; for i in $(seq 200); do echo "List $i"; done; } > "$work/list"
CRM_NOW=2026-08-01T10:00:00
crm-add company < "$work/list" > "$work/added" 2> "$work/done" || cat "$work/done"
awk -F'\t' 'NR == 1 { print "campaign\tcompany"; next } { print "Spring\t" $1 }' "$work/added" |
	crm-add campaign_member > "$work/done" 2>&1 || cat "$work/done"
awk -F'\t' 'NR == 1 { print "kind\tdirection\tcompany\trep\toutcome\tat"; next }
	NR <= 31 { print "call\tout\t" $1 "\tivanova\tappointment\t2026-08-05T10:00:00" }
	NR == 31 { print "call\tout\t" $1 "\tpetrov\tappointment\t2026-08-07T10:00:00" }
	NR == 40 { print "call\tout\t" $1 "\tpetrov\tno-answer\t2026-08-07T10:00:00" }' "$work/added" > "$work/calls"
CRM_NOW=2026-09-01T10:00:00
crm-add activity < "$work/calls" > "$work/done" 2>&1 || cat "$work/done"
is 'example 3: companies, not appointments' 0 kpi conv.list_to_meeting meetings.set calls.made -p 2026-08 campaign=Spring <<EOF
$(tsv 'kpi|value' 'conv.list_to_meeting|15.00' 'meetings.set|0' 'calls.made|0')
EOF
is 'example 3: appointments' 0 kpi meetings.set calls.made -p 2026-08 <<EOF
$(tsv 'kpi|value' 'meetings.set|31' 'calls.made|32')
EOF
is 'the list is the same for every rep' 0 crm-kpi conv.list_to_meeting -p 2026-08 --by campaign,rep -c rep,value <<EOF
$(tsv 'rep|value' 'ivanova|15.00' 'petrov|0.50' '(none)|0.00' '(none)|')
EOF

# the facts behind a figure
rows() { crm-kpi --explain -H "$@" | wc -l; }
for k in deals.created deals.won deals.lost clients.new contracts.new meetings.set calls.made deals.open tasks.overdue; do
	total=$(crm-kpi -q "$k" -p 2026 -H -c value)
	is "$k is the number of its facts" 0 rows "$k" -p 2026 <<EOF
$total
EOF
done
sum() { crm-kpi --explain -H -c part,value "$@" | awk '$1 == "a" { s += $2 } END { printf "%.2f\n", s }'; }
groups() { crm-kpi -q -H -c value "$@" | awk '{ s += $1 } END { printf "%.2f\n", s }'; }
for k in revenue.won margin.won pipeline.amount; do
	total=$(crm-kpi -q "$k" -p 2026 -H -c value)
	is "$k is the sum of its facts" 0 sum "$k" -p 2026 <<EOF
$total
EOF
	for by in rep team territory source campaign category company product rep.team; do
		is "$k by $by adds up to the total" 0 groups "$k" -p 2026 --by "$by" <<EOF
$total
EOF
	done
done
is 'hits of a rate' 0 crm-kpi deals.win_rate -p 2026-03 --explain=hit -c deal,rep,company_name <<EOF
$(tsv 'deal|rep|company_name' '1|sid|Beta' '3|ivanova|ООО «Ромашка»')
EOF
is 'misses of a rate' 0 crm-kpi deals.win_rate -p 2026-03 --explain=miss -c deal,rep <<EOF
$(tsv 'deal|rep' '2|petrov')
EOF

# groups along paths, terms, sorting
is 'by team and territory' 0 crm-kpi revenue.won -p 2026-03 --by team,territory -c team,territory,value <<EOF
$(tsv 'team|territory|value' 'A|Tver|50000.00' 'B|(none)|20000.00' '(none)|(none)|0.00')
EOF
is 'a territory includes those below' 0 crm-kpi deals.won territory=Central -p 2026-03 -H -c value <<EOF
1
EOF
is 'sorted and cut' 0 crm-kpi revenue.won -p 2026 --by rep -s -value -l 1 -c rep,value -H <<EOF
$(tsv 'ivanova|80050.00')
EOF

# money by product; a hand-over does not move past results
tsv 'code|product_group' 'pump|hardware' 'filter|hardware' 'visit|service' | crm-add product > "$work/done" 2>&1 || cat "$work/done"
tsv 'deal|product|quantity|price|cost' '3|pump|2|10000|4000' '3|visit|1|15000|5000' '1|filter|1|25000|9000' |
	crm-add deal_item > "$work/done" 2>&1 || cat "$work/done"
is 'money by product' 0 crm-kpi revenue.won margin.won deals.won -p 2026-03 --by product --wide <<EOF
$(tsv 'period|product|revenue.won|margin.won|deals.won' '2026-03|filter|25000.00|16000.00|1' \
'2026-03|pump|20000.00|12000.00|1' '2026-03|visit|15000.00|10000.00|1' '2026-03|(none)|10000.00|2000.00|0')
EOF
is 'by product group' 0 crm-kpi revenue.won -p 2026-03 --by product.product_group -H -c product.product_group,value <<EOF
$(tsv 'hardware|45000.00' 'service|15000.00' '(none)|10000.00')
EOF
at 2026-09-01T11:00:00 crm-move deal 3 --owner petrov -y
is 'results stay with the owner at the closing' 0 crm-kpi deals.won -p 2026-03 --by rep -H -c rep,value <<EOF
$(tsv 'ivanova|1' 'sid|1' '(none)|0')
EOF

# words for periods go by the clock, which --as-of sets
says 'last month of a past day is told' 0 crm-kpi deals.won -p last-month --as-of 2026-04-30 -o tsv <<'EOF'
last-month is 2026-03: --as-of sets the clock to 2026-04-30
EOF
says 'a period in figures is not' 0 crm-kpi deals.won -p 2026-03 --as-of 2026-04-30 <<'EOF'
EOF

# plans
tsv 'metric|period|rep|team|role|value|kind' 'revenue.won|2026-01|ivanova|||10000|plan' \
	'revenue.won|2026-02|ivanova|||20000|plan' 'revenue.won|2026-03|ivanova|||30000|plan' \
	'revenue.won|2026-03||B||25000|plan' 'revenue.won|2026-Q1||||100000|plan' 'deals.lost|||||2|plan' \
	'deals.win_rate|2026-03||||80|plan' 'meetings.set||||caller|20|floor' 'meetings.set||||caller|40|aim' |
	crm-add plan > "$work/done" 2>&1 || cat "$work/done"
tsv 'rep|role' 'ivanova|caller' 'petrov|caller' | crm-add rep_role > "$work/done" 2>&1 || cat "$work/done"
planned() { crm-kpi --plan "$@"; }
is 'plan of a rep, months tile the quarter' 0 planned revenue.won -p 2026-Q1 --by rep -c rep,value,plan,difference,attainment,verdict,gone <<EOF
$(tsv 'rep|value|plan|difference|attainment|verdict|gone' \
'ivanova|50000.00|60000.00|-10000.00|83.33|bad|100.00' 'sid|20000.00|||||100.00' '(none)|0.00|||||100.00')
EOF
is 'plan of a team, else the sum of its reps' 0 planned revenue.won -p 2026-03 --by team -H -c team,plan,verdict <<EOF
$(tsv 'A|30000.00|good' 'B|25000.00|bad' '(none)||')
EOF
is 'plan of the whole' 0 planned revenue.won -p 2026-Q1 -H -c plan,attainment <<EOF
$(tsv '100000.00|70.00')
EOF
is 'less is better' 0 planned deals.lost -p 2026-03 -H -c value,plan,verdict <<EOF
$(tsv '1|2|good')
EOF
is 'a rate has a plan of its own or none' 0 sh -c 'crm-kpi deals.win_rate --plan -p 2026-03 -H -c plan,verdict;
	crm-kpi deals.win_rate --plan -p 2026-Q1 -H -c plan,verdict' <<EOF
$(tsv '80.00|bad' '|')
EOF
is 'a role has its norm for each holder' 0 planned meetings.set -p 2026-08 --by rep -H -c rep,value,plan,verdict <<EOF
$(tsv 'ivanova|30|20|good' 'petrov|1|20|bad' '(none)|0||')
EOF
CRM_NOW=2026-09-11T00:00:00
is 'days gone of a running month' 0 planned meetings.set -p this-month -H -c value,plan,gone <<EOF
$(tsv '0|40|33.33')
EOF

# tasks and meetings
q crm-add task title=a assignee=sid due_at=2026-09-11
q crm-add task title=b assignee=sid due_at=2026-09-10
q crm-add task title=c assignee=ivanova due_at=2026-09-11T23:00
CRM_NOW=2026-09-11T12:00:00
is 'due today is not overdue' 0 crm-kpi tasks.overdue -p this-month -H -c value <<EOF
1
EOF
CRM_NOW=2026-09-12T12:00:00
is 'tomorrow it is' 0 crm-kpi tasks.overdue -p this-month --by rep -H -c rep,value <<EOF
$(tsv 'ivanova|1' 'sid|2' '(none)|0')
EOF
is 'on a past day' 0 crm-kpi tasks.overdue -p 2026-09 --as-of 2026-09-10 -H -c value <<EOF
0
EOF
tsv 'kind|company|rep|outcome|at' 'meeting|1|ivanova|held|2026-09-03T10:00' 'visit|1|sid|held|2026-09-03T10:00' |
	crm-add activity > "$work/done" 2>&1 || cat "$work/done"
is 'two at one meeting: once in all, once for each' 0 sh -c 'crm-kpi meetings.held -p 2026-09 -H -c value;
	crm-kpi meetings.held -p 2026-09 --by rep -H -c rep,value' <<EOF
1
$(tsv 'ivanova|1' 'sid|1' '(none)|0')
EOF
is 'collected: a name and a phone or address' 0 crm-kpi leads.collected leads.verified -p 2026-09 -H -c value <<EOF
0
0
EOF
q crm-add company name='With a phone' phone='8 495 123-45-67'
is 'now one is' 0 crm-kpi leads.collected -p 2026-09 --by rep -H -c rep,value <<EOF
$(tsv 'head|1' '(none)|0')
EOF

# indicators made of indicators, and those of the department
is 'growth' 0 crm-kpi sales.growth -p 2026-04 -H -c value <<EOF
-57.14
EOF
export XDG_CONFIG_HOME="$work/config"
mkdir -p "$work/config/crm/kpi"
own() { cat > "$work/config/crm/kpi/$1.sql"; }
own our.share <<'EOF'
-- title: Half of what is won
-- unit: ratio   better: up   kind: flow
-- a: max v   unit: money   amounts
-- value: (a + 0) / 2 / 100
SELECT p.label AS period, 'a' AS part, w.deal, w.amount AS v FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e;
EOF
is 'an indicator of the department' 0 crm-kpi our.share -p 2026-03 -H -c kpi,value,title <<EOF
$(tsv 'our.share|25000.00|Half of what is won')
EOF
own sale.mean <<'EOF'
-- title: Mean sale
-- unit: money   better: up   kind: flow
-- a: sum v   unit: money   amounts
-- b: count   deals
-- value: a / b
SELECT p.label AS period, x.part, w.at, w.rep, w.deal, w.amount AS v
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e JOIN (SELECT 'a' AS part UNION ALL SELECT 'b') x
EOF
own open.more <<'EOF'
-- title: Deals in work that are more than lost ones
-- unit: count   better: up   kind: stock
-- value: deals.open - deals.lost
EOF
tsv 'metric|period|rep|value|kind' 'sale.mean|2026-01|ivanova|100|plan' 'sale.mean|2026-02|ivanova|100|plan' \
	'sale.mean|2026-03|ivanova|100|plan' 'open.more|2026-03|ivanova|3|plan' 'open.more|2026-03|sid|4|plan' |
	crm-add plan > "$work/done" 2>&1 || cat "$work/done"
is 'the plans of a mean add up neither from months nor from reps; those of a stock do from reps' 0 sh -c '
	crm-kpi sale.mean --plan -p 2026-03 --by rep -H -c rep,plan | head -1; crm-kpi sale.mean --plan -p 2026-Q1 --by rep -H -c rep,plan |
	head -1; crm-kpi sale.mean --plan -p 2026-03 -H -c plan; crm-kpi open.more --plan -p 2026-Q1 -H -c plan' <<EOF
$(tsv 'ivanova|100.00' 'ivanova|' '' '7')
EOF
own deals.won < "$work/config/crm/kpi/our.share.sql"
has 'it may not take a name of ours' "left out: the name belongs to an indicator of crm" crm-kpi --list
is 'ours is used' 0 crm-kpi deals.won -p 2026-03 -H -c value <<EOF
2
EOF
rm "$work/config/crm/kpi/deals.won.sql"
sed 's/^SELECT.*/DELETE FROM deal/' "$work/config/crm/kpi/our.share.sql" | own our.bad
says 'a file that writes is refused' 2 crm-kpi our.bad <<'EOF'
crm-kpi: our.bad: 'delete' does not read: only one SELECT may stand there
try 'crm-kpi --help'
EOF
printf -- "-- title: x\n-- a: count\n-- value: a\nSELECT replace(label, 'x', 'x') AS period, 'a' AS part, 1 AS v FROM period\n" | own our.text
is 'replace() makes a text of another' 0 crm-kpi our.text -p 2026-03 -H -c value <<'EOF'
1
EOF
printf -- "-- title: x\n-- a: count\n-- value: a\nSELECT 1; REPLACE INTO period VALUES (1)\n" | own our.text
has 'REPLACE does not' 'only one' crm-kpi our.text
rm "$work/config/crm/kpi/our.text.sql"
printf -- '-- title: x\n-- unit: apples\n' | own our.unit
says 'a header with an unknown word' 2 crm-kpi our.unit <<'EOF'
crm-kpi: our.unit:2: unknown unit 'apples', expected: count, percent, money, days, ratio, index
try 'crm-kpi --help'
EOF
printf -- "-- title: x\n-- a: count\n-- value: a\nSELECT label AS period, 'a' AS part, wrong FROM period\n" | own our.slip
says 'a slip in the statement is the file'"'"'s, not the base'"'"'s' 2 crm-kpi our.slip <<'EOF'
crm-kpi: our.slip: the statement cannot be read: no such column: wrong
try 'crm-kpi --help'
EOF
{ printf '\357\273\277'; sed 's/, wrong//' "$work/config/crm/kpi/our.slip.sql"; } | own our.mark
is 'a byte order mark is no letter; without a direction nothing is better' 0 sh -c \
	'crm-kpi our.mark -p 2026-03 -H -c kpi,value && crm-kpi --list | grep our.mark | cut -f 1-3' <<EOF
$(tsv 'our.mark|1' 'our.mark|count|-')
EOF

# refusals
says 'an unknown indicator' 2 crm-kpi deals.wonn <<'EOF'
crm-kpi: unknown indicator 'deals.wonn', did you mean 'deals.won'?
try 'crm-kpi --help'
EOF
says 'a group that its facts do not bear' 2 crm-kpi leads.verified --by product <<'EOF'
crm-kpi: leads.verified cannot be grouped by 'product': its facts bear only rep, company
try 'crm-kpi --help'
EOF
says 'an unknown group' 2 crm-kpi deals.won --by rep.teem <<'EOF'
crm-kpi: unknown field of rep 'teem', did you mean 'team'?
try 'crm-kpi --help'
EOF
has 'a bad period' "option '--period'" crm-kpi deals.won -p 2026-13
has 'an unknown column' "unknown column 'valu'" crm-kpi deals.won -c valu
has 'nothing to tell hits by' 'has only one part' crm-kpi deals.won --explain=hit
says 'no indicator' 2 crm-kpi <<'EOF'
crm-kpi: which indicator? --list names them all
try 'crm-kpi --help'
EOF
is 'a full disk' 5 sh -c 'crm-kpi deals.won > /dev/full 2>/dev/null' </dev/null
says 'facts have no plan' 2 crm-kpi deals.won --explain --plan <<'EOF'
crm-kpi: --explain prints facts: it goes without --plan, --wide and --total
try 'crm-kpi --help'
EOF

# --- a young cohort is not judged: sales take 33 days here
is 'a cohort that had its time' 0 crm-kpi deals.win_rate_cohort -p 2026-03 --plan -H -c value,plan,verdict <<EOF
$(tsv '66.67|90.00|bad')
EOF
is 'one that had not' 0 crm-kpi deals.win_rate_cohort -p 2026-03 --plan -H -c value,plan,verdict --as-of 2026-04-10 <<EOF
$(tsv '33.33|90.00|young')
EOF
is 'what is reached is reached' 0 crm-kpi deals.win_rate_cohort -p 2026-Q1 --plan -H -c value,plan,verdict --as-of 2026-04-10 <<EOF
$(tsv '40.00|30.00|good')
EOF

# --- touchpoints: scores have a history, rises are counted
CRM_NOW=2026-11-22T10:05:00
CRM_DB=$work/touch.db
base --preset b2b --lang en
touch() { crm-set touchpoint "$@" -q -H; }
touch 1 score=2 > "$work/done"
touch 1 score=3.5 > "$work/done"
touch 1 score=4 > "$work/done"
touch 2 score=2 --at 2026-10-01 > "$work/done"
touch 2 score=3 --at 2026-10-20 > "$work/done"
touch 2 score=1 --at 2026-11-05 > "$work/done"
crm-add touchpoint_change touchpoint=3 what='new sign' at=2026-11-03 -q > "$work/done"
crm-add touchpoint name=New score=3 grp=service -q > "$work/done"
touch New score=4 > "$work/done"
is 'touchpoints improved, and the plan' 0 crm-kpi touch.improved -p 2026-10..2026-11 --per month --plan -c period,value,plan -H <<EOF
$(tsv '2026-10|1|3' '2026-11|3|3')
EOF
is 'the facts' 0 crm-kpi touch.improved -p 2026-11 --explain -c touchpoint,at,score,what -s touchpoint,at -H <<EOF
$(tsv "Brochures|2026-11-03||new sign" "Firm's name|2026-11-22T10:05:00|3.5|" 'New|2026-11-22T10:05:00|4.0|')
EOF
has 'they belong to nobody' "cannot be grouped by 'rep': a touchpoint is the whole" crm-kpi touch.improved --by rep
is 'an undo takes the rise back' 0 sh -c 'crm-undo -q > /dev/null; crm-kpi touch.improved -p 2026-11 -c value -H; crm-list touchpoint name=New -c score -H' <<'EOF'
2
3
EOF

# half a month is not called by the name of the month, and any label can be asked for by itself
is 'pieces that are cut off are called by their days' 0 crm-kpi deals.won -p 2026-02-15..2026-04-10 --per month -c period,value -H <<EOF
$(tsv '2026-02-15..2026-02-28|0' '2026-03|0' '2026-04-01..2026-04-10|0')
EOF

# who left has no plan; a deal that was nobody's when it was won is nobody's
CRM_NOW=2026-12-01T10:00:00
rm -f "$CRM_DB"*
base -q
q crm-add pipeline code=p
tsv 'pipeline|code|position|kind' 'p|work|1|open' 'p|contract|2|won' | crm-add stage > "$work/done" 2>&1 || cat "$work/done"
q crm-add company name=Acme
q crm-add rep login=gone team=Z
q crm-add rep login=stays team=Z
tsv 'metric|rep|value|kind' 'deals.lost|gone|5|plan' 'deals.lost|stays|2|plan' | crm-add plan > "$work/done" 2>&1 || cat "$work/done"
q crm-set rep gone left_on=2026-03-31
is 'the plan of who left' 0 sh -c 'for p in 2026-03 2026-04 2026-Q2 2026-H; do
	[ $p = 2026-H ] && p=2026; crm-kpi deals.lost -p $p --plan --by team -H -c period,team,plan; done | grep Z' <<EOF
$(tsv '2026-03|Z|7' '2026-04|Z|2' '2026-Q2|Z|6' '2026|Z|39')
EOF
is 'a rep who left is no group of a later month' 0 sh -c "crm-kpi deals.lost -p 2026-04 --plan --by rep -H -c rep,plan | grep -v none" <<EOF
$(tsv 'stays|2')
EOF
q deal title=Lonely company=1 owner=stays amount=100
lonely=$(crm-list deal title=Lonely -c id -H)
q crm-set deal "$lonely" owner=
at 2026-12-02T10:00:00 move "$lonely" contract
at 2026-12-03T10:00:00 crm-move deal "$lonely" --owner stays
CRM_NOW=2026-12-04T10:00:00
is 'nobody gets the credit for a deal that was nobody'\''s' 0 crm-kpi deals.won --by rep -p 2026-12 -H -c rep,value <<EOF
$(tsv '(none)|1')
EOF
is 'nor in the funnel' 0 sh -c "crm-funnel p --by rep -p 2026-12 -H -c rep,stage,entered | grep -v '	0$'" <<EOF
$(tsv 'stays|work|1' '(none)|contract|1')
EOF
is 'nor among the open' 0 sh -c "crm-kpi deals.open --by rep -p 2026-12-01 -H -c rep,value | grep none" <<EOF
$(tsv '(none)|1')
EOF

# what a warning tells is counted once, however many products or months it stands in
tsv 'code' 'P1' 'P2' | crm-add product > "$work/done" 2>&1
tsv 'deal|product|quantity|price' "$lonely|P1|1|10" "$lonely|P2|1|10" | crm-add deal_item > "$work/done" 2>&1
q deal title=Empty company=1
has 'one deal of two products' 'margin.won: 1 sale without a cost' crm-kpi margin.won --by product -p 2026-12
CRM_NOW=2027-03-01T10:00:00
has 'one deal open for months' 'pipeline.amount: 1 open deal has no amount' crm-kpi pipeline.amount --per month -p 2026-12..2027-06

# what is sold without an amount is told, in the words that fit the count
tsv 'title|company|pipeline|stage|cost' 'Given|1|p|contract|5' | CRM_NOW=2027-01-10 crm-add deal > "$work/done" 2>&1
has 'one' 'revenue.won: 1 sale without an amount is left out' crm-kpi revenue.won -p 2027-01
has 'its margin too' 'margin.won: 1 sale without an amount is left out' crm-kpi margin.won -p 2027-01
tsv 'title|company|pipeline|stage' 'Given too|1|p|contract' | CRM_NOW=2027-01-10 crm-add deal > "$work/done" 2>&1
has 'two' 'revenue.won: 2 sales without an amount are left out' crm-kpi revenue.won -p 2027-01 --by rep
has 'in Russian' 'revenue.won: 2 продажи без суммы не учтены' env CRM_LANG=ru crm-kpi revenue.won -p 2027-01

# what has no amount is in no currency: not even a line of it
q crm-add rate currency=USD valid_on=2027-01-01 value=80
tsv 'title|company|pipeline|stage|currency|cost' 'Open dollars|1|p|work|USD|' 'Open roubles|1|p|work|RUB|' 'Sold euros|1|p|contract|EUR|' |
	crm-add deal > "$work/done" 2>&1 || cat "$work/done"
is 'open deals without an amount make no line of their currency' 0 crm-kpi pipeline.amount -p 2027-03 -c value,unit -H <<EOF
$(tsv '0.00|RUB')
EOF
is 'nor do sales without a cost' 0 crm-kpi margin.won revenue.won -p 2027-03 -c kpi,value,unit -H <<EOF
$(tsv 'margin.won|0.00|RUB' 'revenue.won|0.00|RUB')
EOF
# a piece that comes back costs what one that went out did
q deal title=Return company=1 amount=100
back=$(crm-list deal title=Return -c id -H)
tsv 'deal|product|quantity|price|cost' "$back|P1|1|100|33.33" "$back|P1|-1|0|33.33" | crm-add deal_item > "$work/done" 2>&1
q move "$back" contract
is 'a return takes its whole cost back' 0 crm-kpi margin.won -p 2027-03 -c value,unit -H <<EOF
$(tsv '100.00|RUB')
EOF
# sales in a currency without a rate are not roubles, neither in whole nor by their lines
for c in 1 2; do q crm-add company name="Conc$c"; done
tsv 'title|company|pipeline|stage|currency|amount' 'R2|2|p|contract||60' 'R3|3|p|contract||40' 'E3|3|p|contract|EUR|1000' |
	crm-add deal > "$work/done" 2>&1 || cat "$work/done"
for t in R2:60 R3:40 E3:1000; do
	tsv 'deal|product|quantity|price' "$(crm-list deal title="${t%:*}" -c id -H)|P2|1|${t#*:}" | crm-add deal_item > "$work/done" 2>&1
done
is 'concentration by product leaves out what has no rate' 0 sh -c "crm-kpi concentration.hhi --by product -p 2027-03 -c product,value -H 2> /dev/null | grep P2" <<EOF
$(tsv 'P2|5200.00')
EOF

# --- what is due on the last day is overdue when that is over
rm -f "$CRM_DB"*
CRM_NOW=2026-06-20T09:00:00
base --preset b2b --lang en
tsv 'title|due_at' 'a|2026-06-28' 'b|2026-06-29T15:00' 'c|2026-06-30' 'd|2026-06-30T15:00' 'e|2026-07-01' > tasks
in=tasks
ok 'tasks' crm-add task
in=/dev/null
CRM_NOW=2026-07-10T09:00:00
for day in 2026-06-29 2026-06-30 2026-07-01; do
	is "overdue at the end of $day, as indicator and as filter" 0 crm-kpi tasks.overdue -p $day --as-of $day -c value -H <<EOF
$(crm-list task "due_at=..$day" status=open --as-of "$day" --count -H)
EOF
done
is 'in the last second of the day what is due on it is not' 0 crm-list task 'due_at<now' status=open --as-of 2026-06-30 -c title -H <<EOF
a
b
d
EOF

# --- money received: by the owner of the deal on that day, else of the company; in the base currency; less what went back
rm -f "$CRM_DB"*
CRM_NOW=2026-07-01T09:00:00
base --preset b2b --lang en base_currency=RUB
at 2026-07-01T09:01:00 sh -c 'for r in anna boris; do crm-add rep login=$r; done
	crm-add company name=Vega owner=boris && crm-add rate currency=EUR valid_on=2026-07-01 value=100
	crm-add deal company=1 title=pump owner=anna && crm-add deal company=1 title=euro currency=EUR owner=anna
	crm-add deal company=1 title=dollar currency=USD owner=anna
	crm-add invoice company=1 deal=2 number=E1 issued_on=2026-07-01 amount=10'
tsv 'company|deal|invoice|paid_on|amount' '1|1||2026-07-02|500' '1|1||2026-07-10|300' '1|1||2026-08-01|-50' '1||1|2026-07-03|7' \
	'1|||2026-07-04|20' '1|3||2026-07-05|9' > "$work/payments"
at 2026-08-02T10:00:00 sh -c 'crm-add payment < payments; crm-move deal 1 --owner boris --at 2026-07-08 --history'
CRM_NOW=2026-08-03T09:00:00
is 'money received' 0 crm-kpi cash.received -p 2026-07..2026-08 --per month --by rep -c period,rep,value,unit -H <<EOF
$(tsv '2026-07|anna|1200.00|RUB' '2026-07|anna|9.00|USD' '2026-07|boris|320.00|RUB' '2026-07|(none)|0.00|RUB' \
	'2026-08|anna|0.00|RUB' '2026-08|anna|0.00|USD' '2026-08|boris|-50.00|RUB' '2026-08|(none)|0.00|RUB')
EOF
is 'the payments' 0 crm-kpi cash.received -p 2026-07 --explain -c at,rep,deal,value,unit,payment -s payment -H <<EOF
$(tsv '2026-07-02|anna|1|500.00|RUB|1' '2026-07-10|boris|1|300.00|RUB|2' '2026-07-03|anna|2|700.00|RUB|4' \
	'2026-07-04|boris||20.00|RUB|5' '2026-07-05|anna|3|9.00|USD|6')
EOF
is 'not those to come' 0 crm-kpi cash.received -p 2026-07 --as-of 2026-07-02 -c value -H <<EOF
500.00
EOF

if script -qec true /dev/null > /dev/null 2>&1; then
	has 'a narrow terminal cuts words, not periods and codes' '^2026-07 revenue\.won *[0-9.]* RUB' \
		script -qec 'stty cols 40; crm-kpi revenue.won -p 2026-07' /dev/null
fi

# lists of calls from elsewhere seldom say who began them
printf 'company,kind,direction,at\n1,call,,2026-07-05\n1,call,in,2026-07-05\n1,call,out,2026-07-06\n' > calls.csv
q crm-import activity calls.csv
is 'a call of which nobody says who began it is not counted' 0 crm-kpi calls.made -p 2026-07 -c value -H <<EOF
1
EOF
has 'and that is said' '1 call without a direction is left out' crm-kpi calls.made -p 2026-07 -c value -H

# the facts of a past day stand in the order in which they stood then
rm -f "$CRM_DB"*
CRM_NOW=2026-03-01T09:00:00
base -q --preset b2b
for n in 1 2 3; do
	q crm-add company name="Firm $n"
	q crm-add deal company="$n" title="Deal $n" amount="$n"
done
for n in 1 2 3; do
	CRM_NOW=2026-03-0${n}T10:00:00 q crm-move deal "$n" --to sale:contract --force told
done
CRM_NOW=2026-03-04T09:00:00
facts() { crm-kpi deals.won conv.list_to_meeting -p 2026-03 --explain --by company "$@"; }
facts -q > then.tsv
is 'facts in the order of their moments' 0 cut -f2,6 then.tsv <<EOF
$(tsv 'company|at' '1|2026-03-01T10:00:00' '2|2026-03-02T10:00:00' '3|2026-03-03T10:00:00' \
	'1|2026-03-01T09:00:00' '2|2026-03-01T09:00:00' '3|2026-03-01T09:00:00')
EOF
CRM_NOW=2026-03-05T09:00:00
q crm-move deal 1 --to sale:delivery
q crm-set company 2 note=changed
CRM_NOW=2026-03-06T09:00:00
is 'and so when some of them changed since' 0 facts --known 2026-03-04 < then.tsv

# what was paid before its company was entered here counts, in the past too
q crm-add payment company=3 paid_on=2026-02-10 amount=70
is 'money of a company that was entered later' 0 crm-kpi cash.received -p 2026-02 --as-of 2026-02-20 -c value -H <<EOF
70.00
EOF

# an appointment that has a day and no hour is not past due on that day: moving it is no new one
CRM_NOW=2027-05-30T09:00:00
q crm-add company name='Moves it'
moves=$(crm-list company name='Moves it' -c id -H)
for day in 2027-06-01:2027-06-03 2027-06-03:2027-06-05 2027-06-06:2027-06-08; do
	CRM_NOW=${day%:*}T12:00:00 crm-log "$moves" appointment --planned "${day#*:}" > "$work/done" 2>&1
done
CRM_NOW=2027-06-30T09:00:00
is 'moved on its day, it is the same appointment; two days later it is another' 0 \
	crm-kpi meetings.set -p 2027-06 "company=$moves" -c value -H <<'EOF'
2
EOF

# what is made of its own facts and of another indicator shows both
own our.part <<'EOF'
-- title: Share of the largest sale
-- unit: percent   better: down   kind: flow
-- a: max v   unit: money   sales
-- value: 100 * a / revenue.won
SELECT p.label AS period, 'a' AS part, w.at, w.deal, w.amount AS v FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
EOF
has 'the facts of what it uses' "$(printf '^revenue.won\t.*\tRUB$')" crm-kpi our.part --explain -p 2026-03 -c kpi,value,unit
has 'and its own' "$(printf '^our.part\t.*\tRUB$')" crm-kpi our.part --explain -p 2026-03 -c kpi,value,unit
