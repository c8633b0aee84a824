#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-import: what column goes where, saved mappings, several records in one row, several telephones in one cell
. "$(dirname "$0")/lib.sh"

base --preset b2b --lang en

# --- a mapping is said once
printf 'Кто;Тлф;Где\nАльфа;8 495 111-22-33;Tver\n' > may.csv
has 'options are given' 'company: 1 new' crm-import may.csv -m Кто=name -m Тлф=phone -m Где=territory \
	--create territory --save-map monthly
is 'and kept' 0 crm-list import_map -H -c name,options <<'EOF'
monthly	entity company\nmap Кто=name\nmap Тлф=phone\nmap Где=territory\ncreate territory\n
EOF
printf 'Где,ТЛФ,Кто\nKazan,8 495 111-22-34,Бета\n' > june.csv
has 'next month the header is known again' "by the saved mapping 'monthly'" crm-import june.csv
is 'with all that was said' 0 crm-list company -H -c name,phone,territory <<EOF
$(tsv 'Альфа|8 495 111-22-33|Tver' 'Бета|8 495 111-22-34|Kazan')
EOF
has 'the command line goes first' 'name  *Kazan' crm-import june.csv -n -m Где=name -m Кто=-
is "--use-map '-' uses none" 2 crm-import june.csv --use-map - < /dev/null
has 'an unknown one' "'monthli' is no saved mapping, did you mean 'monthly'" crm-import june.csv --use-map monthli
has 'another kind of record is not that header' "no column has a field of 'deal'" crm-import deal june.csv
printf 'Кто,Тлф,Где,Ещё\nГамма,,Tver,\n' > wide.csv
is 'nor are other columns' 2 crm-import wide.csv < /dev/null
has 'unless they are said to be' 'company: 1 new' crm-import wide.csv --use-map monthly
ok 'saved again as it was' crm-import wide.csv --use-map monthly --save-map monthly
ok 'the header it was last saved for counts' crm-import wide.csv
printf 'nr,Клиент\nA7,Дельта\n' > keys.csv
has 'keys are kept too' 'company: 1 new' crm-import keys.csv --key nr --system old --save-map keys
has 'and found' '1 same' crm-import keys.csv
ok 'a mapping is deleted by name' crm-delete import_map monthly -y -q
is 'and gone' 2 crm-import june.csv < /dev/null
printf '"Имя\nфирмы",b\\c\nЕта,x\n' > odd.csv
ok 'odd headers are saved' crm-import odd.csv -m 'Имя
фирмы=name' -m 'b\c=note' --save-map odd
has 'and read back' 'company: 0 new, 0 changed, 1 same' crm-import odd.csv

# --- what such columns are called in the tables of others
words() { # ENTITY HEADER...: the fields
	entity=$1
	shift
	printf '%s\n%s\n' "$(printf '%s;' "$@")" "$(printf '1;%.0s' "$@")" > words.csv
	crm-import "$entity" words.csv -n 2>&1 > rows | awk -F '  +' '/^  / && $3 != "" { print $3 }' | paste -s -d ' ' -
}
is 'of companies' 0 words company Название Ф.И.О. 'Должность ЛПР' Сот. 'Эл. адрес' Web-сайт 'Факт. адрес' \
	'Отв. менеджер' Примечания <<'END'
company.name contact.name contact.position company.phone company.email company.site company.address company.owner company.note
END
is 'the name of a person beside that of the firm' 0 words company Имя Фамилия Компания Телефон <<'END'
contact.first_name contact.last_name company.name company.phone
END
is 'whichever is first' 0 words company 'Название компании' Имя <<'END'
company.name contact.name
END
is 'in English as well' 0 words company Name 'Company name' Phone <<'END'
contact.name company.name company.phone
END
is 'but an account may be a number' 0 words company Name Account Phone <<'END'
name phone
END
is 'and alone it is that of the firm' 0 words company Имя Телефон <<'END'
name phone
END
printf 'Наименование;ИНН / КПП\nСтрочка;7736050003 / 773601001\nКаёмка;500100732259/\nПетля;7830002293/78\n' > pairs.csv
has 'two numbers in one cell' "^pairs.csv:4: column 'ИНН / КПП': '7830002293/78' is not a KPP" crm-import company pairs.csv
is 'have a field each' 0 crm-list legal_entity 'inn=7736050003,500100732259' -c inn,kpp -H <<EOF
$(tsv '7736050003|773601001' '500100732259|')
EOF
is 'of deals' 0 words deal 'Имя сделки' Плательщик 'Статус сделки' 'Сумма заказа' 'Дата открытия' \
	'Плановая дата закрытия' 'Причина проигрыша' Конкурент <<'END'
