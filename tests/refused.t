#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# refused.t - what cannot be done is refused with place, value and expectation, and nothing is lost
. "$(dirname "$0")/lib.sh"
command -v sqlite3 > /dev/null || skip_all 'sqlite3 is not installed'

digest() { sqlite3 "$1" .dump 2>&1 | cksum; }

refuses() { # WHAT CODE CMD...; stderr is on stdin, and the base stays as it is
	what=$1 want=$2
	shift 2
	cat > "$work/want"
	before=$(digest "$CRM_DB")
	run "$@"
	[ "$code" = "$want" ] || echo "exit code $code instead of $want" >> "$work/why"
	diff -u "$work/want" "$work/err" >> "$work/why"
	[ "$before" = "$(digest "$CRM_DB")" ] || echo 'the base is not what it was' >> "$work/why"
	[ ! -s "$work/why" ] || echo "from: $*" >> "$work/why"
	[ ! -s "$work/why" ]
	result $? "$what"
}
skip() { result 0 "$1 # SKIP $2"; }
table() { tsv "$@" > "$work/in"; in=$work/in; }
alone() { in=/dev/null; }

base --preset b2b --lang en
crm-add company name=Elk phone='8 (482) 123-45-67' inn=7707083893 -q > "$work/made" &&
	crm-add deal company=1 title=Pumps pipeline=sale -q >> "$work/made" || exit 1

# Somebody holds this base for longer than anybody waits; looked at in the end.
cp crm.db held.db
mkfifo hold
sqlite3 held.db < hold > held.log 2>&1 &
holder=$!
exec 7> hold
echo 'BEGIN IMMEDIATE; SELECT 1;' >&7
tries=0
until [ -s held.log ] || [ $((tries += 1)) -gt 100 ]; do sleep 0.1; done
held=$(digest held.db)
(CRM_DB=$work/held.db crm-add task title=late < /dev/null > held.out 2> held.err; echo $? > held.code) &
waiter=$!

