#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Time as it is: clocks set back, 29 February, nights when the clock is changed in five zones, the last days of years
# shellcheck disable=SC2016 # what the inner shells expand
. "$(dirname "$0")/lib.sh"

# --- a clock that was set back refuses nobody, and time does not run backwards
CRM_NOW=2026-10-01T10:00:00
base --preset b2b --lang en time_zone=Europe/Berlin
crm-add company name=First owner=head > log 2>&1
CRM_NOW=2026-10-01T09:00:00
ok 'a command after the clock was set back' crm-add company name=Second owner=head
ok 'another' crm-add deal company=2 title=pump owner=head
ok 'a move' crm-move deal 1 --to offer --force test
ok 'an undo' crm-undo
is 'time stood still until the clock has caught up' 0 crm-list txn 'id>1' -c id,at -H -s id <<EOF
$(tsv '2|2026-10-01T10:00:00' '3|2026-10-01T10:00:00' '4|2026-10-01T10:00:00' '5|2026-10-01T10:00:00' '6|2026-10-01T10:00:00')
EOF
is 'and so do the events' 0 crm-list stage_change -c to_stage,at -H <<EOF
$(tsv 'sale:need|2026-10-01T10:00:00')
EOF
is 'what was known in between is all or nothing' 0 sh -c 'for at in 09:59:59 10:00; do crm-list company --count --known 2026-10-01T$at; done' <<'EOF'
0
2
EOF
CRM_NOW=2026-10-01T10:00:01
ok 'then it goes on' crm-set company 1 note=x
has 'at the time of the clock' '10:00:01' crm-history -l 1

# --- 29 February
CRM_NOW=2027-12-31T12:00:00
set_due() { # EVERY DUE; due dates of a repeating task done again and again
	crm-task add --title "$1 $2" --every "$1" --due "$2" --company 1 -H > task 2> log
	for _ in 1 2 3; do
		task=$(cut -f1 task)
		CRM_NOW=$(cut -f4 task)T12:00:00 crm-task 'done' "$task" -H < /dev/null 2> log | tail -1 > next
		mv next task
		cut -f4 task
	done
}
is 'every year from 29 February' 0 set_due 1y 2028-02-29 <<'EOF'
2029-02-28
2030-02-28
2031-02-28
EOF
is 'every year from 1 March' 0 set_due 1y 2028-03-01 <<'EOF'
2029-03-01
2030-03-01
2031-03-01
EOF
base2=$work/leap.db
CRM_NOW=2028-01-31T09:00:00
CRM_DB=$base2
base --preset b2b --lang en time_zone=Europe/Moscow
crm-add company name=Leap owner=head > log 2>&1
for pair in +1m:2028-02-29 +13m:2029-02-28 +29d:2028-02-29 +30d:2028-03-01 eom:2028-01-31 +4w:2028-02-28 29.02.2028:2028-02-29; do
	crm-task add --title "${pair%:*}" --due "${pair%:*}" --company 1 -H 2> log | cut -f4 > due
	[ "$(cat due)" = "${pair#*:}" ]
	cp due why
	result $? "${pair%:*} from 31 January 2028 is ${pair#*:}"
done
CRM_NOW=2028-02-29T23:59:59
crm-add deal company=1 title=leap owner=head > log 2>&1
CRM_NOW=2028-03-01T00:00:00
crm-move deal 1 --to offer --force test > log 2>&1
is 'as of the day' 0 sh -c 'for day in 28 29; do crm-list deal -H -c stage --as-of 2028-02-$day; echo --; done; crm-list deal -H -c stage,days_in_stage --as-of 2028-03-01' <<EOF
--
sale:need
--
$(tsv 'sale:offer|0')
EOF
is 'a year later' 0 crm-list deal -H -c days_in_stage --as-of 2029-02-28 <<'EOF'
364
EOF
is 'February has 29 days' 0 sh -c 'crm-kpi deals.created -p 2028-02 --per day -H | grep -c .; crm-kpi deals.created -p 2028-02 -H -c value' <<'EOF'
29
1
EOF
for what in 'crm-list deal --as-of 2027-02-29' 'crm-kpi deals.created -p 2027-02-29' 'crm-add payment company=1 amount=1 paid_on=2027-02-29' \
	'crm-move deal 1 --to agreement --at 29.02.2027'; do
	# shellcheck disable=SC2086 # words
	has "no 29 February 2027: ${what%% *}" '29' $what
	[ "$code" != 0 ]
	result $? "${what%% *} refuses it"
