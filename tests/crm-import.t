#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: every dialect, refused rows and their return, re-import, flat tables, histories
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
{
	tsv 'code|name' 'Tver|Тверь' 'Moscow|Москва' | crm-add territory
	tsv 'login|name' 'ivanova|Иванова' 'petrov|Петров' | crm-add rep
} > prepare 2>&1 || cat prepare

companies() { crm-list company -c name,phone,territory,potential,created_at -H "$@"; }
fresh() { crm-undo -q "$(crm-history -H -l 1 | cut -f1)" > /dev/null; }

# --- one table in every dialect gives the same records
cat > golden <<END
$(tsv 'ООО "Ромашка"|8 495 123-45-67|Tver|1234567.50|2026-10-05' \
	'Ёлка и Ко, ЗАО|+7 903 111-22-33|Moscow|50000.00|2026-11-22')
END
utf8='name;phone;territory;potential;created_at
ООО "Ромашка";8 495 123-45-67;Tver;1 234 567,50;05.10.2026
Ёлка и Ко, ЗАО;+7 903 111-22-33;Moscow;50000,00;22.11.2026
'
dialect() { # WHAT FOUND [OPTION...]; the file is f.csv
	dialect=$1 found=$2
	shift 2
	has "$dialect: found" "$found" crm-import f.csv "$@"
	is "$dialect: read" 0 companies < golden
	fresh
}
printf '%s' "$utf8" > f.csv
dialect 'UTF-8' 'UTF-8, semicolon, LF, header on line 1'
printf '\357\273\277%s' "$utf8" > f.csv
dialect 'UTF-8 with BOM' 'UTF-8 with BOM, semicolon'
printf '%s' "$utf8" | sed 's/$/\r/' > f.csv
dialect 'CRLF' 'semicolon, CR LF'
printf '%s' "$utf8" | tr '\n' '\r' > f.csv
dialect 'CR' 'semicolon, CR'
for charset in CP1251 KOI8-R CP866; do
	printf '%s' "$utf8" | iconv -f UTF-8 -t $charset > f.csv
	dialect "$charset" "$charset, semicolon"
done
{ printf '\377\376'; printf '%s' "$utf8" | iconv -f UTF-8 -t UTF-16LE; } > f.csv
dialect 'UTF-16LE' 'UTF-16LE with BOM'
{ printf '\376\377'; printf '%s' "$utf8" | iconv -f UTF-8 -t UTF-16BE; } > f.csv
dialect 'UTF-16BE' 'UTF-16BE with BOM'
printf '%s' "$utf8" | tr ';' '\t' > f.csv
dialect 'tab' 'tab'
printf '%s' "$utf8" | tr ';' '|' > f.csv
dialect 'bar' 'bar'
printf 'name,phone,territory,potential,created_at\n"ООО ""Ромашка""",8 495 123-45-67,Tver,"1,234,567.50",10/05/2026\n"Ёлка и Ко, ЗАО",+7 903 111-22-33,Moscow,50000,11/22/2026\n' > f.csv
dialect 'English spreadsheet: comma, US dates' 'comma, LF, header'
printf 'Список клиентов;;;;\n\n%s' "$utf8" > f.csv
dialect 'a title line' 'header on line 3'
printf '%s' "$utf8" | sed 1d > f.csv
dialect 'no header' 'names given' --no-header --columns name,phone,territory,potential,created_at
printf '%s' "$utf8" | sed '1s/.*/Название;Тел.;Регион;Потенциал;Дата создания/' > f.csv
dialect 'Russian headers' 'Потенциал *potential decimal comma'
printf '%s' "$utf8" | sed '1s/.*/a;b;c;d;e/' > f.csv
dialect '--map' 'decimal comma' --map a=name -m b=phone -m c=territory -m d=potential -m E=created_at
printf '%s' "$utf8" > f.csv
in=f.csv
has 'standard input' 'company: 2 new' crm-import -
in=/dev/null
fresh
printf 'name\tnote\nА\tone\\ttwo\\nthree\n' > f.tsv
has 'the own TSV' 'tab with escapes, LF' crm-import f.tsv
is 'its escapes' 0 crm-list company -H -c note <<'EOF'
one\ttwo\nthree
EOF
fresh
printf 'name,note\nА,"one\ntwo"\nБ,x\n' > f.csv
has 'a line break in a cell' 'company: 2 new' crm-import f.csv
fresh

