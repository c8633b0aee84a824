#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Every block of the EXAMPLES sections and of the README runs, in order, on a base of 300 companies.
. "$(dirname "$0")/lib.sh"

blocks() { # FILE: writes block.1, block.2, … into the current folder
	rm -f block.*
	case $1 in
	*.md) awk '/^## A taste/ { on = 1; next } /^## / { on = 0 }
		on && sub(/^    /, "") { print > "block.1" }' "$1" ;;
	*) awk '/^\.Sh EXAMPLES/ { on = 1; next } /^\.Sh/ { on = 0 }
		on && /^\.Bd/ { inside = 1; n++; next }
		/^\.Ed/ { inside = 0 }
		on && inside {
			gsub(/\\\(aq/, "\047"); gsub(/\\\(dq/, "\""); gsub(/\\&/, ""); gsub(/\\-/, "-"); gsub(/\\e/, "\\")
			print > ("block." n)
		}' "$1" ;;
	esac
}

prepare() {
	export CRM_REP=head
	base --preset b2b --lang en
	"$root/scripts/generate-base" -n 300 -a 3 -o "$work/data"
	for table in territory industry product rep; do
		crm-add "$table" < "data/$table.csv"
	done
	crm-import company data/company.csv --key ref
	crm-import contact data/contact.csv --key ref --ref company=import
	crm-import deal data/deal.csv --key ref --ref company=import
	crm-import stage_change data/stage_change.csv --ref deal=import
	crm-import activity data/activity.csv --key ref --ref company=import
	crm-import task data/task.csv --key ref --ref company=import
}

prepare > "$work/prepare" 2>&1
printf '%s\n' 'Company;Phone;Territory' 'Blue Whale Ltd;+44 20 7946 0958;London' > "$work/clients.csv"
cp "$CRM_DB" "$work/clean.db"
[ "$(crm-list company --count)" -ge 300 ] || sed 's/^/# /' "$work/prepare"
ok 'the base for the examples is there' crm-list deal -e -l 1

for page in "$root"/man/*.[157] "$root/README.md"; do
	name=$(basename "$page")
	rm -f "$CRM_DB"*
	cp clean.db "$CRM_DB"
	blocks "$page"
	i=1
	while [ -f "block.$i" ]; do
		# In a pipe the exit status is that of the last program; those before it say so when they are misused.
		run sh -e "./block.$i"
		[ "$code" = 0 ] || echo "exit code $code" > why
		grep -B 1 "^try 'crm-" err >> why
		[ "$name" != crm.7 ] || grep -q '|' "block.$i" || echo 'no pipeline' >> why
		[ "$name" != crm.7 ] || [ -s funnel.xlsx ] || [ -s out ] || echo 'nothing came out' >> why
		[ ! -s why ] || cat err >> why
		[ ! -s why ]
		result $? "$name, example $i"
		i=$((i + 1))
	done
	[ "$name" != crm.7 ] || [ "$i" -gt 10 ] || result 1 'ten pipelines'
	case $name in
	crm-filter.7 | crm-kpi.5 | crm-tables.5) ;;
	*)
		echo "no block in the EXAMPLES of $name" > "$work/why"
		[ "$i" -gt 1 ]
		result $? "$name has examples"
		;;
	esac
done
