#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# bench.t - scripts/bench runs and prints every row; nothing is timed here
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not installed'
case ${CRM_FAULTS:-} in short) skip_all 'nothing of it is new to the sanitizers' ;; esac
for program in crm-import crm-list crm-add crm-funnel crm-kpi crm-calls; do
	command -v "$program" > /dev/null || skip_all "$program is not built"
done

run env TMPDIR="$work" "$root/scripts/bench" -n 500 -r 1
cat "$work/err" > "$work/why"
[ "$code" = 0 ] && [ ! -s "$work/err" ]
result $? 'every section runs, and no command of it fails'
mv out bench.tsv
is 'every row is there' 0 awk -F'\t' '/^#/ { next } { sub(/ +$/, "", $1); print $1 }' bench.tsv <<'E'
work
--version, ms
import with full-text index, ms
import, rows a second
import, peak kB
import, peak kB at N and N/10
import without it, ms
import with 2 % bad rows, ms
import with 2 % bad rows, peak kB
bad rows told wrong or not at all
good rows not there
company, person, deal in a row, ms
the same, peak kB
N/10 into N, ms
N/10 into N, ms
unchanged again, ms
one indexed read, ms
one durable add, ms
8 writers: 99th percentile, ms
8 writers: errors
funnel of a quarter by owner, ms
calls.made by rep and month, ms
call list of one rep, ms
the same day of a rep, ms
list of all companies, ms
list of all companies, peak kB
crm-funnel sale --as-of, ms
crm-funnel sale --known, ms
crm-kpi deals.open --as-of, ms
crm-kpi deals.open --known, ms
crm-kpi calls.made --as-of, ms
crm-kpi calls.made --known, ms
crm-kpi revenue.won --as-of, ms
crm-kpi revenue.won --known, ms
crm-list company --as-of, ms
crm-list company --known, ms
crm-list deal --as-of, ms
crm-list deal --known, ms
crm-list deal owner=ivanova --as-of, ms
crm-list deal owner=ivanova --known, ms
crm-calls --as-of, ms
crm-calls --known, ms
crm-funnel sale --as-of, deletions, ms
crm-funnel sale --known, deletions, ms
crm-kpi calls.made --as-of, deletions, ms
crm-kpi calls.made --known, deletions, ms
crm-list company owner=ivanova --as-of, deletions, ms
crm-list company owner=ivanova --known, deletions, ms
crm-list deal owner=ivanova --as-of, deletions, ms
crm-list deal owner=ivanova --known, deletions, ms
crm-list task assignee=ivanova --as-of, deletions, ms
crm-list task assignee=ivanova --known, deletions, ms
crm-calls --as-of, deletions, ms
crm-calls --known, deletions, ms
import, recorded, ms
import, lines of log
indexed column of 100,000, ms
the same, kB of log
undo of that, ms
undo of the undo of it, ms
owner of 100,000, its history too, ms
another value in each, ms
undo of an import, ms
undo of an import, peak kB
undo of the undo, ms
undo of the undo, peak kB
E
same() { # WHAT OURS THEIRS: both sides of a comparison give the same figure
	echo "$2, and $3" > "$work/why"
	[ "$2" = "$3" ]
	result $? "$1"
}
cd "$work/crm-bench-500" || exit 1
same 'the indicator and mawk count the same calls' \
	"$(crm-kpi -d full.db calls.made --from 2023-11-01 --to 2026-11-30 -H -c value)" \
	"$(awk -f months.awk activity.tsv | awk -F'\t' '{ n += $3 } END { print n }')"
same 'the funnel and the shell count the same deals entering a stage for the first time' \
	"$(crm-funnel -q -d full.db sale -p 2026-Q3 -H -c stage,entered | awk -F'\t' '$1 == "offer" { print $2 }')" \
	"$(sqlite3 full.db "SELECT count(*) FROM (SELECT min(at) AS first FROM stage_change WHERE to_stage =
		(SELECT id FROM stage WHERE code = 'offer' ORDER BY id LIMIT 1) GROUP BY deal)
		WHERE first >= '2026-07-01' AND first < '2026-10-01'")"
