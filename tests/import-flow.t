#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: a large table of several records a row is settled in bundles: what comes of it is what comes of it row by row
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
crm-add -q product code=P1 name=Pump price=100
mv t.db empty.db 2> /dev/null || mv "$CRM_DB" empty.db

# 5100 rows: firms in one to four rows each, with two people and two deals, spelt in several ways; shared telephones, branches,
# gaps, keys that go missing, and every fortieth row bad. Numbers are drawn as generate-base draws them.
awk 'function rnd(k) { seed = (seed * 16807) % 2147483647; return int(seed / 2147483647 * k) }
	function inn(i,    s, c, k) {
		s = sprintf("77%07d", 100000 + i); c = 0
		for (k = 1; k <= 9; k++) c += weight[k] * substr(s, k, 1)
		return s (c % 11 % 10)
	}
	BEGIN {
		seed = 7; OFS = ";"
		split("2 4 10 3 5 9 4 6 8", weight, " ")
		split("need offer agreement paid lost", stage, " ")
		print "Company", "INN", "KPP", "Phone", "E-mail", "Site", "Contact name", "Contact phone", "Contact e-mail", \
		    "Deal title", "Deal amount", "Deal created at", "Deal stage", "Product", "Quantity", "Price", "Ref", "Parent"
		while (rows < 5100) {
			i++
			for (k = 1 + rnd(4); k && rows < 5100; k--) {
				who = rnd(20) ? i : 1 + rnd(i)
				name = (who % 5 < 3 ? "ООО Завод " : "Vega Works ") who
				if (rnd(30) == 0) name = toupper(name) " Ltd"
				phone = rnd(12) ? sprintf("8 495 %07d", 1000000 + who) : sprintf("8 495 %07d", 2000000 + rnd(40))
				if (rnd(15) == 0) phone = phone ", " sprintf("8 812 %07d", 1000000 + rnd(999))
				p = rnd(2); d = rnd(2)
				title = rnd(12) ? "Deal " who "." d : ""
				made = rnd(10) ? sprintf("%02d.%02d.2025", 1 + who % 28, 1 + who % 12) : ""
				if (rnd(120) == 0) made = "31.02.2025"
				amount = rnd(120) ? rnd(10) ? who * 10 + d : "" : "1z"
				print name, (rnd(3) ? inn(who) : ""), (rnd(5) ? "" : "77010100" 1 + rnd(2)), (rnd(15) ? phone : ""), \
				    (rnd(3) ? "office" who "@example.com" : ""), (rnd(6) ? "" : "www.site" who % 300 ".example"), \
				    (rnd(15) ? (p ? "Анна " : "Борис ") "Иванов" who % 900 : ""), \
				    (rnd(150) ? rnd(3) ? sprintf("8 903 %07d", 1000000 + who * 2 + p) : "" : "12"), \
				    (rnd(4) ? "p" who "." p "@example.com" : rnd(4) ? "" : "info@example" who % 50 ".com"), title, \
				    (title == "" ? "" : amount), (title == "" ? "" : made), (title == "" ? "" : rnd(120) ? stage[1 + (who + d) % 5] : "nostage"), \
				    (title == "" || rnd(3) ? "" : "P1"), (title == "" || rnd(2) ? "" : 1 + rnd(3)), "", "R" who, ""
				rows++
			}
		}
	}' > flat.csv

