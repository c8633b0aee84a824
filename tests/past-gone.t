#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# past-gone.t - past days where rows were deleted: what the lists of deleted rows tell is what the log tells
#
# Reports of each day's end are asked for again with --known. Then all are asked for with and without the lists.
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

at() { CRM_NOW=2026-11-${1}T10:00:00; export CRM_NOW; }
reports() { # BASE [OPTION...]
	base=$1
	shift
	{
		crm-list -d "$base" company -c id,name,owner,phone,created_at 'owner=anna' "$@"
		crm-list -d "$base" company -c id,name id=1..20,2095..2110 "$@"
		crm-list -d "$base" company -c id,name created_at=2026-11-02 -l 9 "$@"
		crm-list -d "$base" deal -c id,title,amount,stage company=1,2,3,4,5 "$@"
		crm-list -d "$base" deal -c id,title owner=boris created_at=2026-11-01..2026-11-02 "$@"
		crm-list -d "$base" activity -c id,company,rep,outcome rep=anna "$@"
		crm-list -d "$base" activity -c id,company,outcome at=2026-11-01..2026-11-03 -l 30 "$@"
		crm-list -d "$base" activity -c id,rep,at company=2,4,6,9 "$@"
		crm-list -d "$base" company -c id 'activity(rep=anna at=..2026-11-04)' "$@"
		crm-list -d "$base" stage_change -c id,deal,to_stage at=2026-11-01..2026-11-03 "$@"
		crm-list -d "$base" task -c id,title,status assignee=anna "$@"
		for id in 1 2 3 4; do crm-show -d "$base" company "$id" "$@"; done
		crm-who -d "$base" phone='8 482 100-00-04' "$@"
		crm-calls -d "$base" --rep anna -q "$@"
		crm-funnel -d "$base" sale -p 2026-11 --by rep -q "$@"
		crm-kpi -d "$base" calls.made deals.created --by rep -p 2026-11 "$@"
	} 2>&1
}
days=
end() { # of a day
	days="$days $1"
	CRM_NOW=2026-11-${1}T23:59:59 reports crm.db > "day.$1"
}

at 01
base --preset b2b --lang en
{
	crm-add rep login=anna && crm-add rep login=boris
	for i in 1 2 3 4 5 6 7 8 9; do
		rep=$(if [ $((i % 2)) = 0 ]; then echo anna; else echo boris; fi)
		crm-add company name="Firm $i" phone="8 482 100-00-0$i" owner="$rep"
		crm-add deal company="$i" title="Deal $i" amount="$i"00 owner="$rep"
		CRM_REP=$rep crm-log "$i" call talked --text "said $i" --next 'call again' --due +1d
	done
} > log 2>&1 || cat log
end 01
at 02
awk 'BEGIN { print "name;phone;owner"; for (i = 1; i <= 2100; i++) printf "Swept %d;8 495 %07d;anna\n", i, i }' > swept.csv
crm-import -q company swept.csv > log 2>&1 || cat log
end 02
at 03
crm-undo -y -q > log 2>&1 || cat log
end 03
at 04
{
	crm-delete -y --with-tied company 2 3 && crm-delete -y --with-tied activity 4 && crm-move deal 5 --to sale:offer --force so
	crm-delete -y --with-tied deal 6
} > log 2>&1 || cat log
end 04
at 05
{ crm-undo "$(crm-history -H -c change,command | awk '/with-tied company/ { print $1; exit }')" && crm-set company 3 name='Firm Three' &&
	crm-merge -y company 8 9; } > log 2>&1 || cat log
end 05
at 06
{ crm-delete -y --with-tied company 3 4 && crm-set activity 6 score=3 && crm-delete -y --with-tied activity 6; } > log 2>&1 || cat log
end 06
at 07
crm-undo -y "$(crm-history -H -c change,command | awk '/crm-undo/ { n = $1 } END { print n }')" -q > log 2>&1 || cat log
end 07
at 08

for day in $days; do
	is "known: the end of day $day" 0 reports crm.db --known "2026-11-$day" < "day.$day"
done
ok 'what was swept out is not listed row by row' \
	test "$(sqlite3 crm.db "SELECT count(*) FROM gone WHERE field = '*' AND entity = 'company'")" = 2
ok 'all else is' test "$(sqlite3 crm.db "SELECT cells FROM gone WHERE field = 'company' AND entity = 'deal' ORDER BY id LIMIT 1" |
	tr '\n' ',')" = '2 2,3 3,'

cp crm.db unlisted.db
sqlite3 unlisted.db "DELETE FROM gone; INSERT INTO gone (entity, field, txn, cells)
	SELECT DISTINCT entity, '*', (SELECT max(id) FROM txn), '' FROM change"
for day in $days; do
	for way in --as-of --known; do
		reports unlisted.db $way "2026-11-$day" > unlisted.txt
		is "$way day $day: the lists tell what the log tells" 0 reports crm.db $way "2026-11-$day" < unlisted.txt
	done
done
