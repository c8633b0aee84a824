#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# weekly-report.sh - the Monday report as text: funnel, indicators against plan, risks
#
# usage: weekly-report.sh [PERIOD [FILE]]     (default last-week, on standard output)
# For a cron table: weekly-report.sh | mail -E -s 'Sales, last week' head@example.com
# It is complete or absent: when a part fails, nothing is printed and FILE stays as it was.
set -eu
# The programs are on PATH, where this script was installed with them, or built in the folder above.
PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}
here=$(dirname "$(readlink -f "$0")")
PATH=$PATH:$here/../../../bin:$here/../build/bin
export PATH
command -v crm-kpi > /dev/null || { echo "weekly-report.sh: crm-kpi is not found on PATH '$PATH'" >&2; exit 5; }
period=${1:-last-week}
report=$(mktemp)
trap 'rm -f "$report"' EXIT

heading() { printf '\n%s\n%s\n' "$1" "$(printf '%s' "$1" | sed 's/./-/g')"; }

report() {
	heading "Funnel of deals opened in the last quarter, followed to now"
	crm-funnel -q sale --from -91d --to today -o table
	heading "Moves of $period"
	crm-funnel -q sale --flow --period "$period" -o table
	heading "Activities of $period"
	crm-funnel -q activity --period "$period" -o table
	heading "Indicators of $period"
	crm-kpi leads.collected leads.verified calls.made meetings.set meetings.held conv.list_to_meeting deals.created \
		deals.won deals.win_rate cycle.days_median revenue.won margin.won contracts.new clients.new --period "$period" -o table
	heading "This month so far against plan (gone: share of the month)"
	crm-kpi leads.collected meetings.set contracts.new deals.won revenue.won --period this-month --plan -o table
	heading "By rep"
	crm-kpi calls.made meetings.set deals.won revenue.won --by rep --period "$period" --wide -o table
	heading "Risk: dependence on few clients over a year (above 2500 is high)"
	crm-kpi concentration.hhi --from -365d --to today -o table
	heading "Risk: tasks overdue"
	crm-kpi tasks.overdue --by rep --period today -o table
	heading "Risk: open deals beyond the longest healthy stay, largest first"
	crm-list deal stage.kind=open 'days_in_stage>stage.max_days' -s -amount -l 10 \
		-c id,company_name,owner,stage,days_in_stage,amount -o table
}

report > "$report"
if [ $# -lt 2 ]; then
	cat "$report"
else
	mkdir -p "$(dirname "$2")"
	cat "$report" > "$2.new"
	mv "$2.new" "$2"
fi
