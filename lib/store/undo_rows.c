/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_rows - the net effect of a change set on single rows, and taking it back
 *
 * Three images tell what to do with a row: before the change set, right after it, now. After and
 * now differ where somebody changed it since. The one after is not in the log of this change
 * set: it is what the next change of the row found, or else what stands there. Each row costs
 * some look-ups, so this is for what undo_set, undo_back and undo_gone leave over. */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/key.h"
#include "store/trigger.h"
#include "store/undo_parts.h"

/* One row touched by the change set: before it (first_op I: nothing), after it, now. */
struct touched {
	const struct entity *e;
	int64_t row, first;
	bool before, after, now;
};

/* What is left: the first change of every row but of those that were inserted, and of those that were just deleted. */
#define OTHERS "(SELECT 1 FROM change o WHERE o.entity = f.entity AND o.row = f.row AND o.txn = f.txn "
static const char *const all_touched =
	"SELECT f.entity, f.row, f.id, (SELECT max(l.id) FROM change l WHERE l.entity = f.entity "
	"AND l.row = f.row AND l.txn = f.txn), f.op, f.old FROM temp.undo_left u CROSS JOIN change f "
	"WHERE f.id = u.id AND (f.op <> 'D' OR EXISTS " OTHERS "AND o.id > f.id)) AND NOT EXISTS " OTHERS "AND o.id < f.id) "
	"AND NOT EXISTS (SELECT 1 FROM txn_range r WHERE r.txn = f.txn AND r.entity = f.entity "
	"AND f.row BETWEEN r.first AND r.last) ORDER BY u.id DESC";
static const char *const one_touched =
	"SELECT f.entity, f.row, f.id, (SELECT max(l.id) FROM change l WHERE l.entity = f.entity "
	"AND l.row = f.row AND l.txn = f.txn), f.op, f.old FROM change f WHERE f.id = :first";

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
	t->after = image_after(u->db, t->e, t->row, db_int(st, 3), &u->after);
	return true;
}

void undo_rows_wait(struct undo *u, int64_t first)
{
	u->waiting = mem_grow(u->waiting, &u->cap_waiting, u->n_waiting + 1, sizeof *u->waiting);
	u->waiting[u->n_waiting++] = first;
}

void undo_rows_note_ref(struct undo *u, const struct entity *e, int64_t row, const struct field *f,
                        bool inserted, bool alone)
{
	const struct image_value *v, *old;
	int64_t target;

	if ((f->flags & FIELD_DERIVED) || f->type != F_REF)
		return;
	v = image_find(&u->before, f->name);
	old = inserted ? NULL : image_find(&u->now, f->name);
	if (!v || !v->text)
		return;
	target = strtoll(v->text, NULL, 10);
	if (undo_there(u, undo_there_of(u, f->ref), target))
		return;
	u->refs = mem_grow(u->refs, &u->cap_refs, u->n_refs + 1, sizeof *u->refs);
	u->refs[u->n_refs++] = (struct undo_ref){
		.entity = e, .field = f, .row = row, .target = target, .inserted = inserted, .alone = alone,
		.previous = old && old->text ? strtoll(old->text, NULL, 10) : 0};
}

static bool follows(const struct entity *e, const char *field)
{
	for (const char *const *f = undo_follows(e); f && *f; f++)
		if (strcmp(*f, field) == 0)
			return true;
	return false;
}

/* Is the field to be set back? A value that somebody changed since is left and reported. */
static bool to_restore(struct undo *u, const struct touched *t, const struct field *f, bool quiet)
{
	const struct image_value *a, *b, *c;

	if (!trigger_column(f) || f->type == F_KEY)
		return false;
	/* a: after the change set, b: before it, c: now */
	b = image_find(&u->before, f->name);
	a = t->after ? image_find(&u->after, f->name) : NULL;
	c = image_find(&u->now, f->name);
	if (!b || !c || image_equal(b, c))
		return false;
	if (t->after && a && image_equal(a, b))
		return false;
	if ((a && image_equal(a, c)) || u->force)
		return true;
	if (!quiet && !follows(t->e, f->name))
		undo_report_field(u, t->e, t->row, f, b->text, c->text);
	return false;
}

/* UPDATE of some fields, bound to what was before. */
static struct stmt *bind_update(struct undo *u, const struct touched *t, const struct field **mine, int n)
{
	struct str sql = {0};
	struct stmt *st;

	str_addf(&sql, "UPDATE main.%s SET ", t->e->name);
	for (int i = 0; i < n; i++)
		str_addf(&sql, "%s%s = ?", i ? ", " : "", mine[i]->name);
	str_add(&sql, " WHERE id = ?");
	st = db_prepare(u->db, str_text(&sql));
	str_free(&sql);
	for (int i = 0; i < n; i++)
		image_bind_at(st, i + 1, image_find(&u->before, mine[i]->name));
	db_bind_int_at(st, n + 1, t->row);
	return st;
}

/* 0: set, -1: the base refuses. */
static int restore_fields(struct undo *u, const struct touched *t, bool quiet, struct str *why)
{
	const struct field **mine = mem_alloc(t->e->n * sizeof *mine);
	bool keyed = false;
	int n = 0, rc = 0;

	for (size_t i = 0; i < t->e->n; i++)
		if (to_restore(u, t, &t->e->fields[i], quiet)) {
			keyed = keyed || key_source(t->e->fields[i].name);
			mine[n++] = &t->e->fields[i];
		}
	if (n > 0) {
		rc = db_try(bind_update(u, t, mine, n), why);
		for (int i = 0; rc == 0 && i < n; i++)
			undo_rows_note_ref(u, t->e, t->row, mine[i], false, n == 1);
		if (rc == 0 && keyed)
			image_renew_key(u->db, t->e, t->row, &u->now);
		u->done += rc == 0;
	}
	free(mine);
	return rc;
}

