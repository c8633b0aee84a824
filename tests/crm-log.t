#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-log: one talk, what follows from it, a call list that comes back
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=ivanova
	tsv 'name|phone|owner' 'Ромашка|8 482 212-34-56|head' 'Beta||head' 'Gamma||ivanova' | crm-add company
	tsv 'name|company|phone' 'Пётр Иванов|1|+7 903 555-12-34' 'Olga Free||' | crm-add contact
	tsv 'company|contact|title|pipeline|stage' '2||Pumps|sale|need' | crm-add deal --at yesterday
	crm-add task title='call them' company=1 due_at=2026-11-22 assignee=head
} > prepare 2>&1 || cat prepare
CRM_NOW=2026-11-22T12:00:00
activities() { crm-list activity -H -c activity,kind,direction,company,contact,deal,rep,at,outcome,planned_at "$@"; }
tasks() { crm-list task -H -c title,assignee,due_at,company,contact,deal,status,activity "$@"; }

is 'a call while the client is on the line' 0 crm-log '482 212-34-56' call callback --text 'в отпуске' \
	--next 'send the offer' --due 'tomorrow 15:30' <<EOF
$(tsv 'activity|company|contact|deal|outcome|task|due_at' '1|1|||callback|2|2026-11-23T15:30:00')
EOF
is 'is written down' 0 activities id=1 <<EOF
$(tsv '1|call|out|1|||head|2026-11-22T12:00:00|callback|2026-11-23T15:30:00')
EOF
is 'and the next step is a task' 0 tasks id=2 <<EOF
$(tsv 'send the offer|head|2026-11-23T15:30:00|1|||open|1')
EOF
is 'the phone of a person: he and his firm' 0 crm-log -H '8 903 555-12-34' talked <<EOF
$(tsv '2|1|1||talked||')
EOF
is 'a name; a call-back without a day is for the next working day' 0 crm-log -H Beta callback <<EOF
$(tsv '3|2|||callback|3|2026-11-23')
EOF
is 'about a deal, yesterday, by somebody else' 0 crm-log -H --deal Pumps meeting held --minutes 40 --at yesterday -r ivanova <<EOF
$(tsv '4|2||1|held||')
EOF
is 'all of it' 0 activities id=3,4 <<EOF
$(tsv '3|call|out|2|||head|2026-11-22T12:00:00|callback|' '4|meeting|out|2||1|ivanova|2026-11-21|held|')
EOF
is 'somebody without a firm' 0 crm-log -H Olga message --direction in <<EOF
$(tsv '5||2||||')
EOF
is 'an appointment' 0 crm-log -H 3 appointment --planned '24.11.2026 11:00' -r ivanova <<EOF
$(tsv '6|3|||appointment|4|2026-11-24T11:00:00')
EOF
is 'is a task of who made it' 0 tasks id=4 <<EOF
$(tsv 'meeting|ivanova|2026-11-24T11:00:00|3|||open|6')
EOF
says 'an objection: what it means, what to answer' 0 crm-log Beta talked --objection no-time <<'EOF'
objection 'no-time' means: does not see why it matters to them
answer: Offer a later moment, and say in one sentence which of their problems it solves
1 activity logged
EOF
crm-add claim company=1 text='broken pump' at=2026-11-20 > "$work/out" 2>&1
has 'an open claim is said' '^open claim 1 of 2026-11-20: broken pump$' crm-log Ромашка talked
says 'nobody like that' 2 crm-log nobody call talked <<'EOF'
crm-log: no company or person fits 'nobody'
EOF
says 'an unknown outcome' 2 crm-log Beta call talkd <<'EOF'
crm-log: outcome: 'talkd' is not allowed, did you mean 'talked'?
EOF
says 'what is to come cannot be written down' 2 crm-log Beta call talked --at tomorrow <<'EOF'
crm-log: 'tomorrow' lies after now, 2026-11-22T12:00:00; what is to come is --planned or a task
EOF
has 'a bad due date writes nothing' 'there is no such day' crm-log Beta callback --due 31.02.2026
has 'too many words' "'x' is left over" crm-log Beta call talked x
is 'nothing of that was written' 0 crm-list activity --count <<'EOF'
8
EOF

