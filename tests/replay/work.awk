# SPDX-License-Identifier: GPL-2.0-or-later
# work.awk - one day's work of five reps as shell lines, drawn from a seed
#
# -v seed=N -v day=DATE -v yesterday=DATE -v lines=N -v merge=0|1 -v last='CHANGE COMPANY DEAL TASK ACTIVITY': the highest numbers
# so far. A line may be refused, when nothing is there to move; that is part of the day.
function rnd(k) { seed = (seed * 16807) % 2147483647; return int(seed / 2147483647 * k) }
function one(list,    w, n) { n = split(list, w, " "); return w[1 + rnd(n)] }
function some(n) { return 1 + rnd(n > 0 ? n + 1 : 2) }
function rep() { return one("head anna boris clara dmitri") }
function at() { return rnd(3) ? "" : " --at " (rnd(2) ? yesterday : day "T07:" 10 + rnd(50) ":00") }
function firm() { return one("ООО АО Ltd") " " one("Ёлка Волга Север Lotus") " " rnd(90) }
function table(header, row, command) { print "printf '%s\\n' '" header "' '" row "' | " who " " command }
function line(    k) {
	k = rnd(27)
	if (k < 3) print who, "crm-add company name='" firm() "' owner=" rep() " territory=" one("Tver Samara") \
		" phone='8 482 1" 10 + rnd(90) "-" 10 + rnd(90) "-" 10 + rnd(90) "'"
	else if (k == 3) print who, "crm-add contact name=" one("Иванов Petrova Сидоров") " company=" some(companies) " position=buyer email=p" rnd(20) "@example.com"
	else if (k < 6) print who, "crm-add deal company=" some(companies) " title=" one("pump valve") " amount=" 100 * rnd(90) " owner=" rep()
	else if (k < 9) print who, "crm-move deal " some(deals) " --to sale:" one("need offer agreement contract delivery lost") " --force drawn" at()
	else if (k == 9) print who, "crm-move deal " some(deals) " --to sale:" one("offer lost contract") " --history --at " substr(day, 1, 8) "0" 1 + rnd(9)
	else if (k == 10) print who, "crm-move " one("deal company") " " some(deals) " --owner " rep() at()
	else if (k == 11) print who, "crm-move company " some(companies) " --to " one("prospect qualified customer lost") " --force drawn" at()
	else if (k < 14) print who, "crm-set company " some(companies) " " one("name=Другое class=A territory=Samara note=hm owner=boris potential=5000 phone=84821234567")
	else if (k == 14) print who, "crm-set deal " some(deals) " " one("amount=777 title=tap company=2 expected_on=" day)
	else if (k < 17) print who, "crm-log " some(companies) " call " one("talked callback no-answer appointment") " --text проба --due +2d" at()
	else if (k == 17) print who, "crm-task " one("done cancel") " " some(tasks) at()
	else if (k == 18) print who, "crm-task postpone " some(tasks) " --due=+3d"
	else if (k == 19) print who, "crm-add payment company=" some(companies) " deal=" some(deals) " amount=" 10 * rnd(90) " paid_on=" one(yesterday " " day)
	else if (k == 20) print who, "crm-delete " one("deal task company activity payment") " " some(deals) " --with-tied -y"
	else if (k < 23) print who, "crm-undo " one("-q --force -q " 8 + rnd(changes - 7))
	else if (k == 23) table("ref;name;owner;created_at", rnd(40) ";Firm " rnd(50) ";anna;" substr(day, 1, 8) "01", "crm-import company - -k ref")
	else if (k == 24) table("ref;title;amount;stage", "D" rnd(30) ";old;" rnd(900) ";sale:" one("need offer"), "crm-import deal - -k ref")
	else if (k == 25) table("deal;to_stage;at", "D" rnd(30) ";sale:" one("need offer contract lost") ";" substr(day, 1, 8) "0" 1 + rnd(9),
		"crm-import stage_change - --ref deal=import --again")
	else if (merge) print who, "crm-merge company " some(companies) " " some(companies) " -y"
}
BEGIN {
	split(last, n, " ")
	changes = n[1]; companies = n[2]; deals = n[3]; tasks = n[4]
	for (i = 0; i < 5; i++) rnd(2)
	for (i = 0; i < lines; i++) {
		who = sprintf("CRM_NOW=%sT%02d:%02d:00 CRM_REP=%s", day, 8 + int(i * 10 / lines), rnd(60), rep())
		line()
	}
}
