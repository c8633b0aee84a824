#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Ctrl-C in programs that write: one line that nothing was written, and the end by the signal
. "$(dirname "$0")/lib.sh"

command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not there'
base --preset b2b --lang en
{
	crm-add rep login=anna
	tsv name A B C | crm-add company
	crm-add deal company=1 title=One
	crm-add task title=Call due_at=2026-11-23
	crm-set company 1 class=A
} > prepare 2>&1 || cat prepare
state > before

# Somebody else has the base: each waits for it, and is told not to.
mkfifo hold
sqlite3 "$CRM_DB" < hold > held &
holder=$!
exec 7> hold
echo "BEGIN IMMEDIATE; SELECT 'mine';" >&7
until grep -q mine held; do sleep 0.02; done
while read -r program rest; do
	# shellcheck disable=SC2086 # words of a command
	says "$program $rest" 130 stopped INT $program $rest <<END
$program: interrupted; nothing was written
END
done <<'END'
crm-add company name=D
crm-set company 2 class=A
crm-delete company 3 -y
crm-move deal 1 --to lost --reason price
crm-log 1 call talked
crm-task add --title Write
crm-task done 1
crm-merge company 1 2 -y
crm-undo 5
crm-init --reindex
END
says 'the end of a session' 129 stopped HUP crm-add company name=D <<'END'
crm-add: interrupted; nothing was written
END
echo 'ROLLBACK;' >&7
exec 7>&-
wait $holder

# In the middle of its rows.
{ echo name; seq 60000 | sed 's/^/Firm /'; } > many.tsv
from=many.tsv
says 'rows are taken back' 143 stopped TERM crm-add company --duplicate <<'END'
crm-add: interrupted; nothing was written
END
from=/dev/null
is 'nothing is changed by any of them' 0 state < before
ok 'and the base can be written' crm-add company name=D
if strace -o /dev/null true 2> /dev/null; then
	# it asks for the zone of the machine while it fills the tables; what runs behind others ignores Ctrl-C
	env -u TZ strace -o trace -e trace=readlink crm-init -q -d whole.db
	place=$(grep '^readlink' trace | grep -n localtime | cut -d: -f1)
	says 'a base that is only begun' 130 env -u TZ --default-signal=INT strace -o trace -e trace=readlink \
		-e inject=readlink:signal=INT:when="$place" crm-init --preset b2b -d new.db <<'END'
crm-init: interrupted; nothing was written
END
	is 'is taken away' 0 sh -c 'ls new.db* 2> /dev/null; echo none' <<'END'
none
END
fi