# --- dates and numbers are decided over the whole column
{ echo 'name,created_at'; for i in 1 2 3 4 5 6 7 8 9; do echo "A$i,0$i/03/2025"; done; echo 'B,25/03/2025'; } > f.csv
ok 'a late row tells the order' crm-import f.csv
is 'and the early ones follow' 0 crm-list company name=A4 -H -c created_at <<'EOF'
2025-03-04
EOF
fresh
sed -i '/^B/d' f.csv
has 'without it the program asks' "give --dates dmy, mdy or ymd" crm-import f.csv
is 'and does nothing' 0 companies < /dev/null
ok '--dates answers' crm-import f.csv --dates mdy
is 'with the month first' 0 crm-list company name=A4 -H -c created_at <<'EOF'
2025-04-03
EOF
fresh
printf 'name,potential\nA,"1,234"\n' > f.csv
has 'an unclear number' "column 'potential': '1,234' may be .* give --decimal" crm-import f.csv
ok '--decimal answers' crm-import f.csv --decimal point
is 'as thousands' 0 crm-list company -H -c potential <<'EOF'
1234.00
EOF
fresh

# --- refused rows: place, value, expectation; and back again
cat > bad.csv <<'END'
Название;Телефон;Территория;Потенциал;Дата создания
Альфа;8 495 111-11-11;Tver;1 2З4;05.10.2026
Бета;12-34;Tver;10;05.10.2026
Гамма;8 495 111-11-13;Tver;10;31.02.2026
Дельта;8 495 111-11-14;Tverr;10;05.10.2026
;8 495 111-11-15;Tver;10;05.10.2026
Эта;8 495 111-11-16;Tver;10;05.10.2026;лишнее
Тета;8 495
Йота;8 495 111-11-17;Tver;10;05.10.2026
END
iconv -f UTF-8 -t CP1251 bad.csv > bad && mv bad bad.csv
is 'good rows go in although others are refused' 1 crm-import bad.csv -q < /dev/null
is 'the good one' 0 crm-list company -H -c name <<'EOF'
Йота
EOF
iconv -f CP1251 -t UTF-8 bad.csv.rejects.csv > rejects
is 'the refused rows, written as the input is' 0 cat rejects <<'EOF'
Название;Телефон;Территория;Потенциал;Дата создания;line;reason
Альфа;8 495 111-11-11;Tver;1 2З4;05.10.2026;2;column 'Потенциал': '1 2З4' is not a number: 'З' is a letter, not the digit 3
Бета;12-34;Tver;10;05.10.2026;3;"column 'Телефон': '12-34' is not a phone number: 4 digits; expected 8 495 123-45-67 or +7 …"
Гамма;8 495 111-11-13;Tver;10;31.02.2026;4;"column 'Дата создания': '31.02.2026' is no date; the column is written dd.mm.yyyy"
Дельта;8 495 111-11-14;Tverr;10;05.10.2026;5;column 'Территория': unknown territory 'Tverr', did you mean 'Tver'?
;8 495 111-11-15;Tver;10;05.10.2026;6;column 'Название': a value is needed
Эта;8 495 111-11-16;Tver;10;05.10.2026;лишнее;7;6 cells instead of 5
Тета;8 495;8;2 cells instead of 5
EOF
has 'on stderr with file and line' "^bad.csv:4: column 'Дата создания': '31.02.2026' is no date" crm-import bad.csv -n
sed 's/^\([^;]*;[^;]*;[^;]*;\)1 2З4/\11234/; s/;12-34/;8 495 111-11-12/; s/31\.02/28.02/; s/;Tverr/;Tver/; s/^;8/Зета;8/; s/;лишнее//; s/^Тета.*;8;2 cells/Тета;;;;;8;2 cells/' rejects |
	iconv -f UTF-8 -t CP1251 > again.csv
