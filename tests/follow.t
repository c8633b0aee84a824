#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-history --follow: change sets as they are committed, whatever becomes of the base, the log, the reader
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
crm-add company name=Lotus > prepare 2>&1 || cat prepare
cp "$CRM_DB" start.db
pid=

child() { pgrep -P "$pid" crm-history; }
# Started in the background; everything waits for lines and ends by itself after a minute.
follow() { # OPTIONS...
	timeout --preserve-status -s KILL 60 crm-history --follow "$@" > got 2> said &
	pid=$!
	ready
}
# Once it watches it has looked where it begins.
ready() {
	tries=0
	until grep -qs inotify "/proc/$(child)/fdinfo/"* || [ $((tries += 1)) -gt 100 ]; do sleep 0.05; done
}
lines() { # FILE N: until there are so many
	tries=0
	while [ "$(cat "$1" 2> /dev/null | wc -l)" -lt "$2" ] && [ $((tries += 1)) -le 200 ]; do sleep 0.05; done
}
ends() { # WHAT [CODE]: it ends by itself, quietly
	: > "$work/why"
	wait "$pid"
	code=$?
	[ "$code" = "${2:-0}" ] || echo "exit code $code" >> "$work/why"
	cat said >> "$work/why"
	[ ! -s "$work/why" ]
	result $? "$1"
}
stop() { kill "$pid" 2> /dev/null; wait "$pid" 2> /dev/null; }
checkpoint() { # as soon as what came last is read
	tries=0
	until [ "$(sqlite3 "$CRM_DB" 'PRAGMA wal_checkpoint(TRUNCATE)')" = '0|0|0' ]; do
		[ $((tries += 1)) -lt 100 ] || return
		sleep 0.05
	done
}
set_note() { crm-set company 1 note="$1" -q > /dev/null; }

follow -c change,counts
lines got 1
is 'the header comes at once' 0 cat got <<EOF
$(tsv 'change|counts')
EOF
set_note one
lines got 2
set_note two
lines got 3
is 'each change set when it is there' 0 cat got <<EOF
$(tsv 'change|counts' '3|1 company changed' '4|1 company changed')
EOF
ok 'the base is not held open' sh -c "! ls -l /proc/$(child)/fd | grep -q crm.db"
crm-set company 1 note=x -n > /dev/null 2>&1
set_note three
lines got 4
is 'nothing for what was not done' 0 sed -n '4,$p' got <<EOF
$(tsv '5|1 company changed')
EOF
before=$(cut -d' ' -f14,15 "/proc/$(child)/stat")
sleep 0.5
is 'no work while nothing happens' 0 cut -d' ' -f14,15 "/proc/$(child)/stat" <<EOF
$before
EOF
kill "$pid"
ends 'SIGTERM ends it quietly'
follow
kill -INT "$(child)"
ends 'so does SIGINT'
follow
kill -HUP "$(child)"
ends 'and a terminal that goes away'
timeout -s KILL 60 nohup crm-history --follow -H -c change > got 2> /dev/null &
pid=$!
ready
kill -HUP "$(child)"
set_note nohup
lines got 1
is 'but not under nohup' 0 cat got <<EOF
6
EOF
stop

# --- ends by itself
ok 'a reader that goes away, with no change to come' timeout 20 sh -c 'crm-history --follow | head -1'
: > said
(sleep 0.5; set_note late) &
is 'so many and no more' 0 timeout 30 crm-history --follow --from-set 6 -l 1 -H -c change,command <<EOF
$(tsv '7|crm-set company 1 note=late -q')
EOF
wait
is 'behind a number, none lost' 0 timeout 30 crm-history --follow --from-set 4 -l 3 -H -c change <<'EOF'
5
6
7
EOF
is 'without waiting too' 0 crm-history --from-set 5 -H -c change <<'EOF'
7
6
EOF
is 'field by field, chosen, as JSON' 0 timeout 30 crm-history --follow --from-set 2 entity=company field=note -l 2 -o jsonl -c change,old,new <<'EOF'
{"change":3,"old":null,"new":"one"}
{"change":4,"old":"one","new":"two"}
EOF
crm-history 2 entity=company -H -c change,op,field,new > of.company
is 'of one record' 0 timeout 30 crm-history --follow company Lotus --from-set 0 -l 1 -H -c change,op,field,new < of.company
ok 'a full disk is told' sh -c 'timeout 30 crm-history --follow > /dev/full; [ $? = 5 ]'
says 'what cannot be sent row by row' 2 timeout 30 crm-history --follow -o json <<'EOF'
crm-history: option '--output': 'json' ends with its last row, expected tsv, csv or jsonl
try 'crm-history --help'
EOF
ok 'or be sorted' sh -c 'timeout 30 crm-history --follow -s rep; [ $? = 2 ]'
ok 'or has an end' sh -c 'timeout 30 crm-history --follow 3..4; [ $? = 2 ]'

