#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-calls: each reason, their order, who is left out, the list that comes back
. "$(dirname "$0")/lib.sh"

CRM_NOW=2026-10-01T09:00:00
base --preset b2b --lang en
add() { crm-add "$@" > "$work/added" 2>&1 || { cat "$work/added" >&2; exit 1; }; }
crm-list setting name=time_zone -c id | crm-set setting value=Europe/Moscow -y > "$work/added" 2>&1
tsv 'login|name' 'anna|Anna' 'boris|Boris' | add rep
tsv 'code|tz' 'Tver|Europe/Moscow' 'Samara|Europe/Samara' | add territory
tsv 'name|territory|owner|phone' \
	'Cold one|Tver|anna|8 482 100-00-01' \
	'Promised|Samara|anna|8 482 100-00-02' \
	'With a task|Tver|anna|8 482 100-00-03' \
	'Debtor|Tver|anna|8 482 100-00-04' \
	'Stalled|Tver|anna|8 482 100-00-05' \
	'Regular|Tver|anna|8 482 100-00-06' \
	'Angry|Tver|anna|8 482 100-00-07' \
	'Not to be called|Tver|anna|8 482 100-00-08' \
	'Of Boris|Tver|boris|8 482 100-00-09' | add company

# a promise and a task
ok 'a call-back is logged' crm-log Promised call callback --rep anna --text 'asked for a price' \
	--next 'name the price' --due 2026-11-21
ok 'a task is given' crm-task add --company 3 --for anna --title 'Check the address' --due 2026-11-22
ok 'a task on a blocked firm is given' crm-task add --company 8 --for anna --title 'Sell anyway' --due 2026-11-20
add invoice company=4 number=7 issued_on=2026-10-01 due_on=2026-10-20 amount=5000
add deal company=5 owner=anna title=pump amount=1000 stage=repeat:need
# three purchases thirty days apart, the last one 92 days ago
for day in 2026-06-23 2026-07-23 2026-08-22; do
	crm-add deal company=6 owner=anna title=filter amount=700 stage=sale:paid --at "$day" > "$work/added" 2>&1
done
crm-move company 6 --to customer --force 'as in the old book' > "$work/added" 2>&1
ok 'a task on the firm that complains' crm-task add --company 7 --for anna --title 'Send the manual' --due 2026-11-22
crm-list channel company=8 -c id | crm-set channel do_not_contact_until=9999-12-31 -y > "$work/added" 2>&1
CRM_NOW=2026-11-22T10:05:00
add claim company=7 text='pump leaks' at=2026-10-02
add claim company=7 text='leaks again' at=2026-10-20

is 'the list: claim, promise, task, debt, stalled, re-order, cold' 0 \
	crm-calls --rep anna -c when,company_name,territory,local_time,why <<EOF
$(tsv 'when|company_name|territory|local_time|why' \
'2026-11-22|Angry|Tver|10:05|open claim: pump leaks; task for today: Send the manual' \
'2026-11-21|Promised|Samara|11:05|overdue promise: name the price' \
'2026-11-22|With a task|Tver|10:05|task for today: Check the address' \
'2026-10-20|Debtor|Tver|10:05|owes since 2026-10-20: 5000.00' \
'2026-10-15|Stalled|Tver|10:05|deal stands in stage Need found for 52 days, 14 are healthy' \
'2026-09-21|Regular|Tver|10:05|usually buys again by 2026-09-21 (every 30 days)' \
'|Cold one|Tver|10:05|cold: never spoken to')
EOF

is 'columns for the one who calls' 0 crm-calls --rep anna -c company,phone,task,deal,amount,call -l 2 <<EOF
$(tsv 'company|phone|task|deal|amount|call' \
'7|8 482 100-00-07|4|||2026-11-22:anna:7' \
'2|8 482 100-00-02|1|||2026-11-22:anna:2')
EOF
if script -qec true /dev/null > "$work/pty" 2>&1; then
	has 'on a terminal other texts give way to the reason' ' 10:05 *cold: never spoken to ' \
		script -qec 'stty cols 80; crm-calls --rep anna' /dev/null
