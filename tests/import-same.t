#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: rows without a key are told apart by all they say, however large the table is that they come in
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	crm-add rep login=anna
	crm-add company name=Lotus
	crm-add company name=Rose
	crm-add product code=P1 name=Pump price=100
	crm-add product code=P2 name=Valve
	crm-add deal company=1 title=One
	crm-add deal company=2 title=Two
} > prepare 2>&1 || cat prepare
mv "$CRM_DB" empty.db

# 5600 rows of a few hundred different ones, spelt in several ways, with gaps. Numbers are drawn as generate-base draws them.
draw() { # KIND
	awk -v kind="$1" -v seed="${seed:-7}" 'function rnd(k) { seed = (seed * 16807) % 2147483647; return int(seed / 2147483647 * k) }
		function one(list,    n, part) { n = split(list, part, "|"); return part[1 + rnd(n)] }
		function day(    d) { d = 1 + rnd(9); return one(sprintf("2026-03-%02d|%d.3.2026|%02d.03.26||%d Mar 2026", d, d, d, d)) }
		function moment(    d) { d = 1 + rnd(9); return one(sprintf("2026-03-%02d 10:00|%02d.03.2026 10:00:00||2026-03-%02dT10:00:00", d, d, d)) }
		function sum(    s) { s = 1 + rnd(3); return one(sprintf("%d000|%d 000,00|\"%d000,0\"|", s, s, s)) }
		function firm() { return one("1|2|Lotus|Rose|LOTUS") }
		BEGIN {
			head["activity"] = "company;kind;at;rep;outcome;minutes;text"
			head["task"] = "title;company;kind;assignee;due_at;priority;status;note"
			head["payment"] = "company;amount;paid_on;number"
			head["invoice"] = "company;number;amount;issued_on;due_on"
			head["need"] = "company;product;quantity;budget;status;note"
			head["deal_item"] = "deal;product;quantity;price"
			head["deal"] = "company;title;amount;stage;created_at;expected_on;note"
			print head[kind]
			for (i = 0; i < 5600; i++) {
				if (kind == "activity")
					row = firm() ";" one("call|call|meeting") ";" moment() ";" one("anna|head|") ";" one("talked|") ";" one("5|05|") ";" one("yes||YES|")
				else if (kind == "task")
					row = one("Call|Write") ";" one("1|") ";" one("task|promise|") ";" one("anna||head") ";" day() ";" one("0|1|") ";" one("open|done||") ";" one("x||")
				else if (kind == "payment")
					row = firm() ";" sum() ";" day() ";" one("1|01|")
				else if (kind == "invoice")
					row = firm() ";" one("1|2|3") ";" sum() ";" day() ";" day()
				else if (kind == "need")
					row = firm() ";" one("P1|P2|Pump|") ";" one("1|1,0|2|") ";" sum() ";" one("open|dropped||") ";" one("x||")
				else if (kind == "deal_item")
					row = one("1|2") ";" one("P1|P2") ";" one("1|1,0|2||3|4|5|6|7") ";" sum()
				else
					row = firm() ";" one("A|B|") ";" sum() ";" one("need|offer|paid") ";" day() ";" day() ";" one("x||")
				print rnd(200) ? row : row "z;z;z"
			}
		}' > "$1.csv"
}

# The whole in one, and in pieces that are small enough to be settled one row at a time.
both() { # KIND
	draw "$1"
	for b in whole parts; do cp empty.db $b.db; done
	crm-import -d whole.db "$1" "$1.csv" -q --rejects whole.rej 2> whole.said
	head -n 1 "$1.csv" > top
	sed 1d "$1.csv" | split -l 1400 - part.
	for p in part.??; do
		cat top "$p" > "$p.csv"
		crm-import -d parts.db "$1" "$p.csv" -q --rejects "$p.rej" 2> parts.said
	done
	for b in whole parts; do
		sqlite3 $b.db "SELECT group_concat(name, ', ') FROM pragma_table_info('$1') WHERE name <> 'id'" > columns
		sqlite3 $b.db "SELECT $(cat columns) FROM \"$1\"" | sort > $b.rows
	done
	is "$1: the whole and its pieces" 0 diff parts.rows whole.rows < /dev/null
	is "$1: some of it stays, some was there" 0 awk 'END { print (NR > 50 && NR < 4000) }' whole.rows <<'END'
1
END
	rm -f part.*
	for b in whole parts; do # what is there already is found one by one, from behind
		sed 1d "$1.csv" | tac | cat top - > again.csv
		has "$1: all of it again, $b" "^$1: 0 new, 0 changed, [0-9]* same" crm-import -d $b.db "$1" again.csv --rejects again.rej
	done
	rm -f again.*
}
kinds='activity task payment invoice need deal_item deal' many=20000
case ${CRM_FAULTS:-} in short) kinds='activity deal' many=6000 ;; esac # under the sanitizers the ways through the code
for kind in $kinds; do
	both "$kind"
