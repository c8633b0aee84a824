/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing - change sets taken back, with everything that hangs on them, as a table
 *
 * What undo did is read back from the log of its own change set, and not told by undo as it
 * goes: a row may be set back, then taken away again because what it refers to did not come.
 * Only rows that were set back together (undo_set) are told at once, and that table is thrown
 * away when anything else was done. */
#include "model/undoing.h"

#include <stdlib.h>
#include <string.h>

#include "io/ask.h"
#include "io/opt.h"
#include "model/codes.h"
#include "model/filter.h"
#include "model/search.h"
#include "model/undoing_deals.h"
#include "model/undoing_mains.h"
#include "model/undoing_trails.h"
#include "model/value.h"
#include "store/image_diff.h"
#include "store/load.h"
#include "store/trigger.h"
#include "store/txn.h"
#include "store/undo.h"

/* From so many rows on it pays to have the base to oneself. */
#define LOAD_ROWS 20000

struct undoing {
	struct db *db;
	struct out *out;
	struct out *set; /* instead of out, of rows that were set back together and stay as they are; NULL: none */
	long records, conflicts;
	long set_records;
	struct image before, now;
	struct image_diff diff;
	struct str old, new;
};

/* A row of the table. NULL is an empty cell. */
struct line {
	const struct entity *entity;
	int64_t row, since;
	const char *op, *field, *old, *new, *why;
};

static struct out *open_table(void)
{
	static const struct out_column columns[] = {
		{"entity", OUT_TEXT}, {"row", OUT_NUMBER}, {"op", OUT_TEXT}, {"field", OUT_TEXT},
		{"old", OUT_TEXT}, {"new", OUT_TEXT}, {"since", OUT_NUMBER}, {"why", OUT_TEXT}};

	return out_open(columns, sizeof columns / sizeof *columns);
}

static void add_to(struct out *out, struct line l)
{
	out_cell(out, l.entity->name);
	out_int(out, l.row);
	out_cell(out, l.op);
	out_cell(out, l.field);
	out_cell(out, l.old);
	out_cell(out, l.new);
	if (l.since)
		out_int(out, l.since);
	else
		out_cell(out, NULL);
	out_cell(out, l.why);
}

static void add_line(struct undoing *u, struct line l)
{
	add_to(u->out, l);
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

/* A record that went or came back is one row, with what names it. Many rows have no names and need not be read. */
static void gone(struct undoing *u, const struct entity *e, int64_t row, const char *old)
{
	const char *name = NULL;

	if ((e->label || e->code) && image_parse(&u->before, old) == 0) {
		name = named(&u->before, e->label);
		name = name ? name : named(&u->before, e->code);
	}
	add_line(u, (struct line){.entity = e, .row = row, .op = "delete", .old = name});
	u->records++;
}

/* A row of log and what stands in the table: columns of log_of. */
enum { ID, OP, ENTITY, ROW, OLD, THERE, NOW, NAME, COMPANY, CONTACT };

static void back(struct undoing *u, const struct entity *e, int64_t row, struct stmt *log)
{
	const char *name = db_text(log, NAME);

	add_line(u, (struct line){.entity = e, .row = row, .op = "add", .new = name});
	u->records++;
	if (search_knows(e->name))
		search_renew(u->db, e->name, row);
	else if (search_owned(e->name))
		search_renew_owners(u->db, db_int(log, COMPANY), db_int(log, CONTACT));
}

/* Is the field one that is searched? */
static bool set_line(struct undoing *u, struct out *out, const struct entity *e, int64_t row, const struct field *f,
                     const struct image_value *was, const struct image_value *is)
{
	add_to(out, (struct line){.entity = e, .row = row, .op = "set", .field = f->name,
	                          .old = value_show_image(u->db, f, was, &u->old),
	                          .new = value_show_image(u->db, f, is, &u->new)});
	return search_reads(e->name, f->name);
}

/* Told by undo_apply. */
static void set_back(void *arg, const struct entity *e, int64_t row, const struct image_diff *diff)
{
	struct undoing *u = arg;
	bool words = false;

	if (!u->set)
		u->set = open_table();
	for (size_t i = 0; i < diff->n; i++) {
		const struct image_difference *d = &diff->v[i];

		words = set_line(u, u->set, e, row, d->f, &d->is, &d->was) || words;
	}
	if (words)
		search_renew(u->db, e->name, row);
	u->set_records++;
	progress_at(u->set_records);
}

/* Field by field what was in before and is in now. */
static bool compare(struct undoing *u, const struct entity *e, int64_t row, bool *words)
{
	bool any = false;

	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		const struct image_value *was, *is;

		if (f->flags & FIELD_DERIVED)
			continue;
		was = image_find(&u->before, f->name);
		is = image_find(&u->now, f->name);
		if ((!was && !is) || image_equal(was, is))
			continue;
		*words = set_line(u, u->out, e, row, f, was, is) || *words;
		any = true;
	}
	return any;
}

static void changed(struct undoing *u, const struct entity *e, int64_t row, const char *old, const char *now)
{
	bool any = false, words = false;

	if (image_differ(&u->diff, e, old, now)) {
		for (size_t i = 0; i < u->diff.n; i++) {
			const struct image_difference *d = &u->diff.v[i];

			words = set_line(u, u->out, e, row, d->f, &d->was, &d->is) || words;
		}
		any = u->diff.n > 0;
	} else if (image_parse(&u->before, old) == 0 && image_parse(&u->now, now) == 0) {
		any = compare(u, e, row, &words);
	}
	if (words)
		search_renew(u->db, e->name, row);
	u->records += any;
}

