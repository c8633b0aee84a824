#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The scripts of the working day: call lists, weekly report, a made-up base
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
"$root/scripts/generate-base" -n 60 -a 2 -o "$work/data"
for table in territory industry product rep; do
	ok "$table of the made-up base" sh -c "crm-add $table < data/$table.csv"
done
ok 'its companies' crm-import company data/company.csv --key ref
ok 'its deals' crm-import deal data/deal.csv --key ref --ref company=import
ok 'their moves' crm-import stage_change data/stage_change.csv --ref deal=import
"$root/scripts/generate-base" -n 60 -a 2 -o "$work/again"
ok 'a made-up base is the same every time' diff -r data again

says 'the call lists, without a word' 0 "$root/scripts/daily-calls.sh" "$work/calls" <<'EOF'
EOF
is 'one for everybody who works here' 0 sh -c 'cd calls/*/ && ls' <<'EOF'
head.tsv
ivanova.tsv
kuznetsov.tsv
petrov.tsv
sidorova.tsv
EOF
ok 'for a spreadsheet' "$root/scripts/daily-calls.sh" "$work/sheets" excel-ru
has 'with its mark of order' '^' sh -c "head -c 3 sheets/*/ivanova.csv | od -An -tx1 | grep 'ef bb bf'"
run "$root/scripts/daily-calls.sh" "$work/calls" word
[ "$code" = 2 ]
result $? 'another format is refused'
says 'who may not read gets no lists, and the cron table an exit status' 6 \
	env CRM_REP=stranger "$root/scripts/daily-calls.sh" "$work/none" <<EOF
crm-list: 'stranger' is not a rep of the base '$CRM_DB'
EOF
crm-add absence rep=petrov since=today until=+3d substitute=ivanova > added 2>&1
is 'who is away has no list of his own' 0 sh -c '"$root/scripts/daily-calls.sh" away && ls away/*' <<'EOF'
head.tsv
ivanova.tsv
kuznetsov.tsv
sidorova.tsv
EOF

ok 'the weekly report' "$root/scripts/weekly-report.sh" 2026-W47
for part in 'Funnel of deals' 'Activities of 2026-W47' 'deals.won' 'against plan' 'Risk: tasks overdue'; do
	grep -q "$part" "$work/out"
	result $? "it has: $part"
done
