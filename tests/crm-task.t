#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-task: one's day, tasks for many records, done, postponed, assigned, repeated
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	tsv 'login' ivanova petrov | crm-add rep
	tsv 'name|owner' 'Alpha|ivanova' 'Beta|petrov' 'Gamma|' | crm-add company
	crm-add contact name=Olga company=2 position=buyer
	tsv 'company|title|amount|owner|pipeline|stage' '1|Pumps|100|ivanova|sale|need' '2|Pipes|7|petrov|sale|need' '|Spares|5||repeat|need' | crm-add deal
	crm-list task -c task | crm-delete task -y --with-tied
} > prepare 2>&1 || cat prepare
tasks() { crm-list task -H -c title,assignee,due_at,status "$@"; }
first=$(sqlite3 "$CRM_DB" "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'task'")

is 'a task of one'\''s own' 0 crm-task add --title 'Купить бумагу' --due 'tomorrow 15:30' -H <<EOF
$(tsv "$((first + 1))|Купить бумагу|head|2026-11-23T15:30:00|open||")
EOF
is 'about a company, for somebody' 0 crm-task add --title call --company alpha --for ivanova --kind promise -H <<EOF
$(tsv "$((first + 2))|call|ivanova||open|1|")
EOF
is 'about a deal' 0 crm-task add --title offer --deal pumps --due +2wd -H <<EOF
$(tsv "$((first + 3))|offer|head|2026-11-24|open|1|1")
EOF
is 'about a person' 0 crm-task add --title write --contact Olga -H <<EOF
$(tsv "$((first + 4))|write|head||open|2|")
EOF
crm-list deal -c deal,title,amount > list
in=list
is 'one for each deal, for who keeps it; other columns pass' 0 crm-task add --title 'ask' --due 2026-11-30 <<EOF
$(tsv 'task|title|assignee|due_at|status|company|deal|amount' \
	"$((first + 5))|ask|ivanova|2026-11-30|open|1|1|100.00" \
	"$((first + 6))|ask|petrov|2026-11-30|open|2|2|7.00" \
	"$((first + 7))|ask|head|2026-11-30|open||3|5.00")
EOF
is 'nothing is written in a dry run' 0 crm-task add --title 'ask' -n -q -H -o tsv <<EOF
$(tsv "$((first + 8))|ask|ivanova||open|1|1|100.00" "$((first + 9))|ask|petrov||open|2|2|7.00" "$((first + 10))|ask|head||open||3|5.00")
EOF
says 'more than --max' 2 crm-task add --title 'ask' --max 2 <<'EOF'
crm-task: 3 records are more than --max 2
EOF
tsv 'company' 3 x 2 > list
is 'one for each company' 1 crm-task add --title 'visit' --for ivanova -H <<EOF
$(tsv "$((first + 8))|visit|ivanova||open|3|" "$((first + 9))|visit|ivanova||open|2|")
EOF
tsv 'name' x > list
says 'a table of something else' 3 crm-task add --title x <<'EOF'
crm-task: stdin:1: no column 'deal' among: name
EOF
in=/dev/null

is 'the day: the most urgent first' 0 crm-task <<EOF
$(tsv 'task|due_at|title|assignee|company|company_name|deal' \
	"$((first + 1))|2026-11-23T15:30:00|Купить бумагу|head|||" \
	"$((first + 3))|2026-11-24|offer|head|1|Alpha|1" \
	"$((first + 7))|2026-11-30|ask|head|||3" \
	"$((first + 4))||write|head|2|Beta|")
EOF
is 'of somebody, by filters' 0 crm-task list -r ivanova title~is -c title,company_name -H <<EOF
$(tsv 'visit|Gamma' 'visit|Beta')
EOF
is 'of everybody' 0 crm-task list --all due_at=2026-11-30 -H -c assignee <<EOF
ivanova
petrov
head
EOF
is 'none' 1 crm-task list -e -H title~nothing </dev/null
is 'done' 0 crm-task 'done' $((first + 3)) --result sent -H <<EOF
$(tsv "$((first + 3))|offer|head|2026-11-24|done|1|1")
EOF
says 'done already' 0 crm-task 'done' $((first + 3)) <<'EOF'
1 already so
0 tasks done
EOF
says 'some are not there' 1 crm-task 'done' $((first + 2)) 999 <<'EOF'
crm-task: 999: there is no task 999
1 task done, 1 refused
EOF
is 'put off' 0 crm-task postpone --due +1w $((first + 1)) -H <<EOF
$(tsv "$((first + 1))|Купить бумагу|head|2026-11-29|open||")
EOF
has 'not into the past' "lies before today, 2026-11-22" crm-task postpone --due yesterday $((first + 1))
crm-task list -r petrov > mine
in=mine
is 'given to somebody else' 0 crm-task assign --to head -H -o tsv <<EOF
$(tsv "$((first + 6))|ask|head|2026-11-30|open|2|2|Beta")
EOF
in=/dev/null
is 'cancelled' 0 crm-task cancel $((first + 6)) --result 'no need' -H <<EOF
$(tsv "$((first + 6))|ask|head|2026-11-30|cancelled|2|2")
EOF
has 'over is over' 'is cancelled already' crm-task 'done' $((first + 6))

