#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Days of random work by several reps; then every report of every day is asked for again
#
# --known DAY must print, byte for byte, what was printed at the end of that day, whatever was
# entered, changed, deleted, undone or redone since. REPLAY_SEEDS and REPLAY_DAYS make it longer.
. "$(dirname "$0")/lib.sh"

: "${REPLAY_SEEDS:=1 2 3}" "${REPLAY_DAYS:=6}"

# One day's work as shell lines, drawn from a seed and from how much there is already.
work_of_day() { # SEED DAY
	awk -v seed="$(($1 * 1000 + ${2##*-}))" -v day="$2" \
		-v companies="$(crm-list company -c id -s -id -l 1 -H)" -v deals="$(crm-list deal -c id -s -id -l 1 -H)" \
		-v tasks="$(crm-list task -c id -s -id -l 1 -H)" '
	function rnd(k) { seed = (seed * 16807) % 2147483647; return int(seed / 2147483647 * k) }
	function one(list,    w, n) { n = split(list, w, " "); return w[1 + rnd(n)] }
	function some(n) { return 1 + rnd(n > 0 ? n + 1 : 2) }
	BEGIN {
		for (i = 0; i < 5; i++) rnd(2)
		for (i = 0; i < 24; i++) {
			printf "CRM_NOW=%sT%02d:%02d:00 CRM_REP=%s ", day, 8 + i / 3, rnd(60), one("head anna boris")
			k = rnd(15)
			if (k < 2) print "crm-add company name=\"" one("ООО АО Ltd") " " one("Ёлка Волга Север Lotus") " " rnd(900) "\" owner=" \
			    one("anna boris") " territory=" one("Tver Samara") " phone=\"8 482 1" 10 + rnd(90) "-" 10 + rnd(90) "-" 10 + rnd(90) "\""
			else if (k == 2) print "crm-add contact name=\"" one("Иванов Petrova Сидоров") "\" company=" some(companies) " position=buyer"
			else if (k < 5) print "crm-add deal company=" some(companies) " title=" one("pump valve") " amount=" 100 * rnd(90) " owner=" one("anna boris")
			else if (k < 8) print "crm-move deal " some(deals) " --to sale:" one("need offer agreement contract delivery lost") " --force drawn"
			else if (k == 8) print "crm-move deal " some(deals) " --to sale:" one("offer agreement") " --force drawn --at " day "T07:00"
			else if (k == 9) print "crm-set company " some(companies) " " one("name=Другое class=A territory=Samara note=hm owner=boris potential=5000")
			else if (k == 10) print "crm-log " some(companies) " call " one("talked callback no-answer appointment") " --text проба --due +2d"
			else if (k == 11) print "crm-task " one("done postpone") " " some(tasks) " " one("--due=+3d")
			else if (k == 12) print "crm-delete " one("deal task company") " " some(deals) " --with-tied -y"
			else if (k == 13) print one("crm-undo crm-undo.$(crm-history.-l.1.-c.change.-H) crm-undo.--force")
			else print "sh -c \"printf \\\"name;owner;created_at\\\\nFirm " rnd(50) ";anna;" substr(day, 1, 8) "01\\\\n\\\" | crm-import company -\""
		}
	}' | sed '/crm-undo/s/crm-undo\./crm-undo /; /crm-history/s/\.-/ -/g'
}

reports() { # [OPTIONS]
	for entity in company contact deal task activity stage_change owner_change; do
		echo "== $entity"
		crm-list "$entity" "$@"
	done
	echo '== derived'
	crm-list company -c id,phone,last_contact_at,next_task_due,bought_12m,debt "$@"
	crm-list deal -c id,days_in_stage,idle_days,stage_kind "$@"
	echo '== show'
	crm-show company 1 "$@"
	echo '== find'
	crm-find волга -s entity,id "$@"
	echo '== funnels'
	crm-funnel sale -p 2026-10 "$@"
	crm-funnel company -p 2026-10 "$@"
	crm-funnel activity -p 2026-10 "$@"
	echo '== indicators'
	crm-kpi deals.created deals.won revenue.won calls.made meetings.set tasks.overdue deals.open -p 2026-10 --by rep "$@"
	echo '== calls'
	crm-calls --rep anna "$@"
}

for seed in $REPLAY_SEEDS; do
	rm -f "$CRM_DB"*
	CRM_NOW=2026-10-01T08:00:00
	base --preset b2b
	for login in anna boris; do crm-add rep login=$login; done > "$work/log" 2>&1
	for code in Tver Samara; do crm-add territory code=$code; done >> "$work/log" 2>&1
	day=1
	while [ "$day" -le "$REPLAY_DAYS" ]; do
		date=2026-10-$(printf %02d $((day + 1)))
		work_of_day "$seed" "$date" > "lines.$day"
		# A line may be refused (nothing there to move); that is part of the day.
		sh "./lines.$day" >> "$work/log" 2>&1 < /dev/null
		CRM_NOW=${date}T23:59:59
		reports > "day.$day" 2>&1
		day=$((day + 1))
	done
	CRM_NOW=2026-11-22T10:05:00
	day=1
	while [ "$day" -le "$REPLAY_DAYS" ]; do
		date=2026-10-$(printf %02d $((day + 1)))
		reports --known "$date" > again 2>&1
		diff -u "day.$day" again > "$work/why"
		result $? "seed $seed, day $day as it was known"
		day=$((day + 1))
	done
	[ "$(crm-list deal --count --known "$date")" -gt 0 ] && [ "$(crm-list company --count)" -gt 3 ]
	result $? "seed $seed did some work"
done
