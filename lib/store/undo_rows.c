/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_rows - the net effect of a change set on single rows, and taking it back */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/trigger.h"
#include "store/undo_parts.h"

/* One row touched by the change set: before it (first_op I: nothing), after it, now. */
struct touched {
	const struct entity *e;
	int64_t row, first;
	bool before, after, now;
};

static const char *const all_touched =
	"SELECT f.entity, f.row, f.id, g.last, f.op, f.old FROM "
	"(SELECT min(id) AS first, max(id) AS last FROM change WHERE txn = :txn GROUP BY entity, row) g "
	"JOIN change f ON f.id = g.first WHERE NOT EXISTS (SELECT 1 FROM txn_range r WHERE r.txn = :txn "
	"AND r.entity = f.entity AND f.row BETWEEN r.first AND r.last) ORDER BY f.id DESC";
static const char *const one_touched =
	"SELECT f.entity, f.row, f.id, (SELECT max(l.id) FROM change l WHERE l.entity = f.entity "
	"AND l.row = f.row AND l.txn = f.txn), f.op, f.old FROM change f WHERE f.id = :first";

/* The row right after the change set is what the next change of it found. */
static bool read_after(struct undo *u, const struct touched *t, int64_t last)
{
	struct stmt *st = db_prepare(u->db, "SELECT op, old FROM change WHERE entity = :entity "
	                                    "AND row = :row AND id > :last ORDER BY id LIMIT 1");
	bool there;

	db_bind_text(st, "entity", t->e->name);
	db_bind_int(st, "row", t->row);
	db_bind_int(st, "last", last);
	if (!db_step(st)) {
		if (t->now)
			image_read(u->db, t->e, t->row, &u->after);
		return t->now;
	}
	there = strcmp(db_text(st, 0), "I") != 0 && image_parse(&u->after, db_text0(st, 1)) == 0;
	db_reset(st);
	return there;
}

/* Fills in the three images; false when the kind of record is no longer known. */
static bool load(struct undo *u, struct stmt *st, struct touched *t)
{
	t->e = registry_entity(db_text(st, 0));
	if (!t->e)
		return false;
	t->row = db_int(st, 1);
	t->first = db_int(st, 2);
	t->before = strcmp(db_text(st, 4), "I") != 0;
	if (t->before && image_parse(&u->before, db_text0(st, 5)) != 0)
		return false;
	t->now = image_read(u->db, t->e, t->row, &u->now);
	t->after = read_after(u, t, db_int(st, 3));
	return true;
}

static void wait_for_others(struct undo *u, int64_t first)
{
	u->waiting = mem_grow(u->waiting, &u->cap_waiting, u->n_waiting + 1, sizeof *u->waiting);
	u->waiting[u->n_waiting++] = first;
}

static bool exists(struct db *db, const char *entity, int64_t row)
{
	char *sql = mem_printf("SELECT 1 FROM main.%s WHERE id = :id", entity);
	bool found = db_get_int_id(db, 0, sql, row) == 1;

	free(sql);
	return found;
}

/* Remembers a restored reference when its target is not there (yet). */
static void note_ref(struct undo *u, const struct touched *t, const struct field *f, bool inserted,
                     bool alone)
{
	const struct image_value *v = image_find(&u->before, f->name);
	const struct image_value *old = inserted ? NULL : image_find(&u->now, f->name);
	int64_t target;

	if (!v || (f->flags & FIELD_DERIVED) || f->type != F_REF || !v->text)
		return;
	target = strtoll(v->text, NULL, 10);
	if (exists(u->db, f->ref, target))
		return;
	u->refs = mem_grow(u->refs, &u->cap_refs, u->n_refs + 1, sizeof *u->refs);
	u->refs[u->n_refs++] = (struct undo_ref){
		.entity = t->e, .field = f, .row = t->row, .target = target, .inserted = inserted, .alone = alone,
		.previous = old && old->text ? strtoll(old->text, NULL, 10) : 0};
}

/* Is the field to be set back? A value that somebody changed since is left and reported. */
static bool to_restore(struct undo *u, const struct touched *t, const struct field *f, bool quiet)
{
	const struct image_value *b = image_find(&u->before, f->name);
	const struct image_value *a = t->after ? image_find(&u->after, f->name) : NULL;
	const struct image_value *c = image_find(&u->now, f->name);

	if (!b || !c || !trigger_column(f) || image_equal(b, c))
		return false;
	if (t->after && a && image_equal(a, b))
		return false;
	if ((a && image_equal(a, c)) || u->force)
		return true;
	if (!quiet)
		undo_report(u, t->e->name, t->row, f->name, b->text, c->text, "changed since");
	return false;
}