repeats() { # WHAT EVERY DUE NOW NEXT
	crm-task add --title "$1" --every "$2" --due "$3" > "$work/added" 2>&1
	CRM_NOW=$4 crm-task 'done' "$(sed -n '2s/	.*//p' "$work/added")" > "$work/out" 2>&1
	is "again: $1" 0 tasks title="$1" <<EOF
$(tsv "$1|head|$3|done" "$1|head|$5|open")
EOF
}
repeats 'each day' daily 2026-11-22 2026-11-22T18:00:00 2026-11-23
repeats 'each week with a time' 1w 2026-11-23T10:00:00 2026-11-23T18:00:00 2026-11-30T10:00:00
repeats 'each month' 1m 2026-11-30 2026-11-30T18:00:00 2026-12-30
repeats 'working days' 3wd 2026-11-26 2026-11-26T18:00:00 2026-12-01
crm-add holiday day=2026-11-27 name='Day of the firm' > "$work/added" 2>&1
repeats 'working days but no holidays' 3wd 2026-11-26 2026-11-26T18:00:00 2026-12-02
repeats 'what was missed is not made up for' 1w 2026-11-25 2026-12-20T18:00:00 2026-12-23

# --- the 31st comes back
months() { # WHAT EVERY DUE NUMBER: done on its day as often as that
	crm-task add --title "$1" --every "$2" --due "$3" > "$work/added" 2>&1
	i=0
	while [ $((i += 1)) -le "$4" ]; do
		open=$(crm-list task title="$1" status=open -H -c task,due_at)
		CRM_NOW=${open#*	} crm-task 'done' "${open%	*}" > "$work/step" 2>&1 || cat "$work/step"
	done
	crm-list task title="$1" -H -c due_at,every
}
is 'the 31st, through February' 0 months rent monthly 2026-12-31 5 <<EOF
$(tsv '2026-12-31|monthly' '2027-01-31|monthly' '2027-02-28|monthly@31' '2027-03-31|monthly' '2027-04-30|monthly@31' '2027-05-31|monthly')
EOF
is 'every second month, with a time' 0 months 'rent 2' 2m 2027-12-30T12:00 3 <<EOF
$(tsv '2027-12-30T12:00:00|2m' '2028-02-29T12:00:00|2m@30' '2028-04-30T12:00:00|2m' '2028-06-30T12:00:00|2m')
EOF
is 'the 29th of February' 0 months leap 1y 2028-02-29 5 <<EOF
$(tsv '2028-02-29|1y' '2029-02-28|1y@29' '2030-02-28|1y@29' '2031-02-28|1y@29' '2032-02-29|1y' '2033-02-28|1y@29')
EOF
is 'a typed day' 0 months typed 1m@31 2032-02-29 1 <<EOF
$(tsv '2032-02-29|1m@31' '2032-03-31|1m')
EOF
CRM_NOW=2033-04-01 crm-task add --title moved --every 1m@31 --due 2033-04-30 > "$work/added" 2>&1
moved=$(sed -n '2s/	.*//p' "$work/added")
CRM_NOW=2033-04-02 crm-task postpone --due 2033-05-03 "$moved" > "$work/out" 2>&1
CRM_NOW=2033-05-03 crm-task 'done' --at 2033-05-01 "$moved" > "$work/out" 2>&1
is 'postponed, it keeps its new day' 0 crm-list task title=moved -H -c due_at,every <<EOF
$(tsv '2033-05-03|1m@31' '2033-06-03|1m')
EOF
CRM_NOW=2033-05-04 crm-undo -y > "$work/out" 2>&1
is 'undone, it stands at its day again' 0 tasks title=moved <<EOF
$(tsv 'moved|head|2033-05-03|open')
EOF
has 'no such day' "'1m@32' is no repetition" crm-task add --title x --every 1m@32
has 'no day in a week' "'1w@3' is no repetition" crm-task add --title x --every 1w@3
has 'crm-set asks for a repetition too' "every: 'often' is no repetition" crm-set task "$moved" every=often
has 'and crm-add' "every: '1m@0' is no repetition" crm-add task title=x every=1m@0
crm-task add --title 'ends' --every 1d --due today > "$work/added" 2>&1
crm-task cancel "$(sed -n '2s/	.*//p' "$work/added")" > "$work/out" 2>&1
is 'a cancelled one ends' 0 tasks title=ends <<EOF
$(tsv 'ends|head|2026-11-22|cancelled')
EOF

has 'no title' 'no --title given' crm-task add --due today
has 'a title that is no option' "'call' is left over" crm-task add call --title x
has 'an impossible date' 'there is no such day' crm-task add --title x --due 31.02.2026
has 'no repetition' "'often' is no repetition" crm-task add --title x --every often
has 'kinds in any case, and in Russian' '^debt debt$' sh -c 'for k in DEBT Долг; do crm-task add --title kin --kind $k; done > out && crm-list task title=kin -c kind -H | paste -sd" "'
has 'an unknown kind' "kind: 'k' is not allowed, expected one of task" crm-task add --title x --kind k
has 'nobody to assign to' "unknown rep 'nobody'" crm-task assign 1 --to nobody
has 'an unknown word' "unknown word 'finish'" crm-task finish 1
has 'no day to put off to' 'no --due given' crm-task postpone 1
says 'an option of another word is not left unread' 2 crm-task add --title x -r head <<'EOF'
crm-task: --rep goes with list, not with add
try 'crm-task --help'
EOF
says 'nor before a list' 2 crm-task --due today <<'EOF'
crm-task: --due goes with add or postpone, not with list
try 'crm-task --help'
EOF
is 'a filter is a list' 0 sh -c 'crm-task --all "title~e" > a; crm-task list --all "title~e" > b; test -s a && cmp a b' < /dev/null
crm-list task status=open -c task,title -l 2 | sed 's/title/was/' > list.tsv
echo '999	?' >> list.tsv
in=list.tsv
is 'only those of a table' 1 crm-task list - --all -c task,status,was <<EOF
$(echo 'task	status	was'; crm-list task status=open -c task,status,title -H | head -2)
EOF