# --- words nobody knows
refuses 'an unknown kind of record' 2 crm-add compnay name=Elk <<'E'
crm-add: unknown kind of record 'compnay', did you mean 'company'?
try 'crm-add --help'
E
refuses 'an unknown field' 2 crm-add company nmae=Elk <<'E'
crm-add: unknown field of company 'nmae', did you mean 'name'?
try 'crm-add --help'
E
refuses 'an unknown field to change' 2 crm-set company 1 nmae=Elk <<'E'
crm-set: unknown field of company 'nmae', did you mean 'name'?
try 'crm-set --help'
E
refuses 'an unknown field in a filter' 2 crm-list company nmae=Elk <<'E'
crm-list: filter 'nmae=Elk', character 1: unknown field of company 'nmae', did you mean 'name'?
try 'crm-list --help'
E
refuses 'an unknown column' 2 crm-list company -c id,nmae <<'E'
crm-list: --columns: unknown field of company 'nmae', did you mean 'name'?
try 'crm-list --help'
E
refuses 'an unknown column to sort by' 2 crm-list company -s -nmae <<'E'
crm-list: --sort: unknown field of company 'nmae', did you mean 'name'?
try 'crm-list --help'
E
for line in 'list company|nmae|name' 'calls|compnay|company' 'funnel sale|convrsion|conversion' \
	'kpi deals.won --by rep -p 2026|valu|value' 'kpi deals.won --by rep -p 2026 --wide|deals.wno|deals.won' \
	'task list|titel|title' 'find Elk|nmae|name' 'who Elk|compnay|company' 'history|chnage|change' \
	'dup company|scoer|score' 'export company|nmae|name' 'show company 1|setcion|section'; do
	name=${line%%|*} word=${line#*|}
	for option in -c -s; do
		# shellcheck disable=SC2086 # a list of words
		run crm-$name $option "${word%|*}"
		grep -q "unknown .*'${word%|*}', did you mean '${word#*|}'?$" err || cat err > why
		[ "$code" = 2 ] || echo "exit code $code" >> why
		[ ! -s why ]
		result $? "an unknown column of crm-$name $option has its nearest word"
	done
done
refuses 'a column that is like none' 2 crm-who Elk -c zzz <<'E'
crm-who: --columns: unknown column 'zzz', expected one of query, match, company, company_name, owner, last_contact_at
try 'crm-who --help'
E
refuses 'a field that is like none' 2 crm-list company -c zzz <<'E'
crm-list: --columns: unknown field of company 'zzz', see crm-tables(5)
try 'crm-list --help'
E
refuses 'a format that is like none' 2 crm-list company -o docx <<'E'
crm-list: option '--output': unknown 'docx', expected one of tsv, csv, table, json, jsonl
try 'crm-list --help'
E
refuses 'an unknown option' 2 crm-list company --colour <<'E'
crm-list: unknown option '--colour'
try 'crm-list --help'
E
refuses 'an unknown stage' 2 crm-move deal 1 --to sale:ofer <<'E'
crm-move: --to: unknown stage 'sale:ofer', did you mean 'sale:offer'?
try 'crm-move --help'
E
refuses 'an unknown stage of a new deal' 1 crm-add deal company=1 title=x stage=sale:ofer <<'E'
crm-add: stage: unknown stage 'sale:ofer', did you mean 'sale:offer'?
0 deals added, 1 refused
E
refuses 'an unknown stage in a filter' 2 crm-list deal stage=ofer <<'E'
crm-list: filter 'stage=ofer', character 7: field 'stage': unknown stage 'ofer', did you mean 'offer'?
try 'crm-list --help'
E
refuses 'a record that is not there' 1 crm-set company 77 note=x <<'E'
crm-set: 77: there is no company 77
0 companies changed, 1 refused
E
refuses 'a deal that is not there' 1 crm-move deal 99 --to sale:offer <<'E'
crm-move: 99: there is no deal 99
0 deals moved, 1 refused
E
refuses 'a reference to nothing' 1 crm-add deal company=99 title=x pipeline=sale <<'E'
crm-add: company: there is no company 99
0 deals added, 1 refused
E

# --- gates
refuses 'a gate that is not met says what is missing' 1 crm-move deal 1 --to sale:offer <<'E'
crm-move: 1: missing for 'sale:offer': what hurts and since when (question pain); who decides (question decides); the budget and by when (question budget)
0 deals moved, 1 refused
E
refuses 'a gate of the life cycle' 1 crm-move company 1 --to customer <<'E'
crm-move: 1: missing for 'customer': a contact with a position; a need with quantity and date; a won deal with its terms; a delivery with quantity and date
0 companies moved, 1 refused
E

# --- values
refuses 'a phone without its area code' 1 crm-add company name=Fox phone=12345 <<'E'
crm-add: phone: '12345' is not a phone number: the area code is missing; expected 8 495 123-45-67 or +7 …
0 companies added, 1 refused
E
refuses 'a phone with letters' 1 crm-add company name=Fox phone=abc <<'E'
crm-add: phone: 'abc' is not a phone number: unexpected 'a'
0 companies added, 1 refused
E
refuses 'a tax number with a wrong digit' 1 crm-add company name=Fox inn=7707083894 <<'E'
crm-add: inn: '7707083894' is not an INN: the check digit is wrong
0 companies added, 1 refused
E
refuses 'an e-mail address without a host' 1 crm-add company name=Fox email=fox <<'E'
crm-add: email: 'fox' is not an e-mail address; expected name@example.com
0 companies added, 1 refused
E
refuses '31.02.2026' 1 crm-add task title=x due_at=31.02.2026 <<'E'
crm-add: due_at: '31.02.2026' is not a date: there is no such day
0 tasks added, 1 refused
E
while IFS='|' read -r place line; do
	before=$(digest "$CRM_DB")
	# shellcheck disable=SC2086 # a list of words
	run crm-$line
	grep -q "$place: '31.02.2026' is not a date: there is no such day" err || cat err > why
	[ "$code" != 0 ] || echo 'exit code 0' >> why
	[ "$before" = "$(digest "$CRM_DB")" ] || echo 'the base is not what it was' >> why
	[ ! -s why ]
	result $? "31.02.2026, and where: crm-$line"
done <<'E'
crm-log: at|log 1 call talked --at 31.02.2026
crm-log: due|log 1 call callback --due 31.02.2026
crm-log: due|log 1 call talked --next x --due 31.02.2026
crm-log: planned_at|log 1 call appointment --planned 31.02.2026
crm-task: due|task add --title x --due 31.02.2026
crm-task: at|task add --title x --at 31.02.2026
crm-task: 1: due|task postpone 1 --due 31.02.2026
crm-task: 1: at|task done 1 --at 31.02.2026
crm-add: --at|add company name=Fox --at 31.02.2026
crm-set: 1: expected_on|set deal 1 expected_on=31.02.2026
crm-move: --at|move deal 1 --to sale:lost --at 31.02.2026
crm-list: --as-of|list company --as-of 31.02.2026
crm-calls: --known|calls --known 31.02.2026
crm-funnel: option '--from'|funnel sale --from 31.02.2026
crm-kpi: option '--to'|kpi deals.won --to 31.02.2026
E
refuses '2026-02-31 in a filter' 2 crm-list task due_at=2026-02-31 <<'E'
crm-list: filter 'due_at=2026-02-31', character 8: field 'due_at': '2026-02-31' is not a date: there is no such day; a period such as 2026-11, 2026-Q4, 2026-W47, this-month will do too
try 'crm-list --help'
E
refuses 'a letter for a digit' 1 crm-add deal company=1 title=x amount=1O0 <<'E'
crm-add: amount: '1O0' is not a number: 'O' is a letter, not the digit 0
0 deals added, 1 refused
E
refuses 'a value that is not among the allowed' 1 crm-set company 1 class=Z <<'E'
crm-set: 1: class: 'Z' is not allowed, expected one of key, A, B, C
0 companies changed, 1 refused
E
refuses 'more than --max' 2 crm-move company 1 --to customer --max 0 <<'E'
crm-move: 1 record is more than --max 0
E

# --- tables
table 'name|note' 'A|1' 'B|2|3' 'C|3'
refuses 'a ragged row' 3 crm-add company <<'E'
crm-add: stdin:3: 3 cells, the header has 2
E
table 'name|note|note' 'A|1|2'
refuses 'a column twice' 3 crm-add company <<'E'
crm-add: stdin:1: column 'note' stands there twice
E
printf 'name,note\nA,1\n"B,2\nC,3\n' > in
in=$work/in
refuses 'a quote that is never closed' 3 crm-add company <<'E'
crm-add: stdin:3: the quote opened here is never closed
E
printf 'name\n\377\376A\n' > in
refuses 'what is not UTF-8' 3 crm-add company <<'E'
crm-add: stdin:2: not UTF-8 text
E
table 'company|outcome|next|due|at' '1|talked|x|31.02.2026|' '1|talked|||31.02.2026'
refuses 'a filled-in call list' 1 crm-log <<'E'
stdin:2: due: '31.02.2026' is not a date: there is no such day
stdin:3: at: '31.02.2026' is not a date: there is no such day
0 activities logged, 2 refused
E
table 'deal|to|at' '1|sale:lost|31.02.2026'
refuses 'moves of a table' 1 crm-move deal -y <<'E'
stdin:2: deal 1: at: '31.02.2026' is not a date: there is no such day
0 deals moved, 1 refused
E
table 'title|due_at' 'x|31.02.2026' 'y|30.02.2027'
refuses 'bad cells, with their line' 1 crm-add task <<'E'
stdin:2: due_at: '31.02.2026' is not a date: there is no such day
stdin:3: due_at: '30.02.2027' is not a date: there is no such day
0 tasks added, 2 refused
E
alone

# --- foreign files
tsv 'name|phone' 'Fox|12345' > phones.tsv
refuses 'a bad phone in a file' 1 crm-import company phones.tsv --progress never -q <<'E'
phones.tsv:2: column 'phone': '12345' is not a phone number: the area code is missing; expected 8 495 123-45-67 or +7 …
E
is 'it stands in the rejects with its reason' 0 cat phones.tsv.rejects.csv <<E
$(tsv 'name|phone|line|reason')
$(tsv "Fox|12345|2|column 'phone': '12345' is not a phone number: the area code is missing; expected 8 495 123-45-67 or +7 …")
E
printf 'title,due_at\nx,01.02.2026\ny,31.02.2026\n' > dates.csv
refuses '31.02.2026 in a file, and one refused row refuses all' 3 crm-import task dates.csv --strict -q <<'E'
dates.csv:3: column 'due_at': '31.02.2026' is no date; the column is written dd.mm.yyyy
crm-import: 1 row is refused, and --strict: nothing was written
E
printf 'name,phone\nElk,8 482 123-45-67\nElk,8 482 123-45-67\nFox,1,2\n' > ragged.csv
refuses 'a ragged row in a file' 1 crm-import company ragged.csv -q <<'E'
ragged.csv:4: 3 cells instead of 2
E
is 'stands in the rejects' 0 cat ragged.csv.rejects.csv <<'E'
name,phone,line,reason
Fox,1,2,4,3 cells instead of 2
E
awk 'BEGIN { print "name,note\nFox,1\n\"Owl,2"; for (i = 0; i < 100000; i++) print "Bee, and more" }' > quote.csv
refuses 'a quote that stays open for a megabyte' 3 crm-import company quote.csv -q <<'E'
crm-import: quote.csv:3: a field is longer than 1048576 bytes, is its quote closed?; nothing was written
E
printf 'company,title,stage\nElk,x,sale:ofer\nOwl,y,sale:need\n' > deals.csv
refuses 'unknown stages and companies in a file' 1 crm-import deal deals.csv -q <<'E'
deals.csv:2: column 'stage': unknown stage 'sale:ofer', did you mean 'sale:offer'?
deals.csv:3: column 'company': no company fits 'Owl'
E
is 'with the nearest word' 0 cut -d, -f4- deals.csv.rejects.csv <<'E'
line,reason
2,"column 'stage': unknown stage 'sale:ofer', did you mean 'sale:offer'?"
3,column 'company': no company fits 'Owl'
E
: > nothing.csv
refuses 'an empty file' 3 crm-import company nothing.csv -q <<'E'
crm-import: nothing.csv: there is no header line
E
refuses 'a file that is not there' 3 crm-import company none.csv -q <<'E'
crm-import: none.csv: cannot be read: No such file or directory
E
refuses 'a column that is not there' 2 crm-import company phones.tsv --key ref -q <<'E'
crm-import: phones.tsv: there is no column 'ref'
E
refuses 'an unknown field for a column' 2 crm-import company phones.tsv --map name=nmae -q <<'E'
crm-import: phones.tsv: unknown field of company 'nmae', did you mean 'name'?
E
refuses 'rejects that cannot be written' 5 crm-import company phones.tsv -q --rejects /none/x.csv <<'E'
phones.tsv:2: column 'phone': '12345' is not a phone number: the area code is missing; expected 8 495 123-45-67 or +7 …
crm-import: cannot write '/none/x.csv': No such file or directory
E
refuses 'rejects into a pipe' 0 sh -c 'crm-import company ragged.csv -q --rejects /dev/stdout | cat > piped' <<'E'
ragged.csv:4: 3 cells instead of 2
E
is 'which stays one' 0 cat piped <<'E'
name,phone,line,reason
Fox,1,2,4,3 cells instead of 2
E

# --- who
export CRM_REP=nobody-here
refuses 'an unknown rep may not read' 6 crm-list company <<E
crm-list: 'nobody-here' is not a rep of the base '$work/crm.db'
E
refuses 'an unknown rep may not write' 6 crm-add company name=Fox <<E
crm-add: 'nobody-here' is not a rep of the base '$work/crm.db'
E
CRM_REP='head'

# --- what is no base
elsewhere() { # WHAT FILE; the message of reading, of writing and of crm-init on stdin, one a line
	what=$1 file=$2
	cat > "$work/three"
	was=$(cksum "$file" 2>/dev/null)
	line=0
	for command in 'crm-list company' 'crm-add company name=Fox' crm-init; do
		sed -n "$((line += 1))p" "$work/three" > "$work/want"
		[ -s "$work/want" ] || continue
		# shellcheck disable=SC2086 # a list of words
		run env CRM_DB="$file" $command
		[ "$code" = 5 ] || echo "exit code $code instead of 5" >> "$work/why"
		diff -u "$work/want" "$work/err" >> "$work/why"
		[ "$was" = "$(cksum "$file" 2>/dev/null)" ] || echo 'the file is not what it was' >> "$work/why"
		[ ! -s "$work/why" ]
		result $? "$what: $command"
	done
}
elsewhere 'a missing base' none.db <<'E'
crm-list: there is no base 'none.db': make one with crm-init
crm-add: there is no base 'none.db': make one with crm-init
E
says 'an empty --db leads to no other base' 2 crm-list company --db '' <<'EOF'
crm-list: --db: '' is the name of no base
EOF
mkdir folder
elsewhere 'a directory' folder <<'E'
crm-list: the base 'folder' is a directory
crm-add: the base 'folder' is a directory
crm-init: the base 'folder' is a directory
E
echo 'Dear diary, this was never a database.' > diary.txt
elsewhere 'a text' diary.txt <<'E'
crm-list: 'diary.txt' is not a database
crm-add: 'diary.txt' is not a database
crm-init: 'diary.txt' is not a database
E
sqlite3 other.db 'CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT)'
elsewhere 'a base of another program' other.db <<'E'
crm-list: 'other.db' is not a base of this toolkit
crm-add: 'other.db' is not a base of this toolkit
crm-init: 'other.db' is a database of another program
E
cp crm.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 99'
knows=$(sqlite3 crm.db 'PRAGMA user_version')
elsewhere 'a newer schema' newer.db <<E
crm-list: 'newer.db' has schema version 99, this program knows $knows: a newer one is needed
crm-add: 'newer.db' has schema version 99, this program knows $knows: a newer one is needed
crm-init: 'newer.db' has schema version 99, this program knows $knows: a newer one is needed
E
head -c 20000 crm.db > cut.db
elsewhere 'half a base' cut.db <<'E'
crm-list: the base 'cut.db' is damaged: database disk image is malformed; restore a backup
crm-add: the base 'cut.db' is damaged: database disk image is malformed; restore a backup
E
refuses 'a base is not made twice' 2 crm-init <<E
crm-init: the base '$work/crm.db' is there already
E

# --- what may only be read; root may write everything, so root becomes somebody else
somebody=''
if [ "$(id -u)" = 0 ]; then
	somebody='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
mkdir readonly
cp crm.db readonly/crm.db
chmod 444 readonly/crm.db
[ -z "$somebody" ] || { chmod 755 "$work"; chown -R 65534:65534 readonly; }
# shellcheck disable=SC2086 # a list of words, or none
if $somebody crm-list --version > /dev/null 2>&1 && $somebody test ! -w readonly/crm.db; then
	export CRM_DB="$work/readonly/crm.db"
	is 'a read-only file can be read' 0 $somebody crm-list company -c id,name <<'E'
company	name
1	Elk
E
	refuses 'a read-only file is not written' 5 $somebody crm-add company name=Fox <<E
crm-add: the base '$work/readonly/crm.db' cannot be written: read-only
E
	refuses 'a read-only file is not migrated' 5 $somebody crm-init --migrate <<E
crm-init: the base '$work/readonly/crm.db' cannot be written: read-only
E
	chmod 555 readonly
	is 'nor does reading need a writable directory' 0 $somebody crm-list company -c id,name <<'E'
company	name
1	Elk
E
	CRM_DB=$work/crm.db
	if [ -n "$somebody" ]; then
		chmod 644 crm.db
		refuses 'CRM_REP does not count on the base of another' 6 $somebody crm-list company <<'E'
crm-list: CRM_REP is 'head', but it counts only on a base of one's own
E
	fi
else
	skip 'a read-only file' 'cannot become somebody who may not write'
fi

# --- closed and full outputs
refuses 'standard output is closed' 5 sh -c 'crm-list company >&-' <<'E'
crm-list: cannot write the output: Bad file descriptor
E
refuses 'standard output is full' 5 sh -c 'crm-list company > /dev/full' <<'E'
crm-list: cannot write the output: No space left on device
E
refuses 'standard error is closed' 5 sh -c 'crm-list company > /dev/full 2>&-' <<'E'
E
refuses 'nothing to read on a closed standard input' 2 sh -c 'crm-add company <&-' <<'E'
crm-add: nothing to add: expected field=value, or a table on standard input
try 'crm-add --help'
E
ok 'a reader that goes away is no error' sh -c '{ crm-list --version; crm-list company; } | head -1'
refuses 'a change that cannot be printed for want of an output is not made' 5 sh -c 'crm-add company name=Fox >&-' <<'E'
crm-add: cannot write the output: Bad file descriptor
E
refuses 'nor one that does not fit on the disk of the output' 5 sh -c 'crm-add company name=Fox > /dev/full' <<'E'
crm-add: cannot write the output: No space left on device
E

# --- a base that cannot grow: nothing is half written, and it can be used afterwards
grows() { crm-list company --count; }
rows=$(grows)
size=$(($(wc -c < crm.db) / 512))
awk 'BEGIN { print "name"; for (i = 0; i < 20000; i++) print "A company with quite a long name, number " i }' > in
for how in ignored deadly; do
	in=$work/in
	run sh -c "[ $how = deadly ] || trap '' XFSZ; ulimit -c 0; ulimit -f $((size + 400)); exec crm-add company -q"
	[ "$code" = 5 ] || [ $how = deadly ] || echo "exit code $code instead of 5" >> "$work/why"
	[ "$code" != 0 ] || echo 'it should have failed' >> "$work/why"
	alone
	[ "$(grows)" = "$rows" ] || echo 'some rows are there' >> "$work/why"
	[ "$(sqlite3 crm.db 'PRAGMA integrity_check')" = ok ] || echo 'integrity_check' >> "$work/why"
	[ ! -s "$work/why" ] || cat "$work/err" >> "$work/why"
	[ ! -s "$work/why" ]
	result $? "a limit on the size of files, its signal $how: all or nothing"
done
cat > small.sh <<'E'
mount -t tmpfs -o size=4m none folder || exit 99
cp crm.db folder/small.db
crm-list --version > folder/junk
CRM_DB=folder/small.db crm-add company -q < in > added.out 2> added.err
echo "$? $(CRM_DB=folder/small.db crm-list company --count) $(sqlite3 folder/small.db 'PRAGMA integrity_check')"
CRM_DB=folder/small.db crm-add company name=Afterwards -q > added.out && echo written
cat /dev/zero > folder/junk 2> junk.err
for line in 'add company name=Fox' 'set company 1 note=x' 'move company 1 --owner head' 'log 1 call talked' 'task add --title x' \
	'import company phones.tsv' undo 'delete deal 1'; do
	CRM_DB=folder/small.db crm-$line < /dev/null > added.out 2> last.err
	echo "crm-${line%% *} $? $(grep -c "^crm-${line%% *}: the disk of 'folder/small.db' is full, nothing was written$" last.err)"
done
rm folder/junk
CRM_DB=folder/small.db crm-add company name=Again -q > added.out && sqlite3 folder/small.db 'PRAGMA integrity_check'
E
if unshare -m true 2>/dev/null && unshare -m sh small.sh > small.out 2> small.err; then
	printf '5 %s ok\nwritten\n' "$rows" > want
	printf '%s 5 1\n' crm-add crm-set crm-move crm-log crm-task crm-import crm-undo crm-delete >> want
	echo ok >> want
	diff -u want small.out > why || cat added.err >> why
	[ ! -s why ]
	result $? 'a full disk: nothing is written, and one more record still fits'
	is 'a full disk: the message' 0 cat added.err <<'E'
crm-add: the disk of 'folder/small.db' is full, nothing was written
E
else
	skip 'a full disk' "cannot mount one: $(head -n 1 small.err 2>/dev/null)"
fi
ok 'after all this the base can be written' crm-add company name=Afterwards

# --- a change by a program that would not record it
for change in "UPDATE company SET note = 'x'" 'DELETE FROM deal'; do
	refuses "by another program: $change" 1 sqlite3 "$CRM_DB" "$change" <<'E'
Error: in prepare, no such table: main.only_crm_programs_change_it
E
done

# --- two writers at once: one waits for the other, and gives up in the end
cp crm.db shared.db
(echo 'BEGIN IMMEDIATE; SELECT 1;'; sleep 1; echo "COMMIT;") | sqlite3 shared.db > shared.log 2>&1 &
first=$!
until [ -s shared.log ]; do sleep 0.1; done
ok 'the second of two writers waits' env CRM_DB=shared.db crm-add task title=second
wait "$first"
ok 'and a reader does not' env CRM_DB=held.db crm-list company
wait "$waiter"
is 'but not for ever' 0 cat held.code held.err <<E
4
crm-add: the base '$work/held.db' is busy, try again
E
exec 7>&-
wait "$holder"
[ "$held" = "$(digest held.db)" ]
result $? 'and then nothing is written'

# --- who has left the department reads no more; whoever owns the base is not locked out
crm-add rep login=nobody left_on=2026-11-22 -q > added
chmod 755 "$work"
chmod 666 "$CRM_DB"*
as_nobody() { setpriv --reuid="$(id -u nobody)" --clear-groups env -u CRM_REP "$@"; }
if [ "$(id -u)" = 0 ] && as_nobody crm-list --version > version 2>&1; then
	ok 'on the last day' as_nobody crm-list company
	says 'no more' 6 as_nobody env CRM_NOW=2026-11-23T09:00:00 crm-list company <<E
crm-list: 'nobody' has left the department of the base '$CRM_DB'
E
fi
ok 'but for the owner of the base' env CRM_REP=nobody CRM_NOW=2026-11-23T09:00:00 crm-list company
