#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# whose a deal was at each of its moves follows its hand-overs, in whatever order both are told
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
q() { "$@" > said 2>&1 || { echo "# $*"; sed 's/^/# /' said; }; }
for rep in anna boris cyd; do q crm-add rep login=$rep name=$rep hired_on=2025-01-01; done
q crm-add company name=Foo
printf 'ref,title,company,owner,created_at\nD1,A,Foo,anna,2026-01-05\nD2,B,Foo,anna,2026-01-05\n' > deals.csv
printf 'deal,to_stage,at\nD1,need,2026-01-05\nD1,offer,2026-02-05\nD1,contract,2026-03-05\nD2,need,2026-01-05\nD2,offer,2026-02-05\n' > moves.csv
printf 'deal,from_owner,to_owner,at\nD1,cyd,boris,2026-02-01\nD1,boris,anna,2026-03-01\n' > owners.csv
q crm-import deal deals.csv --key ref --system old --set pipeline=sale
cp crm.db plain.db
whose() { crm-list stage_change -s deal,at -H -c deal.title,to_stage,owner; }


q crm-import stage_change moves.csv --ref deal=old
is 'moves belong to who has the deal' 0 whose <<EOF
$(tsv 'A|sale:need|anna' 'A|sale:offer|anna' 'A|sale:contract|anna' 'B|sale:need|anna' 'B|sale:offer|anna')
EOF
state > before
CRM_NOW=2026-12-01T10:00:00
q crm-import owner_change owners.csv --ref deal=old
is 'until hand-overs are told' 0 whose <<EOF
$(tsv 'A|sale:need|anna' 'A|sale:offer|boris' 'A|sale:contract|anna' 'B|sale:need|anna' 'B|sale:offer|anna')
EOF
whose > now
is 'past dates know it, though it was entered later' 0 whose --as-of 2026-06-30 < now
is 'what was known then does not' 0 sh -c 'crm-list stage_change deal.title=A to_stage=offer -c owner -H --known 2026-11-25' <<'END'
anna
END
ok 'taken back' crm-undo -y
state > after
ok 'it is as it was' cmp before after
ok 'redone' sh -c 'crm-undo -y "$(crm-history -H -l 1 | cut -f 1)"'
is 'it is as it should' 0 whose < now

mv crm.db done.db
cp plain.db crm.db
q crm-import owner_change owners.csv --ref deal=old
q crm-import stage_change moves.csv --ref deal=old
is 'the other way round' 0 sh -c "crm-list stage_change deal.title=A to_stage!=need -s at -H -c deal.title,to_stage,owner" <<EOF
$(tsv 'A|sale:offer|boris' 'A|sale:contract|anna')
EOF

# --- crm-move
cp plain.db crm.db
q crm-import stage_change moves.csv --ref deal=old
state > before
a=$(crm-list deal title=A -c id -H)
q crm-move deal "$a" --owner cyd --at 2026-03-01
is 'handed over at a moment' 0 crm-list stage_change "deal=$a" -s at -H -c to_stage,owner <<EOF
$(tsv 'sale:need|anna' 'sale:offer|anna' 'sale:contract|cyd')
EOF
state > between
q crm-move deal "$a" --owner boris --at 2026-02-01 --history
is 'and before that' 0 crm-list stage_change "deal=$a" -s at -H -c to_stage,owner <<EOF
$(tsv 'sale:need|anna' 'sale:offer|boris' 'sale:contract|cyd')
EOF
q crm-undo -y
state > after
ok 'one taken back' diff between after
q crm-undo -y
state > after
ok 'both taken back' diff before after
crm-list deal -c deal -H | awk 'BEGIN { print "deal" } { for (i = 0; i < 60; i++) print $1 }' > many
crm-move deal --owner cyd --at 2026-02-03 -y < many > said 2>&1
is 'many at once' 0 crm-list stage_change deal.title=B -s at -H -c to_stage,owner <<EOF
$(tsv 'sale:need|anna' 'sale:offer|cyd')
EOF
q crm-move deal "$a" --to delivery --force x
q crm-move deal "$a" --owner boris
is 'who gave it away now has made the moves before' 0 crm-list stage_change "deal=$a" to_stage=delivery -H -c owner <<'END'
cyd
END
