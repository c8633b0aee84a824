#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: files of every kind, their bytes made here; records, messages and refused rows are compared whole
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en

# Cells parted by tabs (\n in one: a line break) as a table; quoted where they must be, or also for a quote inside.
table() { # DELIMITER LINE-END [QUOTES-TOO]
	awk -F'\t' -v delim="$1" -v eol="$2" -v quotes="$3" '{
		line = ""
		for (i = 1; i <= NF; i++) {
			cell = $i
			gsub(/\\n/, "\n", cell)
			if (index(cell, delim) || index(cell, "\n") || (quotes && index(cell, "\""))) {
				gsub(/"/, "\"\"", cell)
				cell = "\"" cell "\""
			}
			line = line (i > 1 ? delim : "") cell
		}
		printf "%s%s", line, eol
	}'
}
coded() { # ENCODING, with a byte order mark where it has one
	case $1 in
	UTF-8-BOM) printf '\357\273\277'; cat ;;
	UTF-16LE) printf '\377\376'; iconv -f UTF-8 -t "$1" ;;
	UTF-16BE) printf '\376\377'; iconv -f UTF-8 -t "$1" ;;
	KOI8-R | CP866) sed 's/…/?/' | iconv -f UTF-8 -t "$1" ;;
	*) iconv -f UTF-8 -t "$1" ;;
	esac
}
back() { crm-undo -q "$(crm-history -H -l 1 | cut -f1)" > /dev/null; }
clients() { crm-list company -H -s id -c name,inn,phone,potential,created_at,note; }

# --- one table below its title, in every encoding, with every delimiter and end of line
nbsp=$(printf '\302\240')
tsv 'Список "Наши клиенты" на 22.11.2026|||||' '|||||' 'Название|ИНН|Телефон|Потенциал|Дата создания|Примечание' \
	"ООО \"Ромашка\"|0552970015|8 (495) 123-45-67|1${nbsp}234${nbsp}567,50|05.10.26|две\\nстроки" \
	'Ёлка; Ко, Товарищи|7707083893|+7-903-111-22-33 доб. 5|50 000,5|22.11.2026|сказал "да"' \
	'Плохая||12-34|1|01.01.2026|a; b, "c"' 'Тоже|||-5|31.02.2026|' 'Заря "Север" и Ко|||(100,00)|5.1.2026|' > cells
tsv 'ООО "Ромашка"|0552970015|8 (495) 123-45-67|1234567.50|2026-10-05|две\nстроки' \
	'Ёлка; Ко, Товарищи|7707083893|+7-903-111-22-33 доб. 5|50000.50|2026-11-22|сказал "да"' \
	'Заря "Север" и Ко|||-100.00|2026-01-05|' > records
phone="column 'Телефон': '12-34' is not a phone number: 4 digits; expected 8 495 123-45-67 or +7 …"
date="column 'Дата создания': '31.02.2026' is no date; the column is written dd.mm.yyyy"
tsv "Название|ИНН|Телефон|Потенциал|Дата создания|Примечание|line|reason" \
	"Плохая||12-34|1|01.01.2026|a; b, \"c\"|7|$phone" "Тоже|||-5|31.02.2026||8|$date" > rejects

