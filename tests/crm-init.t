#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-init: a base with its head, settings and a preset (A10)
. "$(dirname "$0")/lib.sh"

says 'a base is made, its caller is the head' 0 crm-init <<END
base '$work/crm.db' made, 'head' is its head
END
is 'the head is a rep' 0 crm-list rep -c rep,login,role <<END
$(tsv 'rep|login|role' '1|head|head')
END
is 'settings are there' 0 crm-list setting name=callback_days,base_currency -c name,value <<END
$(tsv 'name|value' 'base_currency|RUB' 'callback_days|14')
END
says 'a base that is there is no place for another' 2 crm-init <<END
crm-init: the base '$work/crm.db' is there already
END
says 'with --migrate it is up to date' 0 crm-init --migrate <<END
base '$work/crm.db' is up to date
END
says 'settings of a base that is there are set otherwise' 2 crm-init country=KZ <<END
crm-init: the base '$work/crm.db' is there already, expected crm-set setting for its settings
END
says 'a preset goes into a base without pipelines' 0 crm-init --preset b2b --lang en <<END
preset 'b2b' loaded into base '$work/crm.db'
END
says 'but not twice' 2 crm-init --preset b2b <<END
crm-init: the base '$work/crm.db' has categories and pipelines already, a preset is for an empty one
END
is 'pipelines are there' 0 crm-list stage pipeline=sale -c code,kind,probability,max_days <<END
$(tsv 'code|kind|probability|max_days' 'need|open|10|14' 'offer|open|30|14' \
	'agreement|open|60|21' 'contract|won|100|' 'delivery|won|100|30' 'paid|won|100|' 'lost|lost|0|')
END
has 'the preset is one change set' '^2	.*preset loaded' crm-history -o tsv
ok 'which can be undone' crm-undo 2
is 'and is gone then' 0 crm-list gate -c gate <<END
gate
END

CRM_DB=$work/ru.db
ok 'Russian words, settings on the way' crm-init --preset b2b --lang ru time_zone=Europe/Samara \
	base_currency=KZT
has 'the language decides' 'Потребность' crm-list stage -c name
is 'the settings are kept' 0 crm-list setting name=time_zone,base_currency -c value <<END
value
Europe/Samara
KZT
END
for lang in en ru; do
	CRM_DB=$work/again.db
	rm -f "$work"/again.db*
	ok "the $lang preset loads whole" crm-init --preset b2b --lang $lang
	has "and has gates, duties, plans, objections ($lang)" '^[1-9]' crm-list plan -H -c plan
done

CRM_DB=$work/new.db
says 'unknown preset' 2 crm-init --preset b2c <<END
crm-init: unknown preset 'b2c' in language 'en', expected a folder or one of b2b
END
says 'unknown language' 2 crm-init --preset b2b --lang fr <<END
crm-init: 'fr' is no language, expected en or ru
END
says 'unknown setting' 2 crm-init time_zon=UTC <<END
crm-init: unknown setting 'time_zon', did you mean 'time_zone'?
END
says 'unknown zone' 2 crm-init time_zone=Mars/Olympus <<END
crm-init: time_zone: unknown zone 'Mars/Olympus', expected one such as Europe/Moscow
END
says 'no setting' 2 crm-init b2b <<END
crm-init: 'b2b' is no SETTING=VALUE
try 'crm-init --help'
END

mkdir "$work/own"
cp "$root"/lib/preset/b2b.en/01-category.csv "$root"/lib/preset/b2b.en/02-pipeline.csv "$work/own"
printf 'pipeline,code,name,position,kind\nsale,first,First,1,open\nsail,second,Second,2,open\n' \
	> "$work/own/03-stage.csv"
says 'a bad row of a folder is told with its place' 3 crm-init --preset ./own <<END
crm-init: 03-stage.csv:3: pipeline: unknown pipeline 'sail', expected one of sale, repeat
END
says 'and nothing stays behind' 5 crm-list stage <<END
crm-list: there is no base '$work/new.db': make one with crm-init
END
printf 'pipeline,code,colour\nsale,first,red\n' > "$work/own/03-stage.csv"
says 'a column that is no field' 2 crm-init --preset ./own <<END
crm-init: 03-stage.csv:1: unknown field of stage 'colour', see crm-tables(5)
END
printf 'pipeline;code;name\r\nsale;first;First\r\n' > "$work/own/03-stage.csv"
ok 'a folder as a spreadsheet saves it' crm-init --preset ./own
is 'is loaded' 0 crm-list stage -c code,name <<END
$(tsv 'code|name' 'first|First')
END
printf 'x\n' > "$work/own/4-nothing.csv"
CRM_DB=$work/other.db
says 'a file of no known kind' 2 crm-init --preset ./own <<END
crm-init: 4-nothing.csv: unknown kind of record 'nothing', see crm-tables(5)
END
says 'a folder that is not there' 2 crm-init --preset ./nowhere <<END
crm-init: preset './nowhere' cannot be read: No such file or directory
END
says 'a directory that is not there' 5 crm-init -d "$work/no/such/crm.db" <<END
crm-init: there is no base '$work/no/such/crm.db': make one with crm-init
END
umask 022
is 'who is not of the group reads no base, nor what stands beside it' 0 sh -c "CRM_DB=mode.db crm-init -q &&
	sqlite3 mode.db 'CREATE TABLE beside (id INTEGER)' '.shell stat -c %a mode.db mode.db-wal mode.db-shm'" <<END
640
640
640
END
is 'and the umask takes more away' 0 sh -c 'umask 077; CRM_DB=mine.db crm-init -q && stat -c %a mine.db' <<END
600
END
is 'a base that is there keeps its mode' 0 sh -c 'chmod 664 mine.db; CRM_DB=mine.db crm-init --migrate -q; stat -c %a mine.db' <<END
664
END
ok 'works with no environment' env -i PATH="$PATH" HOME="$work/home" crm-init --preset b2b
