#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: rows that are refused, runs that are refused or stopped: what is written, where, and what is said
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en

# --- --strict
printf 'name;phone\r\nVega;8 495 999-00-01\r\nLyra;12-34\r\nDeneb;8 495 999-00-03\r\n' > s.csv
reason="column 'phone': '12-34' is not a phone number: 4 digits; expected 8 495 123-45-67 or +7 …"
last=$(crm-history -H -l 1)
says '--strict: one bad row refuses all' 3 crm-import s.csv --strict <<END
s.csv: UTF-8, semicolon, CR LF, header on line 1
  name                       name                    Vega | Lyra | Deneb
  phone                      phone                   8 495 999-00-01 | 12-34 | 8 495 999-00-03
s.csv:3: $reason
crm-import: 1 row is refused, and --strict: nothing was written
END
is 'nothing is written' 0 crm-list company --count <<'END'
0
END
is 'and no change set' 0 crm-history -H -l 1 <<END
$last
END
is 'as the input is written' 0 od -c s.csv.rejects.csv <<END
$(printf 'name;phone;line;reason\r\nLyra;12-34;3;"%s"\r\n' "$reason" | od -c)
END
is 'a dry run of it shows the rows all the same' 3 crm-import s.csv --strict -n -q <<END
$(tsv 'line|company|result|name|why' '2||new|Vega|' "3||refused|Lyra|$reason" '4||new|Deneb|')
END
rm s.csv.rejects.csv
echo half > s.csv.rejects.csv.part
is 'for the group at most, whatever was left' 0 sh -c 'for u in 022 077; do
	umask $u; crm-import s.csv --strict > told 2>&1; stat -c %a s.csv.rejects.csv; done' <<'END'
640
600
END
sed -i 's/12-34/8 495 999-00-02/' s.csv
has 'without a bad row it writes' '^company: 3 new, 0 changed, 0 same$' crm-import s.csv --strict
last=$(crm-history -H -l 1 | cut -f1)
crm-undo -q "$last" > /dev/null
is 'as one change set' 0 crm-list company --count <<'END'
0
END

# --- all that a dry run says comes true: rows that refer to later ones, duplicates, bad ones
printf 'name,parent,inn,phone\nDaughter,Mother,,\nMother,,7707083893,+74959990001\n' > d.csv
printf 'Mother again,,7707083893,+74959990002\nBad,Nobody,,\n,,,+74959990003\n' >> d.csv
crm-import d.csv -n 2> dry.said | cut -f1,3- > dry
crm-import d.csv --rows 2> true.said | cut -f1,3- > true
is 'the rows of a dry run come true' 0 diff dry true < /dev/null
is 'and its counts' 0 tail -n 1 dry.said <<END
$(tail -n 1 true.said) (nothing was written)
END
is 'which are' 0 tail -n 1 true.said <<'END'
company: 2 new, 1 changed, 0 same; 2 rows refused
END

# --- an interrupted run
awk 'BEGIN { print "name,phone,note"; for (i = 0; i < 120000; i++) printf "Firm %d,+7495%07d,note %d\n", i, i, i }' > big.csv
before=$(crm-list company --count)
until='^  note'
says 'Ctrl-C while rows come in' 130 stopped INT crm-import big.csv <<'END'
crm-import: interrupted; nothing was written
END
until=.
says 'the end of a session' 129 stopped HUP crm-import big.csv <<'END'
crm-import: interrupted; nothing was written
END
is 'all is taken back' 0 crm-list company --count <<END
$before
END
printf 'name\nOne more\n' > f.csv
has 'and the base can be written' '^company: 1 new' crm-import f.csv
mkfifo fifo
sleep 20 > fifo &
silent=$! from=fifo
says 'Ctrl-C while waiting for input' 130 stopped INT crm-import - <<'END'
crm-import: interrupted; nothing was written
END
kill "$silent"
from=/dev/null

# --- progress is for terminals only
crm-import big.csv -n -o tsv > /dev/null 2> said
is 'none in a log' 0 sh -c 'tr -cd "\r\033#" < said' < /dev/null
if script -qec true /dev/null > "$work/pty" 2>&1; then
	# Halted for more than a second now and then, so that a fast machine shows it too.
	cat > slowly <<'END'
