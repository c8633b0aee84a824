/* SPDX-License-Identifier: GPL-2.0-or-later */
/* call_log - the work of crm-log
 *
 * A call list goes out with a key for each call and comes back filled in. The key with the
 * outcome is remembered as an alias of the activity (system 'calls'), which makes a list that is
 * fed twice harmless. */
#include "model/call_log.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "io/ask.h"
#include "io/tablein.h"
#include "model/choice.h"
#include "model/find.h"
#include "model/row.h"
#include "model/work.h"
#include "store/registry.h"

#define OWN 7

struct call_log {
	struct activity given;
	const char *who, *deal;
	struct tablein *in; /* NULL: one talk */
	struct db *db;
	struct out *out;
	struct row *activity, *task;
	int *passed;
	size_t passed_n;
	long written, refused, empty, known;
	struct str outcome, kind, key, why;
};

static const struct out_column own[OWN] = {
	{"activity", OUT_NUMBER}, {"company", OUT_NUMBER}, {"contact", OUT_NUMBER}, {"deal", OUT_NUMBER},
	{"outcome", OUT_TEXT},    {"task", OUT_NUMBER},    {"due_at", OUT_DATE}};

struct call_log *call_log_one(const char *who, const char *deal, const struct activity *given)
{
	struct call_log *l = mem_zero(sizeof *l);

	l->given = *given;
	l->who = who;
	l->deal = deal;
	return l;
}

struct call_log *call_log_table(const struct activity *given)
{
	struct call_log *l = call_log_one(NULL, NULL, given);
	long rows = 0;

	l->in = tablein_read(0, "stdin", NULL);
	if (tablein_column(l->in, "outcome") < 0 && !given->outcome)
		die(CRM_INPUT, "stdin:1: no column 'outcome': expected a call list that was filled in");
	while (tablein_next(l->in))
		rows++;
	tablein_rewind(l->in);
	work_confirm(rows, "log", false);
	return l;
}

static const char *cell(const struct call_log *l, const char *column, const char *otherwise)
{
	int i = tablein_column(l->in, column);
	const char *text = i < 0 ? "" : l->in->cell[i];

	/* A column that the list does not have says as little as an empty cell. */
	return text[strspn(text, " ")] ? text : otherwise;
}

static bool is_own(const char *name)
{
	for (size_t i = 0; i < OWN; i++)
		if (strcmp(own[i].name, name) == 0)
			return true;
	return false;
}

static void open_out(struct call_log *l)
{
	static const char *const of_activity[] = {"company", "contact", "deal", "outcome"};
	static const char *const of_task[] = {"due_at"};
	size_t n = l->in ? l->in->names.n : 0;
	struct out_column *columns = mem_zero((OWN + n) * sizeof *columns);

	memcpy(columns, own, sizeof own);
	l->passed = mem_zero((n + 1) * sizeof *l->passed);
	for (size_t i = 0; i < n; i++)
		if (!is_own(l->in->names.v[i])) {
			columns[OWN + l->passed_n].name = l->in->names.v[i];
			l->passed[l->passed_n++] = (int)i;
		}
	l->out = out_open(columns, OWN + l->passed_n);
	l->activity = row_open(l->db, registry_entity("activity"), of_activity, 4);
	l->task = row_open(l->db, registry_entity("task"), of_task, 1);
	free(columns);
}

static void print(struct call_log *l, int64_t activity, int64_t task)
{
	row_read(l->activity, activity);
	out_int(l->out, activity);
	for (size_t i = 0; i < 4; i++)
		out_cell(l->out, row_text(l->activity, i));
	if (task) {
		row_read(l->task, task);
		out_int(l->out, task);
		out_cell(l->out, row_text(l->task, 0));
	} else {
		out_cell(l->out, "");
		out_cell(l->out, "");
	}
	for (size_t i = 0; i < l->passed_n; i++)
		out_cell(l->out, l->in->cell[l->passed[i]]);
}

static void refuse(struct call_log *l, const char *column)
{
	l->refused++;
	if (column)
		complain("stdin:%ld: column '%s': %s", l->in->line, column, str_text(&l->why));
	else
		complain("stdin:%ld: %s", l->in->line, str_text(&l->why));
}

/* A cell that names a record; -1: it names none. */
static int64_t named(struct call_log *l, const char *entity)
{
	const char *text = cell(l, entity, NULL);

	return text ? find_record(l->db, registry_entity(entity), text, &l->why) : 0;
}

/* False: refused. */
static bool read_records(struct call_log *l, struct activity *a)
{
	const struct {
		const char *entity;
		int64_t *id;
	} parts[] = {{"company", &a->company}, {"contact", &a->contact}, {"deal", &a->deal},
	             {"task", &a->task}};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		int64_t id = named(l, parts[i].entity);

		if (id < 0) {
			refuse(l, parts[i].entity);
			return false;
		}
		*parts[i].id = id;
	}
	return true;
}

static const char *choices(const char *field)
{
	return registry_field(registry_entity("activity"), field)->choices;
}