has 'corrected, they go in' 'company: 7 new, 0 changed, 0 same$' crm-import again.csv
is 'all of them' 0 crm-list company --count <<'EOF'
8
EOF
has 'uncorrected, they are refused again' '6 rows refused' crm-import bad.csv.rejects.csv -n
has 'with -q too each is told, with its reason' "12-34' is not a phone number" crm-import -q bad.csv.rejects.csv -n

is '--strict: one bad row refuses all' 3 crm-import bad.csv --strict --duplicate -q < /dev/null
is 'and nothing is written' 0 crm-list company --count <<'EOF'
8
EOF
printf 'name,note\nA,"never closed\nB,x\nC,y\n' > f.csv
has 'an unclosed quote costs its line only' 'company: 2 new, 0 changed, 0 same; 1 row refused' crm-import f.csv -n
has 'and has its place' "f.csv:2: column 'note': the quote opened here is never closed" crm-import f.csv -n
printf 'name,note\nA,x\000y\nB,z\n' > f.csv
has 'a NUL is refused with its row' "f.csv:2: column 'note': NUL byte" crm-import f.csv -n
printf 'name,note\nООО Ромашка,x\nА\377,y\nЁлка,z\n' > f.csv
has 'so are bytes that are no text' "f.csv:3: column 'name': bytes that are no UTF-8 text" crm-import f.csv -n
is 'no such file' 3 crm-import nothing.csv < /dev/null
is 'a directory' 3 crm-import . < /dev/null
: > empty.csv
has 'an empty file' 'empty.csv: there is no header line' crm-import empty.csv
printf 'name\nA\n' > f.csv
has 'unknown encoding' "unknown encoding 'cp9999'" crm-import f.csv --encoding cp9999
has 'unknown column' "there is no column 'nme', did you mean 'name'" crm-import f.csv --map nme=phone
has 'unknown field' "unknown field of company 'phon', did you mean" crm-import f.csv --map name=phon
has 'unknown entity' "'compny', did you mean 'company'" crm-import compny f.csv
printf 'x,y\n1,2\n' > f.csv
is 'nothing mapped' 2 crm-import f.csv < /dev/null
has 'says how' "name them with --map" crm-import f.csv

