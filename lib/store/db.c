/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db - statements
 *
 * A statement is compiled once and found again by its text. What a caller reads while others may
 * ask for the same text has to be db_prepare_own: the cache has one cursor a text. */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/halt.h"
#include "base/text.h"
#include "store/conn.h"
#include "store/db.h"
#include "store/trigger.h"

enum { HASHED = 24 }; /* bytes */

_Noreturn void conn_die(struct db *db, int rc, const char *doing)
{
	const char *text = db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc);

	if (halt_asked()) {
		db_close(db);
		halt_end();
	}
	switch (rc & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		die(CRM_BUSY, "the base '%s' is busy, try again", db->path);
	case SQLITE_FULL:
		die(CRM_STORAGE, "the disk of '%s' is full, nothing was written", db->path);
	case SQLITE_READONLY:
		die(CRM_STORAGE, "the base '%s' cannot be written: read-only", db->path);
	case SQLITE_NOTADB:
		die(CRM_STORAGE, "'%s' is not a database", db->path);
	case SQLITE_CORRUPT:
		die(CRM_STORAGE, "the base '%s' is damaged: %s; restore a backup", db->path, text);
	case SQLITE_IOERR:
		if (sqlite3_extended_errcode(db->h) == SQLITE_IOERR_SHMSIZE) /* not a page for the index of the log */
			die(CRM_STORAGE, "the disk of '%s' is full, nothing was written", db->path);
		die(CRM_STORAGE, "reading or writing the base '%s' failed: %s", db->path, text);
	case SQLITE_NOMEM:
		die(CRM_STORAGE, "out of memory");
	case SQLITE_CONSTRAINT:
		die(CRM_USAGE, "the base refuses this: %s", text);
	default:
		die(CRM_STORAGE, "the base '%s' failed: %s: %s", db->path, text, doing);
	}
}

const char *db_path(const struct db *db)
{
	return db->path;
}

static void only_space(struct db *db, const char *tail, const char *sql)
{
	while (*tail == ' ' || *tail == '\n' || *tail == '\t' || *tail == ';')
		tail++;
	if (*tail && strncmp(tail, "--", 2) != 0)
		die(CRM_STORAGE, "the base '%s': more than one statement: %s", db->path, sql);
}

static struct stmt *compile(struct db *db, const char *sql, unsigned flags)
{
	struct stmt *st = mem_zero(sizeof *st);
	const char *tail = "";
	int rc;

	rc = sqlite3_prepare_v3(db->h, sql, -1, flags, &st->s, &tail);
	/* the first compilation tells the authorizer which tables are written; only then their
	 * triggers exist */
	if (rc == SQLITE_OK && trigger_arm(db)) {
		sqlite3_finalize(st->s);
		rc = sqlite3_prepare_v3(db->h, sql, -1, flags, &st->s, &tail);
	}
	if (rc != SQLITE_OK)
		conn_die(db, rc, sql);
	only_space(db, tail, sql);
	st->db = db;
	return st;
}

struct stmt *db_prepare(struct db *db, const char *sql)
{
	/* Most differ in length or in their last words already; hashing all of it costs more than a look-up. */
	size_t n = strlen(sql), last = n < HASHED ? n : HASHED;
	unsigned long long hash = text_hash(sql + n - last, last) + n;
	struct stmt **bucket = &db->cache[hash % CONN_BUCKETS], *st;

	for (st = *bucket; st; st = st->next)
		if (st->hash == hash && strcmp(st->sql, sql) == 0) {
			sqlite3_reset(st->s);
			sqlite3_clear_bindings(st->s);
			return st;
		}
	st = compile(db, sql, SQLITE_PREPARE_PERSISTENT);
	st->sql = mem_copy(sql);
	st->hash = hash;
	st->next = *bucket;
	*bucket = st;
	return st;
}

struct stmt *db_prepare_own(struct db *db, const char *sql)
{
	return compile(db, sql, 0);
}

struct stmt *db_prepare_foreign(struct db *db, const char *sql, struct str *why)
{
	sqlite3_stmt *s = NULL;

	if (sqlite3_prepare_v2(db->h, sql, -1, &s, NULL) != SQLITE_OK) {
		str_setf(why, "%s", sqlite3_errmsg(db->h));
		return NULL;
	}
	sqlite3_finalize(s);
	return db_prepare_own(db, sql);
}

void db_finalize(struct stmt *st)
{
	if (!st)
		return;
	sqlite3_finalize(st->s);
	free(st->sql);
	free(st);
}

void conn_reset_all(struct db *db)
{
	for (size_t i = 0; i < CONN_BUCKETS; i++)
		for (struct stmt *st = db->cache[i]; st; st = st->next)
			sqlite3_reset(st->s);
}

static int position(struct stmt *st, const char *name)
{
	char full[64] = ":";
	size_t n = strlen(name);
	int i = 0;

	if (n < sizeof full - 1) {
		memcpy(full + 1, name, n + 1);
		i = sqlite3_bind_parameter_index(st->s, full);
	}
	if (i == 0)
		die(CRM_STORAGE, "no parameter ':%s' in: %s", name, sqlite3_sql(st->s));
	return i;
}

