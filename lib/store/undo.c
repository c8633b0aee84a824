/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo - a change set taken back as a new change set */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/txn.h"
#include "store/undo.h"
#include "store/undo_parts.h"

void undo_report(struct undo *u, struct undo_conflict c)
{
	if (u->told->conflict)
		u->told->conflict(u->told->arg, &c);
}

void undo_report_field(struct undo *u, const struct entity *e, int64_t row, const struct field *f,
                       const char *ours, const char *theirs)
{
	undo_report(u, (struct undo_conflict){.entity = e->name, .row = row, .field = f->name, .ours = ours,
	                                      .theirs = theirs, .since = undo_since(u, e, row, f),
	                                      .why = "changed since"});
}

void undo_report_row(struct undo *u, const struct entity *e, int64_t row)
{
	for (size_t i = 0; i < e->n; i++) {
		const struct image_value *was = image_find(&u->after, e->fields[i].name);
		const struct image_value *is = image_find(&u->now, e->fields[i].name);

		if (was && is && !image_equal(was, is))
			undo_report_field(u, e, row, &e->fields[i], was->text, is->text);
	}
}

static int64_t inserted_by(struct db *db, const char *entity, int64_t row)
{
	struct stmt *st = db_prepare(db, "SELECT txn FROM txn_range WHERE entity = :entity AND first <= :row "
	                                 "AND last >= :row ORDER BY first DESC LIMIT 1");
	int64_t id = 0;

	db_bind_text(st, "entity", entity);
	db_bind_int(st, "row", row);
	if (db_step(st)) {
		id = db_int(st, 0);
		db_reset(st);
	}
	return id;
}

/* Walks back from what stands there now: the first change that found something else was the last one to
 * change it. */
int64_t undo_since(struct undo *u, const struct entity *e, int64_t row, const struct field *f)
{
	struct stmt *st = db_prepare_own(u->db, "SELECT txn, op, old FROM change WHERE entity = :entity "
	                                        "AND row = :row ORDER BY id DESC");
	struct image now = {0}, was = {0};
	int64_t by = 0;

	if (!image_read(u->db, e, row, &now))
		f = NULL;
	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", row);
	while (by == 0 && db_step(st)) {
		bool known = *db_text0(st, 1) != 'I' && image_parse(&was, db_text0(st, 2)) == 0;

		if (!f || !known || !image_equal(image_find(&was, f->name), image_find(&now, f->name)))
			by = db_int(st, 0);
	}
	db_finalize(st);
	image_free(&now);
	image_free(&was);
	return by ? by : inserted_by(u->db, e->name, row);
}

const char *undo_origin(const struct entity *e)
{
	static const char *const origins[][2] = {
		{"stage_change", "from_stage"}, {"category_change", "from_category"}, {"owner_change", "from_owner"},
		{"deal", "is_repeat"}};

	for (size_t i = 0; i < sizeof origins / sizeof *origins; i++)
		if (strcmp(origins[i][0], e->name) == 0)
			return origins[i][1];
	return NULL;
}

bool undo_exists(struct db *db, const char *entity, int64_t row)
{
	char *sql = mem_printf("SELECT 1 FROM main.%s WHERE id = :id", entity);
	bool found = db_get_int_id(db, 0, sql, row) == 1;

	free(sql);
	return found;
}

struct undo_there *undo_there_of(struct undo *u, const char *entity)
{
	size_t i = 0;

	while (strcmp(u->there[i].e->name, entity) != 0)
		i++;
	return &u->there[i];
}

bool undo_there(struct undo *u, struct undo_there *t, int64_t row)
{
	if (bits_has(&t->known, row))
		return true;
	if (!undo_exists(u->db, t->e->name, row))
		return false;
	bits_add(&t->known, row);
	return true;
}

void undo_there_forget(struct undo *u)
{
	for (size_t i = 0; i < u->n_there; i++)
		bits_free(&u->there[i].known);
}

int64_t undo_by(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare_own(db, "SELECT txn FROM txn_undo WHERE undoes = :id");
	int64_t by = 0;

	db_bind_int(st, "id", id);
	while (by == 0 && db_step(st))
		if (undo_by(db, db_int(st, 0)) == 0)
			by = db_int(st, 0);
	db_finalize(st);
	return by;
}

static int check(struct db *db, int64_t id, struct str *why)
{
	int64_t by;

	if (id == db->txn.id || !db_get_int_id(db, 0, "SELECT 1 FROM txn WHERE id = :id", id))
		return str_setf(why, "there is no change set %lld", (long long)id);
	by = undo_by(db, id);
	if (by)
		return str_setf(why, "change set %lld was taken back already, by change set %lld",
		                (long long)id, (long long)by);
	return 0;
}