/* Words typed into a spreadsheet come as Callback or CALL, or as one says it; what is none is refused later. */
static const char *word(const char *field, const char *text, struct str *out)
{
	char *copy;

	if (!text)
		return NULL;
	copy = mem_copy(text);
	text_fold(text_trim(copy), out);
	free(copy);
	choice_find(choices(field), str_text(out), out);
	return str_text(out);
}

/* A second try at the same client on the same day has another outcome and is another call. */
static bool is_known(struct call_log *l, const char *key)
{
	return db_get_int(l->db, 0, "SELECT 1 FROM alias WHERE entity = 'activity' AND system = 'calls' "
	                            "AND ref = :ref", "ref", key, NULL) != 0;
}

static void remember(struct call_log *l, const char *key, int64_t activity)
{
	struct stmt *st = db_prepare(l->db, "INSERT INTO alias (entity, system, ref, row) "
	                                    "VALUES ('activity', 'calls', :ref, :row)");

	db_bind_text(st, "ref", key);
	db_bind_int(st, "row", activity);
	db_run(st);
}

/* A day of nothing would go unnoticed. A word that is none is refused as such. */
static bool is_due(struct call_log *l, const struct activity *a, const char *due)
{
	if (!due || !*due || activity_is_followed(a))
		return true;
	if ((a->outcome && !choice_find(choices("outcome"), a->outcome, &l->why)) ||
	    (a->kind && !choice_find(choices("kind"), a->kind, &l->why)))
		return true;
	str_setf(&l->why, "'%s' of what? expected a next step, or the outcome callback or appointment", due);
	return false;
}

static void log_row(struct call_log *l)
{
	struct activity a = l->given;
	const char *key = cell(l, "call", NULL);
	int64_t id, task;

	a.outcome = word("outcome", cell(l, "outcome", a.outcome), &l->outcome);
	a.kind = word("kind", cell(l, "kind", a.kind), &l->kind);
	a.text = cell(l, "note", cell(l, "text", a.text));
	a.next = cell(l, "next", a.next);
	a.due = cell(l, "due", a.due);
	a.at = cell(l, "at", a.at);
	a.minutes = cell(l, "minutes", a.minutes);
	a.objection = cell(l, "objection", a.objection);
	a.material = cell(l, "material", a.material);
	a.rep = cell(l, "rep", a.rep);
	str_clear(&l->key);
	if (key)
		/* The same list fed twice logs nothing twice; a call list gives each of its calls a key. */
		str_addf(&l->key, "%s:%s", key, a.outcome ? a.outcome : "");
	if (!a.outcome && !a.text && !a.next) {
		l->empty++;
	} else if (!a.outcome) {
		str_set(&l->why, "is empty, but there is a note or a next step");
		refuse(l, "outcome");
	} else if (key && is_known(l, str_text(&l->key))) {
		l->known++;
	} else if (!is_due(l, &a, cell(l, "due", NULL))) {
		refuse(l, "due");
	} else if (read_records(l, &a)) {
		id = activity_log(l->db, &a, &task, &l->why);
		if (id < 0) {
			refuse(l, NULL);
			return;
		}
		if (key)
			remember(l, str_text(&l->key), id);
		l->written++;
		print(l, id, task);
	}
}

static void log_one(struct call_log *l)
{
	struct activity a = l->given;
	struct str hints = {0};
	int64_t id = 0, task = 0;

	if (!is_due(l, &a, a.due))
		die(CRM_USAGE, "--due: %s", str_text(&l->why));
	if (l->deal)
		id = a.deal = find_record(l->db, registry_entity("deal"), l->deal, &l->why);
	if (id >= 0 && l->who)
		id = activity_with(l->db, l->who, &a, &l->why);
	if (id >= 0)
		id = activity_log(l->db, &a, &task, &l->why);
	if (id < 0)
		die(CRM_USAGE, "%s", str_text(&l->why));
	l->written++;
	print(l, id, task);
	activity_hints(l->db, &a, &hints);
	if (hints.n) {
		hints.s[hints.n - 1] = '\0'; /* note ends the last line */
		note("%s", hints.s);
	}
	str_free(&hints);
}

struct out *call_log_run(struct call_log *l, struct db *db)
{
	l->db = db;
	open_out(l);
	if (!l->in)
		log_one(l);
	progress_start("logging", 0);
	while (l->in && tablein_next(l->in)) {
		log_row(l);
		progress_at(l->written + l->refused);
	}
	progress_end();
	if (l->empty)
		note("%ld without an outcome left out", l->empty);
	if (l->known)
		note("%ld logged already", l->known);
	row_close(l->activity);
	row_close(l->task);
	return l->out;
}

long call_log_written(const struct call_log *l)
{
	return l->written;
}

long call_log_refused(const struct call_log *l)
{
	return l->refused;
}

void call_log_free(struct call_log *l)
{
	if (l->in)
		tablein_free(l->in);
	str_free(&l->outcome);
	str_free(&l->kind);
	str_free(&l->key);
	str_free(&l->why);
	free(l->passed);
	free(l);
}
