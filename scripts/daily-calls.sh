#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# daily-calls.sh - the morning call lists, one file per rep, for a cron table
#
# usage: daily-calls.sh FOLDER [tsv|excel|excel-ru]
# Writes FOLDER/DATE/LOGIN.tsv (or .csv for a spreadsheet) for everybody who works here today; who is away has a
# substitute, whose list holds the work of both. A filled-in file goes back with crm-log < FILE. Says nothing when all went well.
set -eu
[ $# -ge 1 ] || { sed -n '5s/^# //p' "$0" >&2; exit 2; }
# The programs are on PATH, where this script was installed with them, or built in the folder above.
PATH=${PATH:-/usr/local/bin:/usr/bin:/bin}
here=$(dirname "$(readlink -f "$0")")
PATH=$PATH:$here/../../../bin:$here/../build/bin
export PATH
command -v crm-calls > /dev/null || { echo "daily-calls.sh: crm-calls is not found on PATH '$PATH'" >&2; exit 5; }
format=${2:-tsv}
case $format in
tsv) suffix=tsv; set -- "$1" -o tsv ;;
excel | excel-ru) suffix=csv; set -- "$1" -o csv --for "$format" ;;
*) echo "daily-calls.sh: unknown format '$format', expected tsv, excel or excel-ru" >&2; exit 2 ;;
esac
# The folder of the day is made when it is known for whom; the day is the department's, wherever the clock of cron is.
reps=$(crm-list rep 'left_on= or left_on=today..' \
	'no absence(since=..today (until= or until=today..) substitute!=)' -c login -H)
zone=$(crm-list setting name=time_zone -c value -H)
day=${CRM_NOW:-$(if [ -n "$zone" ]; then TZ=$zone; export TZ; fi; date +%Y-%m-%d)}
folder=$1/${day%%[T ]*}
shift
mkdir -p "$folder"
status=0
while IFS= read -r rep; do
	# A list is complete or absent: it is moved into place when the program succeeded.
	name=$(printf %s "$rep" | tr / _)
	if crm-calls -q --rep "$rep" "$@" > "$folder/.$name.new"; then
		mv "$folder/.$name.new" "$folder/$name.$suffix"
	else
		status=$?
		rm -f "$folder/.$name.new"
	fi
done <<END
$reps
END
exit $status
