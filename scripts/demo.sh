#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# demo.sh - a working day in one minute: from a spreadsheet of 500 rows to the Monday report
#
# Installs what is missing, builds, makes a base in a temporary folder and works in it. The clock
# stands at a fixed morning, so that everybody sees the same day.
set -eu
cd "$(dirname "$0")/.."
./scripts/install-packages scripts/packages.run > /dev/null
make -s
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
PATH=$PWD/build/bin:$PATH
CRM_DB=$work/crm.db CRM_NOW=2026-11-20T09:00:00
export PATH CRM_DB CRM_NOW

say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
show() { # prints a command line and runs it
	printf '\n$ %s\n' "$*"
	eval "$*"
}

say 'A new base, with the pipeline, gates, norms and objections of a B2B department'
show "crm-init --preset b2b --lang ru"
printf '%s\n' login,name,team,territory ivanova,'Иванова Анна',north, petrov,'Петров Борис',north, \
	sidorova,'Сидорова Вера',south, kuznetsov,'Кузнецов Глеб',south, > "$work/reps.csv"
show "crm-add rep -q < $work/reps.csv"

say 'The file as the spreadsheet left it: CP1251, semicolons, decimal commas, repeated firms, errors'
cp scripts/examples/clients.csv "$work/clients.csv"
show "crm-import $work/clients.csv --create territory --progress never || true"
printf '\nThe rows that were refused wait to be corrected in a file of their own, as the spreadsheet wrote them:\n'
show "cut -d';' -f1,3,21- < $work/clients.csv.rejects.csv | iconv -f cp1251 -t utf-8 | head -4"

say 'The good rows are in'
show "crm-list company territory=Tver class=A -c name,phone,owner -l 5 -o table"
show "crm-find медел -l 3 -o table"
show "crm-who '8 (482) 767-97-21' -o table"

say 'The morning call list of Ivanova'
show "crm-calls --rep ivanova -l 8 -c when,company_name,phone,territory,why -o table"

say 'A call while the client is on the line, and what it leaves to do'
phone=$(crm-list company owner=ivanova phone!= 'no deal()' -c phone -H -l 1)
export CRM_REP=ivanova
show "crm-log '$phone' call callback --text 'просили предложение' --next 'отправить предложение' --due 'monday 10:30' -o table"
show "crm-task list due_at=..+3d -l 5 -o table"
printf '\nOn Monday morning it is the first call of her list:\n'
show "CRM_NOW=2026-11-23T09:00:00 crm-calls --rep ivanova -l 3 -c when,company_name,phone,territory,why,last_talk -o table"
unset CRM_REP

say 'Deals move; a gate says what is missing'
deal=$(crm-list deal stage=sale:need -c id -H -l 1)
show "crm-move deal $deal --to sale:offer || true"
show "for q in pain decides budget; do crm-add answer deal=$deal question=\$q text=известно -q > /dev/null; done"
show "crm-move deal $deal --to sale:offer -o table"
show "crm-list deal stage=sale:agreement -s -amount -l 12 | crm-move deal --to sale:contract --force 'подписано на встрече' -y -q -o table | head -5"

say 'Everything can be seen and taken back'
show "crm-history -l 4 -o table"
show "crm-undo -o table | head -5"
printf '\nThat was a change set too, so it can be taken back as well:\n'
last=$(crm-history -l 1 -c change -H)
show "crm-undo $last > /dev/null"

say 'The funnel, the indicators of the week, and the same as of three days ago'
show "crm-funnel sale --period 2026-Q4 -o table"
show "crm-kpi deals.won revenue.won margin.won calls.made --period this-week --by rep --wide -o table"
printf '\nEvery figure is explained by its rows:\n'
show "crm-kpi revenue.won --period this-week --by rep --explain -l 4 -c at,rep,company_name,deal,value -o table"
show "crm-list deal stage.kind=won --count; crm-list deal stage.kind=won --count --as-of 2026-11-17"
say 'Done. The programs are in build/bin; start with: man man/crm.7'
