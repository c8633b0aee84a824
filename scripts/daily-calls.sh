#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# daily-calls.sh - the morning call lists, one file per rep, for a cron table
#
# usage: daily-calls.sh FOLDER [tsv|excel|excel-ru]
# Writes FOLDER/DATE/LOGIN.tsv (or .csv for a spreadsheet) for everybody who works here today; who is away has a
# substitute, whose list holds the work of both. A filled-in file goes back with crm-log < FILE. Says nothing when all went well.
set -eu
[ $# -ge 1 ] || { sed -n '5s/^# //p' "$0" >&2; exit 2; }
format=${2:-tsv}
case $format in
tsv) suffix=tsv; set -- "$1" -o tsv ;;
excel | excel-ru) suffix=csv; set -- "$1" -o csv --for "$format" ;;
*) echo "daily-calls.sh: unknown format '$format', expected tsv, excel or excel-ru" >&2; exit 2 ;;
esac
folder=$1/$(date +%Y-%m-%d)
shift
mkdir -p "$folder"
status=0
reps=$(crm-list rep 'left_on= or left_on=today..' \
	'no absence(since=..today (until= or until=today..) substitute!=)' -c login -H)
for rep in $reps; do
	# A list is complete or absent: it is moved into place when the program succeeded.
	if crm-calls -q --rep "$rep" "$@" > "$folder/.$rep.new"; then
		mv "$folder/.$rep.new" "$folder/$rep.$suffix"
	else
		status=$?
		rm -f "$folder/.$rep.new"
	fi
done
exit $status
