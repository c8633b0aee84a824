/* SPDX-License-Identifier: GPL-2.0-or-later */
/* txn - change sets: one command, one transaction, one row of txn
 *
 * What a change set inserted costs no row of log: AUTOINCREMENT never gives a number twice, so
 * the numbers of every table before and after (sqlite_sequence) are the range. Updates and
 * deletions are written by triggers as they happen. The row of txn itself is written first,
 * because the rows of the log refer to it, and taken away again when nothing was recorded under
 * it. */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/halt.h"
#include "io/ask.h"
#include "io/opt.h"
#include "store/conn.h"
#include "store/later.h"
#include "store/trigger.h"
#include "store/txn.h"
#include "store/who.h"

static const char *const read_sequence = "SELECT name, seq FROM sqlite_sequence";
static const char *const read_last = "SELECT at FROM txn ORDER BY id DESC LIMIT 1";
static const char *const add_txn = "INSERT INTO txn (at, rep, command) VALUES (:at, :rep, :command)";
static const char *const add_range = "INSERT INTO txn_range (txn, entity, first, last) "
                                     "VALUES (:txn, :entity, :first, :last)";
static const char *const set_counts = "UPDATE txn SET counts = :counts WHERE id = :id";

/* What the numbers stood at, so that the commit knows what was inserted without a row of log each. */
static void note_sequence(struct db *db)
{
	struct stmt *st = db_prepare(db, read_sequence);
	size_t cap = 0;

	strs_free(&db->txn.tables);
	free(db->txn.sequence);
	db->txn.sequence = NULL;
	while (db_step(st)) {
		db->txn.sequence = mem_grow(db->txn.sequence, &cap, db->txn.tables.n + 1,
		                            sizeof *db->txn.sequence);
		db->txn.sequence[db->txn.tables.n] = db_int(st, 1);
		strs_add(&db->txn.tables, db_text(st, 0));
	}
}

/* A clock that was set back refuses nobody: time then stands still until it has caught up. */
static void set_moment(struct db *db)
{
	char *last = db_get_text(db, read_last, NULL);
	const char *now = when_now();

	if (last && strcmp(last, now) > 0)
		now = last;
	db->txn.at[0] = '\0';
	strncat(db->txn.at, now, sizeof db->txn.at - 1);
	free(last);
}

/* What every change set needs is compiled before it begins: all other writers wait from then on. */
static void compile(struct db *db)
{
	const char *const all[] = {read_sequence, read_last, add_txn, add_range, set_counts, "COMMIT"};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		(void)db_prepare(db, all[i]);
}

void txn_begin(struct db *db)
{
	int64_t rep = who_id(db);
	const char *command = opt_command_line();
	struct stmt *st;

	if (db->txn.id)
		die(CRM_STORAGE, "a change set is open already");
	compile(db);
	trigger_arm(db);
	halt_watch(progress_end);
	db_heed_halt(db);
	db_run(db_prepare(db, "BEGIN IMMEDIATE"));
	note_sequence(db);
	set_moment(db);
	st = db_prepare(db, add_txn);
	db_bind_text(st, "at", db->txn.at);
	if (rep > 0)
		db_bind_int(st, "rep", rep);
	db_bind_text(st, "command", command ? command : "");
	db_run(st);
	db->txn.id = db_last_id(db);
	db->txn.muted = false;
	db->txn.marks = 0;
	db->txn.schema = 0;
	altered_begin(db);
	db->txn.rows_before = sqlite3_total_changes(db->h);
}

int64_t txn_id(const struct db *db)
{
	return db->txn.id;
}

const char *txn_at(const struct db *db)
{
	return db->txn.at;
}

int64_t txn_last_given(struct db *db, const char *table)
{
	return db_get_int(db, -1, "SELECT seq FROM sqlite_sequence WHERE name = :table", "table", table, NULL);
}

