#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: is the client there already, by which key, and what happens to the row
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en
tsv 'code' Tver Kazan | crm-add territory -q > /dev/null
start() { # the base that every row is held against
	fresh
	tsv 'name|phone|email|inn|site|territory' \
		'ООО "Альфа"|8 495 000-00-01|a@alfa.example|7707083893||Tver' \
		'Бета|8 495 000-00-02|b@beta.example||http://www.beta.example/|' \
		'Гамма|8 495 000-00-03||||Tver' 'Дельта|8 495 000-00-03||||Tver' |
		crm-add company --duplicate -q > /dev/null
}
fresh() { [ ! -e start.db ] || cp start.db "$CRM_DB"; rm -f "$CRM_DB-wal" "$CRM_DB-shm"; }
cp "$CRM_DB" start.db
start
cp "$CRM_DB" start.db
row() { # WHAT WANTED TABLE [OPTION...]: the rows of the table, what became of them and why
	what=$1 want=$2
	printf '%b' "$3" > f.csv
	shift 3
	crm-import f.csv --rows "$@" 2> messages | sed 1d | cut -f2,3,5 > got
	printf '%b' "$want" > wanted
	is "$what" 0 cat got < wanted
	fresh
}

# --- one rule after the other
row 'by key' '1\tsame\tinn\n1\tchanged\tkey\n' 'id,name,inn\nK,Альфа,7707083893\nK,Альфа,\n' -k id
row 'by tax number' '1\tsame\tinn\n' 'name,inn\nДругое имя,7707083893\n'
row 'by mail' '2\tsame\temail\n' 'name,email\nДругое имя,B@beta.example\n'
row 'by telephone' '2\tsame\tphone\n' 'name,phone\nДругое имя,+7 (495) 000 00 02\n'
row 'by the second of several' '2\tchanged\tphone\n' 'name,phone\nБета-Плюс,"8 812 111-11-11 / 8 495 0000002"\n'
row 'by site' '2\tsame\tsite\n' 'name,site\nБета-Плюс,https://beta.example\n'
crm-set company 2 site='beta.example, http://beta-two.example/' -q > /dev/null
row 'by the second site of several' '2\tsame\tsite\n' 'name,site\nБета-Плюс,beta-two.example\n'
row 'by name and territory' '1\tsame\tname\n' 'name,territory\n«АЛЬФА»,Tver\n'
row 'the name in another territory is another' '5\tnew\t\n' 'name,territory\nАльфа,Kazan\n'
row 'by the name alone where it is one only' '1\tsame\tname\n' 'name\nАльфа\n'
printf 'name,phone\nДругое имя,8 495 000-00-02\nБета,\n' > f.csv
has 'which are counted' '^company found by phone 1 (1 under quite another name), name 1$' crm-import f.csv
printf 'name,inn\nДругое имя,7707083893\n' > f.csv
has 'also those of a tax number' '^company found by inn 1 (1 under quite another name)$' crm-import f.csv
fresh

# --- keys of different records
row 'telephone and mail' \
	"\\trefused\\temail 'b@beta.example' is that of company 2 'Бета', phone '+74950000001' that of company 1 'ООО \"Альфа\"'\n" \
	'name,phone,email\nЭта,8 495 000-00-01,b@beta.example\n'
row 'a switchboard' "\\trefused\\tphone '+74950000003' is that of company 3 'Гамма' and of company 4 'Дельта'\n" \
	'name,phone\nЖук,8 495 000-00-03\n'
row 'a switchboard and a name' '4\tsame\tname\n' 'name,phone\nООО Дельта,8 495 000-00-03\n'
row 'a foreign key and a tax number' \
	"2\\tsame\\tname\n\\trefused\\tkey 'K' is that of company 2 'Бета', inn '7707083893' that of company 1 'ООО \"Альфа\"'\n" \
	'id,name,inn\nK,Бета,\nK,Бета,7707083893\n' -k id