title company stage amount created_at expected_on lost_reason competitor
END
is 'of invoices' 0 words invoice Контрагент '№ счета' 'Дата счета' 'Оплатить до' 'Сумма счета' <<'END'
company number issued_on due_on amount
END
is 'of calls' 0 words activity 'Дата/время' 'Кто звонил' 'Результат звонка' Длительность Комментарии <<'END'
at rep outcome minutes text
END

# --- several telephones and mailboxes, in one cell or in several columns
cat > ways.csv <<'END'
Название;Телефон;Моб. телефон;Phone (reception);Эл. почта;E-mail 2;Telegram
Сирин;8 495 211-22-33, 8 (903) 123-45-67 доб. 12 / 8 343 200-00-01 (склад);8 903 777-66-55;;info@sirin.example, sale@sirin.example;buh@sirin.example;@sirin
Грач;"+7 812 333-44-55
+7 812 333-44-56";;8 812 333-44-50;;;
END
has 'all have a place' 'Phone (reception)  *company.phone' crm-import ways.csv
channels() { crm-list channel -H -c company.name,kind,value,extension,label,is_main -s id company.name=Сирин,Грач; }
cat > ways <<END
$(tsv 'Сирин|phone|8 495 211-22-33|||1' 'Сирин|phone|8 (903) 123-45-67 доб. 12|12||0' \
	'Сирин|phone|8 343 200-00-01||склад|0' 'Сирин|phone|8 903 777-66-55||моб|0' \
	'Сирин|email|info@sirin.example|||1' 'Сирин|email|sale@sirin.example|||0' \
	'Сирин|email|buh@sirin.example|||0' 'Сирин|telegram|@sirin|||0' \
	'Грач|phone|+7 812 333-44-55|||1' 'Грач|phone|+7 812 333-44-56|||0' \
	'Грач|phone|8 812 333-44-50||reception|0')
END
is 'all arrive, with extension and label' 0 channels < ways
has 'again: nothing new' 'company: 0 new, 0 changed, 2 same; telegram: 0 new, 0 changed, 1 same$' crm-import ways.csv
is 'nothing twice' 0 channels < ways
has 'nor by force' 'company: 0 new, 0 changed, 2 same' crm-import ways.csv --on-duplicate update
is 'still' 0 channels < ways
printf 'Название;Телефон;Телефон 2\nЧиж;8 495 211-22-39;12-34\n' > bad.csv
has 'a bad one is refused with its own column' "bad.csv:2: column 'Телефон 2': '12-34' is not a phone" crm-import bad.csv

# --- headers
headers() { # ENTITY HEADER: where the columns go
	printf '%s\n%s\n' "$2" "$(echo "$2" | tr -d '[:alpha:][:digit:]. _()' | LC_ALL=C tr -cd ',')" > h.csv
	crm-import "$1" h.csv -n 2>&1 | sed -n 's/^  \(.*[^ ]\)  *\([a-z_]*\.[a-z_]*\) *$/\1=\2/p'
}
h='Название,Тел.,Рабочий телефон,ИНН,КПП,Адрес,Город,Индекс,Сайт,Ответственный,Источник,Юр. адрес,Почтовый адрес'
is 'the usual Russian words' 0 headers company "$h" <<'EOF'
Название=company.name
Тел.=company.phone
Рабочий телефон=company.phone
ИНН=company.inn
КПП=company.kpp
Адрес=company.address
Город=company.city
Индекс=company.postcode
Сайт=company.site
Ответственный=company.owner
Источник=company.source
Юр. адрес=legal_address.street
Почтовый адрес=postal_address.street
EOF

# --- a company, its people, its need, its deal and the items of that in one table
tsv 'code|name|price' 'P1|Pump|5' 'P2|Pipe|3' | crm-add product -q > /dev/null
cat > flat.csv <<'END'
Компания;ИНН;Город;Юр. адрес;Контактное лицо;Должность;Телефон контакта;Сделка;Этап;Товар;Количество;Цена;Потребность;Объём потребности
ООО "Вега";7707083893;Тверь;Москва, Арбат 1;Орлов Иван;директор;8 903 555-66-77;Насосы 2026;offer;P1;2;500;Насосы;10
Вега;7707083893;Тверь;Москва, Арбат 1;Орлов Иван;директор;8 903 555-66-77;Насосы 2026;offer;P2;1;300,50;Насосы;10
Вега;7707083893;Тверь;Москва, Арбат 1;Зимина Анна;бухгалтер;8 903 555-66-78;Насосы 2026;offer;P2;1;300,50;;
Вега;7707083893;Тверь;;Зимина Анна;;;Насосы 2027;need;P1;1;;;
END
has 'each record once' 'company: 1 new, 0 changed, 3 same; contact: 2 new, 0 changed, 2 same; deal: 2 new, 1 changed, 1 same; legal_address: 1 new, 0 changed, 2 same; deal_item: 3 new, 0 changed, 1 same; need: 1 new, 0 changed, 1 same$' \
	crm-import flat.csv
