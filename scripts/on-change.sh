#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# on-change.sh - runs a command for every change set as it is committed: the web hook
#
# usage: on-change.sh STATE COMMAND [ARG ...]
# The command gets the number of the change set as its last argument and looks at it with crm-history NUMBER, in
# order, one at a time. The file STATE keeps the last number that is dealt with; without it the next change set is the
# first. A command that fails ends the script with its exit code and is tried again when the script is started again.
#
#     on-change.sh seen sh -c 'crm-history "$1" entity=deal -o json | curl -s --json @- https://example.com/deals' hook
set -eu
[ $# -ge 2 ] || { sed -n '5s/^# //p' "$0" >&2; exit 2; }
state=$1
shift
[ -s "$state" ] || crm-history -l 1 -H -c change > "$state"
crm-history --follow --from-set "$(cat "$state")" -H -c change | while read -r change; do
	"$@" "$change" < /dev/null
	echo "$change" > "$state.new"
	mv "$state.new" "$state"
done