int64_t txn_inserted(struct db *db, const char *entity, int64_t row)
{
	/* No number is given twice, so the range that begins next below it is the only one to look at. */
	struct stmt *st = db_prepare(db, "SELECT txn, last FROM txn_range WHERE entity = :entity AND first <= :row "
	                                 "ORDER BY first DESC LIMIT 1");
	int64_t id = 0;

	db_bind_text(st, "entity", entity);
	db_bind_int(st, "row", row);
	if (db_step(st) && db_int(st, 1) >= row)
		id = db_int(st, 0);
	db_reset(st);
	return id;
}

static int64_t sequence_before(const struct db *db, const char *table)
{
	int i = strs_find(&db->txn.tables, table);

	return i < 0 ? 0 : db->txn.sequence[i];
}

/* Writes the ranges of numbers inserted; returns how many. */
static int write_ranges(struct db *db)
{
	struct stmt *all = db_prepare(db, read_sequence);
	struct stmt *st = db_prepare(db, add_range);
	int n = 0;

	while (db_step(all)) {
		const char *table = db_text(all, 0);
		int64_t before = sequence_before(db, table);

		/* the change set's own number is no record of it */
		if (db_int(all, 1) <= before || strcmp(table, "txn") == 0)
			continue;
		db_bind_int(st, "txn", db->txn.id);
		db_bind_text(st, "entity", table);
		db_bind_int(st, "first", before + 1);
		db_bind_int(st, "last", db_int(all, 1));
		db_run(st);
		n++;
	}
	return n;
}

static void commit(struct db *db)
{
	db_run(db_prepare(db, "COMMIT"));
	db->txn.id = 0;
	halt_forget();
}

/* Other tables than those of the registry were written (the search index): kept, without a change set. */
static void commit_unrecorded(struct db *db)
{
	struct stmt *st = db_prepare(db, "DELETE FROM txn WHERE id = :id");

	db_bind_int(st, "id", db->txn.id);
	db_run(st);
	/* the number is given out again, else every look at the base that writes the index would
	 * leave a gap */
	db_run(db_prepare(db, "UPDATE sqlite_sequence SET seq = seq - 1 WHERE name = 'txn'"));
	commit(db);
}

/* No record was touched, and neither a key nor an undo has to be remembered? A run that refused all it was given
 * is no answer to the next one with its key. */
static bool is_nothing(struct db *db)
{
	return !db_get_int_id(db, 0, "SELECT 1 FROM change WHERE txn = :id LIMIT 1", db->txn.id) &&
	       !db_get_int_id(db, 0, "SELECT 1 FROM txn t WHERE id = :id AND "
	                             "(EXISTS (SELECT 1 FROM txn_undo u WHERE u.txn = t.id) OR "
	                             "(key IS NOT NULL AND substr(answer, 1, 1) = '0'))", db->txn.id);
}

/* Ctrl-C: everything is taken back. */
static void heed(struct db *db)
{
	if (!halt_asked())
		return;
	db_close(db);
	halt_end();
}

static void (*at_end)(struct db *, bool commit);

void txn_hook(void (*hook)(struct db *, bool commit))
{
	at_end = hook;
}

void txn_commit(struct db *db, const char *counts)
{
	struct stmt *st;

	heed(db);
	/* first of all, since the hook may write */
	if (at_end && !opt.dry_run)
		at_end(db, true);
	if (opt.dry_run || sqlite3_total_changes(db->h) == db->txn.rows_before) {
		txn_rollback(db);
		return;
	}
	txn_indexes_build(db);
	if (write_ranges(db) == 0 && is_nothing(db)) {
		commit_unrecorded(db);
		return;
	}
	altered_write(db);
	st = db_prepare(db, set_counts);
	db_bind_text(st, "counts", counts);
	db_bind_int(st, "id", db->txn.id);
	if (counts)
		db_run(st);
	commit(db);
}

void txn_rollback(struct db *db)
{
	if (!db->txn.id)
		return;
	if (at_end)
		at_end(db, false);
	conn_reset_all(db);
	db_run(db_prepare(db, "ROLLBACK"));
	db->txn.id = 0;
	halt_forget();
	later_forget(db);
	trigger_rest_all(db);
	/* txn_indexes_drop has switched the checks off, and no ROLLBACK brings a pragma back */
	if (db->txn.indexes.n)
		conn_exec(db, "PRAGMA ignore_check_constraints = 0");
	strs_free(&db->txn.indexes);
}