is 'the deals with the sum of their items' 0 crm-list deal company.inn=7707083893 -H -c title,stage,contact.name,amount <<EOF
$(tsv 'Насосы 2026|sale:offer|Орлов Иван|1300.50' 'Насосы 2027|sale:need|Зимина Анна|5.00')
EOF
is 'their items' 0 crm-list deal_item -H -c deal.title,product,quantity,price <<EOF
$(tsv 'Насосы 2026|P1|2|500.00' 'Насосы 2026|P2|1|300.50' 'Насосы 2027|P1|1|5.00')
EOF
is 'a further contact' 0 crm-list deal_contact -H -c deal.title,contact.name <<EOF
$(tsv 'Насосы 2026|Зимина Анна')
EOF
cat > keyed.csv <<'END'
company,contact,contact email,deal,amount,no
Keyed,Olga,o@x.example,one,5,D1
Keyed,Ivan,i@x.example,one,5,D1
END
people() {
	crm-list deal title="${1:-one}" -H -c contact.name,amount
	crm-list deal_contact deal.title="${1:-one}" -H -c contact.name
}
keyed() { crm-import deal keyed.csv -k no --map company=company.name --map contact=contact.name --map 'contact email=contact.email' --map deal=deal.title --map amount=deal.amount "$@"; }
has 'the same of a deal by its key' 'deal: 1 new, 1 changed, 0 same$' keyed
is 'the first is its main one' 0 people <<EOF
$(tsv 'Olga|5.00' 'Ivan')
EOF
has 'the same file changes nothing' 'company: 0 new, 0 changed, 2 same; contact: 0 new, 0 changed, 2 same; deal: 0 new, 0 changed, 2 same$' keyed
sed -i '2s/.*/Keyed,Petr,p@x.example,one,6,D1/; 3s/,5,/,6,/' keyed.csv
has 'another one comes before them' 'contact: 1 new, 0 changed, 1 same; deal: 0 new, 1 changed, 1 same$' keyed
is 'who was it before is still there' 0 people <<EOF
$(tsv 'Petr|6.00' 'Ivan' 'Olga')
EOF
has 'and stays' 'deal: 0 new, 0 changed, 2 same$' keyed
is 'two addresses' 0 crm-list address company.inn=7707083893 -H -c kind,city,street <<EOF
$(tsv 'office|Тверь|' 'legal||Москва, Арбат 1')
EOF
is 'one need' 0 crm-list need -H -c company.name,note,quantity,contact.name,deal.title <<EOF
$(tsv 'ООО "Вега"|Насосы|10|Орлов Иван|Насосы 2026')
EOF
before=$(crm-history -H -l 1)
has 'again: nothing new in any of them' 'company: 0 new, 0 changed, 4 same; contact: 0 new, 0 changed, 4 same; deal: 0 new, 0 changed, 4 same; legal_address: 0 new, 0 changed, 3 same; deal_item: 0 new, 0 changed, 4 same; need: 0 new, 0 changed, 2 same$' crm-import flat.csv
is 'and no change set' 0 crm-history -H -l 1 <<EOF
$before
EOF
printf 'id,firm,name,Товар,Кол-во\nD1,"Вега",Трубы,P2,10\nD1,"Вега",Трубы,P1,1\n' > lines.csv
has 'a deal in several rows by its key' 'deal: 1 new, 0 changed, 1 same; deal_item: 2 new' \
	crm-import deal lines.csv -k id --system shop -m firm=company -m name=title
is 'has the items of all' 0 crm-list deal_item deal.title=Трубы -H -c product,quantity,deal.amount <<EOF
$(tsv 'P2|10|35.00' 'P1|1|35.00')
EOF
has 'again' 'deal: 0 new, 0 changed, 2 same; deal_item: 0 new, 0 changed, 2 same$' \
	crm-import deal lines.csv -k id --system shop -m firm=company -m name=title
printf 'Компания,второе лицо,инн2,п\nВега,ООО Вега-Север,6663003127,P1\n' > legal.csv
ok 'columns of another record are named by it' crm-import legal.csv \
	-m 'второе лицо=legal_entity.legal_name' -m инн2=legal_entity.inn -m п=need.product
is 'a second legal person' 0 crm-list legal_entity company.name~Вега -H -c legal_name,inn <<EOF
$(tsv '|7707083893' 'ООО Вега-Север|6663003127')
EOF
h='Account Name,Account Owner,Billing Street,Billing City,Billing State/Province,Phone,Website,First Name,Last Name,Title'
is 'the words of another program' 0 headers company "$h" <<'EOF'
Account Name=company.name
Account Owner=company.owner
Billing Street=company.address
Billing City=company.city
Billing State/Province=company.region
Phone=company.phone
Website=company.site
First Name=contact.first_name
Last Name=contact.last_name
Title=contact.position
EOF