dialect() { # ENCODING ITS-NAME DELIMITER ITS-NAME LINE-END ITS-NAME
	table "$3" "$5" < cells | coded "$1" > f.csv
	table "$3" "$5" quotes-too < rejects | coded "$1" > want.rejects
	says "$2, $4, $6: what is said" 1 crm-import f.csv <<END
f.csv: $2, $4, $6, header on line 3
  Название                   name                    ООО "Ромашка" | Ёлка; Ко, Товарищи | Плохая
  ИНН                        inn                     0552970015 | 7707083893
  Телефон                    phone                   8 (495) 123-45-67 | +7-903-111-22-33 доб. 5 | 12-34
  Потенциал                  potential decimal comma 1${nbsp}234${nbsp}567,50 | 50 000,5 | 1
  Дата создания              created_at              05.10.26 | 22.11.2026 | 01.01.2026
  Примечание                 note                    две строки | сказал "да" | a; b, "c"
f.csv:7: $phone
f.csv:8: $date
company: 3 new, 0 changed, 0 same; 2 rows refused
END
	is "$2, $4, $6: the records" 0 clients < records
	is "$2, $4, $6: the refused rows, byte for byte as the file is written" 0 cmp f.csv.rejects.csv want.rejects < /dev/null
	back
}
crlf=$(printf '\r\n.') crlf=${crlf%.} cr=$(printf '\r') tab=$(printf '\t')
lf='
'
dialect UTF-8 UTF-8 ';' semicolon "$lf" LF
dialect UTF-8-BOM 'UTF-8 with BOM' ';' semicolon "$crlf" 'CR LF'
dialect UTF-8 UTF-8 ',' comma "$crlf" 'CR LF'
dialect UTF-8 UTF-8 '|' bar "$lf" LF
dialect UTF-8 UTF-8 "$tab" tab "$cr" CR
dialect CP1251 CP1251 ';' semicolon "$crlf" 'CR LF'
dialect CP1251 CP1251 ',' comma "$cr" CR
dialect KOI8-R KOI8-R ';' semicolon "$lf" LF
dialect KOI8-R KOI8-R "$tab" tab "$lf" LF
dialect CP866 CP866 ';' semicolon "$crlf" 'CR LF'
dialect CP866 CP866 '|' bar "$crlf" 'CR LF'
dialect UTF-16LE 'UTF-16LE with BOM' "$tab" tab "$crlf" 'CR LF'
dialect UTF-16BE 'UTF-16BE with BOM' ';' semicolon "$lf" LF
table ';' "$crlf" < cells | iconv -f UTF-8 -t UTF-16LE > f.csv
has 'UTF-16 without its mark' '^f.csv: UTF-16LE, semicolon, CR LF, header on line 3$' crm-import f.csv -n
printf 'name\nМЯЧ\n' | iconv -f UTF-8 -t KOI8-R > f.csv
has 'the encoding as told' '^  name *name *МЯЧ$' crm-import f.csv -n --encoding KOI8-R
{ echo 'name,note'; awk 'BEGIN { for (i = 0; i < 60000; i++) print "Firm " i ",plain words" }'
	printf 'Lamp,\253\316\317\316\273 \271 5\n'; } > f.csv
has 'the first letter that is no ASCII behind a megabyte' '^f.csv: CP1251, comma' crm-import f.csv -n -o tsv

# --- what the options set right
whole() { # WHAT CODE [OPTION...]: stderr, then the rows, are on standard input, parted by a line of ---
	title=$1 wanted=$2
	shift 2
	cat > both
	sed '/^---$/,$d' both > want.err
	sed '1,/^---$/d' both | tr '@' '\t' > want.out
	says "$title: what is said" "$wanted" crm-import f.csv -n "$@" < want.err
	is "$title: the rows" "$wanted" crm-import f.csv -n "$@" < want.out
	crm-import f.csv -n -q "$@" 2> /dev/null | cut -f1,3- > dry
	crm-import f.csv -q --rows "$@" 2> /dev/null | cut -f1,3- > true
	is "$title: the true run does what the dry one says" 0 diff dry true < /dev/null
	is "$title: the records" 0 clients < records
	back
}
printf 'Vega;8 495 999-00-01\n"Lyra;Alt";8 495 999-00-02\n' > f.csv
tsv 'Vega||8 495 999-00-01||2026-11-22T10:05:00|' 'Lyra;Alt||8 495 999-00-02||2026-11-22T10:05:00|' > records
whole 'no header' 0 --columns name,phone <<'END'
f.csv: UTF-8, semicolon, LF, names given
  name                       name                    Vega | Lyra;Alt
  phone                      phone                   8 495 999-00-01 | 8 495 999-00-02
