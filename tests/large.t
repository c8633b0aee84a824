#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# large: a large file does to the base what its pieces do one after the other
. "$(dirname "$0")/lib.sh"

# Firms, each with an ИНН, two telephones in no order, an e-mail address and a territory.
firms() { # FIRST LAST PREFIX
	awk -v first="$1" -v last="$2" -v prefix="$3" 'BEGIN {
		print "ref,name,inn,kpp,phone,email,territory,created_at"
		for (i = first; i <= last; i++) {
			h = (i * 7919) % 1000003
			inn = sprintf("%09d", 100000000 + h); weight = "2 4 10 3 5 9 4 6 8"; split(weight, w, " "); sum = 0
			for (k = 1; k <= 9; k++) sum += w[k] * substr(inn, k, 1)
			printf "%s%d,Firm %d,%s%d,,+7495%07d; +7812%07d,box%d@example.com,%s,2026-01-01\n", prefix, i, h, inn,
				sum % 11 % 10, h, 9999999 - h, h, i % 2 ? "Tver" : "Moscow"
		} }'
}
prepare() {
	rm -f "$CRM_DB"*
	base --preset b2b --lang en
	tsv 'code|name' 'Tver|Tver' 'Moscow|Moscow' | crm-add -q territory > /dev/null
	crm-import -q company there.csv --key ref --system old
}
# New ones that are met again: under another key, as a branch, as another firm at the same telephone.
again() { awk -F, -v OFS=, '
	NR % 300 == 10 { $4 = 770101001 }
	{ print }
	NR % 300 == 10 { $1 = "L" NR; $4 = 770201002; $5 = $6 = ""; $2 = "Branch " NR; print }
	NR % 300 == 20 { $1 = "L" NR; $2 = "Same " NR; print }
	NR % 300 == 30 { $1 = "L" NR; $3 = ""; $2 = "Without inn " NR; print }
	NR % 300 == 40 { $2 = "Same key " NR; print }
	NR % 900 == 110 { $1 = "L" NR; $2 = "Chain " NR; $4 = 770101001; $5 = $6 = ""; print
		$1 = "M" NR; $4 = 770201002; print }
	NR % 300 == 50 { $1 = "L" NR; $3 = "7707083893"; $4 = "77010100" NR % 7; $2 = "Neighbour " NR; print }'; }
# Rows known by key, ИНН, telephone, address and name; the same row twice; two rows with one ИНН; refused ones.
known() { awk -F, -v OFS=, '
	NR % 500 == 10 { $1 = "K" NR; $2 = "By inn" }
	NR % 500 == 20 { $1 = "K" NR; $2 = "By phone"; $3 = ""; sub(/;.*/, "", $5); $6 = "" }
	NR % 500 == 30 { $1 = "K" NR; $2 = "By mail"; $3 = ""; $5 = "" }
	NR % 500 == 40 { $1 = "K" NR; $3 = ""; $5 = ""; $6 = "" }
	NR % 500 == 50 { $2 = "By key"; $3 = ""; $5 = ""; $6 = "" }
	NR % 500 == 60 { $1 = "K" NR; $2 = "Of another"; $3 = "" }
	NR % 500 == 70 { $7 = "Nowhere" }
	NR % 500 == 80 { $4 = "77010100" NR % 10 }
	{ print }
	NR % 500 == 90 { $1 = "K" NR; print }' there.csv | sed 1d; }
firms 1 9000 A > there.csv
{
	firms 20001 27000 B | again
	known | awk 'NR % 10 == 1 || /By|K|Nowhere|7701/'
} | awk 'NR == 1 || NR % 7 != 3 { print } NR > 1 && NR % 7 == 3 { kept[++n] = $0 } END { while (n) print kept[n--] }' > more.csv
[ "$(wc -l < more.csv)" -gt 6000 ] || echo "the file is too short for a large one"

# Rows that find their record wait until all new ones are in, so numbers may differ.
tables() {
	crm-list company -c name,territory,created_at -s name
	crm-list channel -c company.name,kind,value,is_main -s company.name,kind,value
	crm-list legal_entity -c company.name,inn,kpp,is_main -s company.name,inn,kpp
	crm-list alias -c row,ref -H -s row > aliases
	crm-list company -c id,name -H | sort -k1,1 | { sort -k1,1 aliases > sorted; join -t '	' - sorted; } | cut -f2- | sort
}
refusals() { sed -n 's/^.*: column/column/p' "$1" | sort; }

prepare
crm-import company more.csv --key ref --system old --rejects large.csv > out 2> large.err
tables > large.tsv
sed -n 's/; .* refused//; s/^company: //p' large.err > large.counts

prepare
: > pieces.err
split -l 2000 more.csv piece.
for p in piece.*; do
	{ [ "$p" = piece.aa ] || sed 1q more.csv; cat "$p"; } > p.csv
	crm-import company p.csv --key ref --system old --rejects refused.csv > out 2>> pieces.err
done
tables > pieces.tsv
is 'the same records, numbers and keys' 0 cat large.tsv < pieces.tsv
refusals pieces.err > pieces.why
is 'the same refusals' 0 refusals large.err < pieces.why
sed -n 's/^company: //p' pieces.err | awk '{ n += $1; c += $3; s += $5 } END { print n " new, " c " changed, " s " same" }' > pieces.counts
is 'the same counts' 0 cat large.counts < pieces.counts
