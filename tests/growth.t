#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The base grows with what was changed, not with what was read or inserted
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

log() { sqlite3 "$CRM_DB" "SELECT (SELECT count(*) FROM change) || ' ' || (SELECT count(*) FROM txn_range)"; }
pages() {
	sqlite3 "$CRM_DB" 'PRAGMA wal_checkpoint(TRUNCATE)' > checkpoint
	sqlite3 "$CRM_DB" 'PRAGMA page_count'
}
most() { # WHAT NUMBER MOST
	echo "$2 are more than $3" > "$work/why"
	[ "$2" -le "$3" ]
	result $? "$1"
}

base --preset b2b --lang en
crm-add territory code=Tver > out 2>&1
awk 'BEGIN { print "name,phone,city"; for (i = 1; i <= 5000; i++) printf "Firm %d,8 482 %07d,Tver\n", i, i }' > firms.csv
before=$(log)
crm-import company firms.csv -q > out 2>&1 || cat out
echo "$before, and now $(log)" > "$work/why"
[ "$(log)" = "${before% *} $((${before#* } + 3))" ]
result $? 'an import of 5000 companies leaves one line for each of three tables in the log'

before=$(pages)
for command in 'crm-list company' 'crm-show company 1' 'crm-find firm' 'crm-history' 'crm-calls' 'crm-funnel sale' \
	'crm-kpi calls.made' 'crm-list company --as-of yesterday' 'crm-who firm' 'crm-undo -n' 'crm-set company 1 note=x -n'; do
	$command > out 2>&1
done
most 'reading and dry runs add no page' "$(($(pages) - before))" 0
crm-list company -l 1000 -c id,name > names.tsv
crm-set company -y < names.tsv > out 2>&1
most 'nor does setting what is set already' "$(($(pages) - before))" 0

# A row of the log is the old row as text, and two entries of indexes.
before_lines=$(log | cut -d ' ' -f 1)
sqlite3 "$CRM_DB" 'VACUUM'
before=$(pages)
crm-list company -l 100 -c id | crm-set company territory=Tver -y > out 2>&1
hundred=$(($(pages) - before))
most 'a hundred changes are at most a kilobyte each' "$hundred" 13
crm-list company -l 1100 -s -id -c id | crm-set company territory=Tver -y > out 2>&1
most 'and eleven hundred eleven times that' "$(($(pages) - before - hundred))" $((13 * 11))
echo "$before_lines, and now $(log)" > "$work/why"
[ "$(log | cut -d " " -f 1)" = $((before_lines + 1200)) ]
result $? 'one line of log for each change'

before=$(pages)
crm-undo -q > out 2>&1
most 'an undo is a change like others' "$(($(pages) - before))" $((13 * 11))