fi
has 'a cut says how many are left out' '4 more beyond the limit of 2 (-l 0 shows all)' crm-calls --rep anna -l 2
is 'with --all each rep has as many' 0 crm-calls --all -l 1 -c rep,company_name -H <<EOF
$(tsv 'anna|Angry' 'boris|Of Boris')
EOF
says 'a wrong filter is refused though there is nobody to call' 2 crm-calls --rep head territori=Tver <<'EOF'
crm-calls: filter 'territori=Tver', character 1: unknown field of company 'territori', did you mean 'territory'?
EOF
is 'a filter on the company' 0 crm-calls --rep anna territory=Samara -H -c company_name <<EOF
Promised
EOF
is 'another rep has another list' 0 crm-calls --rep boris -H -c company_name <<EOF
Of Boris
EOF
is 'no cold leads when told so' 0 crm-calls --rep boris --no-cold -H <<EOF
EOF
run crm-calls --rep boris --no-cold -e
[ "$code" = 1 ]
result $? '-e: exit 1 when there is nobody to call'
is 'sorted by another column' 0 crm-calls --rep anna -s -company -c company -H <<EOF
7
6
5
4
3
2
1
EOF
says 'an unknown rep gets the nearest' 2 crm-calls --rep ana <<EOF
crm-calls: --rep: unknown rep 'ana', did you mean 'anna'?
try 'crm-calls --help'
EOF
says 'an unknown column too' 2 crm-calls -c wen <<EOF
crm-calls: --columns: unknown column 'wen', did you mean 'when'?
try 'crm-calls --help'
EOF
is 'who stands in gets the work' 0 sh -c "crm-add absence rep=anna since=2026-11-20 substitute=boris > added
	crm-calls --rep boris --no-cold -H -c company_name -l 2 2> err" <<EOF
Angry
Promised
EOF

# the list goes out, is filled in, and comes back once
crm-calls --rep anna -l 2 -o csv --for excel-ru 2> "$work/err" |
	awk -F';' -v OFS=';' 'NR == 1 { for (i = 1; i <= NF; i++) { sub(/\r/, "", $i); at[$i] = i } }
		NR == 3 { $at["outcome"] = "talked"; $at["note"] = "sent it" } { print }' > "$work/filled.csv"
before=$(crm-list activity --count)
in=$work/filled.csv
ok 'a filled-in list comes back' crm-log --rep anna
ok 'and once more' crm-log --rep anna
in=/dev/null
is 'it is logged once' 0 crm-list activity --count <<EOF
$((before + 1))
EOF
is 'and the task is done' 0 crm-list task id=1 -c status -H <<EOF
done
EOF

# cold leads are looked at until the list is full, however few the filter leaves
add rep login=vera
{ tsv 'name|territory|owner|phone'; i=0
	while [ $((i += 1)) -le 9 ]; do tsv "Lead $i|Tver|vera|8 482 200-00-0$i"; done
	tsv 'Far one|Samara|vera|8 482 200-00-10' 'Far two|Samara|vera|8 482 200-00-11'; } | add company
is 'a filter finds cold leads behind those it leaves out' 0 \
	crm-calls --rep vera -l 3 -H -c company_name territory=Samara <<'EOF'
Far one
Far two
EOF

# who may be asked for, and by which number
add rep login=gleb
tsv 'name|owner' 'Withdrawn|gleb' 'Boss is silent|gleb' 'Same number|gleb' 'Complains only|gleb' 'Consents again|gleb' | add company
who() { crm-list company "name=$1" -c id -H; }
for name in Withdrawn 'Boss is silent' 'Same number' 'Consents again'; do
	crm-task add --company "$(who "$name")" --for gleb --title 'Call' --due 2026-11-22 > "$work/added" 2>&1