done

# --- one case after the other
cp empty.db "$CRM_DB"
echo 'company;amount;paid_on;number
Lotus;1 000,00;05.03.2026;17
1;1000;2026-03-05;
LOTUS;1000;5 Mar 2026;17
Lotus;1000;2026-03-05;18' > pay.csv
has 'a row that says less is another one, one that is spelt otherwise is not' '^payment: 3 new, 0 changed, 1 same$' crm-import payment pay.csv
sed '1!d' pay.csv > back.csv
sed 1d pay.csv | tac >> back.csv
echo 'Rose;50;2026-03-06;' >> back.csv
has 'in another order, with one more' '^payment: 1 new, 0 changed, 4 same$' crm-import payment back.csv
sed 's/$/;/; 1s/$/deal/' pay.csv > wide.csv
has 'with a column that is empty' '^payment: 0 new, 0 changed, 4 same$' crm-import payment wide.csv
sed '3s/$/One/' wide.csv > more.csv
has 'a row that says more is another one' '^payment: 1 new, 0 changed, 3 same$' crm-import payment more.csv
printf 'company;amount;paid_on;number\nRose;70;2026-03-07;\nDahlia;80;2026-03-07;\n' > part.csv
has 'one is refused' '^payment: 1 new, 0 changed, 0 same; 1 row refused$' crm-import payment part.csv
sed 's/Dahlia/Lotus/' part.csv.rejects.csv > mended.csv
has 'mended, its file goes in' '^payment: 1 new, 0 changed, 0 same$' crm-import payment mended.csv
crm-add -q company name=Dahlia > added
sed '1!d' part.csv > both.csv
sed 1d part.csv >> both.csv
sed 1d part.csv >> both.csv
has 'twice in one file, with what was refused' '^payment: 1 new, 0 changed, 3 same$' crm-import payment both.csv

# What the program fills says nothing when it is empty; what the schema always puts there is meant.
echo 'title;kind;assignee;status
Call;task;anna;open
Call;;;
Call;promise;anna;
Call;;head;
Call;;anna;done' > task.csv
has 'empty cells of both kinds' '^task: 4 new, 0 changed, 1 same$' crm-import task task.csv

# --- thousands of rows of one record: each costs the same
awk 'BEGIN { print "name;phone;note"; for (i = 0; i < '$many'; i++) printf "Private;8 495 %07d;%s\n", 1000000 + i, i ? "" : "x" }' > phones.csv
awk 'BEGIN { print "Company;Contact name;Contact phone"; for (i = 0; i < 6000; i++) printf "Lotus;Ann Smith;8 903 %07d\n", 1000000 + i }' > person.csv
awk 'BEGIN { print "contact;company;position"; for (i = 0; i < '$many'; i++) print "1;1;post " i }' > posts.csv
cp empty.db "$CRM_DB"
limited() { sh -c 'ulimit -t 90; exec "$@"' sh "$@"; } # seconds of work; in the square of the rows it were minutes,
soon() { sh -c 'ulimit -t 10; exec "$@"' sh "$@"; }    # or half a minute
has 'telephones of a company' "^company: 1 new, $((many - 1)) changed, 0 same\$" limited crm-import phones.csv
is 'all of them, the first is the main one' 0 sh -c 'crm-list channel --count; crm-list company name=Private -H -c phone' <<END
$many
8 495 1000000
END
has 'of a person' 'contact: 1 new, 5999 changed, 0 same$' limited crm-import person.csv
is 'his main one' 0 crm-list contact -H -c phone <<'END'
8 903 1000000
END
has 'posts of a person' "^employment: $many new, 0 changed, 0 same\$" limited crm-import employment posts.csv
sed "2,$((many / 2))d" posts.csv > again.csv
echo '1;1;one more' >> again.csv
has 'once more' "^employment: 1 new, 0 changed, $((many / 2 + 1)) same\$" soon crm-import employment again.csv
