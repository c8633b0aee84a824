/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing - change sets taken back, with everything that hangs on them, as a table */
#include "model/undoing.h"

#include <stdlib.h>
#include <string.h>

#include "io/ask.h"
#include "model/codes.h"
#include "model/filter.h"
#include "model/search.h"
#include "model/undoing_deals.h"
#include "model/undoing_mains.h"
#include "model/undoing_trails.h"
#include "model/value.h"
#include "store/image.h"
#include "store/txn.h"
#include "store/undo.h"

struct undoing {
	struct db *db;
	struct out *out;
	long records, conflicts;
	struct image before, now;
	struct str old, new;
};

/* A row of the table. NULL is an empty cell. */
struct line {
	const struct entity *entity;
	int64_t row, since;
	const char *op, *field, *old, *new, *why;
};

static void add_line(struct undoing *u, struct line l)
{
	out_cell(u->out, l.entity->name);
	out_int(u->out, l.row);
	out_cell(u->out, l.op);
	out_cell(u->out, l.field);
	out_cell(u->out, l.old);
	out_cell(u->out, l.new);
	if (l.since)
		out_int(u->out, l.since);
	else
		out_cell(u->out, NULL);
	out_cell(u->out, l.why);
}

static const char *raw(struct undoing *u, const struct field *f, const char *text, struct str *out)
{
	struct image_value v = {.text = text};

	return f ? value_show_image(u->db, f, &v, out) : text;
}

/* What stands there is the old, what undo would have put there the new. */
static void conflict(void *arg, const struct undo_conflict *c)
{
	struct undoing *u = arg;
	const struct entity *e = registry_entity(c->entity);
	const struct field *f = c->field ? registry_field(e, c->field) : NULL;

	add_line(u, (struct line){.entity = e, .row = c->row, .op = "conflict", .field = c->field, .why = c->why,
	                          .old = raw(u, f, c->theirs, &u->old), .new = raw(u, f, c->ours, &u->new),
	                          .since = c->since});
	u->conflicts++;
}

static const char *named(const struct image *im, const char *column)
{
	const struct image_value *v = column ? image_find(im, column) : NULL;

	return v ? v->text : NULL;
}

/* A record that went or came back is one row, with what names it. */
static void whole(struct undoing *u, const struct entity *e, int64_t row, const struct image *im, bool back)
{
	const char *name = named(im, e->label);

	if (!name)
		name = named(im, e->code);
	add_line(u, (struct line){.entity = e, .row = row, .op = back ? "add" : "delete",
	                          .old = back ? NULL : name, .new = back ? name : NULL});
	if (back)
		search_renew(u->db, e->name, row);
	u->records++;
}

/* Many rows have no names and need not be read. */
static bool has_name(const struct entity *e)
{
	return e->label || e->code;
}

static void gone(struct undoing *u, const struct entity *e, int64_t row, const char *old)
{
	if (!has_name(e) || image_parse(&u->before, old) != 0)
		u->before.n = 0;
	whole(u, e, row, &u->before, false);
}

static void back(struct undoing *u, const struct entity *e, int64_t row)
{
	if (!has_name(e) || !image_read(u->db, e, row, &u->now))
		u->now.n = 0;
	whole(u, e, row, &u->now, true);
}

/* Field by field what was in before and is in now. */
static void changed(struct undoing *u, const struct entity *e, int64_t row)
{
	bool any = false, words = false;

	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		const struct image_value *was, *is;

		if (f->flags & FIELD_DERIVED)
			continue;
		was = image_find(&u->before, f->name);
		is = image_find(&u->now, f->name);
		if ((!was && !is) || image_equal(was, is))
			continue;
		add_line(u, (struct line){.entity = e, .row = row, .op = "set", .field = f->name,
		                          .old = value_show_image(u->db, f, was, &u->old),
		                          .new = value_show_image(u->db, f, is, &u->new)});
		any = true;
		words = words || search_reads(e->name, f->name);
	}
	if (words)
		search_renew(u->db, e->name, row);
	u->records += any;
}