company: 2 new, 0 changed, 0 same (nothing was written)
---
line@company@result@name@why
1@@new@Vega@
2@@new@Lyra;Alt@
END
printf 'name\tnote\rVega\tbright\rDeneb\tfar\r' > f.csv
tsv 'Vega||||2026-11-22T10:05:00|bright' 'Deneb||||2026-11-22T10:05:00|far' > records
whole 'tabs, and lines that end with CR' 0 <<'END'
f.csv: UTF-8, tab, CR, header on line 1
  name                       name                    Vega | Deneb
  note                       note                    bright | far
company: 2 new, 0 changed, 0 same (nothing was written)
---
line@company@result@name@why
2@@new@Vega@
3@@new@Deneb@
END
printf 'sep=;\r\nVega;8 495 999-00-01\r\n' > f.csv
tsv 'Vega||8 495 999-00-01||2026-11-22T10:05:00|' > records
whole 'no header, and the delimiter told in front' 0 --columns name,phone <<'END'
f.csv: UTF-8, semicolon, CR LF, names given
  name                       name                    Vega
  phone                      phone                   8 495 999-00-01
company: 1 new, 0 changed, 0 same (nothing was written)
---
line@company@result@name@why
2@@new@Vega@
END
printf "sep=,\nA report\nname,phone,note\n'Vega, Lyra',8 495 999-00-01,say \"no\"\n\nDeneb,'x\n" > f.csv
tsv 'Vega, Lyra||8 495 999-00-01||2026-11-22T10:05:00|say "no"' > records
whole 'single quotes, lines to skip, the delimiter in front' 1 --quote single --skip-lines 2 <<'END'
f.csv: UTF-8, comma, LF, single quotes, header on line 3
  name                       name                    Vega, Lyra
  phone                      phone                   8 495 999-00-01
  note                       note                    say "no"
f.csv:6: column 'phone': the quote opened here is never closed
company: 1 new, 0 changed, 0 same; 1 row refused (nothing was written)
---
line@company@result@name@why
4@@new@Vega, Lyra@
6@@refused@@column 'phone': the quote opened here is never closed
END
printf 'name;note\n"Vega;x"\n' > f.csv
tsv '"Vega||||2026-11-22T10:05:00|x"' > records
whole 'quotes that mean nothing' 0 --quote none <<'END'
f.csv: UTF-8, semicolon, LF, no quotes, header on line 1
  name                       name                    "Vega
  note                       note                    x"
company: 1 new, 0 changed, 0 same (nothing was written)
---
line@company@result@name@why
2@@new@"Vega@
END
printf 'name|potential|created_at|fax|potential\nVega|1,5|03/04/26|1|2\n' > f.csv
tsv 'Vega|||1.50|2003-04-26T00:00:00|' | sed 's/T00:00:00//' > records
whole 'what cannot be told is told' 0 --dates ymd --decimal comma --delimiter bar <<'END'
f.csv: UTF-8, bar, LF, header on line 1
  name                       name                    Vega
  potential                  potential decimal comma 1,5
  created_at                 created_at year/month/day 03/04/26
  not imported: 'fax' (no such field here), 'potential' (another column has that field)
company: 1 new, 0 changed, 0 same (nothing was written)
---
line@company@result@name@why
2@@new@Vega@
END
says 'else it is asked for' 2 crm-import f.csv <<'END'
crm-import: f.csv: column 'created_at': '03/04/26' may have the day or the month first, and no other row tells; give --dates dmy, mdy or ymd
END
is 'and nothing is done' 0 clients < /dev/null

