#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# find-pieces.t - the full-text index of a large load is not written again by those who add one record each
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'

words='alder birch cedar damson elder fir ginkgo hazel ironwood juniper'
rows() { # FROM TO
	awk -v from="$1" -v to="$2" -v words="$words" 'BEGIN { n = split(words, w, " ")
		print "name\tnote"
		for (i = from; i <= to; i++) print w[i % n + 1] i " & " w[int(i / n) % n + 1] "\t" "note " i }'
}
largest() { # piece, its blocks and bytes
	sqlite3 "$CRM_DB" 'SELECT id >> 37, count(*), sum(length(block)) FROM search_data WHERE id > 10
		GROUP BY 1 ORDER BY 3 DESC LIMIT 1'
}
sound() { sqlite3 "$CRM_DB" "INSERT INTO search (search) VALUES ('integrity-check')"; }
few() { # no more pieces than those of so many small change sets
	pieces=$(sqlite3 "$CRM_DB" 'SELECT count(DISTINCT id >> 37) FROM search_data WHERE id > 10')
	[ "$pieces" -le "$1" ] || { echo "$pieces pieces, expected at most $1"; return 1; }
}
small_ones() {
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		crm-add company name="$1 $i" -q || return 1
	done
}

base --preset b2b --lang en
rows 1 4000 | crm-import company - -q > "$work/log" 2>&1 || cat "$work/log"
ok 'a load merges its own pieces' few 2
largest > piece
ok 'then come small ones' small_ones First
is 'its piece is as it was' 0 largest < piece
rows 4001 5500 | crm-import company - -q > "$work/log" 2>&1 || cat "$work/log"
ok 'a later load takes the small ones in' few 4
largest > piece
ok 'and again' small_ones Second
is 'that of the first is as it was' 0 largest < piece

crm-list company -H -c id -l 2000 | awk 'BEGIN { print "company\tnote" } { print $1 "\tchanged" }' |
	crm-set company -q > "$work/log" 2>&1 || cat "$work/log"
ok 'so does a change of many' few 6
ok 'nothing of the index is broken' sound
found() { for word in juniper First changed; do crm-find -E company -q -H -c company -l 0 "$word" | wc -l; done; }
is 'all are found' 0 found << 'END'
1045
20
2000
END
ok 'built again' crm-init --reindex
ok 'it is one piece' few 1
ok 'and sound' sound