row 'a tax number for a neighbour' \
	"\\trefused\\tphone '+74950000002' is that of company 2 'Бета', which has another name and no tax number\n" \
	'name,phone,inn\nКси,8 495 000-00-02,7728168971\n'
row 'different tax numbers are different firms' '5\tnew\t\n' 'name,phone,inn\nАльфа,8 495 000-00-01,7728168971\n'
row 'rows that share a switchboard are different firms' '5\tnew\t\n6\tnew\t\n5\tsame\tphone\n' \
	'name,phone\nПервый,8 812 100-00-00\nВторой,8 812 100-00-00\nООО "Первый",8 812 100-00-00\n'
cat > people.csv <<'END'
Компания,Контакт,E-mail контакта
Бета,Иванов Иван,i@x.example
Бета,Петров Пётр,i@x.example
Бета,Иванов И. И.,i@x.example
END
has 'people that share a mailbox are different people' 'contact: 2 new, 0 changed, 1 same$' crm-import people.csv
has 'also the next time' 'contact: 0 new, 0 changed, 3 same$' crm-import people.csv
fresh
printf 'name\nНовая\n' > f.csv
crm-import f.csv --set territory=Tver -q
crm-import f.csv --set territory=Kazan -q
has 'a name in two territories' "name 'новая' is that of company 5 'Новая' and of company 6 'Новая'" crm-import f.csv
fresh

# --- what happens to the row
cat > k.csv <<'END'
name,phone,email,note
Бета-Плюс,8 495 000-00-02,info@beta.example,x
END
after() { crm-list company id=2 -H -c name,email,note; }
ok 'fill' crm-import k.csv --on-duplicate fill
is 'leaves what is there' 0 after <<EOF
$(tsv 'Бета|b@beta.example|x')
EOF
is 'and adds the address' 0 crm-list channel company=2 kind=email -H -c value <<'EOF'
b@beta.example
info@beta.example
EOF
has 'once' '1 same' crm-import k.csv --on-duplicate fill
fresh
has 'update' '1 changed' crm-import k.csv --on-duplicate update
is 'lets the file win' 0 after <<EOF
$(tsv 'Бета-Плюс|info@beta.example|x')
EOF
has 'once' '1 same' crm-import k.csv --on-duplicate update
fresh
has 'skip' '1 same' crm-import k.csv --on-duplicate skip
is 'changes nothing' 0 after <<EOF
$(tsv 'Бета|b@beta.example|')
EOF
has 'error' "k.csv:2: is there already: company 2 'Бета', found by phone" crm-import k.csv --on-duplicate error
is 'nothing at all' 1 crm-import k.csv --on-duplicate error -q < /dev/null
has 'nothing else' "'ask' is nothing to do with a duplicate; skip, fill, update, error or ask-file" \
	crm-import k.csv --on-duplicate ask
fresh

# --- somebody decides: rows that may be known go into a file, which comes back
cat > ask.csv <<'END'
Название;Телефон;E-mail;Заметки
Бета-Плюс;8 495 000-00-02;;новая
Альфа;8 495 000-00-01;;
Жук;8 495 000-00-03;;
Новая;8 812 100-00-00;n@n.example;
Эта;8 495 000-00-01;b@beta.example;
END
has 'a dry run counts them' '^3 rows to decide about$' crm-import ask.csv --on-duplicate ask-file -n
is 'what is clear goes in, the others wait' 1 crm-import ask.csv --on-duplicate ask-file -q --rows <<EOF
$(tsv 'line|company|result|name|why' '2|2|asked|Бета-Плюс|phone' '3|1|same|Альфа|phone' '4|3|asked|Жук|phone' \
	'5|5|new|Новая|' '6|2|asked|Эта|email')