done
add contact name='Wanda W' company="$(who Withdrawn)" phone='8 903 100-00-01'
add consent contact="Wanda W" purpose=processing given_on=2026-01-01 withdrawn_on=2026-10-01
add channel company="$(who 'Boss is silent')" kind=phone value='8 482 300-12-12' extension=12
add contact name='Boris Boss' company="$(who 'Boss is silent')" phone='8 903 100-00-02'
add contact name='Clara Clerk' company="$(who 'Boss is silent')"
crm-list channel contact.name='Boris Boss' -c id | crm-set channel do_not_contact_until=9999-12-31 -y > "$work/added" 2>&1
add channel company="$(who 'Same number')" kind=phone value='8 903 100 00 03'
add contact name='Sam S' company="$(who 'Same number')" phone='8 903 100-00-03'
crm-list channel contact.name='Sam S' -c id | crm-set channel do_not_contact_until=9999-12-31 -y > "$work/added" 2>&1
add contact name='Anna Again' company="$(who 'Consents again')" phone='8 903 100-00-04'
add consent contact='Anna Again' purpose=processing given_on=2026-01-01 withdrawn_on=2026-05-01
add consent contact='Anna Again' purpose=processing given_on=2026-06-01
add claim company="$(who 'Complains only')" at=2026-11-20 text='no papers'
add contact name='Nobody Known' phone='8 903 100-00-05'
crm-task add --contact 'Nobody Known' --for gleb --title 'Find out' --due 2026-11-22 > "$work/added" 2>&1
is 'a claim alone is a reason; who withdrew consent or is not to be called is asked for by no way' 0 \
	crm-calls --rep gleb -H -c company_name,contact_name,phone,why <<EOF
$(tsv 'Complains only|||open claim: no papers' 'Boss is silent|Clara Clerk|8 482 300-12-12 ext. 12|task for today: Call' \
'Consents again|Anna Again|8 903 100-00-04|task for today: Call')
EOF
add claim company="$(who 'Of Boris')" owner=gleb at=2026-11-01 due_on=2026-11-10
boris() { crm-calls --rep boris --no-cold -H -c company_name,why 'name=Of Boris'; }
is 'who is to answer a claim has it first, whoever keeps the company' 0 crm-calls --rep gleb -H -c when,company_name,why -l 1 <<EOF
$(tsv '2026-11-10|Of Boris|open claim')
EOF
is 'then it is no reason to call for the other one' 0 boris < /dev/null
crm-task add --company "$(who 'Of Boris')" --for boris --title 'Sell' --due 2026-11-22 > "$work/added" 2>&1
is 'who hears of it first when he has another' 0 boris <<EOF
$(tsv 'Of Boris|open claim; task for today: Sell')
EOF
crm-calls --all -H 'name=Of Boris' -c rep > lists 2> told
is 'with --all it is in both lists, which is told' 0 cat lists told <<EOF
boris
gleb
gleb: due tasks of no company are not in the list: 1 (crm-task shows them)
companies in the lists of several reps, who have each something to do there: 1
EOF
crm-set rep gleb left_on=2026-11-21 -q > "$work/added" 2>&1
crm-task 'done' "$(crm-list task title=Sell -c id -H)" -q > "$work/added" 2>&1
is 'when he has left it is of who keeps the company' 0 boris <<EOF
$(tsv 'Of Boris|open claim')
EOF
crm-set rep gleb left_on= --clear-empty -q > "$work/added" 2>&1
crm-list claim company.name='Of Boris' -c id | crm-set claim closed_on=2026-11-22 -y -q > "$work/added" 2>&1
has 'a task of no company is told' 'due tasks of no company are not in the list: 1' crm-calls --rep gleb
crm-log 'Lead 1' call no-answer --rep vera --at 2026-10-20 > "$work/added" 2>&1
crm-log 'Lead 2' call talked --rep vera --at 2026-10-10 > "$work/added" 2>&1
crm-log 'Lead 2' call no-answer --rep vera --at 2026-10-21 > "$work/added" 2>&1
crm-log 'Lead 3' note --rep vera --text 'has moved' > "$work/added" 2>&1
is 'who did not answer was not spoken to, and a note is no talk' 0 \
	crm-calls --rep vera -H -c company_name,why 'name=Lead 1,Lead 2,Lead 3' <<EOF
$(tsv 'Lead 3|cold: never spoken to' 'Lead 1|cold: never spoken to, last tried 2026-10-20' \
'Lead 2|cold: last spoken to 2026-10-10, last tried 2026-10-21')
EOF