void txn_mark(struct db *db)
{
	if (db->txn.marks == TXN_MARKS)
		die(CRM_STORAGE, "more than %d undo points in one another", TXN_MARKS);
	/* all have one name: SQLite takes the innermost */
	db_run(db_prepare(db, "SAVEPOINT mark"));
	db->txn.mark[db->txn.marks++] = (struct txn_mark){db->armed, sqlite3_total_changes(db->h)};
}

void txn_keep(struct db *db)
{
	db_run(db_prepare(db, "RELEASE mark"));
	db->txn.marks--;
}

/* Another number whenever a table, index or trigger comes or goes. */
static int64_t schema_of(struct db *db)
{
	return db_get_int(db, 0, "PRAGMA main.schema_version", NULL) << 32 |
	       db_get_int(db, 0, "PRAGMA temp.schema_version", NULL);
}

/* Once the schema was altered in a transaction, every ROLLBACK TO makes SQLite forget it and all statements, wherever
 * the savepoint is: a millisecond for each refused row. It has just done so; asked to read the schema anew it takes what
 * it finds for what there was at the start. Nothing is lost if it did not, nor by a ROLLBACK: schemas have versions. */
static void settle_schema(struct db *db)
{
	conn_exec(db, "PRAGMA writable_schema = RESET");
	db->txn.schema = schema_of(db);
}

void txn_back(struct db *db)
{
	const struct txn_mark *m = &db->txn.mark[db->txn.marks - 1];
	bool altered;

	/* nothing was written, and ROLLBACK TO is the dear one of the two, see settle_schema */
	if (sqlite3_total_changes(db->h) == m->rows) {
		txn_keep(db);
		return;
	}
	altered = schema_of(db) != db->txn.schema;
	db_run(db_prepare(db, "ROLLBACK TO mark"));
	txn_keep(db);
	/* What was altered since an outer mark may yet be taken back. */
	if (altered && !db->txn.marks)
		settle_schema(db);
	trigger_rearm(db, m->armed);
}

/* From a fifth on, sorting once is cheaper than finding the place of every row. */
#define INDEX_DROP_LEAST 1000

void txn_indexes_drop(struct db *db, const char *table, const char *kept, int64_t expected_rows)
{
	char *count = mem_printf("SELECT max(id) FROM %s", table);
	int64_t rows = db_get_int(db, 0, count, NULL);
	struct stmt *st;
	struct strs names = {0};

	free(count);
	if (expected_rows < INDEX_DROP_LEAST || expected_rows <= rows / 5)
		return;
	conn_reset_all(db);
	/* A CHECK with a list builds that list anew for every row. Whoever loads has read the values by the
	 * registry, which knows the same lists. */
	conn_exec(db, "PRAGMA ignore_check_constraints = 1");
	st = db_prepare(db, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND "
	                    "tbl_name = :table AND sql LIKE 'CREATE %'");
	db_bind_text(st, "table", table);
	while (db_step(st)) {
		if (kept && registry_choice(kept, db_text(st, 0)))
			continue;
		strs_add(&names, db_text(st, 0));
		strs_add(&db->txn.indexes, db_text(st, 1));
	}
	for (size_t i = 0; i < names.n; i++) {
		char *sql = mem_printf("DROP INDEX %s", names.v[i]);

		conn_exec(db, sql);
		free(sql);
	}
	strs_free(&names);
}

void txn_indexes_build(struct db *db)
{
	if (!db->txn.indexes.n)
		return;
	conn_exec(db, "PRAGMA ignore_check_constraints = 0");
	for (size_t i = 0; i < db->txn.indexes.n; i++)
		conn_exec(db, db->txn.indexes.v[i]);
	strs_free(&db->txn.indexes);
}
