/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_set - many rows of one table that the change set updated, set back by one statement
 *
 * Taken are rows that it updated once, whose fields nobody altered otherwise since, and whose old values the base is
 * sure to take: what it thinks of them the registry can tell. The others are left to undo_rows. */
#include <stdlib.h>
#include <string.h>

#include "store/bulk.h"
#include "store/conn.h"
#include "store/image_diff.h"
#include "store/key.h"
#include "store/trigger.h"
#include "store/undo_parts.h"

/* From so many updates of a table on. */
#define MANY 50

/* A column of the table's images, by its number there. */
struct column {
	struct undo_there *there; /* what it refers to, or NULL */
	int place;                /* among the values of the bulk; 0: not needed so far, -1: cannot be set so */
};

struct set {
	struct undo *u;
	struct undo_part *part;
	const struct entity *e;
	const struct field *key;      /* search key, or NULL */
	struct column *column;
	struct bulk *bulk;
	struct image_diff now, after; /* from what was before the change set to what is, and to what it put there */
	struct str text;              /* of the search key */
	bool touched;                 /* somebody changed rows of the table since */
	long taken;
};

static bool touched_since(struct set *s)
{
	struct stmt *st = db_prepare(s->u->db, "SELECT 1 FROM altered WHERE entity = :entity AND txn > :txn LIMIT 1");
	bool since;

	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "txn", s->u->id);
	since = db_step(st);
	db_reset(st);
	return since || altered_now(s->u->db, s->e);
}

static void open_set(struct set *s)
{
	s->column = mem_zero(s->e->n * sizeof *s->column);
	s->key = image_key(s->e);
	s->bulk = bulk_each(s->u->db, s->e);
	s->touched = touched_since(s);
}

/* Would the base take the value, whatever else is in the row? */
static bool fits(const struct field *f, const struct image_value *v)
{
	if (!v->text)
		return !(f->flags & FIELD_REQUIRED) && !f->dflt;
	if (v->number != registry_is_number(f) || (f->flags & FIELD_REQUIRED && !*v->text))
		return false;
	if (f->flags & FIELD_CUSTOM)
		return true;
	if (f->type == F_BOOL)
		return strcmp(v->text, "0") == 0 || strcmp(v->text, "1") == 0;
	return f->type != F_ENUM || registry_choice(f->choices, v->text);
}

/* With a place for the search key, if that is made from it. */
static bool has_place(struct set *s, struct column *c, const struct field *f)
{
	bool keyed = s->key && key_source(f->name);

	if (c->place == 0 && bulk_can_each(s->u->db, s->e, &f->name, 1) && (!keyed || bulk_place(s->bulk, s->key->name)))
		c->place = bulk_place(s->bulk, f->name);
	if (c->place == 0)
		c->place = -1;
	return c->place > 0;
}

static bool can_set(struct set *s, const struct image_difference *d)
{
	struct column *c = &s->column[d->column];

	if (!has_place(s, c, d->f) || !fits(d->f, &d->was))
		return false;
	if (d->f->type != F_REF || !d->was.text)
		return true;
	c->there = c->there ? c->there : undo_there_of(s->u, d->f->ref);
	return undo_there(s->u, c->there, strtoll(d->was.text, NULL, 10));
}

/* Leaves in now the fields that are to be set back. False: the row is none of ours. changed: after says what the
 * change set had put there; otherwise that stands there still. */
static bool choose(struct set *s, bool changed)
{
	size_t n = 0;

	for (size_t i = 0; i < s->now.n; i++) {
		const struct image_difference *d = &s->now.v[i], *put = d;

		if (changed && !(put = image_difference(&s->after, d->column)))
			continue;
		if ((!s->u->force && !image_equal(&put->is, &d->is)) || !can_set(s, d))
			return false;
		s->now.v[n++] = *d;
	}
	s->now.n = n;
	return true;
}

/* The search key of what stands in the row in the end: the old of the chosen fields beside the others. */
static uint64_t bind_key(struct set *s, const char *is)
{
	struct image *im = &s->u->now;
	bool needed = false;
	struct stmt *st;
	int place, at;

	for (size_t i = 0; s->key && i < s->now.n; i++)
		needed = needed || key_source(s->now.v[i].f->name);
	if (!needed || image_parse(im, is) != 0)
		return 0;
	for (size_t i = 0; i < s->now.n; i++) {
		struct image_value *v = &im->v[s->now.v[i].column];
		const char *name = v->name;

		*v = s->now.v[i].was;
		v->name = name;
	}
	place = bulk_place(s->bulk, s->key->name);
	st = bulk_value(s->bulk, place, &at);
	if (key_make(s->u->db, s->key, im, &s->text))
		db_bind_text_at(st, at, str_text(&s->text));
	return UINT64_C(1) << (place - 1);
}

