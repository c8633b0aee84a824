/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing - a change set taken back, with everything that hangs on it, as a table */
#include "model/undoing.h"

#include <stdlib.h>
#include <string.h>

#include "model/codes.h"
#include "model/filter.h"
#include "model/find.h"
#include "model/history.h"
#include "model/writer.h"
#include "store/image.h"
#include "store/txn.h"
#include "store/undo.h"
#include "store/who.h"

struct undoing {
	struct db *db;
	struct out *out;
	long conflicts;
};

int64_t undoing_last(struct db *db, int64_t rep)
{
	struct stmt *st = db_prepare_own(db, "SELECT id FROM txn WHERE coalesce(rep, 0) = :rep AND undoes IS NULL "
	                                     "AND id <> :now ORDER BY id DESC");
	int64_t id = 0;

	db_bind_int(st, "rep", rep);
	db_bind_int(st, "now", txn_id(db));
	while (!id && db_step(st))
		if (!undo_by(db, db_int(st, 0)))
			id = db_int(st, 0);
	db_finalize(st);
	return id;
}

static void add_row(struct undoing *u, const char *entity, int64_t row, const char *op, const char *field,
                    const char *old, const char *new, const char *why)
{
	out_cell(u->out, entity);
	out_int(u->out, row);
	out_cell(u->out, op);
	out_cell(u->out, field);
	out_cell(u->out, old);
	out_cell(u->out, new);
	out_cell(u->out, why);
}

/* What stands there is the old, what undo would have put there the new. */
static void conflict(void *arg, const struct undo_conflict *c)
{
	struct undoing *u = arg;

	add_row(u, c->entity, c->row, "conflict", c->field, c->theirs, c->ours, c->why);
	u->conflicts++;
}

static void field(void *arg, const struct history_field *h)
{
	add_row(arg, h->entity->name, h->row, h->op, h->field, h->old, h->new, NULL);
}

static void renew(void *arg, const char *entity, int64_t row)
{
	const struct entity *e = registry_entity(entity);

	if (e)
		record_renew(arg, e, row);
}

/* A record that went or came back is one row, with its name. */
static void whole(struct undoing *u, const struct entity *e, int64_t row, bool gone, const char *old)
{
	const char *column = e->label ? e->label : e->code;
	const struct image_value *v = NULL;
	struct image im = {0};
	struct str label = {0};

	if (!gone) {
		find_label(u->db, e, row, &label);
	} else if (column && image_parse(&im, old) == 0 && (v = image_find(&im, column)) && v->text) {
		str_set(&label, v->text);
	}
	add_row(u, e->name, row, gone ? "delete" : "add", NULL, gone ? str_text(&label) : NULL,
	        gone ? NULL : str_text(&label), NULL);
	image_free(&im);
	str_free(&label);
}

/* What this change set did is read from its own records, so the table cannot tell otherwise. */
static void list_changes(struct undoing *u)
{
	struct stmt *st = db_prepare_own(u->db, "SELECT id, op, entity, row, old FROM change WHERE txn = :txn "
	                                        "ORDER BY id");

	db_bind_int(st, "txn", txn_id(u->db));
	while (db_step(st)) {
		const struct entity *e = registry_entity(db_text0(st, 2));
		char op = *db_text0(st, 1);

		if (e && op == 'U')
			history_fields(u->db, db_int(st, 0), field, u);
		else if (e)
			whole(u, e, db_int(st, 3), op == 'D', db_text0(st, 4));
	}
	db_finalize(st);
}

/* Did the change set add the one who works? He would take away the ground he stands on: it is
 * crm-init's, as a rule, with all reference tables in it. */
static bool brought_in(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT 1 FROM txn_range WHERE txn = :id AND entity = 'rep' "
	                                 "AND first <= :rep AND last >= :rep");
	bool found;

	db_bind_int(st, "id", id);
	db_bind_int(st, "rep", who_id(db));
	found = db_step(st);
	db_reset(st);
	return found;
}

struct out *undoing_run(struct db *db, int64_t id, bool force, long *rows, long *conflicts, struct str *why)
{
	static const struct out_column columns[] = {
		{"entity", OUT_TEXT}, {"row", OUT_NUMBER}, {"op", OUT_TEXT}, {"field", OUT_TEXT},
		{"old", OUT_TEXT}, {"new", OUT_TEXT}, {"why", OUT_TEXT}};
	struct undoing u = {.db = db, .out = out_open(columns, sizeof columns / sizeof *columns)};

	if (brought_in(db, id))
		*rows = str_setf(why, "change set %lld brought you into the base, you cannot take it back yourself",
		                 (long long)id);
	else
		*rows = (long)undo_apply(db, id, force, conflict, &u, why);
	*conflicts = u.conflicts;
	if (*rows < 0)
		return NULL;
	codes_forget();
	filter_forget();
	undo_each_touched(db, txn_id(db), renew, db);
	list_changes(&u);
	return u.out;
}