# --- the log is checkpointed, cleared, deleted
follow -H -c change
ok 'a checkpoint meets nobody' checkpoint
set_note log
lines got 1
[ ! -s "$CRM_DB-wal" ]
result $? 'no log is left behind'
rm -f "$CRM_DB-wal" "$CRM_DB-shm"
set_note log2
lines got 2
is 'a deleted log hides nothing' 0 cat got <<'EOF'
8
9
EOF

# --- a stalled reader
printf 'name\n' > firms.csv
awk 'BEGIN { for (i = 0; i < 3000; i++) print "Firm number " i }' >> firms.csv
stop
mkfifo pipe
sh -c 'sleep 30' < pipe &
sleeper=$!
timeout -s KILL 60 crm-history --follow --fields > pipe 2> said &
pid=$!
ready
crm-import firms.csv -q
sleep 0.5
ok 'a reader that stalls holds up no writer' timeout 20 crm-set company 1 note=stalled -q
ok 'nor a checkpoint' checkpoint
kill "$(child)"
ends 'SIGTERM ends it there too'
kill "$sleeper" 2> /dev/null
wait

# --- a large change set is there whole or not at all
follow -H -c change,counts
crm-undo -q "$(crm-history -H -l 1 -c change command~import)" > /dev/null
lines got 1
is 'a large change set is one' 0 cut -f1 got <<'EOF'
12
EOF
stop

# --- the base is replaced
cp start.db other.db
CRM_DB=$work/other.db crm-add company name=Other -q > /dev/null 2>&1
follow -H -c change,command
mv other.db "$CRM_DB"
sleep 0.3
set_note new
lines got 1
is 'the new base is followed' 0 cut -f1 got <<'EOF'
4
EOF
has 'and it is said' "warning: the base '.*' is another one now: going on behind its change set 3" cat said
rm -f "$CRM_DB"*
sleep 0.3
base --preset b2b --lang en
crm-add company name=Again -q > /dev/null
lines got 2
has 'a base that is gone is waited for' 'the base is gone, waiting' cat said
for i in '' add set; do # another one, made at another time
	CRM_NOW=2026-11-21T10:05:00 CRM_DB=half.db sh -c '
		case $1 in add) crm-add company name=Half ;; set) crm-set company 1 note=half ;; *) crm-init --preset b2b --lang en ;; esac' \
		sh "$i" > "$work/log" 2>&1
done
rm -f "$CRM_DB"-*
head -c 100000 half.db > "$CRM_DB"
sleep 0.3
tail -c +100001 half.db >> "$CRM_DB"
sleep 0.3
set_note whole
lines got 3
is 'one that comes piece by piece is waited for' 0 sh -c 'tail -n 1 got | cut -f1' <<'EOF'
4
EOF
stop
cp start.db "$CRM_DB"
mkdir -p elsewhere
cp start.db elsewhere/base.db
ln -sf elsewhere/base.db link.db
export CRM_DB="$work/link.db"
follow -H -c change
set_note linked
lines got 1
is 'a link is followed to where it leads' 0 cat got <<'EOF'
3
EOF
stop

# --- a command for every change set, over restarts
cat > hook <<'EOF'
#!/bin/sh
[ ! -e broken ] || exit 7
crm-history "$1" entity=company -H -c new >> told
EOF
chmod +x hook
hooked() {
	timeout --preserve-status -s KILL 60 "$root/scripts/on-change.sh" seen ./hook > said 2>&1 &
	pid=$!
}
: > told
hooked
lines seen 1
set_note first
lines told 1
: > broken
set_note second
ends 'a command that fails ends the script' 7
rm broken
set_note third
hooked
lines told 3
kill "$pid"
is 'started again it has lost nothing' 0 cat told <<'EOF'
first
second
third
EOF
has 'usage' 'usage: on-change.sh STATE COMMAND' "$root/scripts/on-change.sh"

# --- a terminal
set_note "$(printf 'a\033[31mb')"
if script -qc true terminal > /dev/null 2>&1 < /dev/null; then
	sleep 10 | timeout 30 script -qc 'crm-history --follow --from-set 4 -l 1 -H new~31m -c new' got > /dev/null &
	tries=0
	until grep -q 'x1b.*b' got || [ $((tries += 1)) -gt 200 ]; do sleep 0.05; done
	ok 'rows for a terminal have nothing in them to drive it' grep -q '^a.x1b\[31mb' got
fi

# --- without inotify
if strace -o /dev/null true 2> /dev/null; then
	timeout -s KILL 60 strace -f -o /dev/null -e inject=inotify_init1:error=EMFILE \
		crm-history --follow --from-set 7 -H -c change > got 2> said &
	pid=$!
	set_note slow
	lines got 1
	is 'without inotify it looks now and then' 0 cat got <<'EOF'
8
EOF
	stop
fi