/* Notes what the new change set did and lets the key of the old one be used again. */
static void mark(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "INSERT INTO txn_undo (txn, undoes) VALUES (:txn, :id)");

	db_bind_int(st, "id", id);
	db_bind_int(st, "txn", db->txn.id);
	db_run(st);
	txn_key_undone(db, id);
}

/* A run with a key may have changed nothing: to take it back is to free the key. */
static bool changed_nothing(struct db *db, int64_t id)
{
	return !db_get_int_id(db, 0, "SELECT 1 FROM change WHERE txn = :id LIMIT 1", id) &&
	       !db_get_int_id(db, 0, "SELECT 1 FROM txn_range WHERE txn = :id LIMIT 1", id);
}

bool undo_alone(const struct undo_part *p, int64_t row)
{
	return !bits_has(&p->more, row) && !(p->from <= row && row <= p->to);
}

struct undo_part *undo_part_of(struct undo *u, const char *entity)
{
	const struct entity *e;

	for (size_t i = u->n_parts; i-- > 0;)
		if (strcmp(u->parts[i].e->name, entity) == 0)
			return &u->parts[i];
	e = registry_entity(entity);
	if (!e)
		return NULL;
	u->parts = mem_grow(u->parts, &u->cap_parts, u->n_parts + 1, sizeof *u->parts);
	u->parts[u->n_parts] = (struct undo_part){.e = e, .to = -1};
	return &u->parts[u->n_parts++];
}

static void count_row(struct undo_part *p, char op, int64_t row)
{
	if (op == 'U')
		p->updates++;
	else if (op == 'D')
		p->deletions++;
	else
		p->back++;
	bits_add(bits_has(&p->once, row) ? &p->more : &p->once, row);
}

static void find_ranges(struct undo *u)
{
	struct stmt *st = db_prepare_own(u->db, "SELECT entity, min(first), max(last) FROM txn_range WHERE txn = :txn "
	                                        "GROUP BY entity");

	db_bind_int(st, "txn", u->id);
	while (db_step(st)) {
		struct undo_part *p = undo_part_of(u, db_text0(st, 0));

		if (p) {
			p->from = db_int(st, 1);
			p->to = db_int(st, 2);
		}
	}
	db_finalize(st);
}

/* The rows of log of one change set follow each other: only one is written at a time. */
static void find_parts(struct undo *u)
{
	struct undo_part *p = NULL;
	struct stmt *st;

	u->first = db_get_int_id(u->db, 0, "SELECT min(id) FROM change WHERE txn = :id", u->id);
	u->last = db_get_int_id(u->db, -1, "SELECT max(id) FROM change WHERE txn = :id", u->id);
	st = db_prepare_own(u->db, "SELECT entity, op, row FROM change WHERE id BETWEEN :first AND :last");
	db_bind_int(st, "first", u->first);
	db_bind_int(st, "last", u->last);
	while (db_step(st)) {
		if (!p || strcmp(p->e->name, db_text0(st, 0)) != 0)
			p = undo_part_of(u, db_text0(st, 0));
		if (p)
			count_row(p, *db_text0(st, 1), db_int(st, 2));
	}
	db_finalize(st);
	find_ranges(u);
}

static void start(struct undo *u)
{
	while (registry_at(u->n_there))
		u->n_there++;
	u->there = mem_zero(u->n_there * sizeof *u->there);
	for (size_t i = 0; i < u->n_there; i++)
		u->there[i].e = registry_at(i);
	find_parts(u);
	undo_gone_start(u);
}

static void end(struct undo *u)
{
	undo_there_forget(u);
	free(u->there);
	for (size_t i = 0; i < u->n_parts; i++) {
		bits_free(&u->parts[i].once);
		bits_free(&u->parts[i].more);
	}
	free(u->parts);
	image_free(&u->before);
	image_free(&u->after);
	image_free(&u->now);
	image_into_free(&u->into);
	free(u->waiting);
	free(u->refs);
}

int64_t undo_apply(struct db *db, int64_t id, bool force, const struct undo_told *told, struct str *why)
{
	struct undo u = {.db = db, .id = id, .force = force, .told = told};

	if (check(db, id, why) != 0)
		return -1;
	/* Rows come back in any order, so references are checked here, at the end, where a
	 * missing one becomes a conflict and not a failure of the whole. */
	conn_reset_all(db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	start(&u);
	undo_set(&u);
	undo_rows_updates(&u);
	undo_gone_delete(&u);
	undo_back(&u);
	undo_rows_waiting(&u);
	undo_rows_check(&u);
	conn_reset_all(db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	if (u.done > 0 || changed_nothing(db, id))
		mark(db, id);
	end(&u);
	return u.done;
}