# --- numbers and dates of every kind
printf 'name;potential;created_at\n' > f.csv
i=0
for pair in "1 234,50=05.10.2026" "1${nbsp}234,50=5.1.26" "1 234,50=2026-10-05" "1'234,50=2026/10/05" "1’234,50=2026.10.05" \
	"1 234,50=05/28/2026" "1.234,50 ₽=05/10/2026" "руб. 1234,5=5-Oct-26" "1234,5 р.=05.окт.26" "1234=Oct 5, 2026 3:05 PM" \
	"−1 234,50=5 октября 2026 г." "(1 234,50)=2026-10-05 09:05" "0=2026-10-05T09:05:30.250" ",5=05.10.2026 9:05"; do
	i=$((i + 1))
	echo "N$i;${pair%=*};${pair#*=}" >> f.csv
done
tsv 'N1|||1234.50|2026-10-05|' 'N2|||1234.50|2026-01-05|' 'N3|||1234.50|2026-10-05|' 'N4|||1234.50|2026-10-05|' \
	'N5|||1234.50|2026-10-05|' 'N6|||1234.50|2026-05-28|' 'N7|||1234.50|2026-05-10|' 'N8|||1234.50|2026-10-05|' \
	'N9|||1234.50|2026-10-05|' 'N10|||1234.00|2026-10-05T15:05:00|' 'N11|||-1234.50|2026-10-05|' \
	'N12|||-1234.50|2026-10-05T09:05:00|' 'N13|||0.00|2026-10-05T09:05:30|' 'N14|||0.50|2026-10-05T09:05:00|' > records
ok 'numbers and dates of every kind' crm-import f.csv
is 'are read' 0 clients < records
back
cat > f.csv <<'END'
name;inn;potential;created_at
B1;552970015;1;2026-10-05
B2;55297001;1;2026-10-05
B3;7,70708E+11;1;2026-10-05
B4;;1,5E+06;2026-10-05
B5;;1;45935
B6;;1;2026-13-05
B7;;1;05.10.26 25:00
B8;;$5;2026-10-05
B9;;12З;2026-10-05
END
says 'what a spreadsheet has spoiled is told' 1 crm-import f.csv -n <<'END'
f.csv: UTF-8, semicolon, LF, header on line 1
  name                       name                    B1 | B2 | B3
  inn                        inn                     552970015 | 55297001 | 7,70708E+11
  potential                  potential decimal comma 1 | 1,5E+06 | $5
  created_at                 created_at              2026-10-05 | 45935 | 2026-13-05
f.csv:2: column 'inn': '552970015' is not an INN: it has 9 digits; with the leading 0 that spreadsheets drop it would be one
f.csv:3: column 'inn': '55297001' is not an INN; expected 10 or 12 digits
f.csv:4: column 'inn': '7,70708E+11' is a number that a spreadsheet has shortened, its last digits are lost; give the column the format of text there
f.csv:5: column 'potential': '1,5E+06' is a number that a spreadsheet has shortened, its last digits are lost; give the column the format of text there
f.csv:6: column 'created_at': '45935' is no date but a spreadsheet's count of days; give the column the format of a date there
f.csv:7: column 'created_at': '2026-13-05' is no date; the column is written yyyy-mm-dd
f.csv:8: column 'created_at': '05.10.26 25:00' has no time that can be read; expected 15:30 or 3:30 PM
f.csv:9: column 'potential': '$5' is in USD, expected a bare number, and the currency in its own field
f.csv:10: column 'potential': '12З' is not a number: 'З' is a letter, not the digit 3
company: 0 new, 0 changed, 0 same; 9 rows refused (nothing was written)
END

# --- amounts that say their currency
crm-add company name=Elk -q > /dev/null
elk=$(crm-history -H -l 1 | cut -f1)
cat > f.csv <<'END'
company;title;amount;cost
Elk;a;1 200,50 ₽;5
Elk;b;$1 200,50;
Elk;c;€ 5;4 EUR
Elk;d;12;3
Elk;e;$5;£4
END
has 'two currencies in a row are refused' "f.csv:6: column 'cost': the amounts of the row are in USD and GBP" \
	crm-import deal f.csv --set pipeline=sale