# --- the same again, and the same client twice
printf 'id,name,inn,phone,email,territory\n7,ООО "Вега",7707083893,8 495 999-00-01,vega@example.com,Tver\n' > k.csv
printf '8,"Вега, ООО",7707083893,8 495 999-00-02,,Tver\n' >> k.csv
has 'two spellings of one firm become one' 'company: 1 new, 1 changed, 0 same' crm-import k.csv --key id --system old
is 'with both telephones' 0 crm-list channel company.inn=7707083893 kind=phone -H -c value <<'EOF'
8 495 999-00-01
8 495 999-00-02
EOF
is 'and both keys' 0 crm-list alias system=old -H -c ref <<'EOF'
7
8
EOF
before=$(crm-history -H -l 1)
sed -i 3d k.csv
has 're-import changes nothing and says so' 'company: 0 new, 0 changed, 1 same$' crm-import k.csv --key id --system old
is 'and leaves no change set' 0 crm-history -H -l 1 <<EOF
$before
EOF
sed -i 's/vega@example.com/info@vega.example/' k.csv
has 'what changed there is changed here' 'company: 0 new, 1 changed, 0 same$' crm-import k.csv --key id --system old
is 'the new address' 0 crm-list company inn=7707083893 -H -c email <<'EOF'
info@vega.example
EOF
sed -i 's/^id/key/; s/^7,ООО "Вега"/9,Другое имя/' k.csv
has 'without a key only gaps are filled' 'company: 0 new, 0 changed, 1 same$' crm-import k.csv
is '--on-duplicate error' 1 crm-import k.csv --on-duplicate error -q < /dev/null
has 'says who' "k.csv:2: is there already: company .* 'ООО \"Вега\"', found by inn" crm-import k.csv --on-duplicate error
has '--on-duplicate skip' '1 same' crm-import k.csv --on-duplicate skip
has '--on-duplicate update' '1 changed' crm-import k.csv --on-duplicate update
printf 'name,inn,phone\nДругая фирма,7728168971,8 495 999-00-01\n' > f.csv
has 'another ИНН is another firm, whatever it shares' 'company: 1 new' crm-import f.csv
printf 'name,inn,kpp\nСеть,0552970015,055201001\nСеть Урал,0552970015,667143001\nСеть,0552970015,055201001\n' > f.csv
has 'branches share an ИНН' 'company: 2 new, 0 changed, 1 same' crm-import f.csv
printf 'name,territory\nКолибри,Atlantis\n' > f.csv
has '--create adds unknown codes' 'added: 1 territory' crm-import f.csv --create territory
printf 'name,parent\nДочка,Мать\nМать,\n' > f.csv
has 'a reference to a row further down' 'company: 2 new, 0 changed, 0 same$' crm-import f.csv
is 'is found' 0 crm-list company name=Дочка -H -c parent.name <<'EOF'
Мать
EOF
printf 'name,note\nПроба,x\n' > f.csv
is 'a dry run shows every row' 0 crm-import f.csv -n -q <<EOF
$(tsv 'line|company|result|name|why' '2||new|Проба|')
EOF
next=$(($(crm-list company -H -c id -s -id -l 1) + 1))
is '--set gives all rows a value' 0 crm-import f.csv --set territory=Moscow -q --rows <<EOF
$(tsv 'line|company|result|name|why' "2|$next|new|Проба|")
EOF

# --- a flat table of companies, people and deals
cat > flat.csv <<'END'
Компания;ИНН;Контактное лицо;Должность;Телефон контакта;Сделка;Сумма;Этап
ООО "Сирин";6663003127;Орлов Иван;директор;8 343 200-00-01;Насосы;100 000,00;sale:need
ООО "Сирин";6663003127;Орлов Иван;директор;8 343 200-00-01;Фильтры;50 000,00;sale:need
Сирин;6663003127;Зимина Анна;бухгалтер;8 343 200-00-02;;;
ООО "Грач";;Котов Пётр;инженер;;Клапаны;7 500,50;sale:need
END
has 'flat: one company, its people, its deals' \
	'company: 2 new, 0 changed, 2 same; contact: 3 new, 0 changed, 1 same; deal: 3 new, 0 changed, 0 same$' crm-import flat.csv
is 'the deals hang on company and contact' 0 crm-list deal title!= -H -c title,company.name,contact.name,amount <<EOF
$(tsv 'Насосы|ООО "Сирин"|Орлов Иван|100000.00' 'Фильтры|ООО "Сирин"|Орлов Иван|50000.00' \
	'Клапаны|ООО "Грач"|Котов Пётр|7500.50')
EOF
has 'flat again: nothing new' \
	'company: 0 new, 0 changed, 4 same; contact: 0 new, 0 changed, 4 same; deal: 0 new, 0 changed, 3 same$' crm-import flat.csv
has 'with a row more nothing else is new' \
	'company: 1 new, 0 changed, 4 same; contact: 0 new, 0 changed, 4 same; deal: 0 new, 0 changed, 3 same$' \
	sh -c '{ cat flat.csv; echo "Дрозд;;;;;;;"; } | crm-import -'
sed -i 's/7 500,50;sale/xx;sale/; s/Клапаны/Вентили/; s/Грач/Чиж/; s/Котов/Мышкин/' flat.csv
is 'flat: a bad deal takes its company with it' 1 crm-import flat.csv -q < /dev/null
is 'nothing of the row is left' 0 crm-list company name~Чиж -H < /dev/null

