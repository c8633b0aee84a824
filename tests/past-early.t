#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# --as-of: companies and people that came in without a day of their own are there when something older is told of them
. "$(dirname "$0")/lib.sh"

CRM_NOW=2026-11-01T10:00:00
base --preset b2b --lang en
{
	crm-add territory code=Tver
	crm-add company name=Earlier --at 2026-02-01
	crm-add deal title=Old company=1 --at 2026-03-03
	printf 'name,phone,territory,created_at\nDeal,8 482 1234501,Tver,\nTalk,8 482 1234502,Tver,\nMoves,,Tver,\nNothing,,Tver,\nDated,,Tver,2026-10-01\nGiven,,Tver,\n' > company.csv
	crm-import company company.csv
	printf 'name,company\nAnn Smith,Deal\n' > contact.csv
	crm-import contact contact.csv
	CRM_NOW=2026-11-02T10:00:00
	printf 'company,contact,title,created_at,stage\nDeal,Ann Smith,A,2026-03-05,need\nDated,,B,2026-03-05,need\n' > deal.csv
	crm-import deal deal.csv
	printf 'company,kind,at\nTalk,call,2026-04-05T11:00\n' > activity.csv
	crm-import activity activity.csv
	printf 'company,to_category,at\nMoves,lead,2026-05-05\nMoves,prospect,2026-06-05\n' > category.csv
	crm-import category_change category.csv
	crm-set deal 1 company=Given
} > log 2>&1
there() { crm-list company -s name -H -c name "$@" 2> "$work/log" | paste -s -d ' ' -; }
is 'all is there' 0 there <<'EOF'
Dated Deal Earlier Given Moves Nothing Talk
EOF
is 'before anything is told' 0 there --as-of 2026-03-04 <<'EOF'
Earlier
EOF
is 'a deal; what bears a day waits for it, and a deal of before tells nothing' 0 there --as-of 2026-03-05 <<'EOF'
Deal Earlier
EOF
is 'a talk' 0 there --as-of 2026-04-05 <<'EOF'
Deal Earlier Talk
EOF
is 'moves' 0 there --as-of 2026-05-05 <<'EOF'
Deal Earlier Moves Talk
EOF
is 'in the category of then' 0 sh -c 'crm-list company name=Moves -H -c category --as-of 2026-05-05; crm-list company name=Moves -H -c category --as-of 2026-06-05' <<'EOF'
lead
prospect
EOF
is 'what was known then is another thing' 0 there --known 2026-10-05 <<'EOF'

EOF
CRM_NOW=2026-11-03T10:00:00
crm-set -q company Deal name=Renamed > "$work/log"
CRM_NOW=2026-11-04T10:00:00
is 'what is not known to have changed holds: the first value known' 0 crm-list deal title=A -H -c company.name,company.territory,contact.name --as-of 2026-03-05 <<EOF
$(tsv 'Deal|Tver|Ann Smith')
EOF
is 'found by it' 0 sh -c 'crm-find -H --as-of 2026-03-05 Deal | cut -f 1-3; crm-list company territory=Tver -H -c name --as-of 2026-03-05' <<EOF
$(tsv 'company|2|Deal' 'Deal')
EOF
is 'a person too' 0 sh -c 'crm-list contact -H -c name --as-of 2026-03-05; crm-list contact -H -c name --as-of 2026-03-04' <<'EOF'
Ann Smith
EOF
