#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# crm-delete: what goes with a record, what stands in the way, and back again (D2)
. "$(dirname "$0")/lib.sh"
base --preset b2b --lang en
sql() { printf '%s\n' "$1" | sqlite3 -separator '|' "$CRM_DB"; }
rows() { sql 'SELECT (SELECT count(*) FROM company), (SELECT count(*) FROM channel),
	(SELECT count(*) FROM deal), (SELECT count(*) FROM stage_change), (SELECT count(*) FROM contact),
	(SELECT count(*) FROM employment), (SELECT count(*) FROM task)'; }
crm-add company name=Alone phone='8 495 123-45-67' inn=7707083893 -q > /dev/null
crm-add company name=Busy phone='8 495 123-45-68' -q > /dev/null
crm-add deal company=2 title=Bricks --at yesterday -q > /dev/null
crm-add contact name='Olga Petrova' company=2 email=o@example.com -q > /dev/null
crm-add task title=Call company=2 contact=1 -q > /dev/null
crm-add company name=Friend referred_by=2 -q > /dev/null

is 'a record goes with its own parts' 0 crm-delete company 1 <<END
$(tsv 'company|name' '1|Alone')
END
is 'all of them' 0 rows <<'END'
2|2|1|1|1|1|1
END
ok 'and comes back' crm-undo -q
is 'all of it' 0 rows <<'END'
3|3|1|1|1|1|1
END
says 'what others are tied to is refused with a list' 1 crm-delete company 2 <<'END'
crm-delete: 2: company 2 has 1 company, 1 employment, 1 deal, 1 task, --with-tied deletes them first
0 companies deleted, 1 refused
END
says 'a dry run says what is tied' 0 crm-delete company 2 --with-tied -n <<'END'
company 2: 1 company, 1 employment, 1 deal, 1 task tied to it
1 company deleted (dry run, nothing was written)
END
ok 'with what is tied' crm-delete company 2 --with-tied
is 'deals and tasks go, the person stays' 0 rows <<'END'
2|2|0|0|1|0|0
END
is 'who was only referred by it stays too' 0 sql 'SELECT name, referred_by FROM company WHERE id = 3' <<'END'
Friend|
END
ok 'and back again' crm-undo -q
is 'with every tie' 0 sh -c 'echo "SELECT referred_by, (SELECT title FROM deal), (SELECT company FROM employment)
	FROM company WHERE id = 3" | sqlite3 "$CRM_DB"' <<'END'
2|Bricks|2
END
has 'a person in use' 'contact 1 has 1 task' crm-delete contact 1
crm-add -q contact name=Busy > busy && crm-add -q task title=a contact=Busy > log && crm-add -q task title=b contact=Busy > log
has 'several are told as several' "has 2 tasks, --with-tied" crm-delete contact "$(tail -n 1 busy | cut -f 1)"
for _ in 1 2 3; do crm-undo -q > log 2>&1; done
ok 'goes, the task stays' crm-delete contact 1 --with-tied
is 'without the person' 0 crm-list task -c task,contact <<END
$(tsv 'task|contact' '1|')
END
has 'reference rows in use stay' 'stage 1 is named by .* and stays' crm-delete stage sale:need --with-tied
has 'so does a rep who did something' 'and stays' crm-delete rep head --with-tied
ok 'an unused one goes' crm-delete source site
says 'history stays' 1 crm-delete stage_change 1 <<'END'
crm-delete: 1: a row of stage_change is history and stays, expected crm-undo
0 stage changes deleted, 1 refused
END
says 'not there' 1 crm-delete company 99 <<'END'
crm-delete: 99: there is no company 99
0 companies deleted, 1 refused
END
printf 'x\tcompany\na\t1\nb\t3\n' > t.tsv
in=t.tsv
says 'many ask first, and say how to go ahead without a terminal' 2 setsid -w crm-delete company <<'END'
crm-delete: delete 2 records: no terminal to ask on, --yes goes ahead
END
is 'many with --yes, other columns passed on' 0 crm-delete company -y <<END
$(tsv 'company|name|x' '1|Alone|a' '3|Friend|b')
END
in=/dev/null
crm-add touchpoint name=Lamp score=2 -q > added
crm-set touchpoint Lamp score=3 -q > added
has 'a score that was given stays' 'a row of touchpoint_change is history and stays, expected crm-undo' crm-delete touchpoint_change 2
ok 'but goes with its touchpoint' crm-delete touchpoint Lamp -y
ok 'all of it holds together' sh -c '[ -z "$(echo "PRAGMA foreign_key_check" | sqlite3 "$CRM_DB")" ]'

# --- a number that a record had is no piece of another one's name
sqlite3 "$CRM_DB" "UPDATE sqlite_sequence SET seq = 20000 WHERE name = 'company'"
{
	crm-add company name=Gone
	crm-add company name='Depot 20001'
	crm-delete company 20001
} > log 2>&1 || cat log
says 'it is gone' 1 crm-delete company 20001 <<'END'
crm-delete: 20001: there is no company 20001
0 companies deleted, 1 refused
END
printf 'company\n20001\n-2\nDepot 20001\n' > list
in=list
says 'in a list as well' 1 crm-set company note=x <<'END'
stdin:2: column 'company': there is no company 20001
stdin:3: column 'company': there is no company -2
1 company changed, 2 refused
END
in=/dev/null