# --- histories by foreign keys
printf 'ref,company,title,created_at\nD1,ООО "Сирин",Первая,2026-01-10\nD2,ООО "Грач",Вторая,2026-02-01\n' > deals.csv
has 'deals with keys' 'deal: 2 new' crm-import deal deals.csv --key ref --system old --set pipeline=sale
printf 'deal,to_stage,at,rep\nD1,need,2026-01-10,ivanova\nD1,offer,2026-01-20T12:00,ivanova\nD1,lost,2026-02-15,petrov\nD2,contract,2026-03-01,petrov\nD2,offer,2026-02-10,petrov\nDX,offer,2026-02-10,petrov\n' > moves.csv
has 'a history by those keys' "moves.csv:7: column 'deal': 'DX' is no deal of 'old'" crm-import stage_change moves.csv --ref deal=old
is 'in order, each from the one before' 0 crm-list stage_change deal.title=Первая,Вторая -s deal,at -H -c deal.title,from_stage,to_stage,at,rep <<EOF
$(tsv 'Первая||sale:need|2026-01-10|head' 'Первая|sale:need|sale:offer|2026-01-20T12:00:00|ivanova' \
	'Первая|sale:offer|sale:lost|2026-02-15|petrov' 'Вторая||sale:need|2026-02-01|head' \
	'Вторая|sale:need|sale:offer|2026-02-10|petrov' 'Вторая|sale:offer|sale:contract|2026-03-01|petrov')
EOF
is 'and the deals stand where it ends' 0 crm-list deal title=Первая,Вторая -H -c title,stage,moved_at,closed_at <<EOF
$(tsv 'Первая|sale:lost|2026-02-15|2026-02-15' 'Вторая|sale:contract|2026-03-01|2026-03-01')
EOF
has 'the same history again' 'stage_change: 0 new, 0 changed, 5 same; 1 row refused' crm-import stage_change moves.csv --ref deal=old
printf 'deal,company,number,issued_on,amount\nD2,ООО "Грач",17,05.03.2026,"7 500,50"\n' > inv.csv
has 'invoices' 'invoice: 1 new' crm-import invoice inv.csv --ref deal=old
printf 'D2,ООО "Грач",18,06.03.2026,"100"\n' >> inv.csv
has 'an equal row is the same one' 'invoice: 1 new, 0 changed, 1 same' crm-import invoice inv.csv --ref deal=old
has 'an equal file is not read again' 'inv.csv: imported before as change set .*invoice: 1 new' crm-import invoice inv.csv --ref deal=old
has '--again adds it once more' 'invoice: 2 new' crm-import invoice inv.csv --ref deal=old --again
printf 'company,at,kind,outcome,rep\nООО "Грач",05.03.2026 15:30,call,talked,ivanova\n' > act.csv
ok 'activities' crm-import activity act.csv
is 'with their time' 0 crm-list activity -H -c company.name,at,kind,outcome,rep <<EOF
$(tsv 'ООО "Грач"|2026-03-05T15:30:00|call|talked|ivanova')
EOF

# --- a row that cannot be read is not the same as one that can
printf 'company,at,kind,minutes,outcome\nООО "Грач",2026-04-01,call,5,talked\nООО "Грач",2026-04-01,call,x,talked\nООО "Грач",2026-04-01,call,5,spoken\nООО "Грач",2026-04-01,ring,5,talked\nООО "Грач",2026-04-01,call,,talked\n' > bad.csv
has 'but refused, and one that says less is another' 'activity: 2 new, 0 changed, 0 same; 3 rows refused' crm-import activity bad.csv
has 'with its reason' "bad.csv:4: column 'outcome': 'spoken' is not allowed" crm-import activity bad.csv

# --- a row that is taken back while others come unchanged under their keys
printf 'name,position,note,ref\nAda,,,u1\nBob,,,u2\nCyd,,,u3\nDan,,,u4\n' > keyed.csv
has 'people with keys' 'contact: 4 new' crm-import contact keyed.csv --key ref --system keyed
printf 'name,position,note,ref\nAda,boss,x,u1\nBob,,,u2\nCyd,,x,u3\nDan,,,u4\n' > keyed.csv
has 'the others go in' 'contact: 0 new, 1 changed, 2 same; 1 row refused' crm-import contact keyed.csv --key ref --system keyed