is 'a sign goes into the field of the currency' 0 crm-list deal -H -s id -c title,amount,cost,currency <<END
$(tsv 'a|1200.50|5.00|' 'b|1200.50||USD' 'c|5.00|4.00|EUR' 'd|12.00|3.00|')
END
back
crm-undo -q "$elk" > /dev/null

# --- the order of dates and the sign of decimals belong to the column, not to the row
{ echo 'name,created_at,potential'; awk 'BEGIN { for (i = 1; i < 300; i++) printf "U%d,%d/%d/2025,\"%d,000.5\"\n", i, i % 12 + 1, i % 12 + 1, i }'
	echo 'V,03/04/2025,"1,234"'; echo 'W,12/31/2025,2'; echo 'X,31/12/2025,2'; } > f.csv
has 'one date at the end tells for all, and a slip is refused' \
	"^f.csv:303: column 'created_at': '31/12/2025' may\\|1 dates can only be day first and 1 only month first" crm-import f.csv -n -o tsv
sed -i '$d' f.csv
ok 'without the slip it is read' crm-import f.csv -q
is 'month first and thousands parted, as all the column' 0 crm-list company name=V -H -c created_at,potential <<END
$(tsv '2025-03-04|1234.00')
END
back
printf 'name;created_at\nA;03/04/2026\nB;2026-05-06\nC;05.06.2026\n' > f.csv
has 'dates that are clear by themselves say nothing of the others' "'03/04/2026' may have the day or the month first" crm-import f.csv -n

