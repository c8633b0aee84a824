# SPDX-License-Identifier: GPL-2.0-or-later
# as-of.awk - companies, deals, tasks, activities and payments as of the end of a day, computed from the events
#
# The second computation of --as-of: it reads today's tables and the events, all as crm-list prints them, and
# knows nothing of lib/store. usage: awk -f as-of.awk -v day=DATE -v out=DIRECTORY rep stage category txn
# txn_range redirect change stage_change owner_change category_change company deal task activity payment
function name(file) { sub(/.*\//, "", file); return file }
function cents(n) { return n == "" ? "" : sprintf("%s%d.%02d", n < 0 ? "-" : "", int((n < 0 ? -n : n) / 100), (n < 0 ? -n : n) % 100) }
function shown(field, v) { # a stored value as lists show it
	if (v == "") return ""
	if (field ~ /owner$|^rep$|^assignee$/) return login[v]
	if (field ~ /stage$/) return stage[v]
	if (field ~ /category$/) return category[v]
	return field == "amount" || field == "potential" ? cents(v) : v
}
function value(json, field,    at) { # of a flat object
	at = index(json, "\"" field "\":")
	if (!at) return ""
	json = substr(json, at + length(field) + 3)
	if (json ~ /^null/) return ""
	if (json !~ /^"/) return json + 0
	json = substr(json, 2)
	json = substr(json, 1, index(json, "\"") - 1)
	gsub(/\\\\/, "\\", json) # once for the list and once for JSON
	return json
}
# put a row of today into row[entity, id, field], or take it from the events's image
function put(entity, id, field, v) { row[entity, id, field] = v; if (!((entity, id) in seen)) { seen[entity, id] = 1; ids[entity, ++count[entity]] = id } }
function early(at) { return at != "" && substr(at, 1, 10) <= day }

FNR == 1 { file = name(FILENAME); n = split($0, head, "\t"); head[1] = "id"; next }
{ split($0, cell, "\t") }
file == "rep" { login[cell[1]] = cell[2]; next }
file == "stage" { stage[cell[1]] = cell[2] ":" cell[3]; kind[cell[2] ":" cell[3]] = cell[4]; next }
file == "category" { category[cell[1]] = cell[2]; next }
file == "txn" { moment[cell[1]] = cell[2]; if (!early(cell[2]) && (!since || cell[1] < since)) since = cell[1]; next }
file == "txn_range" { ranges[cell[3]]++; from[cell[3], ranges[cell[3]]] = cell[4]; to[cell[3], ranges[cell[3]]] = cell[5]; set[cell[3], ranges[cell[3]]] = cell[2]; if (since && cell[2] >= since && (!(cell[3] in fresh) || cell[4] < fresh[cell[3]])) fresh[cell[3]] = cell[4]; next }
file == "redirect" { merged[cell[2], cell[3]] = 1; next }
file == "change" { # id txn op entity row old, in the order of id
	key = cell[4] SUBSEP cell[5]
	if (!since || cell[2] < since || key in first) next
	if (cell[3] == "I") again[key] = 1
	else first[key] = cell[6]
	next
}
{ # today's rows
	today[file, cell[1]] = 1
	fields[file] = n
	for (i = 1; i <= n; i++) { field[file, i] = head[i]; put(file, cell[1], head[i], cell[i]); was[file, cell[1], head[i]] = cell[i] }
	next
}

function restore(    key, part, entity, id, i, f) {
	for (key in first) {
		split(key, part, SUBSEP)
		entity = part[1]; id = part[2]
		if (!(entity in fields)) continue
		gone[key] = !(((entity, id) in today) || ((entity, id) in merged)) && (((entity, id) in again) || (entity in fresh && id >= fresh[entity]))
		for (i = 1; i <= fields[entity]; i++) {
			f = field[entity, i]
			put(entity, id, f, f == "id" ? id : shown(f, value(first[key], f)))
		}
	}
}
function dated(entity) { return entity == "payment" ? "paid_on" : entity ~ /company|deal|task/ ? "created_at" : "at" }
function there(entity, id) { return !gone[entity, id] && (early(row[entity, id, dated(entity)]) || (entity == "company" && told(id))) }
function entered(entity, id,    i) { # by which change set
	for (i = 1; i <= ranges[entity]; i++) if (id + 0 >= from[entity, i] + 0 && id + 0 <= to[entity, i] + 0) return set[entity, i]
}
# a company that came in without a day of its own: does anything older tell of it that came in no earlier?
function told(id,    t, i, m, own) {
	own = entered("company", id)
	if (!(("company", id) in today) || moment[own] != was["company", id, "created_at"]) return 0
	for (t in evidence) for (i = 1; i <= count[t]; i++) {
		m = ids[t, i]
		if ((t, m) in today && was[t, m, "company"] == id && early(was[t, m, evidence[t]]) && entered(t, m) + 0 >= own + 0) return 1
	}
	return 0
}

# the moves of a record before the end of the day, in their order, in list[1..]; and the first later one
function moves(events, of, id,    i, k, m, n, x) {
	n = 0; later = ""
	for (i = 1; i <= count[events]; i++) {
		m = ids[events, i]
		if (row[events, m, of] != id) continue
		if (there(events, m)) list[++n] = m
		else if ((events, m) in today && !((events, m) in first) && !early(was[events, m, "at"]) && was[events, m, of] == id &&
		         (later == "" || was[events, m, "at"] < was[events, later, "at"] || (was[events, m, "at"] == was[events, later, "at"] && m + 0 < later + 0))) later = m
	}
	for (i = 2; i <= n; i++)
		for (k = i; k > 1 && (row[events, list[k - 1], "at"] > row[events, list[k], "at"] ||
		     (row[events, list[k - 1], "at"] == row[events, list[k], "at"] && list[k - 1] + 0 > list[k] + 0)); k--) {
			x = list[k]; list[k] = list[k - 1]; list[k - 1] = x
		}
	return n
}
function follow_stage(id,    n, i, first_of_run) {
	n = moves("stage_change", "deal", id)
	if (!n) return
	if (("deal", id) in today && was["deal", id, "created_at"] < row["deal", id, "created_at"]) row["deal", id, "created_at"] = was["deal", id, "created_at"]
	first_of_run = n
	while (first_of_run > 1 && kind[row["stage_change", list[first_of_run - 1], "to_stage"]] == kind[row["stage_change", list[n], "to_stage"]]) first_of_run--
	row["deal", id, "stage"] = row["stage_change", list[n], "to_stage"]
	row["deal", id, "moved_at"] = row["stage_change", list[n], "at"]
	row["deal", id, "closed_at"] = kind[row["deal", id, "stage"]] == "open" ? "" : row["stage_change", list[first_of_run], "at"]
}
function follow_field(entity, id, events, field,    n) {
	n = moves(events, entity, id)
	if (n) row[entity, id, field] = row[events, list[n], "to_" field]
	else if (later != "") row[entity, id, field] = was[events, later, "from_" field]
}
function follow_end(id) { # of a task: what ended by then had ended, what ended later had not
	if (row["task", id, "done_at"] != "" && !early(row["task", id, "done_at"])) {
		row["task", id, "status"] = "open"
		row["task", id, "done_at"] = ""
	}
	if (("task", id) in today && early(was["task", id, "done_at"])) {
		row["task", id, "status"] = was["task", id, "status"]
		row["task", id, "done_at"] = was["task", id, "done_at"]
	}
}
function print_table(entity,    i, k, id, line) {
	for (i = 1; i <= count[entity]; i++) {
		id = ids[entity, i]
		if (entity == "deal") follow_stage(id)
		if (!there(entity, id)) continue
		if (entity == "deal" || entity == "company") follow_field(entity, id, "owner_change", "owner")
		if (entity == "task") follow_end(id)
		if (entity == "company") follow_field(entity, id, "category_change", "category")
		line = ""
		for (k = 1; k <= fields[entity]; k++) line = line (k > 1 ? "\t" : "") row[entity, id, field[entity, k]]
		print line | ("sort -n > " out "/" entity)
	}
	close("sort -n > " out "/" entity)
}
END {
	evidence["deal"] = "created_at"; evidence["activity"] = evidence["category_change"] = evidence["owner_change"] = "at"
	restore()
	print_table("company"); print_table("deal"); print_table("task"); print_table("activity"); print_table("payment")
}