# --- moves of one day, in codes that several pipelines have
printf 'ref,company,title,created_at\nE1,ООО "Сирин",Третья,2026-01-10\n' > deals.csv
has 'a deal' 'deal: 1 new' crm-import deal deals.csv --key ref --system old --set pipeline=sale
printf 'deal,from_stage,to_stage,at\nE1,need,offer,2026-01-20\nE1,offer,agreement,2026-01-20\nE1,agreement,lost,2026-01-20\nE1,lost,need,2026-01-21\n' > moves.csv
has 'all of them are moves' 'stage_change: 4 new, 0 changed, 0 same$' crm-import stage_change moves.csv --ref deal=old
has 'and known again' 'stage_change: 0 new, 0 changed, 4 same$' crm-import stage_change moves.csv --ref deal=old --on-duplicate update
is 'in their order' 0 crm-list stage_change deal.title=Третья -s id -H -c from_stage,to_stage,at <<EOF
$(tsv '|sale:need|2026-01-10' 'sale:need|sale:offer|2026-01-20' 'sale:offer|sale:agreement|2026-01-20' \
	'sale:agreement|sale:lost|2026-01-20' 'sale:lost|sale:need|2026-01-21')
EOF
crm-add deal title='Of another pipeline' pipeline=repeat stage=repeat:need --at 2026-01-01 -q > made
printf 'deal,to_stage,at\nOf another pipeline,agreement,2026-01-20\nOf another pipeline,order,2026-01-21\nOf another pipeline,sale:offer,2026-01-22\n' > other.csv
says 'a stage of another pipeline is none of the deal' 1 crm-import stage_change other.csv -q <<'END'
other.csv:2: column 'to_stage': unknown stage 'agreement', expected one of repeat:need, repeat:offer, repeat:order, repeat:delivery, repeat:paid, repeat:lost
other.csv:4: column 'to_stage': unknown stage 'sale:offer', expected one of repeat:need, repeat:offer, repeat:order, repeat:delivery, repeat:paid, repeat:lost
END
is 'the other moves go in' 0 crm-list deal title='Of another pipeline' -c stage,moved_at -H <<END
$(tsv 'repeat:order|2026-01-21')
END
printf 'title,to_stage,at\nVierte,need,2026-01-20\n' > flat.csv
has 'a history is a table of its own' "moves of deals are imported as a table of their own" \
	crm-import deal flat.csv -m to_stage=stage_change.to_stage -m at=stage_change.at

# --- histories of categories and owners
printf 'company,to_category,at\nООО "Сирин",customer,2026-02-01\nООО "Сирин",lost,2026-02-03\nООО "Сирин",regular,2026-02-02\n' > moves.csv
has 'a history of categories' 'category_change: 3 new' crm-import category_change moves.csv
is 'each from the one before' 0 crm-list category_change company.name=Сирин to_category!=lead at=2026-02 -s at -H -c from_category,to_category,at <<EOF
$(tsv 'lead|customer|2026-02-01' 'customer|regular|2026-02-02' 'regular|lost|2026-02-03')
EOF
printf 'company,to_owner,at\nООО "Сирин",petrov,2026-02-01\nООО "Сирин",ivanova,2026-01-01\n' > moves.csv
has 'and of owners' 'owner_change: 2 new' crm-import owner_change moves.csv
is 'the company stands where they end' 0 crm-list company name=Сирин -H -c category,owner <<EOF
$(tsv 'lost|petrov')
EOF
crm-undo -q && crm-undo -q
is 'and where it was when they are taken back' 0 crm-list company name=Сирин -H -c category,owner <<EOF
$(tsv 'lead|')
EOF
printf 'name,owner\nNewest First,petrov\n' | crm-import - -q
for move in 2026-03-01,customer,petrov 2026-02-01,qualified,ivanova 2026-01-01,prospect,petrov; do
	echo "$move" | awk -F, '{ print "company,to_category,at\nNewest First," $2 "," $1 > "c.csv"
		print "company,to_owner,at\nNewest First," $3 "," $1 > "o.csv" }'
	crm-import category_change c.csv -q
	crm-import owner_change o.csv -q