tables() { # BASE; all that is in it; rows that only hang on others without their numbers, which come as bundles are full
	rm -rf all
	crm-export -q -d "$1" --all all 2> all.said
	for t in company contact deal deal_item category_change stage_change owner_change; do cat all/$t.csv; done
	for t in channel legal_entity address employment deal_contact deal_rep alias; do cut -d, -f 2- all/$t.csv | sort; done
	cut -d, -f 3,4 all/change.csv | sort | uniq -c
	crm-find -d "$1" Works 12 -o tsv | sort
}
# With its column the table cannot be settled so; without it, it is the same table.
both() { # CASE BASE OPTION...
	case=$1 from=$2
	shift 2
	cp "$from" a.db
	cp "$from" b.db
	crm-import -d a.db flat.csv --rejects a.csv --rows "$@" > a.rows 2> a.said
	crm-import -d b.db flat.csv --rejects b.csv --rows -m Parent=- "$@" > b.rows 2> b.said
	tail -n 2 a.said > a.end
	tail -n 2 b.said > b.end
	is "$case: what is said" 0 diff a.end b.end < /dev/null
	is "$case: the rows" 0 diff a.rows b.rows < /dev/null
	is "$case: refused ones" 0 diff a.csv b.csv < /dev/null
	tables a.db > a.txt
	tables b.db > b.txt
	is "$case: the tables" 0 diff a.txt b.txt < /dev/null
}
both 'as they are' empty.db
is 'some of each' 0 sh -c 'grep -c "refused" b.rows | awk "{ print (\$1 > 100 && \$1 < 3000) }"; tail -n 1 b.said |
	grep -c "company: [1-9][0-9]* new, [1-9][0-9]* changed, [1-9][0-9]* same; contact: [1-9][0-9]* new, [1-9][0-9]* changed"' <<'END'
1
1
END
cp b.db first.db
is 'taken back, nothing is left' 0 sh -c 'crm-undo -q -d b.db > undone; for e in company contact deal channel; do crm-list -d b.db $e --count; done' <<'END'
0
0
0
0
END
case ${CRM_FAULTS:-} in short) exit ;; esac # under the sanitizers one way is long enough
both 'under a key, written over' empty.db --key Ref --on-duplicate update
head -n 1000 flat.csv > few.csv
for known in some keyed; do
	cp empty.db $known.db
	[ $known = some ] || set -- --key Ref
	crm-import -d $known.db -q few.csv --rejects few.rej "$@" 2> few.said
done
set --
both 'into a base that has some' some.db
both 'over what it has' some.db --on-duplicate update
both 'what it has is left alone' some.db --on-duplicate skip
both 'under keys that it has' keyed.db --key Ref
crm-import -d first.db -n flat.csv -m Parent=- --again > dry.rows 2> dry.said
cp first.db again.db
crm-import -d again.db --rows flat.csv -m Parent=- --again > true.rows 2> true.said
cut -f 1,3,5,7,9- dry.rows > dry.cut
cut -f 1,3,5,7,9- true.rows > true.cut
is 'a dry run comes true' 0 diff dry.cut true.cut < /dev/null
is 'and its refused rows' 0 sh -c 'tail -n 1 dry.said' <<END
$(tail -n 1 true.said) (nothing was written)
END

# Told apart by one column only: a hash too short would take some for others.
awk 'BEGIN { print "title;stage;created_at"; for (i = 1; i <= 200000; i++) print "Deal " i * 7 ";sale:need;2025-03-01" }' > alike.csv
cp empty.db "$CRM_DB"
says 'rows that differ in one column are all there' 0 crm-import deal alike.csv -q <<'END'
END
is 'every one of them' 0 crm-list deal --count <<'END'
200000
END

# What a refused row would have changed is not there for the rows behind it
{
	echo 'Company;Owner;Deal title;Product;Quantity'
	printf 'Keeper;;K1;;\nKeeper;boris;K2;;7\nKeeper;;K3;;\n'
	awk 'BEGIN { for (i = 0; i < 5200; i++) print "Filler " i ";;;;" }'
} > owners.csv
cp empty.db owners.db
CRM_DB=owners.db
crm-add -q rep login=boris
has 'an owner that was refused' 'deal: 2 new.* 1 row refused' crm-import owners.csv
is 'keeps no deals' 0 crm-list deal -H -c title,owner -s title <<END
$(tsv 'K1|head' 'K3|head')
END