/* The first change of a row says what was there, the table what is there in the end. */
static void net_change(struct undoing *u, const struct entity *e, char op, int64_t row, const char *old)
{
	bool was = op != 'I' && image_parse(&u->before, old) == 0, is = image_read(u->db, e, row, &u->now);

	if (was && is)
		changed(u, e, row);
	else if (was || is)
		whole(u, e, row, is ? &u->now : &u->before, is);
}

/* What this change set did is read from its own records, so the table cannot tell otherwise. once: no row was
 * touched twice; then a deleted row is gone and an inserted one there. */
static void list_changes(struct undoing *u, bool once)
{
	struct stmt *st = db_prepare_own(u->db, once
		? "SELECT op, entity, row, old FROM change WHERE txn = :txn ORDER BY id"
		: "SELECT c.op, c.entity, c.row, c.old FROM change c WHERE c.txn = :txn AND NOT EXISTS (SELECT 1 "
		  "FROM change p WHERE p.entity = c.entity AND p.row = c.row AND p.txn = c.txn AND p.id < c.id) "
		  "ORDER BY c.id");
	const struct entity *e = NULL;

	db_bind_int(st, "txn", txn_id(u->db));
	while (db_step(st)) {
		char op = *db_text0(st, 0);

		if (!e || strcmp(e->name, db_text0(st, 1)) != 0)
			e = registry_entity(db_text0(st, 1));
		if (e && once && op == 'D')
			gone(u, e, db_int(st, 2), db_text0(st, 3));
		else if (e && once && op == 'I')
			back(u, e, db_int(st, 2));
		else if (e)
			net_change(u, e, op, db_int(st, 2), db_text0(st, 3));
		progress_at(u->records);
	}
	db_finalize(st);
}

struct out *undoing_run(struct db *db, const int64_t *ids, size_t n, bool force, struct undoing_result *result,
                        struct str *why)
{
	static const struct out_column columns[] = {
		{"entity", OUT_TEXT}, {"row", OUT_NUMBER}, {"op", OUT_TEXT}, {"field", OUT_TEXT},
		{"old", OUT_TEXT}, {"new", OUT_TEXT}, {"since", OUT_NUMBER}, {"why", OUT_TEXT}};
	struct undoing u = {.db = db, .out = out_open(columns, sizeof columns / sizeof *columns)};
	int64_t rows = 0;
	bool settled;

	progress_start("taking back", 0);
	for (size_t i = 0; i < n && rows >= 0; i++)
		rows = undo_apply(db, ids[i], force, conflict, &u, why);
	if (rows >= 0) {
		settled = undoing_relink(db);
		settled = undoing_settle_deals(db) || settled;
		settled = undoing_settle_repeats(db) || settled;
		settled = undoing_settle_mains(db) || settled;
		codes_forget();
		filter_forget();
		list_changes(&u, n == 1 && u.conflicts == 0 && !settled);
	}
	progress_end();
	*result = (struct undoing_result){.records = u.records, .conflicts = u.conflicts};
	image_free(&u.before);
	image_free(&u.now);
	str_free(&u.old);
	str_free(&u.new);
	return rows < 0 ? NULL : u.out;
}

static int64_t count_of(struct db *db, const char *sql, int64_t id)
{
	return db_get_int_id(db, 0, sql, id);
}

long undoing_size(struct db *db, const int64_t *ids, size_t n)
{
	int64_t rows = 0;

	for (size_t i = 0; i < n; i++) {
		rows += count_of(db, "SELECT coalesce(sum(last - first + 1), 0) FROM txn_range WHERE txn = :id", ids[i]);
		rows += count_of(db, "SELECT count(*) FROM change c WHERE c.txn = :id AND NOT EXISTS (SELECT 1 "
		                     "FROM txn_range r WHERE r.txn = c.txn AND r.entity = c.entity "
		                     "AND c.row BETWEEN r.first AND r.last)", ids[i]);
	}
	return (long)rows;
}