done
is 'the newest file first: each from the one before all the same' 0 \
	crm-list category_change company.name='Newest First' at=2026-01..2026-03 -s at -H -c from_category,to_category <<EOF
$(tsv 'lead|prospect' 'prospect|qualified' 'qualified|customer')
EOF
is 'of owners too' 0 crm-list owner_change company.name='Newest First' -s at -H -c from_owner,to_owner <<EOF
$(tsv '|petrov' 'petrov|ivanova' 'ivanova|petrov')
EOF

# --- sales of one day: the first that was entered came first; and what a deal was when it was opened it stays
printf 'name\nRepeat One\nRepeat Two\n' | crm-import - -q
printf 'title,company,stage,created_at\nR1,Repeat One,sale:contract,2026-01-10\nR2,Repeat One,sale:contract,2026-01-10\nR3,Repeat Two,sale:need,2026-01-01\nR4,Repeat Two,sale:need,2026-03-01\n' > sales.csv
ok 'deals of two firms' crm-import deal sales.csv
repeats() { crm-list deal title~R -c title,is_repeat -s title -H | grep '^R[1-4]' | tr '\t' '=' | paste -s -d ' ' -; }
is 'the first is none' 0 repeats <<'EOF'
R1=0 R2=1 R3=0 R4=0
EOF
r3=$(crm-list deal title=R3 -c id -H)
printf 'deal,to_stage,at\n%s,sale:contract,2026-02-01\n' "$r3" > sales.csv
ok 'a sale that is told' crm-import stage_change sales.csv
is 'alters no other deal' 0 repeats <<'EOF'
R1=0 R2=1 R3=0 R4=0
EOF

# --- a history that begins before its deal, which has moved since
crm-move deal "$r3" --to sale:offer --history --at 2026-02-20 -q > moved 2>&1
printf 'deal,to_stage,at\n%s,sale:contract,2025-12-01\n' "$r3" > sales.csv
ok 'a move before all' crm-import stage_change sales.csv
is 'opened it then, and it is no repetition of itself' 0 crm-list deal title=R3 -H -c stage,created_at,is_repeat <<EOF
$(tsv 'sale:offer|2025-12-01|0')
EOF

# --- the whole run is one change set
n=$(crm-list company --count)
printf 'name\nEins\nZwei\n' > f.csv
ok 'a run' crm-import f.csv
fresh
is 'is taken back as one' 0 crm-list company --count <<EOF
$n
EOF

# --- large loads check as small ones do
firm=$(crm-add company name=Grund -H -q -o tsv | cut -f1)
awk -v firm="$firm" 'BEGIN { print "company,kind,at"; for (i = 0; i < 6000; i++)
	printf "%d,call,2026-01-01T10:00:%02d\n", i == 5998 ? 99999 : firm, i % 60 }' > big.csv
has 'a number that nobody has is refused in a large load' "big.csv:6000: column 'company': there is no company 99999" \
	crm-import activity big.csv --again
