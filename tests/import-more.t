#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: many companies into a base that has more; the indexes that learn of them later know them all
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en

# Firms FROM to TO, every twentieth one of those 1000 before under another key, with a name that was not known.
firms() { # FROM TO
	awk -v from="$1" -v to="$2" 'BEGIN {
		print "ref,name,inn,phone,email,territory,city,class,created_at"
		for (i = from; i <= to; i++) {
			k = i % 20 || i <= 1000 ? i : i - 1000
			printf "K%d,Firm %d,,+7 495 %07d,%s,%s,Tver,%s,2026-%02d-%02d\n", i, k * 7919 % 29989, k * 7907 % 9999991,
				k % 3 ? "f" k "@example.com" : "", k % 2 ? "Tver" : "", k % 5 ? "B" : "", 1 + k % 9, 1 + k * 7 % 28
		} }'
}
take() { # BASE FILE
	crm-import -d "$1" -q --progress never --key ref --create territory --rejects "$1.rej" company "$2" 2>> "$1.said"
}
all() { # BASE
	crm-list -d "$1" company -c id,name,phone,email,territory,class,created_at -s id
	sqlite3 "$1" "SELECT ref, row FROM alias ORDER BY ref; SELECT company, city FROM address ORDER BY 1, 2"
}
same() { # WHAT ONE OTHER
	is "$1" 0 diff "$2" "$3" < /dev/null
}
sound() { # WHAT
	is "$1" 0 sqlite3 "$CRM_DB" "SELECT (SELECT * FROM pragma_integrity_check), count(*) FROM sqlite_sequence WHERE name LIKE 'later%'" <<'END'
ok|0
END
}

firms 1 8000 > first.csv
take "$CRM_DB" first.csv
cp "$CRM_DB" parts.db
all "$CRM_DB" > before

firms 8001 15000 > more.csv
take "$CRM_DB" more.csv
for from in 8001 10001 12001 14001; do
	firms $from $((from + 1999 > 15000 ? 15000 : from + 1999)) > piece.csv
	take parts.db piece.csv
done
all "$CRM_DB" > whole
all parts.db > parts
same 'many at once are the same as in pieces' parts whole
has 'they are many' '^1[34]...$' sqlite3 "$CRM_DB" 'SELECT count(*) FROM company'
sound 'every index knows them'
take "$CRM_DB" more.csv
all "$CRM_DB" > again
same 'they do not come twice' whole again
crm-undo -q -y > undo.said 2>&1 || cat undo.said
all "$CRM_DB" > undone
same 'taken back they are gone' before undone
sound 'from every index'