EOF
is 'with the record, the rule and both values' 0 cat ask.csv.duplicates.csv <<'EOF'
Название;Телефон;E-mail;Заметки;line;duplicate_of;rule;differences;decision
Бета-Плюс;8 495 000-00-02;;новая;2;company 2;phone;"Название: 'Бета-Плюс' here 'Бета'; Заметки: 'новая' here ''";
Жук;8 495 000-00-03;;;4;company 3;phone;phone '+74950000003' is that of company 3 'Гамма' and of company 4 'Дельта';
Эта;8 495 000-00-01;b@beta.example;;6;company 2;email;"email 'b@beta.example' is that of company 2 'Бета', phone '+74950000001' that of company 1 'ООО ""Альфа""'";
EOF
has 'undecided they are refused' "column 'decision' is empty; expected new, skip, fill or update" \
	crm-import ask.csv.duplicates.csv
sed '2s/;$/;updat/; 3s/company 3/firm/; 3s/$/fill/; 4s/$/skip/; 4s/company 2/company 99/' ask.csv.duplicates.csv > odd.csv
is 'so are odd decisions' 1 crm-import odd.csv -q --rows <<EOF
$(tsv 'line|company|result|name|why' \
	"2||refused||'updat' in column 'decision' is none; expected new, skip, fill or update" \
	"3||refused||'firm' in column 'duplicate_of' is no record such as 'company 12'" '4||refused||there is no company 99')
EOF
sed -i '2s/;*$/;update/; 3s/company 3/company 4/; 3s/;*$/;fill/; 4s/;*$/;new/' ask.csv.duplicates.csv
is 'decided they go in' 0 crm-import ask.csv.duplicates.csv -q --rows <<EOF
$(tsv 'line|company|result|name|why' '2|2|changed|Бета-Плюс|decision' '3|4|same|Жук|decision' '4|6|new|Эта|')
EOF
is 'as it was said' 0 crm-list company id=2..6 -H -c name,phone,email,note <<EOF
$(tsv 'Бета-Плюс|8 495 000-00-02|b@beta.example|новая' 'Гамма|8 495 000-00-03||' 'Дельта|8 495 000-00-03||' \
	'Новая|8 812 100-00-00|n@n.example|' 'Эта|8 495 000-00-01|b@beta.example|')
EOF
has 'once' '^company: 0 new, 0 changed, 3 same$' crm-import ask.csv.duplicates.csv
has 'and the first file asks only what is open' '^1 row to decide about: ask.csv' crm-import ask.csv --on-duplicate ask-file
fresh

# --- in a flat table a company that stands in many rows is no duplicate of itself
cat > flat.csv <<'END'
Компания,Контакт,Телефон контакта
Сигма,Орлов Иван,8 903 111-11-11
Сигма,Зимина Анна,8 903 111-11-12
Сигма,Орлов Иван,
END
has 'error' '^company: 1 new, 0 changed, 2 same; contact: 2 new, 0 changed, 1 same$' crm-import flat.csv --on-duplicate error
has 'but of what was there before' '; 3 rows refused$' crm-import flat.csv --on-duplicate error
fresh

# --- keys of several systems, and of records that were merged
printf 'id,name,inn\nA1,Альфа,7707083893\n' > one.csv
printf 'nr,name,inn\n900,ООО Альфа,7707083893\n' > two.csv
ok 'one system' crm-import one.csv -k id --system crm
has 'another knows the same company' '^company found by inn 1$' crm-import two.csv -k nr --system books
printf 'client,issued_on,amount\n900,2026-11-01,100\n' > bills.csv
ok 'by its own key' crm-import invoice bills.csv -m client=company --ref company=books
is 'bills find it' 0 crm-list invoice -H -c company,amount <<EOF
$(tsv '1|100.00')
EOF
fresh
printf 'id,name,phone\nK1,Омега,8 495 300-00-01\nK2,Омега-2,8 495 300-00-02\n' > k.csv
ok 'two companies with keys' crm-import k.csv -k id --system old
ok 'are merged' crm-merge company 5 6 -y
has 'both keys find the survivor' '^company: 0 new, 0 changed, 2 same$' crm-import k.csv -k id --system old
sed -i 's/-02/-03/' k.csv
is 'also with something new' 0 crm-import k.csv -k id --system old -q --rows <<EOF
$(tsv 'line|company|result|name|why' '2|5|same|Омега|key' '3|5|changed|Омега-2|key')
EOF
printf 'company,at,kind\nK2,2026-11-01,call\n' > act.csv
ok 'and what refers to the lost one' crm-import activity act.csv --ref company=old
is 'is the survivor'\''s' 0 crm-list activity -H -c company <<'EOF'
5
EOF
fresh
printf 'name,territory\nОмега,Tver\nОмега,Kazan\n' > f.csv
crm-import f.csv -q
crm-import f.csv --duplicate -q
has 'a name twice in a territory is told without its number' \
	"name 'омега' is that of company 5 'Омега' and of company 7 'Омега'" crm-import f.csv