# the call list: as Excel saves it, filled in by hand
list() { printf '%s\r\n' "$@"; }
list 'when;company;company_name;task;call;outcome;note;next;due' \
	'22.11.2026;1;Ромашка;1;2026-11-22:head:1;Callback;"просил; завтра";отправить КП;24.11.2026 10:00' \
	'22.11.2026;2;Beta;;2026-11-22:head:2;no-answer;;;' \
	'22.11.2026;3;Gamma;;2026-11-22:head:3;;;;' \
	'22.11.2026;99;Delta;;2026-11-22:head:99;talked;;;' \
	'22.11.2026;3;Gamma;;2026-11-22:head:4;;забыл;;' > utf8.csv
{ printf '\357\273\277'; cat utf8.csv; } > list.csv
in=list.csv
is 'a call list comes back' 1 crm-log <<EOF
$(tsv 'activity|company|contact|deal|outcome|task|due_at|when|company_name|call|note|next|due' \
	'9|1|||callback|5|2026-11-24T10:00:00|2026-11-22|Ромашка|2026-11-22:head:1|просил; завтра|отправить КП|2026-11-24T10:00:00' \
	'10|2|||no-answer|||2026-11-22|Beta|2026-11-22:head:2|||')
EOF
says 'fed twice, it logs nothing twice' 1 crm-log <<'EOF'
stdin:5: column 'company': there is no company 99
stdin:6: column 'outcome': is empty, but there is a note or a next step
1 without an outcome left out
2 logged already
0 activities logged, 2 refused
EOF
in=/dev/null
is 'the task of the row is done, the next step follows' 0 crm-list task -H -c task,title,due_at,status,result id=1,5 <<EOF
$(tsv '1|call them|2026-11-22|done|просил; завтра' '5|отправить КП|2026-11-24T10:00:00|open|')
EOF
sed -e 1d -e 's/no-answer/talked/' utf8.csv | sed -n 2p > row
{ sed -n 1p utf8.csv; cat row; } | iconv -f UTF-8 -t CP1251 > list.csv
in=list.csv
is 'a second try has another outcome; CP1251 does' 0 crm-log -H -o tsv -q <<EOF
$(tsv '11|2|||talked|||2026-11-22|Beta|2026-11-22:head:2|||')
EOF
list 'company;call;kind;outcome' '2;2026-11-22:head:5;Встреча;Не пришёл' '2;2026-11-22:head:6;ЗВОНОК;Недозвон ' \
	'2;2026-11-22:head:7;звонок;недосып' > list.csv
has 'filled in in Russian, and a word that is none' "outcome: 'недосып' is not allowed" crm-log
is 'is understood' 0 crm-list activity -s -id -l 2 -c kind,outcome -H <<EOF
$(tsv 'call|no-answer' 'meeting|no-show')
EOF
tsv 'name' 'x' > list.csv
says 'a table that is no call list' 3 crm-log <<'EOF'
crm-log: stdin:1: no column 'outcome': expected a call list that was filled in
EOF
in=/dev/null

# a day of nothing is not passed over
firm=$(crm-list company -c id -H -l 1)
says 'due, and nothing that is' 2 crm-log "$firm" talked --due tomorrow <<'EOF'
crm-log: --due: 'tomorrow' of what? expected a next step, or the outcome callback or appointment
EOF
printf 'company\toutcome\tdue\n%s\tno-answer\t24.11.2026\n%s\tcallback\t24.11.2026\n' "$firm" "$firm" > due.tsv
in=due.tsv
says 'nor in a table' 1 crm-log -y <<'EOF'
stdin:2: column 'due': '24.11.2026' of what? expected a next step, or the outcome callback or appointment
1 activity logged, 1 refused
EOF
says 'an outcome that is none is what is refused, not the day' 2 crm-log "$firm" call calback --due tomorrow <<'EOF'
crm-log: outcome: 'calback' is not allowed, did you mean 'callback'?
EOF
printf 'company\toutcome\tdue\n%s\tcalback\t24.11.2026\n' "$firm" > due.tsv
in=due.tsv
has 'in a table too' "^stdin:2: outcome: 'calback' is not allowed, did you mean 'callback'" crm-log -y
in=/dev/null
