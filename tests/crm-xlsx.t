#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-xlsx: what is in the workbook, looked up in its XML
. "$(dirname "$0")/lib.sh"

command -v unzip > /dev/null || skip_all 'no unzip'
part() { unzip -p "$1" "$2"; }
cells() { # WORKBOOK SHEET: reference, type, style and value of every cell, a line each
	part "$1" "xl/worksheets/sheet$2.xml" | tr '\n' '~' | sed 's/<c /\n<c /g; s/<\/row>/\n/g' | sed -n 's/^<c r="\([A-Z0-9]*\)"\( s="[0-9]*"\)*\( t="[A-Za-z]*"\)*>\(.*\)<\/c>$/\1\3\2 \4/p' |
		sed 's/ t="inlineStr"/ text/; s/ s="\([0-9]*\)"/ \1/; s/<[^>]*>//g; s/ $/~/'
}
tsv 'company|company_name|inn|bank|amount|created_at|due_on|note|value|ИНН|Выручка|key' \
	'1|ООО "Ромашка"|0012345678|40702810900000000001|1234567.89|2026-11-22T10:05:00|2026-12-31|=1+1 <a&b>\n"x"|0.5|0077|10|40702810' \
	'2|Acme|7707083893||-5.00|2026-11-23|soon|00123|7|7707083893|-2.25|4070281090' > t.tsv
ok 'a workbook' crm-xlsx t.tsv --file t.xlsx
cells t.xlsx 1 > found
is 'texts stay texts, numbers and dates are such' 0 cat found <<'EOF2'
A1 text 1 company
B1 text 1 company_name
C1 text 1 inn
D1 text 1 bank
E1 text 1 amount
F1 text 1 created_at
G1 text 1 due_on
H1 text 1 note
I1 text 1 value
J1 text 1 ИНН
K1 text 1 Выручка
L1 text 1 key
A2 1
B2 text ООО "Ромашка"
C2 text 0012345678
D2 text 40702810900000000001
E2 2 1234567.89
F2 3 46348.42013888889
G2 4 46387
H2 text =1+1 &lt;a&amp;b&gt;~"x"
I2 0.5
J2 text 0077
K2 2 10
L2 text 40702810
A3 2
B3 text Acme
C3 text 7707083893
E3 2 -5
F3 4 46349
G3 text soon
H3 text 00123
I3 7
J3 text 7707083893
K3 2 -2.25
L3 text 4070281090
EOF2
is 'header bold, fixed and with filters; widths' 0 sh -c 'unzip -p t.xlsx xl/worksheets/sheet1.xml | grep -o "<pane [^>]*>\|<autoFilter[^>]*>\|<col min=\"4\"[^>]*>"' <<'EOF2'
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>
<col min="4" max="4" width="21.7109375" customWidth="1"/>
<autoFilter ref="A1:L3"/>
EOF2
is 'styles: bold, thousands, moment, date' 0 sh -c 'unzip -p t.xlsx xl/styles.xml | grep -o "<xf numFmtId=\"[0-9]*\" fontId=\"[0-9]*\"" | tail -n +2' <<'EOF2'
<xf numFmtId="0" fontId="0"
<xf numFmtId="0" fontId="1"
<xf numFmtId="4" fontId="0"
<xf numFmtId="22" fontId="0"
<xf numFmtId="14" fontId="0"
EOF2
ok '--text' crm-xlsx t.tsv --text amount,value --file text.xlsx
cells text.xlsx 1 | grep -E '^[EI][23]' > found
is 'columns kept as text' 0 cat found <<'EOF2'
E2 text 1234567.89
I2 text 0.5
E3 text -5.00
I3 text 7
EOF2

