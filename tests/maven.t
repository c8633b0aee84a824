#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The public Maven sample through crm-import gives the figures known from elsewhere
. "$(dirname "$0")/lib.sh"

data=$root/../shared/data/maven
[ -f "$data/sales_pipeline.csv" ] || skip_all 'the Maven sample is not beside the project'
unset CRM_NOW
all='--from 2016-10-01 --to 2017-12-31'

ok 'the sample goes in' "$root/scripts/import-maven.sh" "$data"

is 'deals by stage' 0 sh -c "crm-list deal -c stage -H | sort | uniq -c | awk '{ print \$2, \$1 }'" <<'EOF'
maven:engaging 1589
maven:lost 2473
maven:prospecting 500
maven:won 4238
EOF
is 'open deals without a company' 0 crm-list deal company= stage.kind=open --count <<'EOF'
1425
EOF
# shellcheck disable=SC2086 # options
is 'won, lost, win rate, value, cycle' 0 crm-kpi deals.won deals.lost deals.win_rate revenue.won \
	cycle.days_median $all --wide -H -c deals.won,deals.lost,deals.win_rate,revenue.won,cycle.days_median <<EOF
$(tsv '4238|2473|63.15|10005534.00|57.00')
EOF
# shellcheck disable=SC2086 # options
is 'by manager' 0 sh -c "crm-kpi deals.won deals.lost revenue.won --by team $all --wide -H |
	awk -F'\t' '\$2 != \"(none)\" { print \$2, \$3 + \$4, \$3, \$5 }' | sort" <<'EOF'
Cara Losch 745 480 1130049.00
Celia Rouche 962 610 1603897.00
Dustin Brinkmann 1186 747 1094363.00
Melvin Marxen 1418 882 2251930.00
Rocco Neubert 1113 691 1960545.00
Summer Sewald 1287 828 1964750.00
EOF
# shellcheck disable=SC2086 # options
is 'by region of the rep' 0 sh -c "crm-kpi revenue.won --by rep.territory $all --wide -H |
	awk -F'\t' '\$2 != \"(none)\" { print \$2, \$3 }' | sort" <<'EOF'
Central 3346293.00
East 3090594.00
West 3568647.00
EOF
is 'by quarter of closing' 0 sh -c "crm-kpi deals.won deals.lost revenue.won -p 2017 --per quarter --wide -H |
	awk -F'\t' '{ print \$1, \$2, \$3, \$4 }'" <<'EOF'
2017-Q1 531 116 1134672.00
2017-Q2 1254 778 3086111.00
2017-Q3 1257 790 2982255.00
2017-Q4 1196 789 2802496.00
EOF
is 'days from engaging to closing' 0 sh -c "crm-list deal stage.kind=won -c cycle_days -H | sort -n |
	awk '{ v[NR] = \$1; s += \$1 } END { printf \"%.2f %s\n\", s / NR, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'
	crm-list deal stage.kind=lost -c cycle_days -H | sort -n |
	awk '{ v[NR] = \$1; s += \$1 } END { printf \"%.2f %s\n\", s / NR, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2 }'" <<'EOF'
51.78 57
41.48 14
EOF
is 'mean, median and largest sale' 0 sh -c "crm-list deal stage.kind=won -c amount -H | sort -n |
	awk '{ v[NR] = \$1; s += \$1 } END { printf \"%.2f %s %s\n\", s / NR, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[NR] }'" <<'EOF'
2360.91 1117 30288.00
EOF
# shellcheck disable=SC2086 # options
is 'the funnel: what was engaged was won, lost or is still there' 0 crm-funnel maven $all -H \
	-c stage,entered,here,onward,lost,days,amount <<EOF
$(tsv 'prospecting|500|500|0|0||1073986.00' 'engaging|8300|1589|4238|2473|69.00|19844231.00' \
'won|4238|4238|0|0||10005534.00')
EOF
is 'sales as of the middle of the year' 0 crm-list deal stage.kind=won --count --as-of 2017-06-30 <<'EOF'
1785
EOF