static void report(struct undo *u, const struct touched *t, const char *why)
{
	undo_report(u, (struct undo_conflict){.entity = t->e->name, .row = t->row, .why = why,
	                                      .since = undo_since(u, t->e, t->row, NULL)});
}

/* A row that the change set deleted stands there again. */
static int again_there(struct undo *u, const struct touched *t, struct str *why)
{
	if (image_same(&u->before, &u->now, undo_follows(t->e)))
		return 0;
	if (u->force)
		return restore_fields(u, t, true, why);
	report(u, t, "exists again");
	return 0;
}

static void update_or_remove(struct undo *u, const struct touched *t)
{
	if (!t->before && t->now) {
		if (!u->force && t->after && !image_same(&u->after, &u->now, undo_follows(t->e)))
			undo_report_row(u, t->e, t->row);
		else
			undo_gone_add(u, t->e, t->row);
	} else if (t->before && t->now) {
		if ((t->after ? restore_fields(u, t, false, NULL) : again_there(u, t, NULL)) != 0)
			undo_rows_wait(u, t->first);
	} else if (t->before && t->after && !u->force) {
		report(u, t, "deleted since");
	} else if (t->before) {
		undo_rows_wait(u, t->first);
	}
}

void undo_rows_updates(struct undo *u)
{
	struct touched t;
	struct stmt *st;
	bool any = false;

	for (size_t i = 0; i < u->n_parts; i++)
		if (u->parts[i].left) {
			trigger_arm_table(u->db, u->parts[i].e->name);
			any = true;
		}
	if (!any)
		return;
	st = db_prepare_own(u->db, all_touched);
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
	if (db_step(st) && load(u, st, &t)) {
		if (!t.now)
			rc = undo_back_row(u, t.e, t.row, why);
		else
			rc = t.after ? restore_fields(u, &t, true, why) : again_there(u, &t, why);
	}
	if (rc != 0 && why)
		undo_report(u, (struct undo_conflict){.entity = t.e->name, .row = t.row, .why = str_text(why)});
	db_reset(st);
	return rc;
}

void undo_rows_waiting(struct undo *u)
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
	undo_report(u, (struct undo_conflict){.entity = r->entity->name, .row = r->row, .why = why,
	                                      .field = r->inserted ? NULL : r->field->name});
	u->done -= r->alone;
	free(sql);
	free(why);
}

/* A row that this change set touched and whose target is gone again; st: row, target, its first change, old image. */
static void add_ref(struct undo *u, const struct entity *e, const struct field *f, struct stmt *st)
{
	struct undo_ref r = {.entity = e, .field = f, .row = db_int(st, 0), .target = db_int(st, 1)};
	const struct image_value *old = NULL;

	r.inserted = r.alone = *db_text0(st, 2) == 'I';
	if (!r.inserted && image_parse(&u->before, db_text0(st, 3)) == 0)
		old = image_find(&u->before, f->name);
	if (old && old->text)
		r.previous = strtoll(old->text, NULL, 10);
	u->refs = mem_grow(u->refs, &u->cap_refs, u->n_refs + 1, sizeof *u->refs);
	u->refs[u->n_refs++] = r;
}

static void find_refs(struct undo *u, const struct entity *e, const struct field *f)
{
	char *sql = mem_printf("SELECT t.id, t.%s, c.op, c.old FROM change c JOIN main.%s t ON t.id = c.row "
	                       "WHERE c.id >= (SELECT min(id) FROM change WHERE txn = crm_txn()) AND c.entity = '%s' "
	                       "AND t.%s IS NOT NULL AND NOT EXISTS (SELECT 1 FROM main.%s g WHERE g.id = t.%s) "
	                       "AND NOT EXISTS (SELECT 1 FROM change p WHERE p.entity = c.entity AND p.row = c.row "
	                       "AND p.txn = c.txn AND p.id < c.id)", f->name, e->name, e->name, f->name, f->ref, f->name);
	struct stmt *st = db_prepare_own(u->db, sql);

	while (db_step(st))
		add_ref(u, e, f, st);
	db_finalize(st);
	free(sql);
}

/* Nobody but what came back with it can refer to a row that has gone again. */
static void find_lost(struct undo *u, const bool *lost)
{
	const struct entity *e;

	for (size_t i = 0; (e = registry_at(i)); i++) {
		if (!trigger_recorded(e) || !altered_now(u->db, e))
			continue;
		for (size_t k = 0; k < e->n; k++) {
			const struct field *f = &e->fields[k];

			if (f->type == F_REF && trigger_column(f) && lost[undo_there_of(u, f->ref) - u->there])
				find_refs(u, e, f);
		}
	}
}

/* Takes back what refers to nothing; notes in lost the kinds of rows that went. */
static bool take_all_back(struct undo *u, bool *lost)
{
	bool any = false;

	for (size_t i = 0; i < u->n_refs; i++) {
		struct undo_ref *r = &u->refs[i];

		if (r->target == 0 || !undo_exists(u->db, r->entity->name, r->row) ||
		    undo_exists(u->db, r->field->ref, r->target))
			continue;
		take_back(u, r);
		lost[undo_there_of(u, r->entity->name) - u->there] |= r->inserted;
		r->target = 0;
		any = true;
	}
	return any;
}

void undo_rows_check(struct undo *u)
{
	bool *lost = mem_zero(u->n_there + 1);

	/* A row that cannot stay may have been the target of another. */
	while (take_all_back(u, lost)) {
		find_lost(u, lost);
		memset(lost, 0, u->n_there + 1);
	}
	free(lost);
}
