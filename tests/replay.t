#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# A month of random work by five reps; then every report of every day is asked for again
#
# --known DAY must print, byte for byte, what was printed at the end of that day, whatever was
# entered, changed, deleted, merged, undone or redone since. --as-of DAY must print what a second computation
# (replay/as-of.awk) makes of today's tables and the log. REPLAY_SEEDS and REPLAY_DAYS make it longer.
. "$(dirname "$0")/lib.sh"

case ${CRM_FAULTS:-} in
short) : "${REPLAY_SEEDS:=1}" ;; # under the sanitizers
esac
: "${REPLAY_SEEDS:=1 2 3}" "${REPLAY_DAYS:=14}" "${REPLAY_LINES:=14}"
here=$root/tests/replay
merge=0
command -v crm-merge > /dev/null && merge=1
task=task,assignee,status,title,due_at,done_at,created_at
activity=activity,company,rep,at,outcome payment=payment,company,paid_on,amount
company=company,name,owner,category,class,potential,note,created_at
today=
for table in rep stage category txn txn_range redirect change stage_change owner_change category_change company deal \
	task activity payment; do
	today="$today today/$table"
done
deal=deal,company,owner,stage,title,amount,moved_at,closed_at,created_at

last() { # ENTITY; its highest number
	crm-list "$1" -c id -s -id -l 1 -H
}
work_of_day() { # SEED DAY YESTERDAY
	awk -f "$here/work.awk" -v seed="$(($1 * 1000 + $4))" -v day="$2" -v yesterday="$3" \
		-v lines="$REPLAY_LINES" -v merge="$merge" -v last="$(last txn) $(last company) $(last deal) $(last task)"
}
the_day() { # N; the date of the Nth day
	printf '2026-10-%02d\n' "$1"
}
reports() { # [OPTIONS]
	echo '== lists'
	crm-list company -c +phone,email,last_contact_at,next_task_due,bought_12m,debt "$@"
	crm-list deal -c +moved_at,closed_at,days_in_stage,idle_days,stage_kind,lost_reason,paid "$@"
	crm-list contact -c +company,phone "$@"
	crm-list activity -c +deal,outcome,created_at "$@"
	crm-list stage_change "$@"
	crm-list owner_change "$@"
	crm-list category_change "$@"
	crm-list task owner=boris "$@" 2>&1
	crm-task list --all "$@"
	echo '== show, find, who'
	crm-show company 1 "$@"
	crm-show deal 2 "$@"
	crm-find волга "$@"
	crm-who 'ООО Ёлка 7' 84821234567 "$@"
	echo '== funnels'
	crm-funnel sale -p 2026-10 "$@"
	crm-funnel company -p 2026-10 "$@"
	crm-funnel activity -p 2026-10 "$@"
	echo '== indicators'
	crm-kpi deals.created deals.won revenue.won calls.made meetings.set tasks.overdue deals.open cash.received -p 2026-10 --by rep "$@"
	echo '== calls'
	crm-calls --rep anna "$@"
	echo '== duplicates, files'
	crm-dup company "$@" 2>&1
	crm-export company "$@"
	crm-export contact -f vcard4 "$@"
	crm-export task -f ical "$@"
	echo '== history'
	crm-history "$@"
	crm-history company 2 "$@"
}
dump() { # today's tables and the log, for as-of.awk
	mkdir -p today
	crm-list rep -c id,login > today/rep
	crm-list stage -c id,pipeline,code,kind > today/stage
	crm-list category -c id,code > today/category
	crm-list txn -c id,at -s id > today/txn
	crm-list txn_range -c id,txn,entity,first,last > today/txn_range
	crm-list redirect -c id,entity,gone > today/redirect
	crm-list change -c id,txn,op,entity,row,old -s id > today/change
	crm-list stage_change -c id,deal,to_stage,at > today/stage_change
	crm-list owner_change -c id,company,deal,from_owner,to_owner,at > today/owner_change
	crm-list category_change -c id,company,from_category,to_category,at > today/category_change
	crm-list company -c "$company" > today/company
	crm-list deal -c "$deal" > today/deal
	crm-list task -c "$task" > today/task
	crm-list activity -c "$activity" > today/activity
	crm-list payment -c "$payment" > today/payment
}
# shellcheck disable=SC2086 # a list of files
as_of() { # DAY; both computations, and where they differ in why
	mkdir -p by-awk
	for table in company deal task activity payment; do
		: > "by-awk/$table"
	done
	awk -F'\t' -f "$here/as-of.awk" -v day="$1" -v out=by-awk $today
	mkdir -p by-crm
	crm-list company -c "$company" -s id -H --as-of "$1" > by-crm/company
	crm-list deal -c "$deal" -s id -H --as-of "$1" > by-crm/deal
	crm-list task -c "$task" -s id -H --as-of "$1" > by-crm/task
	crm-list activity -c "$activity" -s id -H --as-of "$1" > by-crm/activity
	crm-list payment -c "$payment" -s id -H --as-of "$1" > by-crm/payment
	diff -ru by-awk by-crm > why
}
renew_marks() { # of what was altered when: from the log, as where a base is older than the marks
	command -v sqlite3 > /dev/null || return 0
	sqlite3 "$CRM_DB" "INSERT INTO altered (entity, field, txn) SELECT 'company', '*', max(id) FROM txn" &&
		crm-init --migrate
}
one_seed() { # SEED
	rm -f "$CRM_DB"*
	CRM_NOW=2026-10-01T08:00:00
	base --preset b2b
	for login in anna boris clara dmitri; do crm-add rep login=$login; done > log 2>&1
	for code in Tver Samara; do crm-add territory code=$code; done >> log 2>&1
	day=1
	while [ $((day += 1)) -le $((REPLAY_DAYS + 1)) ]; do
		work_of_day "$1" "$(the_day $day)" "$(the_day $((day - 1)))" "$day" > "lines.$day"
		sh "./lines.$day" >> log 2>&1 < /dev/null
		CRM_NOW=$(the_day $day)T23:59:59
		reports > "day.$day" 2>&1
	done
	CRM_NOW=2026-11-22T10:05:00
	[ "$(crm-list deal --count)" -gt 3 ] && [ "$(crm-list company --count)" -gt 3 ]
	result $? "seed $1 did some work"
	dump
	case $1 in *[02468]) renew_marks >> log 2>&1 || cat log ;; esac
	day=1
	while [ $((day += 1)) -le $((REPLAY_DAYS + 1)) ]; do
		reports --known "$(the_day $day)" > again 2>&1
		diff -u "day.$day" again > why
		result $? "seed $1, day $day as it was known"
		as_of "$(the_day $day)"
		result $? "seed $1, as of day $day"
	done
}

for seed in $REPLAY_SEEDS; do
	one_seed "$seed"
done