/* 0: set, -1: the base refuses. */
static int restore_fields(struct undo *u, const struct touched *t, bool quiet, struct str *why)
{
	struct str sql = {0};
	struct stmt *st;
	int n = 0, rc;

	for (size_t i = 0; i < t->e->n; i++)
		if (to_restore(u, t, &t->e->fields[i], quiet))
			str_addf(&sql, "%s%s = ?", n++ ? ", " : "", t->e->fields[i].name);
	if (n > 0) {
		char *text = mem_printf("UPDATE main.%s SET %s WHERE id = ?", t->e->name, str_text(&sql));

		st = db_prepare(u->db, text);
		free(text);
		n = 0;
		for (size_t i = 0; i < t->e->n; i++) {
			const struct field *f = &t->e->fields[i];

			if (to_restore(u, t, f, true))
				image_bind_at(st, ++n, image_find(&u->before, f->name));
		}
		db_bind_int_at(st, n + 1, t->row);
		rc = db_try(st, why);
		for (size_t i = 0; rc == 0 && i < t->e->n; i++)
			if (to_restore(u, t, &t->e->fields[i], true))
				note_ref(u, t, &t->e->fields[i], false, n == 1);
		if (rc == 0)
			image_renew_key(u->db, t->e, t->row, &u->now);
		u->done += rc == 0;
	} else {
		rc = 0;
	}
	str_free(&sql);
	return rc;
}

static int bring_back(struct undo *u, const struct touched *t, struct str *why)
{
	struct stmt *st;

	if (image_insert(u->db, t->e, &u->before, why) != 0)
		return -1;
	st = db_prepare(u->db, "INSERT INTO change (txn, op, entity, row) "
	                       "VALUES (crm_txn(), 'I', :entity, :row)");
	db_bind_text(st, "entity", t->e->name);
	db_bind_int(st, "row", t->row);
	db_run(st);
	u->done++;
	for (size_t i = 0; i < t->e->n; i++)
		note_ref(u, t, &t->e->fields[i], true, true);
	return 0;
}

static void update_or_remove(struct undo *u, const struct touched *t)
{
	if (!t->before && t->now) {
		if (!u->force && t->after && !image_same(&u->after, &u->now))
			undo_report(u, t->e->name, t->row, NULL, NULL, NULL, "changed since");
		else
			undo_gone_add(u, t->e->name, t->row);
	} else if (t->before && t->now && t->after) {
		if (restore_fields(u, t, false, NULL) != 0)
			wait_for_others(u, t->first);
	} else if (t->before && !t->now && t->after && !u->force) {
		undo_report(u, t->e->name, t->row, NULL, NULL, NULL, "deleted since");
	} else if (t->before && t->now && !t->after && !image_same(&u->before, &u->now)) {
		if (!u->force)
			undo_report(u, t->e->name, t->row, NULL, NULL, NULL, "exists again");
		else if (restore_fields(u, t, false, NULL) != 0)
			wait_for_others(u, t->first);
	} else if (t->before && !t->now) {
		wait_for_others(u, t->first);
	}
}

void undo_rows_updates(struct undo *u)
{
	struct stmt *st = db_prepare_own(u->db, all_touched);
	struct touched t;

	db_bind_int(st, "txn", u->id);
	while (db_step(st))
		if (load(u, st, &t))
			update_or_remove(u, &t);
	db_finalize(st);
}

/* One that waited: 0 done, -1 still refused. */
static int again(struct undo *u, struct stmt *st, int64_t first, struct str *why)
{
	struct touched t;
	int rc = 0;

	db_bind_int(st, "first", first);
	if (db_step(st) && load(u, st, &t))
		rc = t.now ? restore_fields(u, &t, true, why) : bring_back(u, &t, why);
	if (rc != 0 && why)
		undo_report(u, t.e->name, t.row, NULL, NULL, NULL, str_text(why));
	db_reset(st);
	return rc;
}

void undo_rows_deletions(struct undo *u)
{
	struct stmt *st = db_prepare_own(u->db, one_touched);
	struct str why = {0};
	size_t before;

	do {
		size_t left = 0;

		before = u->n_waiting;
		for (size_t i = 0; i < before; i++)
			if (again(u, st, u->waiting[i], NULL) != 0)
				u->waiting[left++] = u->waiting[i];
		u->n_waiting = left;
	} while (u->n_waiting > 0 && u->n_waiting < before);
	for (size_t i = 0; i < u->n_waiting; i++)
		again(u, st, u->waiting[i], &why);
	str_free(&why);
	db_finalize(st);
}

static void take_back(struct undo *u, const struct undo_ref *r)
{
	char *sql = r->inserted ? mem_printf("DELETE FROM main.%s WHERE id = :id", r->entity->name)
	                        : mem_printf("UPDATE main.%s SET %s = :previous WHERE id = :id",
	                                     r->entity->name, r->field->name);
	char *why = mem_printf("%s %lld is gone", r->field->ref, (long long)r->target);
	struct stmt *st = db_prepare(u->db, sql);

	db_bind_int(st, "id", r->row);
	if (!r->inserted && r->previous)
		db_bind_int(st, "previous", r->previous);
	db_run(st);
	undo_report(u, r->entity->name, r->row, r->inserted ? NULL : r->field->name, NULL, NULL, why);
	u->done -= r->alone;
	free(sql);
	free(why);
}

void undo_rows_check(struct undo *u)
{
	bool again_needed = true;

	/* A row that cannot stay may have been the target of another. */
	while (again_needed) {
		again_needed = false;
		for (size_t i = 0; i < u->n_refs; i++) {
			struct undo_ref *r = &u->refs[i];

			if (r->target == 0 || !exists(u->db, r->entity->name, r->row) ||
			    exists(u->db, r->field->ref, r->target))
				continue;
			take_back(u, r);
			r->target = 0;
			again_needed = true;
		}
	}
}