done

# --- what happened is over, what is planned is free
CRM_NOW=2028-03-01T09:00:00
CRM_DB=$work/happened.db
base --preset b2b --lang en
{
	crm-add company name=C owner=head
	crm-add deal company=1 title=pump owner=head
	crm-add task title=call
	crm-add payment company=1 amount=1 paid_on=today
	crm-add invoice company=1 amount=1 issued_on=today due_on=+30d
} > log 2>&1
for made in 'payment company=1 amount=1 paid_on' 'delivery company=1 amount=1 delivered_on' 'claim company=1 at' \
	'client_event company=1 kind=fair happened_on' 'offer deal=1 sent_on'; do
	# shellcheck disable=SC2086 # words
	has "${made%% *}: not tomorrow" "${made##* }: '2028-03-02' lies after now, 2028-03-01T09:00:00" crm-add $made=tomorrow
	# shellcheck disable=SC2086
	ok "${made%% *}: today" crm-add $made=today
done
has 'a task is not done tomorrow' "done_at: '2028-03-02' lies after now" crm-set task 1 done_at=2028-03-02
has 'nor are many' "paid_on: '2028-03-02' lies after now" sh -c 'crm-list payment -c id | crm-set -y payment paid_on=tomorrow'
printf 'company\tamount\tpaid_on\n1\t5\t02.03.2028\n' > paid.tsv
has 'nor is it imported' "paid.tsv:2: column 'paid_on': '02.03.2028' lies after now" crm-import payment paid.tsv
ok 'what is planned is free' crm-set deal 1 expected_on=+60d
ok 'what is due is free' crm-add task title=later due_at=+60d

# --- weeks at the end of the year
week_of() { # DATE...
	for date; do
		printf '%s %s\n' "$date" "$(CRM_NOW=${date}T12:00:00 crm-kpi deals.created -p this-week -H -c period)"
	done
}
is 'ISO weeks' 0 week_of 2021-01-03 2023-12-31 2024-01-01 2024-12-29 2024-12-30 2026-12-31 2027-01-03 2027-01-04 2028-12-31 <<'EOF'
2021-01-03 2020-W53
2023-12-31 2023-W52
2024-01-01 2024-W01
2024-12-29 2024-W52
2024-12-30 2025-W01
2026-12-31 2026-W53
2027-01-03 2026-W53
2027-01-04 2027-W01
2028-12-31 2028-W52
EOF
CRM_NOW=2027-01-02T10:00:00
CRM_DB=$work/weeks.db
base --preset b2b --lang en
for at in 2026-12-27 2026-12-28 2026-12-31T23:59:59 2027-01-01 2027-01-02; do
	crm-add activity kind=call direction=out outcome=talked at=$at > log 2>&1
done
is 'week 53 goes from Monday to Sunday' 0 sh -c 'for p in 2026-W52 2026-W53 this-week last-week 2026-12 2027-01; do
	printf "%s %s\n" $p "$(crm-kpi calls.made -p $p -H -c value)"; done' <<'EOF'
2026-W52 1
2026-W53 4
this-week 4
last-week 1
2026-12 3
2027-01 2
EOF
has 'there is no week 53 in 2025' 'is not a period' crm-kpi calls.made -p 2025-W53