# a base of its own: amounts, debts, who is spoken to, who is away
CRM_NOW=2026-01-01T09:00:00
rm -f "$CRM_DB"*
base --preset b2b --lang en
for rep in ann bob away; do add rep login=$rep; done
for i in 1 2 3 4 5 6 7; do add company name="F$i" phone="8 482 200-00-0$i"; done
add rate currency=EUR valid_on=2026-01-01 value=100
n=0
for day in 2026-06-01 2026-07-01 2026-08-01; do
	CRM_NOW=${day}T10:00:00
	add deal title=again company=1 pipeline=repeat amount=20 currency=EUR
	crm-move deal $((n += 1)) --to repeat:paid --force known -q > added 2>&1
done
crm-move company 1 --to customer --force known -q > added 2>&1
add deal title=dollars owner=ann company=2 pipeline=repeat amount=100 currency=USD
add deal title=euros owner=ann company=3 pipeline=repeat amount=30 currency=EUR
add deal title=roubles owner=ann company=4 pipeline=repeat amount=2000
add invoice company=2 deal=4 number=1 issued_on=2026-08-02 due_on=2026-08-15 amount=100
add invoice company=2 number=2 issued_on=2026-08-02 due_on=2026-08-20 amount=70
crm-list task status=open -c id | crm-task 'done' -y -q > added 2>&1
crm-list company -c id | crm-move company --owner ann -y -q > added 2>&1
CRM_NOW=2026-11-22T10:05:00
crm-list task status=open -c id | crm-task 'done' -y -q > added 2>&1
crm-log 1 note --at yesterday --text 'has moved' --rep ann -q > added 2>&1
crm-log 1 meeting no-show --at yesterday --rep ann -q > added 2>&1
is 'a debt without a rate is a debt; amounts are compared in one currency; a note and who did not come are no talk' 0 \
	crm-calls --rep ann --no-cold -H -c company,amount,why -q <<EOF
$(tsv '2|70.00|owes since 2026-08-15: 70.00, 100.00 USD; deal stands in stage Need found for 113 days, 14 are healthy' \
'3|3000.00|deal stands in stage Need found for 113 days, 14 are healthy' \
'4|2000.00|deal stands in stage Need found for 113 days, 14 are healthy' \
'1|2000.00|usually buys again by 2026-09-01 (every 31 days)')
EOF
add contact name='Alien Person' company=5 phone='8 903 200-00-05'
add contact name='Twin Person' company=7 phone='8 903 200-00-07'
add channel company=6 kind=phone value='8 903 200-00-07' do_not_contact_until=9999-12-31
crm-task add --title 'About the sixth' --company 6 --contact 'Alien Person' --for ann --due today -q > added 2>&1
crm-task add --title 'About the seventh' --company 7 --for ann --due today -q > added 2>&1
is 'the person a task is about has his own telephone; whose number is marked elsewhere is not proposed' 0 \
	crm-calls --rep ann --no-cold -H -c company,contact_name,phone 'id=6,7' <<EOF
$(tsv '6|Alien Person|8 903 200-00-05' '7||8 482 200-00-07')
EOF
add absence rep=away since=2026-11-20 until=2026-11-30 substitute=bob
crm-task add --title 'Stand in' --company 5 --for away --due today -q > added 2>&1
is 'with --all the work of who is away is in one list' 0 crm-calls --all --no-cold -H -c rep,company id=5 <<EOF
$(tsv 'bob|5')
EOF
is 'and in his own when asked for' 0 crm-calls --rep away --no-cold -H -c rep,company id=5 <<EOF
$(tsv 'away|5')
EOF
CRM_NOW=2026-12-01T10:05:00
crm-task add --title 'Left behind' --company 5 --for away --due today -q > added 2>&1
crm-set rep away left_on=2026-11-22 -q > added 2>&1
has 'what who left has to do is told' 'away has left: due tasks that are in no list: 2 (crm-task assign' crm-calls --all --no-cold
says 'also when his list is asked for' 0 crm-calls --rep away <<'END'
away has left: due tasks that are in no list: 2 (crm-task assign hands them over)
END

