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

tsv 'login|name' 'o neil/jr|Liam' | crm-add rep > added 2>&1
is 'a login that is no name of a file' 0 sh -c '"$root/scripts/daily-calls.sh" odd && ls odd/* | grep neil' <<'EOF'
o neil_jr.tsv
EOF
is 'the day is that of the department' 0 sh -c 'env -u CRM_NOW "$root/scripts/daily-calls.sh" days && ls days' <<EOF
$(crm-list setting name=time_zone -c value -H | TZ=$(cat) date +%F)
EOF

ok 'the weekly report' "$root/scripts/weekly-report.sh" 2026-W47
for part in 'Funnel of deals' 'Activities of 2026-W47' 'deals.won' 'against plan' 'Risk: tasks overdue'; do
	grep -q "$part" "$work/out"
	result $? "it has: $part"
done
run "$root/scripts/weekly-report.sh" 2026-W47 reports/2026-W47.txt
cmp -s out reports/2026-W47.txt || "$root/scripts/weekly-report.sh" 2026-W47 2>&1 | diff - reports/2026-W47.txt > why
result $? 'the same into a file, whose folder is made'
cp reports/2026-W47.txt whole
says 'a report that fails leaves the file as it was' 5 env CRM_DB=none.db \
	"$root/scripts/weekly-report.sh" 2026-W47 reports/2026-W47.txt <<'EOF'
crm-funnel: there is no base 'none.db': make one with crm-init
EOF
is 'and nothing beside it' 0 sh -c 'cmp whole reports/2026-W47.txt && ls reports' <<'EOF'
2026-W47.txt
EOF

# Cron gives next to nothing: with the programs elsewhere than in PATH, with none, and without a base.
mkdir -p far/share/crm/scripts
cp "$root"/scripts/*.sh far/share/crm/scripts
poor() { env -i CRM_DB="$CRM_DB" CRM_REP="$CRM_REP" ASAN_OPTIONS="${ASAN_OPTIONS-}" "$@"; }
run poor far/share/crm/scripts/daily-calls.sh nowhere
[ "$code" = 5 ] && grep -q '^daily-calls.sh: crm-calls is not found on PATH' err && [ ! -e nowhere ]
result $? 'call lists without the programs: refused, no folder is left'
run poor far/share/crm/scripts/weekly-report.sh 2026-W47 nowhere/report.txt
[ "$code" = 5 ] && grep -q '^weekly-report.sh: crm-kpi is not found on PATH' err && [ ! -e nowhere ]
result $? 'the report without the programs: refused, no folder is left'
ln -s "$CRM_BUILD/bin" far/bin
ok 'call lists of an installed prefix that is not on PATH' poor far/share/crm/scripts/daily-calls.sh lists
ok 'its report' poor far/share/crm/scripts/weekly-report.sh 2026-W47 lists/report.txt
run env -i ASAN_OPTIONS="${ASAN_OPTIONS-}" far/share/crm/scripts/daily-calls.sh nowhere
[ "$code" = 2 ] && grep -q '^crm-list: no base named' err && [ ! -e nowhere ]
result $? 'without a base: refused, no folder is left'

# The examples for cron and systemd, with this machine's paths, say and leave nothing but what they are for.
here() { sed "s|/usr/local/share/crm/scripts|$work/far/share/crm/scripts|; s|/srv/crm/crm.db|$CRM_DB|; s|/srv/crm|$work/srv|g"; }
grep '^[0-9]' "$root/scripts/examples/crontab" | here | sed 's/^\([^ ]* *\)\{5\}//; s/\\%/%/g' > table.sh
says 'the jobs of the crontab' 0 poor PATH=/usr/bin:/bin sh -e table.sh <<'EOF'
EOF
is 'leave their files' 0 sh -c 'ls srv; ls srv/reports' <<EOF
calls
reports
$(date -d '7 days ago' +%G-W%V).txt
EOF
mkdir units
for unit in "$root"/scripts/examples/crm-*; do
	here < "$unit" > "units/${unit##*/}"
done
if command -v systemd-analyze > found; then
	says 'the units of systemd' 0 sh -c 'systemd-analyze verify units/*' <<'EOF'
EOF
else
	result 0 'the units of systemd # SKIP no systemd-analyze'
fi