"$@" > rows &
for i in 1 2 3; do
	sleep 0.1; kill -STOP $! && sleep 1.1 && kill -CONT $!
done 2> /dev/null
wait $!
END
	script -qec 'sh slowly crm-import big.csv -n' /dev/null < /dev/null > pty 2>&1
	in=pty
	has 'a bar of bytes for a file' '^importing \[#*-*\] *[0-9]* %  [0-9.]* of 4\.[0-9] MB' tr '\r' '\n'
	sed -i '1s/.*/cat big.csv | "$@" > rows \&/' slowly
	script -qec 'sh slowly crm-import - -n' /dev/null < /dev/null > pty 2>&1
	has 'rows for a pipe' '^importing: [0-9]* rows' tr '\r' '\n'
	in=/dev/null
fi

# --- a refused row that had changed a company takes no recording of later changes with it
crm-add -q company name=Altair inn=7736050003 class=C > altair
printf 'Company,INN,Class,Deal title,Deal stage\nAltair,7736050003,A,Big,nostage\nAltair,7736050003,B,Big,\n' > again.csv
is 'the second of two rows is taken' 1 crm-import again.csv -q --on-duplicate update < /dev/null
is 'and all of it is taken back' 0 sh -c 'crm-undo -q > undone; crm-list -H -c class company name=Altair' <<'END'
C
END

# --- what is too large is refused at once, in little memory
limited() { sh -c 'ulimit -v 65536; exec "$@"' sh "$@"; }
if limited crm-import --version > /dev/null 2>&1; then # not under sanitizers
	endless() { { printf 'name,note\nA,%s' "$1"; yes x | tr -d '\n'; } | limited crm-import - -q; }
	says 'a field without end' 3 endless '' <<'END'
crm-import: stdin: cannot be read: 32 MB without the end of a line
END
	says 'also in quotes' 3 endless '"' <<'END'
crm-import: stdin: cannot be read: 32 MB without the end of a line
END
	{ printf 'name,note\nA,"'; yes 'line upon line' | head -c 100000000; } > large.csv
	says 'a cell of 100 MB' 3 limited crm-import large.csv -q <<'END'
crm-import: large.csv:2: a field is longer than 1048576 bytes, is its quote closed?; nothing was written
END
	rm large.csv
fi

# --- refused rows of an earlier run do not lie there when none is refused any more
table() { printf 'name;phone\nVega;8 495 999-00-01\nLyra;%s\n' "$1" > o.csv; }
table 12-34
crm-import -q o.csv 2> said
cp o.csv.rejects.csv old.csv
table '8 495 999-00-09'
has 'a dry run removes nothing' '(nothing was written)$' crm-import -n o.csv
ok 'so they are there' cmp o.csv.rejects.csv old.csv
has 'none is refused now' "^'o.csv.rejects.csv' was removed: no row is refused any more$" crm-import o.csv
ok 'and the file is gone' test ! -e o.csv.rejects.csv
printf 'name;phone;line\nMine;1;2\n' > o.csv.rejects.csv
cp o.csv.rejects.csv mine.csv
has 'what has other columns is left' "^'o.csv.rejects.csv' is from another table and was left; no row is refused now$" crm-import o.csv
ok 'as it was' cmp o.csv.rejects.csv mine.csv
rm o.csv.rejects.csv
ln -s old.csv o.csv.rejects.csv
ok 'a link' crm-import -q o.csv
ok 'is left, and what it leads to' sh -c 'test -L o.csv.rejects.csv && test -s old.csv'
sed 's/12-34/8 495 999-00-10/' old.csv > corrected.csv
ok 'a corrected file that would be its own' crm-import -q corrected.csv --rejects corrected.csv
ok 'is not removed' test -s corrected.csv
ok 'nor from standard input' sh -c 'crm-import -q - --rejects corrected.csv < corrected.csv && test -s corrected.csv'
: > empty.csv
has 'an empty file is nobody'"'"'s' 'from another table' crm-import o.csv --rejects empty.csv