static void take(struct set *s, int64_t row, const char *is)
{
	uint64_t given = 0;

	for (size_t i = 0; i < s->now.n; i++) {
		const struct image_difference *d = &s->now.v[i];
		int place = s->column[d->column].place, at;
		struct stmt *st = bulk_value(s->bulk, place, &at);

		image_bind_at(st, at, &d->was);
		given |= UINT64_C(1) << (place - 1);
	}
	given |= bind_key(s, is);
	bulk_add_each(s->bulk, row, given);
	if (s->u->told->set)
		s->u->told->set(s->u->told->arg, s->e, row, &s->now);
	s->taken++;
}

/* What the change set had put there is what the next change of the row found. */
static bool read_next(struct set *s, int64_t next, const char *was)
{
	struct stmt *st = db_prepare(s->u->db, "SELECT op, old FROM change WHERE id = :id");
	bool known;

	db_bind_int(st, "id", next);
	known = db_step(st) && *db_text0(st, 0) == 'U' && image_differ(&s->after, s->e, was, db_text0(st, 1));
	db_reset(st);
	return known;
}

/* st: its row, old image, image now, the next change of the row. */
static bool try_row(struct set *s, struct stmt *st)
{
	int64_t row = db_int(st, 1), next = db_int(st, 4);
	const char *was = db_text0(st, 2), *is = db_text0(st, 3);

	if (!undo_alone(s->part, row) || !image_differ(&s->now, s->e, was, is))
		return false;
	if ((next && !read_next(s, next, was)) || !choose(s, next != 0))
		return false;
	if (s->now.n)
		take(s, row, is);
	return true;
}

static void leave(struct undo *u, int64_t change)
{
	struct stmt *st = db_prepare(u->db, "INSERT INTO temp.undo_left (id) VALUES (:id)");

	db_bind_int(st, "id", change);
	db_run(st);
}

/* Rows of the log are written in the order in which row by row they would be. */
static struct stmt *updates(struct set *s)
{
	static const char *const next = "(SELECT n.id FROM change n WHERE n.entity = f.entity AND n.row = f.row "
	                                "AND n.id > f.id ORDER BY n.id LIMIT 1)";
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, "SELECT f.id, f.row, f.old, CASE WHEN t.id IS NOT NULL THEN ");
	trigger_image(s->e, "t.", &sql);
	str_addf(&sql, " END, %s FROM change f LEFT JOIN main.%s t ON t.id = f.row WHERE f.id BETWEEN :first AND :last "
	               "AND f.entity = :entity AND f.op = 'U' ORDER BY f.id DESC", s->touched ? next : "NULL", s->e->name);
	st = db_prepare_own(s->u->db, str_text(&sql));
	str_free(&sql);
	db_bind_int(st, "first", s->u->first);
	db_bind_int(st, "last", s->u->last);
	db_bind_text(st, "entity", s->e->name);
	return st;
}

static bool set_back(struct undo *u, struct undo_part *p)
{
	struct set s = {.u = u, .part = p, .e = p->e};
	bool left = false;
	struct stmt *st;

	open_set(&s);
	st = updates(&s);
	while (db_step(st))
		if (!try_row(&s, st)) {
			leave(u, db_int(st, 0));
			left = true;
		}
	db_finalize(st);
	bulk_write(s.bulk, false);
	u->done += s.taken;
	bulk_free(s.bulk);
	free(s.column);
	image_diff_free(&s.now);
	image_diff_free(&s.after);
	str_free(&s.text);
	return left;
}

/* Rows of log that undo_rows is to look at: of an entity all, or all but updates. */
static void leave_all(struct undo *u, const struct entity *e, bool updates_too)
{
	struct stmt *st = db_prepare(u->db, updates_too
		? "INSERT INTO temp.undo_left (id) SELECT id FROM change WHERE txn = :txn AND entity = :entity"
		: "INSERT INTO temp.undo_left (id) SELECT id FROM change WHERE txn = :txn AND entity = :entity AND op <> 'U'");

	db_bind_int(st, "txn", u->id);
	db_bind_text(st, "entity", e->name);
	db_run(st);
}

void undo_set(struct undo *u)
{
	conn_exec(u->db, "CREATE TEMP TABLE IF NOT EXISTS undo_left (id INTEGER PRIMARY KEY); DELETE FROM temp.undo_left");
	for (size_t i = 0; i < u->n_parts; i++) {
		struct undo_part *p = &u->parts[i];
		bool together = p->updates >= MANY;

		/* Rows that were only deleted are brought back by undo_back. */
		p->left = p->updates + p->back > 0;
		if (!p->left)
			continue;
		if (!together || p->back || p->deletions)
			leave_all(u, p->e, !together);
		if (together)
			p->left = set_back(u, p) || p->back > 0;
	}
}
