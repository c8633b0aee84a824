/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo - a change set taken back as a new change set
 *
 * Three kinds of work, each in its own module: inserted rows go (undo_gone), deleted ones come
 * back (undo_back), updated fields are set back (undo_set many together, undo_rows one by one).
 * All of them find in the log what was before, and compare what stands there now with what the
 * change set had left: where somebody changed it since, theirs stays and is reported. */
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
	return by ? by : txn_inserted(u->db, e->name, row);
}

const char *const *undo_follows(const struct entity *e)
{
	static const char *const following[][4] = {{"stage_change", "from_stage", "owner", NULL},
		{"category_change", "from_category", NULL}, {"owner_change", "from_owner", NULL}};

	for (size_t i = 0; i < sizeof following / sizeof *following; i++)
		if (strcmp(following[i][0], e->name) == 0)
			return following[i] + 1;
	return NULL;
}

/* An undo that was itself taken back does not count, so the question goes down the chain. */
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

static void end(struct undo *u)
{
	undo_known_end(u);
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
	/* PRAGMA foreign_keys does nothing inside a transaction, this does */
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
	/* Inserted rows go before deleted ones come back, for these may want a unique value that
	 * those have. What was refused before that waits, and is tried again until a round
	 * brings nothing more. */
	undo_known_start(&u);
	undo_gone_start(&u);
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