# --- quotes
cat > f.csv <<'END'
name;inn;note
"ООО "Ромашка"";;плохо закрыто
"Заря" и Ко;; "в пробелах" ;
5" трубы;;"a ""b"""
"Север;;не закрыто
Юг;;"да"
"Запад"ный;х;у;лишнее
Восток;;"две
строки"
Центр
Край;;;;
END
tsv 'ООО "Ромашка"||||2026-11-22T10:05:00|плохо закрыто' '"Заря" и Ко||||2026-11-22T10:05:00|в пробелах' \
	'5" трубы||||2026-11-22T10:05:00|a "b"' 'Юг||||2026-11-22T10:05:00|да' \
	'Восток||||2026-11-22T10:05:00|две\nстроки' 'Край||||2026-11-22T10:05:00|' > records
whole 'quotes that follow no rules, ragged rows' 1 <<'END'
f.csv: UTF-8, semicolon, LF, header on line 1
  name                       name                    ООО "Ромашка" | "Заря" и Ко | 5" трубы
  inn                        inn
  note                       note                    плохо закрыто | в пробелах | a "b"
f.csv:5: column 'name': text after a closing quote on line 6; a quote inside quotes is doubled
f.csv:7: column 'name': text after a closing quote; a quote inside quotes is doubled
f.csv:10: 1 cell instead of 3
f.csv: the quotes of 2 rows follow no rules, they were read as they stand; the first on line 2
company: 6 new, 0 changed, 0 same; 3 rows refused (nothing was written)
---
line@company@result@name@why
2@@new@ООО "Ромашка"@
3@@new@"Заря" и Ко@
4@@new@5" трубы@
5@@refused@@column 'name': text after a closing quote on line 6; a quote inside quotes is doubled
6@@new@Юг@
7@@refused@@column 'name': text after a closing quote; a quote inside quotes is doubled
8@@new@Восток@
10@@refused@@1 cell instead of 3
11@@new@Край@
END
is 'their refused rows' 0 cat f.csv.rejects.csv <<'END'
name;inn;note;line;reason
"""Север";;не закрыто;5;"column 'name': text after a closing quote on line 6; a quote inside quotes is doubled"
"""Запад""ный";х;у;лишнее;7;"column 'name': text after a closing quote; a quote inside quotes is doubled"
Центр;10;1 cell instead of 3
END
sed 's/"""Север"/Север/; s/"""Запад""ный";х;у;лишнее/"Запад-""ный""";;у/; s/^Центр/Центр;;/' f.csv.rejects.csv > again.csv
has 'corrected, they go in' '^company: 3 new, 0 changed, 0 same$' crm-import again.csv
back

# --- the twelve cases of which most readers of CSV get one or the other wrong
one() { # WHAT FIELDS BYTES; the columns a, b, … go into these fields of a contact; the records are on standard input
	title=$1 fields=$2
	printf '%b' "$3" > f.csv
	crm-import contact f.csv -q --duplicate --columns "$fields" --skip-lines 1 > said 2>&1
	cat said > "$work/why"
	[ ! -s said ]
	result $? "$title: without a word"
	is "$title" 0 crm-list contact -H -c "$fields" -s id
	back
}
one 'a comma in quotes' first_name,last_name,note,patronymic,id_number \
	'first,last,address,city,zip\nAnn,Poe,7 Low Rd,"Hill, NY",01234' <<END
$(tsv 'Ann|Poe|7 Low Rd|Hill, NY|01234')
END
for eol in '\n' '\r\n'; do
	ends=$([ "$eol" = '\n' ] && echo LF || echo 'CR LF')
	one "empty cells, $ends" name,note,id_number "a,b,c${eol}1,\"\",\"\"${eol}2,3,4" <<END
$(tsv '1||' '2|3|4')
END
	one "simple, $ends" name,note,id_number "a,b,c${eol}1,2,3$eol" <<END
$(tsv '1|2|3')
END
	one "line breaks in a cell, $ends" note,name,id_number \
		"a,b,c${eol}1,2,3${eol}\"It was ${eol}a day\",5,6${eol}7,8,9$eol" <<END
$(tsv '1|2|3' "It was ${eol}a day|5|6" '7|8|9')
END
done
one 'quotes in quotes' name,note 'a,b\n1,"so ""so"" it is"\n3,4\n' <<END
$(tsv '1|so "so" it is' '3|4')
END
one 'JSON' name,note 'key,val\n1,"{""at"": [10.5, 0], ""kind"": ""x""}"\n' <<END
$(tsv '1|{"at": [10.5, 0], "kind": "x"}')
END
one 'degrees, minutes, seconds' id_number,note,name,patronymic \
	"Number,Place,City,County\n17,55°45'21.0\"N 37°37'02.5\"E,Kazan,Tatar" <<END
$(tsv "17|55°45'21.0\"N 37°37'02.5\"E|Kazan|Tatar")
END
one 'quotes and line breaks' name,note 'a,b\n1,"ho \n""ho"" \nho"\n3,4\n' <<'END'
1	ho \n"ho" \nho
3	4
END
one 'letters of other lands' name,note,id_number 'a,b,c\n1,2,3\n4,5,ʤ' <<END
$(tsv '1|2|3' '4|5|ʤ')
END

# the toolkit's own tables come back as they were, quotes at the beginning of a cell too
rm -f "$CRM_DB"*
base --preset b2b --lang en
tsv 'name|note' '"Ромашка"|tab\there' '"Рога и "Копыта"|back\\slash' 'Acme|"all"' '"open|line\nbreak' |
	crm-add company > "$work/added" 2>&1 || cat "$work/added"
crm-list company -c name,note > "$work/own.tsv"
rm -f "$CRM_DB"*
base --preset b2b --lang en
has 'a table of the toolkit is one' 'tab with escapes' crm-import "$work/own.tsv"
is 'and comes back with quotes and escapes' 0 crm-list company -c name,note -H <<EOF
$(sed 1d "$work/own.tsv")
EOF
printf 'name\tnote\n"say ""yes"""\tplain\nAcme two\tC:\\dir\n' > "$work/foreign.tsv"
has 'a foreign one is not' ', tab,' crm-import "$work/foreign.tsv"
is 'its quotes are quotes' 0 crm-list company name~say -c name -H <<'EOF'
say "yes"
EOF