printf 'kind,value\n' > ways.csv
awk 'BEGIN { for (i = 0; i < 6000; i++) print "phone,+7482" 1000000 + i }' >> ways.csv
has 'what belongs to nobody too' 'channel: 0 new, 0 changed, 0 same; 6000 rows refused' crm-import channel ways.csv
awk 'BEGIN { print "name,class"; for (i = 0; i < 6000; i++) print "Firm " i "," (i == 7 ? "Z" : "A") }' > firms.csv
has 'and what is not among the allowed' "firms.csv:9: column 'class': 'Z' is not allowed" crm-import company firms.csv
# Rows behind one that waits, with a telephone that it will bring to its company or person
{
	printf 'name;phone;email;territory\nGrandis;;grand@x.example;Tver\nGrandis Plus;8 495 1000002;grand@x.example;Tver\n'
	printf 'Grandis-P;8 495 1000002;;Tver\n'
	awk 'BEGIN { for (i = 0; i < 5500; i++) print "Row firm " i ";;;Tver" }'
} > rows.csv
{
	printf 'name;phone;email;ref\nAnn Smith;8 903 1000001;;p1\nAnn Smith;8 903 1000001;ann@x.example;p2\n'
	printf 'Ann Smith;;ann@x.example;\nBob Jones;8 903 1000003;;p5\nBob Jones;8 903 1000003;;p5\n'
	awk 'BEGIN { for (i = 0; i < 5500; i++) print "Person " i ";;;" }'
} > people.csv
CRM_DB=$work/people.db
base --preset b2b --lang en
has 'a company is not doubled because a row waits' 'company: 5501 new, 1 changed, 1 same; added' \
	crm-import rows.csv --create territory
has 'nor a person' 'contact: 5502 new, 1 changed, 2 same$' crm-import contact people.csv --key ref --system rows
crm-undo -q > undone 2>&1
has 'and the same row twice is no duplicate of itself' 'contact: 5503 new, 0 changed, 1 same; 1 row refused' \
	crm-import contact people.csv --key ref --system rows --on-duplicate error

# --- a deal that is won in the next month's file makes a client as a new one does
CRM_DB=$work/won.db
base --preset b2b --lang en
printf 'ref,company,title,pipeline,stage\nD1,Buyer,Pumps,sale,need\n' > month.csv
crm-add company name=Buyer -q > added
crm-import deal month.csv -k ref --system old -q > imported
sed 's/need/contract/' month.csv > next.csv
has 'the deal is won' 'deal: 0 new, 1 changed' crm-import deal next.csv -k ref --system old
is 'and its company a client' 0 crm-list company name=Buyer -H -c category <<'EOF'
customer
EOF

# --- what happened lies in the past, and what is to come has fields of its own
ahead() { # WHAT ENTITY 'FILE' 'REASON' OPTION...
	what=$1 entity=$2 reason=$4
	printf '%s\n' "$3" > ahead.csv
	shift 4
	has "$what" "^ahead.csv:2: column '$reason lies after now, 2026-11-22T10:05:00" crm-import "$entity" ahead.csv "$@"
}
ahead 'an activity that is to come' activity 'company,kind,at,planned_at
Buyer,call,2026-11-23,
Buyer,call,22.11.2026,
Buyer,call,2026-11-22 10:05,2027-01-01
Buyer,call,22.11.2026 10:06,' "at': '2026-11-23'"
has 'only what is to come is refused' '^activity: 0 new, 0 changed, 0 same; 2 rows refused' crm-import activity ahead.csv
ahead 'a change of category' category_change 'company,to_category,at
Buyer,prospect,2026-12-01' "at': '2026-12-01'"
ahead 'a change of owner, in its zone' owner_change 'company,to_owner,at
Buyer,head,2026-11-22T23:00:00+03:00
Buyer,head,2026-11-22T01:00:00Z' "at': '2026-11-22T23:00:00+03:00'"
is 'in another one' 0 crm-list owner_change company.name=Buyer to_owner=head --count <<'EOF'
1
EOF
ahead 'a move' stage_change 'deal,to_stage,at
D1,offer,2026-11-22T11:00' "at': '2026-11-22T11:00:00'" --ref deal=old
ahead 'a deal that is not opened yet' deal 'company,title,created_at,expected_on
Buyer,Early,2026-12-01,
Buyer,Late,2026-11-01,2027-06-01' "created_at': '2026-12-01'"
printf 'title,due_at\nCall,2027-06-01\n' > ahead.csv
has 'a task that is due then' '^task: 1 new' crm-import task ahead.csv
has 'the same by hand' "crm-add: at: '2027-01-01' lies after now" crm-add activity company=1 kind=call at=2027-01-01
has 'or later' "at: '2027-01-01' lies after now" crm-set activity 1 at=2027-01-01
