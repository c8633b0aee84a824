# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
# lib.sh - what every test needs; a test starts with: . "$(dirname "$0")/lib.sh"
#
#   base [OPTIONS]           a fresh base in $CRM_DB (crm-init)
#   ok 'what' CMD...         the command exits 0
#   is 'what' CODE CMD... <<'EOF' … EOF        exit code and stdout are exactly these
#   says 'what' CODE CMD... <<'EOF' … EOF      exit code and stderr are exactly these
#   has 'what' 'regexp' CMD...                 some line of stdout or stderr matches
#   state                    every row of every table but those of the log, as text (needs sqlite3)
#   stopped SIGNAL CMD...    the last line that the command says when it gets the signal (see there)
#   tsv "a|b"                                  '|' to tabs, for here-documents and input
#   skip_all 'why'                             nothing here can be tested on this machine
# Standard input of the tested command comes from $in (a file; /dev/null unless set).
# The last command's output stays in $work/out and $work/err. The plan is printed at the end.

root=$(cd "$(dirname "$0")/.." && pwd) || exit 1
: "${CRM_BUILD:=$root/build}"
work=$(mktemp -d "${TMPDIR:-/tmp}/crm-test.XXXXXX") || exit 1
PATH=$CRM_BUILD/bin:$PATH
CRM_DB=$work/crm.db
CRM_REP='head'
CRM_NOW=2026-11-22T10:05:00
HOME=$work
export PATH CRM_BUILD CRM_DB CRM_REP CRM_NOW HOME root work
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME LC_ALL LANG LANGUAGE
in=/dev/null
count=0
failed=0
cd "$work" || exit 1

finish() {
	status=$?
	trap - EXIT
	cd /
	chmod -R u+w "$work" # an ordinary user cannot empty a folder that a test has closed
	rm -rf "$work"
	[ "$status" = 0 ] ||
		echo "not ok $((count += 1)) - the test script ended with $status"
	echo "1..$count"
	[ "$failed" = 0 ] && exit "$status"
	exit 1
}
trap finish EXIT
trap 'exit 130' INT TERM

skip_all() {
	trap - EXIT
	rm -rf "$work"
	echo "1..0 # SKIP $1"
	exit 0
}

result() { # VERDICT WHAT; the reasons stand in $work/why
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		echo "ok $count - $2"
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		sed 's/^/# /' "$work/why"
	fi
}

run() { # CMD...; sets $code
	"$@" < "$in" > "$work/out" 2> "$work/err"
	code=$?
	: > "$work/why"
}

compare() { # WHAT CODE FILE CMD...; the expectation is on stdin
	what=$1 want=$2 file=$3
	shift 3
	cat > "$work/want"
	run "$@"
	[ "$code" = "$want" ] || echo "exit code $code instead of $want from: $*" >> "$work/why"
	diff -u "$work/want" "$file" >> "$work/why" || echo "from: $*" >> "$work/why"
	[ ! -s "$work/why" ] || [ "$file" = "$work/err" ] || cat "$work/err" >> "$work/why"
	[ ! -s "$work/why" ]
	result $? "$what"
}

is() { what=$1 want=$2; shift 2; compare "$what" "$want" "$work/out" "$@"; }
says() { what=$1 want=$2; shift 2; compare "$what" "$want" "$work/err" "$@"; }
ok() {
	what=$1
	shift
	run "$@"
	[ "$code" = 0 ] || { echo "exit code $code from: $*"; cat "$work/err"; } > "$work/why"
	result "$code" "$what"
}
has() {
	what=$1 regexp=$2
	shift 2
	run "$@"
	cat "$work/out" "$work/err" > "$work/why"
	grep -qe "$regexp" "$work/why"
	result $? "$what"
}

tsv() { printf '%s\n' "$@" | tr '|' '\t'; }
base() { crm-init "$@" > "$work/init" 2>&1 || { cat "$work/init"; exit 1; }; }
state() { # of $CRM_DB
	sqlite3 "$CRM_DB" "SELECT 'SELECT ''' || name || ''', * FROM ' || name || ' ORDER BY 2;' FROM sqlite_master
		WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'
		AND name NOT IN ('txn', 'txn_undo', 'txn_range', 'change', 'altered', 'gone') ORDER BY name" > "$work/state.sql" &&
		sqlite3 "$CRM_DB" < "$work/state.sql"
}

from=/dev/null until=.
# The last line on stderr of a command that reads $from and gets the signal when it heeds signals and has said $until. A background job
# of a script would ignore Ctrl-C.
stopped() { # SIGNAL COMMAND...
	signal=$1 tries=0
	shift
	: > said
	env --default-signal=INT,HUP "$@" > /dev/null 2> said < "$from" &
	pid=$!
	until grep -q '^SigCgt:.*3$' "/proc/$pid/status" && { [ "$until" = . ] || grep -q "$until" said; }; do
		[ $((tries += 1)) -le 400 ] || break
		sleep 0.02
	done
	kill -s "$signal" "$pid"
	{ wait "$pid"; } 2> /dev/null # the shell has words of its own
	ended=$?
	tail -n 1 said >&2
	return $ended
}