# --- nights when the clock is changed
there() { # ZONE MOMENT...; the same moments in UTC
	CRM_DB=$work/zone.db
	export CRM_DB
	rm -f "$CRM_DB"*
	CRM_NOW=2026-01-10T09:00:00
	base --preset b2b --lang en time_zone="$1"
	crm-add company name=Client tz=UTC owner=head > log 2>&1
	shift
	for moment; do
		printf '%s %s\n' "$moment" "$(CRM_NOW=$moment crm-calls --rep head -H -c local_time -o tsv 2>&1)"
	done
}
is 'Berlin, summer begins: 02:30 does not exist' 0 there Europe/Berlin 2026-03-29T01:59 2026-03-29T02:30 2026-03-29T03:00 <<'EOF'
2026-03-29T01:59 00:59
2026-03-29T02:30 01:30
2026-03-29T03:00 01:00
EOF
is 'Berlin, summer ends: 02:30 twice' 0 there Europe/Berlin 2026-10-25T01:59 2026-10-25T02:30 2026-10-25T03:00 <<'EOF'
2026-10-25T01:59 23:59
2026-10-25T02:30 00:30
2026-10-25T03:00 02:00
EOF
is 'New York' 0 there America/New_York 2026-03-08T01:59 2026-03-08T03:00 2026-11-01T00:59 2026-11-01T01:30 2026-11-01T02:00 <<'EOF'
2026-03-08T01:59 06:59
2026-03-08T03:00 07:00
2026-11-01T00:59 04:59
2026-11-01T01:30 05:30
2026-11-01T02:00 07:00
EOF
is 'Lord Howe changes by half an hour' 0 there Australia/Lord_Howe 2026-04-05T01:29 2026-04-05T01:45 2026-04-05T02:00 2026-10-04T01:59 2026-10-04T02:30 <<'EOF'
2026-04-05T01:29 14:29
2026-04-05T01:45 14:45
2026-04-05T02:00 15:30
2026-10-04T01:59 15:29
2026-10-04T02:30 15:30
EOF
is 'Cairo has no midnight' 0 there Africa/Cairo 2026-04-23T23:59 2026-04-24T01:00 <<'EOF'
2026-04-23T23:59 21:59
2026-04-24T01:00 22:00
EOF
is 'Moscow leaves the clock alone' 0 there Europe/Moscow 2026-03-29T02:30 2026-10-25T02:30 <<'EOF'
2026-03-29T02:30 23:30
2026-10-25T02:30 23:30
EOF

clients() { # MOMENT; what the clocks of the clients show
	CRM_NOW=$1 crm-calls --rep head -H -c company_name,local_time -o tsv 2>&1 | sort
}
CRM_DB=$work/clients.db
CRM_NOW=2026-01-10T09:00:00
base --preset b2b --lang en time_zone=Europe/Moscow
for zone in Europe/Berlin America/New_York Australia/Lord_Howe Africa/Cairo; do
	crm-add company name=$zone tz=$zone owner=head > log 2>&1
done
is 'clients before Berlin changes' 0 clients 2026-03-28T12:00 <<EOF
$(tsv 'Africa/Cairo|11:00' 'America/New_York|05:00' 'Australia/Lord_Howe|20:00' 'Europe/Berlin|10:00')
EOF
is 'and after' 0 clients 2026-03-29T12:00 <<EOF
$(tsv 'Africa/Cairo|11:00' 'America/New_York|05:00' 'Australia/Lord_Howe|20:00' 'Europe/Berlin|11:00')
EOF
is 'the minute before Lord Howe changes' 0 clients 2026-10-03T18:29 <<EOF
$(tsv 'Africa/Cairo|18:29' 'America/New_York|11:29' 'Australia/Lord_Howe|01:59' 'Europe/Berlin|17:29')
EOF
is 'and after' 0 clients 2026-10-03T18:30 <<EOF
$(tsv 'Africa/Cairo|18:30' 'America/New_York|11:30' 'Australia/Lord_Howe|02:30' 'Europe/Berlin|17:30')
EOF

# Days are days of the calendar, of 23 and 25 hours too.
for zone in Europe/Berlin America/New_York Australia/Lord_Howe; do
	CRM_DB=$work/days.db
	rm -f "$CRM_DB"*
	CRM_NOW=2026-03-01T12:00:00
	base --preset b2b --lang en time_zone=$zone
	{
		crm-add company name=C owner=head
		crm-add deal company=1 title=pump owner=head
	} > log 2>&1
	is "$zone: days in a stage over both changes" 0 sh -c 'for now in 2026-03-02T11:59:59 2026-03-30T12:00 2026-04-06T12:00 2026-11-02T12:00; do
		CRM_NOW=$now crm-list deal -H -c days_in_stage; done' <<'EOF'
1
29
36
246
EOF
	CRM_NOW=2026-10-25T02:50:00
	ok "$zone: in the hour that comes twice" crm-set company 1 note=a
	CRM_NOW=2026-10-25T02:10:00
	ok "$zone: when it comes again" crm-set company 1 note=b
	is "$zone: the order is kept" 0 crm-list txn -s -id -l 2 -H -c at <<'EOF'
2026-10-25T02:50:00
2026-10-25T02:50:00
EOF
	CRM_NOW=2026-10-26T09:00:00
	is "$zone: known at the second passing" 0 crm-list company -H -c note --known 2026-10-25T02:49 <<'EOF'

EOF
	ok "$zone: an event at a time that was skipped" crm-log 1 call talked --at 2026-03-29T02:30
	is "$zone: is where it was written" 0 crm-list activity -H -c at --as-of 2026-03-29 <<'EOF'
2026-03-29T02:30:00
EOF
done