fresh

# --- what was deleted here comes back, and it is said
CRM_DB=$work/gone.db
base --preset b2b --lang en
printf 'name,note\nAcme,a\nООО «Вектор»,b\nGamma,c\nDelta,d\n' > gone.csv
crm-import gone.csv -q
crm-delete company 1 2 -y -q > /dev/null
crm-delete company 3 -y -q > /dev/null
crm-undo -q > /dev/null
says 'nothing is entered again in silence' 0 sh -c 'crm-import gone.csv 2>&1 > /dev/null | tail -2 >&2' <<'EOF'
2 of the new companies had been deleted or merged away before and are entered again: 'Acme' (2026-11-22), 'ООО «Вектор»' (2026-11-22)
company: 2 new, 0 changed, 2 same
EOF
crm-undo -q > /dev/null
is 'each is marked' 0 crm-import gone.csv --rows -q <<EOF
$(tsv 'line|company|result|name|why' '2|7|new|Acme|was deleted' '3|8|new|ООО «Вектор»|was deleted' '4|3|same|Gamma|name' '5|4|same|Delta|name')
EOF
crm-merge company 4 3 --prefer survivor -y -q > /dev/null
has 'one that was merged away' '^1 of the new companies had been .* and is entered again: .Gamma. (2026-11-22)$' crm-import gone.csv

# --- what goes to the item of a deal is compared with it
fresh
crm-add product code=pump price=5 -q > made
printf 'ref,title,product,quantity\nD1,one,,\nD2,two,pump,3\n' > d.csv
crm-import deal d.csv -k ref -q
printf 'ref,title,n\nD2,two,9\n' > d.csv
is 'gaps of a deal are filled' 0 crm-import deal d.csv -k ref --map n=deal.quantity --on-duplicate fill --rows -q <<END
$(tsv 'line|deal|result|name|why' '2|2|same|two|key')
END
is 'and its item updated' 0 crm-import deal d.csv -k ref --map n=deal.quantity --on-duplicate update --rows -q <<END
$(tsv 'line|deal|result|name|why' '2|2|changed|two|key')
END

# --- a number that is there already comes again as it was spelt
fresh
printf 'name;phone\nAcme;8 495 111-22-33, доб. 12\n' > d.csv
crm-import d.csv -q
is 'an extension behind a comma' 0 crm-list channel -c value,extension -H -s -id -l 1 <<END
$(tsv '8 495 111-22-33 доб. 12|12')
END
has 'again' 'company: 0 new, 0 changed, 1 same$' crm-import d.csv

# --- a table of our own is no list of what records are called
crm-add deal title=one company=1 amount=5 -q > made
for kind in company deal; do
	crm-export $kind --for excel-ru -q > own.csv
	says "numbers of a $kind are no names" 2 crm-import $kind own.csv <<END
crm-import: own.csv: column '$kind' holds numbers of records such as '1', expected what they are called; \
'crm-set $kind' changes the records of such a table, --map '$kind=-' enters them as new ones
END
done
printf 'company,phone\n7,8 495 111-22-44\n' > d.csv
has 'a firm may be called by a number' 'company: 1 new' crm-import d.csv
sed 's/;5,00;/;7,50;/' own.csv > back.csv
is 'crm-set takes it' 0 sh -c 'crm-set deal -q < back.csv > /dev/null; crm-list deal -c id,title,amount -H' <<END
$(tsv '1|one|7.50')
END
