#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# import-maven.sh - the public sample "CRM Sales Opportunities" into a base of its own
#
# usage: CRM_DB=maven.db import-maven.sh FOLDER
# Only crm programs and standard tools: managers become teams, regional offices territories, and
# the deals take a pipeline of their own without gates, with their history.
set -eu
[ $# = 1 ] || { sed -n '5s/^# //p' "$0" >&2; exit 2; }
data=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in accounts products sales_pipeline sales_teams; do
	tr -d '\r' < "$data/$file.csv" > "$work/$file.csv"
done

crm-init -q
crm-add pipeline code=maven name=Opportunities -q > "$work/log"
printf '%s\n' pipeline,code,name,position,kind maven,prospecting,Prospecting,1,open \
	maven,engaging,Engaging,2,open maven,won,Won,3,won maven,lost,Lost,4,lost | crm-add stage -q >> "$work/log"

# sales_agent,manager,regional_office -> login (moses.frase), name, team, territory
awk -F, 'NR == 1 { print "login,name,team,territory"; next }
	{ login = tolower($1); gsub(/ /, ".", login); print login "," $1 "," $2 "," $3 }' \
	"$work/sales_teams.csv" > "$work/reps.csv"
awk -F, 'NR == 1 { print "code" } NR > 1 && !seen[$4]++ { print $4 }' "$work/reps.csv" |
	crm-add territory -q >> "$work/log"
crm-add rep -q < "$work/reps.csv" >> "$work/log"
sed '1s/.*/code,product_group,price/' "$work/products.csv" | crm-add product -q >> "$work/log"

crm-import company "$work/accounts.csv" -q --key account --map account=name --map sector=industry \
	--map office_location=city --create industry --duplicate

# GTXPro is GTX Pro; a deal opens when it is engaged, or is still prospected on the last day.
awk -F, -v OFS=, 'NR == 1 { print "ref,owner,product,company,stage,created_at,amount,price,title"; next }
	{ login = tolower($2); gsub(/ /, ".", login); if ($3 == "GTXPro") $3 = "GTX Pro"
	  first = $5 == "Prospecting" ? "maven:prospecting" : "maven:engaging"
	  print $1, login, $3, $4, first, $6 == "" ? "2017-12-31" : $6, $5 == "Won" ? $8 : "", $5 == "Won" ? $8 : "", $3 }' \
	"$work/sales_pipeline.csv" > "$work/deals.csv"
crm-import deal "$work/deals.csv" -q --key ref --ref company=import

awk -F, -v OFS=, 'NR == 1 { print "deal,to_stage,at"; next }
	$5 == "Won" || $5 == "Lost" { print $1, "maven:" tolower($5), $7 }' \
	"$work/sales_pipeline.csv" > "$work/moves.csv"
crm-import stage_change "$work/moves.csv" -q --ref deal=import
