#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# check.sh - everything that must hold before a change lands, on a fresh Debian as well
#
# Installs what is missing (scripts/packages.run, scripts/packages.test), builds with gcc and with
# clang, lints, runs the tests, runs them again under AddressSanitizer and UBSan, and fuzzes for a moment. The last line
# counts the tests; the exit code is 0 only if every step went well.
set -u
cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C.UTF-8
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
steps=''
bad=0

step() { # NAME CMD...; shows the end of the log of what failed
	name=$1
	shift
	echo "== $name"
	begun=$(date +%s)
	if "$@" > "$logs/$name" 2>&1; then
		verdict=ok
	else
		verdict=FAILED
		bad=$((bad + 1))
		grep -v ' ok$' "$logs/$name" | tail -n 200
	fi
	steps="$steps$(printf '%-24s %-6s %5d s' "$name" "$verdict" $(($(date +%s) - begun)))
"
}

# The summaries of prove: "Files=13, Tests=89, …" and "tests/x.t (Wstat: … Tests: 10 Failed: 3)".
count() { # REGEXP with one group
	cat "$logs"/tests* 2>/dev/null | sed -n "s/$1.*/\1/p" | awk '{ n += $1 } END { print n + 0 }'
}

step packages ./scripts/install-packages scripts/packages.run scripts/packages.test
[ "$bad" = 0 ] || { printf '%s' "$steps"; exit 1; }
step gcc make -s -j2 CC=gcc
step clang make -s -j2 CC=clang BUILD=build/clang CFLAGS=-O1
step lint make -s lint
step tests make -s -j2 check
step tests-asan make -s -j2 check-asan
step fuzz make -s -j2 fuzz FUZZ_STOP='-seed=1 -runs=5000'

echo
printf '%s' "$steps"
failed=$(count '.*(Wstat: .*Failed: \([0-9]*\))')
passed=$(($(count '^Files=.*, Tests=\([0-9]*\)') - failed))
[ "$failed" -ge "$bad" ] || failed=$bad # a build or lint that failed counts as one
echo "$passed passed, $failed failed"
[ "$bad" = 0 ] && [ "$failed" = 0 ]
