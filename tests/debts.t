#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# debts.t - who owes what: invoice.open, company.debt, company.overdue_days and the call list say the same
. "$(dirname "$0")/lib.sh"

CRM_NOW=2026-09-01T09:00:00
base --preset b2b --lang en
add() { crm-add "$@" > "$work/added" 2>&1 || { cat "$work/added" >&2; exit 1; }; }
add rep login=anna
tsv 'name|owner|phone' 'Advance|anna|8 482 100-00-01' 'Named|anna|8 482 100-00-02' 'No deal|anna|8 482 100-00-03' \
	'Overpaid|anna|8 482 100-00-04' | add company
tsv 'company|title|owner|pipeline|stage' '1|two invoices|anna|sale|need' '2|two invoices|anna|sale|need' '4|one|anna|sale|need' | add deal
tsv 'company|deal|number|issued_on|due_on|amount' \
	'1|1|A2|2026-09-01|2026-10-20|300' '1|1|A1|2026-09-01|2026-10-10|500' '1|1|A3|2026-09-01||100' \
	'2|2|B1|2026-09-01|2026-10-10|500' '2|2|B2|2026-09-01|2026-10-20|300' \
	'3||C1|2026-09-01|2026-10-10|200' '3||C2|2026-09-01|2026-12-10|100' \
	'4|3|D1|2026-09-01|2026-10-10|100' '4|3|D2|2026-09-01|2026-10-11|50' | add invoice
CRM_NOW=2026-09-04T09:00:00
tsv 'company|deal|invoice|paid_on|amount' \
	'1|1||2026-09-02|600' \
	'2|2|4|2026-09-02|600' '2|2||2026-09-03|100' \
	'3|||2026-09-02|50' '3|||2026-09-04|-20' \
	'4|3|8|2026-09-02|130' | add payment
CRM_NOW=2026-11-22T10:05:00

is 'money without a name pays the earliest due; what is named pays only its own' 0 \
	crm-list invoice -c number,amount,open -s company.name,due_on <<END
$(tsv 'number|amount|open' 'A1|500.00|0.00' 'A2|300.00|200.00' 'A3|100.00|100.00' \
	'B1|500.00|-100.00' 'B2|300.00|200.00' 'C1|200.00|170.00' 'C2|100.00|100.00' 'D1|100.00|-30.00' 'D2|50.00|50.00')
END
is 'companies' 0 crm-list company -c name,debt,overdue_days -s name <<END
$(tsv 'name|debt|overdue_days' 'Advance|300.00|33' 'Named|100.00|33' 'No deal|270.00|43' 'Overpaid|20.00|42')
END
is 'the call list' 0 sh -c "crm-calls --rep anna -c company_name,why -s company_name | sed 's/\\t.*\\(owes[^;]*\\).*/\\t\\1/'" <<END
$(tsv 'company_name|why' 'Advance|owes since 2026-10-20: 200.00' 'Named|owes since 2026-10-20: 200.00' \
	'No deal|owes since 2026-10-10: 170.00' 'Overpaid|owes since 2026-10-11: 50.00')
END
is 'before the advance came' 0 crm-list invoice deal=1 --as-of 2026-09-01 -c number,open -s number <<END
$(tsv 'number|open' 'A1|500.00' 'A2|300.00' 'A3|100.00')
END
has 'a filter on it' '^2$' crm-list company 'invoice(open>100 due_on=..2026-11-22)' -c id
crm-list invoice -c number,open -s id > before
crm-list company -c name,debt,overdue_days -s name >> before
CRM_NOW=2026-11-23T09:00:00
{ crm-set payment 1 amount=700 && crm-delete payment 2 -y && crm-set invoice 5 amount=1; } > log 2>&1 || cat log
is 'corrected' 0 crm-list invoice -c number,open number=A2,B1,B2 -s number -H <<END
$(tsv 'A2|100.00' 'B1|400.00' 'B2|1.00')
END
is 'and as it was known' 0 sh -c 'crm-list invoice -c number,open -s id --known 2026-11-22
	crm-list company -c name,debt,overdue_days -s name --known 2026-11-22' < before

# a payment that names an invoice alone is in the currency of the invoice's deal and pays it in full, whatever the rates
tsv 'currency|valid_on|value' 'USD|2026-09-01|80' 'USD|2026-10-01|90' | add rate
add company name=Abroad owner=anna
add deal company=5 title=dollars currency=USD pipeline=sale amount=100
add invoice company=5 deal=4 number=E1 issued_on=2026-09-01 due_on=2026-10-10 amount=100
add payment company=5 invoice=10 paid_on=2026-10-05 amount=100
is 'the invoice' 0 crm-list invoice id=10 -c open -H <<END
0.00
END
is 'the company' 0 crm-list company id=5 -c debt,overdue_days -H <<END
$(tsv '0.00|')
END
is 'the deal' 0 crm-list deal id=4 -c paid -H <<END
100.00
END
is 'the money that came' 0 crm-kpi cash.received -p 2026-10 --by company -c value -H company=5 <<END
9000.00
0.00
END
