#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# what gates ask for of records that are written down where they stand: told, listed, or refused with --gates
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
for gate in $(crm-list gate test~late,blockers,pain,budget -c id -H); do
	crm-delete -qy gate "$gate" > gone
done

# --- crm-add
says 'a company that is added straight into a category is told what a move would ask for' 0 \
	crm-add company name=Foo phone=84951112233 category=prospect <<'END'
company 1: missing for 'prospect': a contact with a position
company 1: still wanted: class (key or A to C) before the first call; the contact's part in the decision; a product group of ours that the company uses
1 company added
END
says 'not one that begins where all begin' 0 crm-add company name=Bar category=lead <<'END'
1 company added
END

# --- deals of a file
cat > deals.csv <<'END'
title,company,stage,amount
A,Foo,contract,
B,Foo,contract,100
C,Foo,need,
D,Foo,contract,
END
told() { "$@" > out.csv 2> err; code=$?; grep -v '^  \|^[a-z.]*.csv: ' err; return $code; }
is 'what is missing is told with counts' 0 told crm-import deal deals.csv <<'END'
2 deals in 'sale:contract' lack what its gate asks for: the value of the deal (2)
'crm-list deal --missing' lists what stands so
deal: 4 new, 0 changed, 0 same
END
is 'and listed' 0 crm-list deal --missing -c title,stage <<EOF
$(tsv 'title|stage|missing' 'A|sale:contract|the value of the deal' 'D|sale:contract|the value of the deal')
EOF
is 'with other conditions' 0 crm-list deal title=D,C --missing --count <<'END'
1
END
has 'only of what has gates' 'gates are for deals and companies' crm-list task --missing
crm-undo -yq > gone
state > before
is 'or refused' 1 told crm-import deal deals.csv --gates <<'END'
deals.csv:2: missing for 'sale:contract': the value of the deal
deals.csv:5: missing for 'sale:contract': the value of the deal
deal: 2 new, 0 changed, 0 same; 2 rows refused
END
is 'the rows come back with what is missing' 0 cat deals.csv.rejects.csv <<'END'
title,company,stage,amount,line,reason
A,Foo,contract,,2,missing for 'sale:contract': the value of the deal
D,Foo,contract,,5,missing for 'sale:contract': the value of the deal
END
sed -i 's/contract,,/contract,7,/' deals.csv.rejects.csv
is 'and go in once it is there' 0 told crm-import deal deals.csv.rejects.csv --gates <<'END'
deal: 2 new, 0 changed, 0 same
END
crm-undo -yq > gone && crm-undo -yq > gone
state > after
ok 'undo leaves nothing of it' cmp before after

# --- a pipeline without gates asks for nothing
printf 'title,company,stage\nE,Foo,repeat:paid\n' > paid.csv
is 'no gate, no word' 0 told crm-import deal paid.csv --gates <<'END'
deal: 1 new, 0 changed, 0 same
END

# --- several records a row: asked when all of the row are in
cat > flat.csv <<'END'
name,category,phone,city,contact,position
One,prospect,84951112201,Tver,Ann,boss
Two,prospect,,,Bob,boss
Three,prospect,84951112203,Tver,Cid,
END
is 'a flat table' 1 told crm-import flat.csv --gates <<'END'
flat.csv:3: missing for 'prospect': 1 more of: address, phone or e-mail
flat.csv:4: missing for 'prospect': a contact with a position
company: 1 new, 0 changed, 0 same; contact: 1 new, 0 changed, 0 same; 2 rows refused
END

# --- histories: moves on the way are recorded, where they end is asked
printf 'title,company,created_at\nH,Foo,2026-01-01\n' > h.csv
crm-import deal h.csv -q
h=$(crm-list deal title=H -c id -H)
printf 'deal,to_stage,at\n%s,sale:paid,2026-03-01\n%s,contract,2026-02-01\n%s,sale:offer,2026-01-15\n' "$h" "$h" "$h" > moves.csv
is 'ends behind the gates' 0 told crm-import stage_change moves.csv --gates <<'END'
stage_change: 3 new, 0 changed, 0 same
END
crm-undo -yq > gone
sed -i 2d moves.csv
is 'told where it ends only' 0 told crm-import stage_change moves.csv <<'END'
1 deal in 'sale:contract' lacks what its gate asks for: the value of the deal (1)
'crm-list deal --missing' lists what stands so
stage_change: 2 new, 0 changed, 0 same
END
crm-undo -yq > gone
is 'refused there' 1 told crm-import stage_change moves.csv --gates <<'END'
moves.csv:2: missing for 'sale:contract': the value of the deal
1 deal in 'sale:offer' lacks what its gate asks for: who decides (question decides) (1)
'crm-list deal --missing' lists what stands so
stage_change: 1 new, 0 changed, 0 same; 1 row refused
END
is 'the deal stands where the rest of it ends' 0 crm-list deal title=H -c stage -H <<'END'
sale:offer
END
rm moves.csv.rejects.csv
printf 'company,to_category,at\nBar,customer,2026-01-15\nBar,lead,2026-02-01\nBar,prospect,2026-03-01\n' > moves.csv
is 'companies too' 0 told crm-import category_change moves.csv <<'END'
1 company in 'prospect' lacks what its gate asks for: 2 of: name, address, phone or e-mail (1); a contact with a position (1)
'crm-list company --missing' lists what stands so
category_change: 3 new, 0 changed, 0 same
END

# --- large: every way in says the same
awk 'BEGIN { print "title,company,stage,amount,id"
	for (i = 1; i <= 6000; i++) printf "L%d,Foo,%s,%s,k%d\n", i, i % 3 ? "contract" : "need", i % 2 ? "" : i, i }' > large.csv
is 'in bundles' 0 told crm-import deal large.csv --key id <<'END'
2000 deals in 'sale:contract' lack what its gate asks for: the value of the deal (2000)
'crm-list deal --missing' lists what stands so
deal: 6000 new, 0 changed, 0 same
END
crm-undo -yq > gone
crm-import deal large.csv --key id --gates -q > out.csv 2> reasons
is 'refused' 0 sh -c "grep -c 'missing for' large.csv.rejects.csv" <<'END'
2000
END
is 'no more' 0 crm-list deal title~L --missing --count <<'END'
0
END