# --- several substitutes, and substitutes who are absent themselves
crm-init -q -d chain.db
CRM_DB=$work/chain.db
tsv 'login|name' 'a|A' 'b|B' 'c|C' 'd|D' | add rep
tsv 'name|owner|phone' 'Fa|a|8 482 200-00-01' 'Fb|b|8 482 200-00-02' 'Fc|c|8 482 200-00-03' 'Fd|d|8 482 200-00-04' | add company
tsv 'company|title|assignee|due_at' 'Fa|call|a|today' 'Fb|call|b|today' 'Fc|call|c|today' 'Fd|call|d|today' | add task
lists() { crm-calls --all --no-cold -c rep,company_name -H | sort | tr '\t' = | paste -s -d ' ' -; }
add absence rep=a since=2026-11-20 substitute=b
add absence rep=b since=2026-11-20 substitute=c
add absence rep=a since=2026-11-20 substitute=d
is 'the work goes on to who is there, and to one only' 0 lists <<'EOF'
c=Fa c=Fb c=Fc d=Fd
EOF
add absence rep=c since=2026-11-20 substitute=a
is 'among absent ones only it is not lost' 0 sh -c "crm-calls --rep a --no-cold -c company_name -H | sort" <<'EOF'
Fa
Fb
Fc
EOF

# --- the clock of a territory above; companies of a base without categories; the work of who is away
crm-init -q -d clock.db
CRM_DB=$work/clock.db
tsv 'code|parent|tz' 'Samara||Asia/Vladivostok' 'Kinel|Samara|' 'Alexeyevka|Kinel|' | add territory
tsv 'login|name' 'a|A' 'b|B' | add rep
tsv 'name|owner|phone|territory' 'Fa|a|8 482 300-00-01|Alexeyevka' 'Fb|a|8 482 300-00-02|' | add company
is 'a territory without a clock has that above it; without categories all are leads' 0 \
	crm-calls --rep a -c company_name,local_time,why -H <<EOF2
$(tsv 'Fa|20:05|cold: never spoken to' 'Fb||cold: never spoken to')
EOF2
tsv 'company|title|assignee|kind|due_at' 'Fa|mine|a|promise|2026-11-22' 'Fb|mine|a|task|2026-11-21' \
	'Fb|theirs|b|promise|2026-11-20' | add task
add absence rep=b since=2026-11-20 substitute=a
is 'a promise of who is away goes before a task of the substitute' 0 \
	crm-calls --rep a -c when,company_name,why -H <<EOF2
$(tsv '2026-11-20|Fb|overdue task: mine; overdue promise: theirs' '2026-11-22|Fa|overdue promise: mine')
EOF2
tsv 'company|class|x' 'Fb|A|1' '999||2' 'Fa|B|3' 'Fb|C|4' '||5' > list.tsv
in=list.tsv
is 'only companies of a table, its other columns behind' 1 crm-calls - --rep a -c company_name,rep,class,x <<EOF2
$(tsv 'company_name|rep|class|x' 'Fb|a|A|1' 'Fa|a|B|3')
EOF2
says 'and what names none is told' 1 crm-calls - --rep a <<'EOF2'
stdin:3: column 'company': there is no company 999
stdin:6: the row names no company
EOF2
printf '1\n2\n' > ids
in=ids
is 'besides a filter' 0 crm-calls - --rep a territory= -c company -H <<'EOF2'
2
EOF2
in=/dev/null
is 'of none' 0 crm-calls - --rep a -H
is 'stdin is read only when told so' 0 sh -c 'crm-calls --rep a -c company -H < ids; wc -l < ids' <<'EOF2'
2
1
2
EOF2
head -2 list.tsv | crm-calls - --rep a | awk -F'\t' -v OFS='\t' 'NR > 1 { $17 = "talked" } { print }' > back.tsv
in=back.tsv
is 'such a list is logged with its columns' 0 sh -c 'CRM_REP=a crm-log | tr "\t" "\n" | grep -c -e "^class$" -e "^A$"' <<'EOF2'
2
EOF2

# A base whose companies nobody owns
rm -f "$CRM_DB"*
base --preset b2b --lang en
crm-add company name='Nobodys' -q > "$work/log" 2>&1 || cat "$work/log"
says 'who calls nobody is told of companies that are in no list' 0 crm-calls << 'END'
nobody to call; companies without an owner are in no list (crm-list company owner= | crm-move company --owner LOGIN hands them over)
END
says 'not where the list was narrowed' 0 crm-calls name=Nobodys < /dev/null
crm-set company 1 owner=head -q > "$work/log" 2>&1 || cat "$work/log"
says 'nor where there are none' 0 crm-calls --no-cold < /dev/null