/* The first change of a row says what was there, the table what is there in the end. */
static void net_change(struct undoing *u, const struct entity *e, struct stmt *log)
{
	bool was = *db_text0(log, OP) != 'I', is = db_int(log, THERE);
	int64_t row = db_int(log, ROW);

	if (was && is)
		changed(u, e, row, db_text0(log, OLD), db_text0(log, NOW));
	else if (was)
		gone(u, e, row, db_text0(log, OLD));
	else if (is)
		back(u, e, row, log);
}

static void add_column(const struct entity *e, const char *column, struct str *sql)
{
	const struct field *f = column ? registry_field(e, column) : NULL;

	if (f && trigger_column(f))
		str_addf(sql, "t.%s, ", column);
	else
		str_add(sql, "NULL, ");
}

/* Rows of the log from one on, with what is asked for of the table. once: no row was touched twice; then a deleted
 * row is gone. */
static struct stmt *log_of(struct undoing *u, const struct entity *e, bool once)
{
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, "SELECT c.id, c.op, c.entity, c.row, c.old, t.id IS NOT NULL, CASE WHEN c.op <> 'I' AND t.id IS NOT NULL THEN ");
	trigger_image(e, "t.", &sql);
	str_add(&sql, " END, coalesce(");
	add_column(e, e->label, &sql);
	add_column(e, e->code, &sql);
	str_add(&sql, "NULL), ");
	add_column(e, "company", &sql);
	add_column(e, "contact", &sql);
	/* no end is asked for: the rows of this change set are the last of the log */
	str_addf(&sql, "NULL FROM change c LEFT JOIN %s t ON t.id = c.row%s WHERE c.id >= :id%s ORDER BY c.id", e->name,
	         once ? " AND c.op <> 'D'" : "",
	         once ? "" : " AND NOT EXISTS (SELECT 1 FROM change p WHERE p.entity = c.entity AND p.row = c.row "
	                     "AND p.txn = c.txn AND p.id < c.id)");
	st = db_prepare(u->db, str_text(&sql));
	str_free(&sql);
	return st;
}

/* Lists rows as long as they are of one kind; returns the kind of the one where it stops, NULL at the end. */
static const struct entity *list_kind(struct undoing *u, const struct entity *e, int64_t *from, bool once)
{
	struct stmt *st = log_of(u, e, once);

	db_bind_int(st, "id", *from);
	while (db_step(st)) {
		if (strcmp(db_text0(st, ENTITY), e->name) != 0) {
			const struct entity *next = registry_entity(db_text0(st, ENTITY));

			*from = db_int(st, ID);
			if (!next)
				continue;
			db_reset(st);
			return next;
		}
		net_change(u, e, st);
		progress_at(u->records);
	}
	return NULL;
}

/* What this change set did is read from its own records, so the table cannot tell otherwise. */
static void list_changes(struct undoing *u, bool once)
{
	struct stmt *st = db_prepare(u->db, "SELECT id, entity FROM change WHERE txn = :txn ORDER BY id LIMIT 1");
	const struct entity *e = NULL;
	int64_t from = 0;

	db_bind_int(st, "txn", txn_id(u->db));
	if (db_step(st)) {
		/* behind the rows that were told while they were set back: they are the first of
		 * the log, one each */
		from = db_int(st, 0) + u->records;
		e = registry_entity(db_text0(st, 1));
		db_reset(st);
	}
	while (e)
		e = list_kind(u, e, &from, once);
}

/* Lines of rows that were set back together hold if nothing else was done to these rows. */
static void list_all(struct undoing *u, bool once)
{
	if (u->set && once) {
		out_drop(u->out);
		u->out = u->set;
		u->records = u->set_records;
	} else if (u->set) {
		out_drop(u->set);
	}
	list_changes(u, once);
}

struct out *undoing_run(struct db *db, const int64_t *ids, size_t n, bool force, struct undoing_result *result,
                        struct str *why)
{
	struct undoing u = {.db = db, .out = open_table()};
	struct undo_told told = {.conflict = conflict, .set = n == 1 ? set_back : NULL, .arg = &u};
	int64_t rows = 0;
	bool settled;

	progress_start("taking back", 0);
	for (size_t i = 0; i < n && rows >= 0; i++)
		rows = undo_apply(db, ids[i], force, &told, why);
	if (rows >= 0) {
		settled = undoing_relink(db);
		settled = undoing_settle_deals(db) || settled;
		settled = undoing_settle_mains(db) || settled;
		codes_forget();
		filter_forget();
		list_all(&u, n == 1 && u.conflicts == 0 && !settled);
	}
	progress_end();
	*result = (struct undoing_result){.records = u.records, .conflicts = u.conflicts};
	image_free(&u.before);
	image_free(&u.now);
	image_diff_free(&u.diff);
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

/* Of all numbers ever given out half are touched: the log alone will be as large as the rest of the base. */
void undoing_prepare(struct db *db, const int64_t *ids, size_t n)
{
	long rows = undoing_size(db, ids, n);

	if (!opt.dry_run && rows >= LOAD_ROWS && rows > db_get_int(db, 0, "SELECT sum(seq) FROM sqlite_sequence", NULL) / 2)
		load_begin(db);
}