# --- what is counted is said behind the name of a column; the line of totals below is no client
printf '№;Наименование;Потенциал, руб.;Сумма сделки (руб);Название сделки;Дата занесения\n%s\n%s\n%s\n' \
	'1;Тотал;1 000,00;5;Насосы;1.10.2026' '2;Итого-сервис;;;;' 'Итого:;2;1 000,00;5,00;;' |
	iconv -f UTF-8 -t CP1251 > sums.csv
says 'measures in headers, totals' 1 crm-import sums.csv <<'END'
sums.csv: CP1251, semicolon, LF, header on line 1
  Наименование               company.name            Тотал | Итого-сервис | 2
  Потенциал, руб.            company.potential decimal comma 1 000,00
  Сумма сделки (руб)         deal.amount decimal comma 5 | 5,00
  Название сделки            deal.title              Насосы
  Дата занесения             company.created_at      1.10.2026
  not imported: '№' (no field of that name)
sums.csv:4: a line of totals
company: 2 new, 0 changed, 0 same; deal: 1 new, 0 changed, 0 same; 1 row refused
END
printf 'name,amount\nTotal,5\n' > total.csv
ok 'a company may be called so' crm-import total.csv -m name=name
echo 'Регион;Название;Телефон;Потенциал;Заметка
Тверь;Альфа-сумма;;5;
;Итого по региону Тверь;;5;
Самара;Total for all;;7,5;so they are called
;Всего по одной цене;;;
ИТОГО за октябрь:;;;12,50;' > parts.csv
has 'totals of parts are no clients either' '^company: 3 new, 0 changed, 0 same; 2 rows refused;' \
	crm-import parts.csv --create territory
is 'names are' 0 crm-list company -c name -H -s -id -l 3 <<'END'
Всего по одной цене
Total for all
Альфа-сумма
END
printf 'Компания;Сумма, тыс. руб.\nА;5\n' > thousands.csv
has 'thousands are not taken for ones' "not imported: 'Сумма, тыс. руб.'" crm-import deal thousands.csv -n

# --- a dash where a number or date may stand is an empty cell, and that is said
echo 'name;potential;client_since;note;city
Dash;-;—;-;-
Gap; – ;;;
Word;н/д;;;
Late;;нет;;
Two;--;;;
Minus;-5;;;' > dash.csv
says 'what says that there is nothing' 1 crm-import dash.csv <<'END'
dash.csv: UTF-8, semicolon, LF, header on line 1
  name                       name                    Dash | Gap | Word
  potential                  potential               - | – | н/д
  client_since               client_since            — | нет
  note                       note                    -
  city                       city                    -
dash.csv:4: column 'potential': 'н/д' is no number; where there is none, an empty cell or a dash is expected
dash.csv:5: column 'client_since': 'нет' is no date; where there is none, an empty cell or a dash is expected
dash.csv:6: column 'potential': '--' is no number; where there is none, an empty cell or a dash is expected
a dash was read as an empty cell: 'potential', 'client_since'
company: 3 new, 0 changed, 0 same; 3 rows refused
END
is 'texts keep theirs, nothing becomes a nought' 0 crm-list company name=Dash,Gap,Minus -H -s id -c name,potential,client_since,note,city <<END
$(tsv 'Dash|||-|-' 'Gap||||' 'Minus|-5.00|||')
END
has 'a constant is no cell' "'-' is not a number" crm-import dash.csv --set potential=-
printf 'name;phone;email;inn\nBare;-;—;–\n' > dash.csv
has 'so it is for telephones, e-mails and tax numbers' "an empty cell: 'phone', 'email', 'inn'" crm-import dash.csv
is 'the firm is in' 0 crm-list company name=Bare -H -c name,phone,email,inn <<END
$(tsv 'Bare|||')
END