static void bound(struct stmt *st, int rc)
{
	if (rc != SQLITE_OK)
		conn_die(st->db, rc, sqlite3_sql(st->s));
}

void db_bind_text(struct stmt *st, const char *name, const char *value)
{
	bound(st, sqlite3_bind_text(st->s, position(st, name), value, -1, SQLITE_TRANSIENT));
}

void db_bind_int(struct stmt *st, const char *name, int64_t value)
{
	bound(st, sqlite3_bind_int64(st->s, position(st, name), value));
}

void db_bind_null(struct stmt *st, const char *name)
{
	bound(st, sqlite3_bind_null(st->s, position(st, name)));
}

void db_bind_ref(struct stmt *st, const char *name, int64_t id)
{
	if (id)
		db_bind_int(st, name, id);
	else
		db_bind_null(st, name);
}

void db_bind_text_at(struct stmt *st, int i, const char *value)
{
	bound(st, sqlite3_bind_text(st->s, i, value, -1, st->copies ? SQLITE_TRANSIENT : SQLITE_STATIC));
}

void db_bind_int_at(struct stmt *st, int i, int64_t value)
{
	bound(st, sqlite3_bind_int64(st->s, i, value));
}

void db_bind_null_at(struct stmt *st, int i)
{
	bound(st, sqlite3_bind_null(st->s, i));
}

bool db_step(struct stmt *st)
{
	int rc = sqlite3_step(st->s);

	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		conn_die(st->db, rc, sqlite3_sql(st->s));
	sqlite3_reset(st->s);
	return false;
}

void db_run(struct stmt *st)
{
	while (db_step(st))
		;
}

/* "UNIQUE constraint failed: rep.login" in words that say what to do about it. */
static void explain(const char *text, int code, struct str *why)
{
	const char *where = strstr(text, "failed: ");

	where = where ? where + strlen("failed: ") : text;
	if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
		str_setf(why, "%s: this value is taken already", where);
	else if (code == SQLITE_CONSTRAINT_NOTNULL)
		str_setf(why, "%s: a value is needed", where);
	else if (code == SQLITE_CONSTRAINT_CHECK)
		str_setf(why, "value not allowed, expected: %s", where);
	else if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
		str_setf(why, "the record it refers to does not exist, or others refer to it");
	else
		str_setf(why, "%s", text);
}

int db_try(struct stmt *st, struct str *why)
{
	int rc;

	while ((rc = sqlite3_step(st->s)) == SQLITE_ROW)
		;
	if (rc != SQLITE_DONE && (rc & 0xff) != SQLITE_CONSTRAINT)
		conn_die(st->db, rc, sqlite3_sql(st->s));
	if (rc != SQLITE_DONE && why)
		explain(sqlite3_errmsg(st->db->h), sqlite3_extended_errcode(st->db->h), why);
	sqlite3_reset(st->s);
	return rc == SQLITE_DONE ? 0 : -1;
}

void db_reset(struct stmt *st)
{
	sqlite3_reset(st->s);
}

int64_t db_int(struct stmt *st, int column)
{
	return sqlite3_column_int64(st->s, column);
}

const char *db_text(struct stmt *st, int column)
{
	return (const char *)sqlite3_column_text(st->s, column);
}

const char *db_text0(struct stmt *st, int column)
{
	const char *s = db_text(st, column);

	return s ? s : "";
}

bool db_null(struct stmt *st, int column)
{
	return sqlite3_column_type(st->s, column) == SQLITE_NULL;
}

int64_t db_work(struct stmt *st)
{
	return sqlite3_stmt_status(st->s, SQLITE_STMTSTATUS_VM_STEP, 1);
}

int db_columns(struct stmt *st)
{
	return sqlite3_column_count(st->s);
}

const char *db_column_name(struct stmt *st, int column)
{
	return sqlite3_column_name(st->s, column);
}

void conn_exec(struct db *db, const char *sql)
{
	int rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);

	if (rc != SQLITE_OK)
		conn_die(db, rc, sql);
}

/* One statement after the other, since what each writes may need triggers. */
void db_script(struct db *db, const char *sql)
{
	const char *next;

	for (; *sql; sql = next) {
		sqlite3_stmt *s = NULL;
		int rc;

		rc = sqlite3_prepare_v2(db->h, sql, -1, &s, &next);
		/* Compiled anew by the first step if triggers are made now. */
		if (rc == SQLITE_OK)
			trigger_arm(db);
		while (rc == SQLITE_OK && s && sqlite3_step(s) == SQLITE_ROW)
			;
		if (rc == SQLITE_OK)
			rc = sqlite3_finalize(s);
		if (rc != SQLITE_OK)
			conn_die(db, rc, sql);
	}
}

int64_t db_last_id(struct db *db)
{
	return sqlite3_last_insert_rowid(db->h);
}

int64_t db_changes(struct db *db)
{
	return sqlite3_changes(db->h);
}