# --- sheets
mkdir -p dir
for name in 'a[b]:c*d?e' "'quoted'" 'очень длинное название листа, больше тридцати одной' History T; do cp t.tsv "dir/$name.tsv"; done
printf 'a;b\n1;2\n' > 'dir/очень длинное название листа, больше тридцати двух.csv'
is 'for the group at most' 0 sh -c 'for u in 022 077; do umask $u; crm-xlsx t.tsv --file mode.xlsx; stat -c %a mode.xlsx; done' <<'EOF2'
640
600
EOF2
ok 'several tables' crm-xlsx dir/a* "dir/'quoted'.tsv" dir/очень* dir/History.tsv dir/T.tsv t.tsv - --sheet 'Со входа' --file s.xlsx
is 'names as a workbook allows them' 0 sh -c 'unzip -p s.xlsx xl/workbook.xml | grep -o "<sheet name=\"[^\"]*\""' <<'EOF2'
<sheet name="a_b__c_d_e"
<sheet name="_quoted_"
<sheet name="очень длинное название листа, б"
<sheet name="очень длинное название лист (2)"
<sheet name="History (2)"
<sheet name="T"
<sheet name="t (2)"
<sheet name="Со входа"
EOF2
in=t.tsv
ok 'from standard input to standard output' sh -c 'crm-xlsx > out.xlsx'
is 'by its own name' 0 sh -c 'unzip -p out.xlsx xl/workbook.xml | grep -o "<sheet name=\"[^\"]*\""' <<'EOF2'
<sheet name="Sheet1"
EOF2
ok 'the same bytes again' sh -c 'crm-xlsx > again.xlsx && cmp out.xlsx again.xlsx'
ok 'also without a fixed clock' sh -c 'unset CRM_NOW; crm-xlsx > a.xlsx; sleep 1; crm-xlsx < t.tsv | cmp - a.xlsx'
in=/dev/null
is 'made at the time of the clock' 0 sh -c 'unzip -p out.xlsx docProps/core.xml | grep -o "created [^<]*<"' <<'EOF2'
created xsi:type="dcterms:W3CDTF">2026-11-22T10:05:00Z<
EOF2
tsv 'note' '_x0041_' '_x00g1_' ' spaces ' "$(printf '\001')" > odd.tsv
crm-xlsx odd.tsv > odd.xlsx
cells odd.xlsx 1 > found
is 'odd letters' 0 cat found <<'EOF2'
A1 text 1 note
A2 text _x005F_x0041_
A3 text _x00g1_
A4 text  spaces~
A5 text _x0001_
EOF2

# --- limits
awk 'BEGIN { print "name"; print "x"; for (i = 0; i < 32768; i++) printf "ы"; print "" }' > long.tsv
says 'a text that is too long' 3 crm-xlsx long.tsv --file long.xlsx <<'EOF2'
crm-xlsx: long.tsv:3: column 'name': 32768 letters, a cell of a workbook takes 32767
EOF2
is 'and nothing is left' 0 sh -c 'ls long.xlsx* 2> /dev/null | wc -l' <<'EOF2'
0
EOF2
sed -i '3s/ы//' long.tsv
ok 'the longest one' sh -c 'crm-xlsx long.tsv > long.xlsx'
awk 'BEGIN { print "n"; for (i = 1; i <= 1048580; i++) print i }' > many.tsv
ok 'more rows than a sheet has' crm-xlsx many.tsv --file many.xlsx
is 'go on in the next one, with the header' 0 sh -c 'unzip -p many.xlsx xl/worksheets/sheet2.xml | grep -o "<c r.*<.c>" | sed "s/<[^>]*>/ /g" | xargs' <<'EOF2'
n 1048576 1048577 1048578 1048579 1048580
EOF2
is 'the first one is full' 0 sh -c 'unzip -p many.xlsx xl/worksheets/sheet1.xml | grep -o "<dimension[^>]*>"' <<'EOF2'
<dimension ref="A1:A1048576"/>
EOF2
if sh -c 'ulimit -v 120000; crm-xlsx --version' > /dev/null 2>&1; then # not under sanitizers
	ok 'in little memory' sh -c 'ulimit -v 120000; crm-xlsx many.tsv > many.xlsx'
fi

# --- what goes wrong
says 'no such table' 3 crm-xlsx nothing.tsv --file x.xlsx <<'EOF2'
crm-xlsx: 'nothing.tsv' cannot be read: No such file or directory
EOF2
has 'nowhere to write' '/nowhere/x.xlsx. cannot be written: No such file' crm-xlsx t.tsv --file /nowhere/x.xlsx
is 'a full device' 5 sh -c 'crm-xlsx t.tsv > /dev/full 2> /dev/null' < /dev/null
has 'a full disk' 'cannot be written\|cannot write' sh -c 'ulimit -f 100; trap "" XFSZ; crm-xlsx many.tsv --file full.xlsx'
is 'leaves nothing' 2 sh -c 'ls -d full* 2> /dev/null' < /dev/null
ok 'a reader that goes away is no error' sh -c 'crm-xlsx many.tsv | head -c 1 > /dev/null'
is 'no other program needs the library' 0 sh -c 'for p in "$CRM_BUILD"/bin/*; do ldd "$p" | grep -q libxlsxwriter && basename "$p"; done' <<'EOF2'
crm-xlsx
EOF2
