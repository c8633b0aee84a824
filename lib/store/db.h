/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db - the base: opening, statements, one-value helpers. Only lib/store calls sqlite3_* */
#ifndef CRM_DB_H
#define CRM_DB_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

struct bits;
struct db;
struct stmt;

enum db_mode { DB_READ, DB_WRITE };

/* Opens the base named by --db, CRM_DB or $XDG_DATA_HOME/crm/crm.db. Checks that it is one of
 * ours and of this schema version (missing, not a database, newer: CRM_STORAGE; older: says to run
 * crm-init), sets the department's zone and clock, finds out who is working (who.h), and for
 * --as-of/--known moves the clock and arms the shadow tables (past.h). Dies, never returns NULL. */
struct db *db_open(enum db_mode);
/* Before db_open of a command whose statements write few rows each, but many thousand of them. */
void db_expect_many(void);
/* Before db_open of a command that reads again and again: whoever is the last to close clears the log away, readers
 * too if they may write. */
void db_leave_tidy(void);
/* Creates the file and the schema (crm-init), or migrates an old one inside one transaction. */
struct db *db_create(const char *path); /* NULL: the path that db_open would take */
/* Schema version that db_create found: 0 made anew, else the version it was migrated from. */
int db_version_before(const struct db *);
/* Memory for pages, 2 MB unless told: 64 helps adding to a large base, and slows CREATE INDEX. */
void db_cache(struct db *, int megabytes);
/* Ctrl-C (base/halt.h) also ends statements that take long. */
void db_heed_halt(struct db *);
/* Ends open statements and the connection properly (checkpoint when last). An open transaction is
 * rolled back. Safe on NULL. */
void db_close(struct db *);
const char *db_path(const struct db *);

/* A prepared statement, cached by its text for the life of the base, reset and ready to bind.
 * sql is static text or built from registry identifiers, never from user text; anything after
 * the first statement, or text that does not compile, dies with the statement shown. Statements
 * see the shadowed tables when a past date is asked. */
struct stmt *db_prepare(struct db *, const char *sql);
/* The same, uncached; the caller frees with db_finalize (for several open cursors over one text). */
struct stmt *db_prepare_own(struct db *, const char *sql);
/* The same of a statement that somebody else wrote: NULL and why when it cannot be read. */
struct stmt *db_prepare_foreign(struct db *, const char *sql, struct str *why);
void db_finalize(struct stmt *);
/* Bind by name without the colon; an unknown name dies. NULL text binds NULL. */
void db_bind_text(struct stmt *, const char *name, const char *value); /* copied */
void db_bind_int(struct stmt *, const char *name, int64_t value);
void db_bind_null(struct stmt *, const char *name);
void db_bind_ref(struct stmt *, const char *name, int64_t id); /* a record's number; 0 binds NULL */
/* Bind by position (1..) for hot loops; text is not copied and must live until the step. */
void db_bind_text_at(struct stmt *, int i, const char *value);
void db_bind_int_at(struct stmt *, int i, int64_t value);
void db_bind_null_at(struct stmt *, int i);
/* True: a row is there. False: done, and the statement is reset. Busy dies with CRM_BUSY, a full disk,
 * a read-only or damaged file with CRM_STORAGE. Constraint errors die too unless db_try. */
bool db_step(struct stmt *);
/* Steps to the end; like db_step for statements without rows. */
void db_run(struct stmt *);
/* Like db_run, but a constraint failure returns -1 and says which in why. */
int db_try(struct stmt *, struct str *why);
void db_reset(struct stmt *);
int64_t db_int(struct stmt *, int column);        /* NULL is 0 */
const char *db_text(struct stmt *, int column);   /* NULL is NULL; valid until the next step */
const char *db_text0(struct stmt *, int column);  /* NULL is "" */
bool db_null(struct stmt *, int column);
int db_columns(struct stmt *);
int64_t db_work(struct stmt *); /* what it did since this was asked last, in steps of the engine: a row is about 5 to 10 */
const char *db_column_name(struct stmt *, int column);

/* Whole scripts of ours (schema, views); dies on error. */
void db_script(struct db *, const char *sql);
int64_t db_last_id(struct db *);
int64_t db_changes(struct db *); /* rows of the last statement */

/* One value; args are name, value pairs ended by NULL: text values only. */
int64_t db_get_int(struct db *, int64_t dflt, const char *sql, ... /* const char *name, const char *value, …, NULL */)
	__attribute__((sentinel));
char *db_get_text(struct db *, const char *sql, ...) __attribute__((sentinel)); /* caller frees; NULL: no row or NULL */
int64_t db_get_int_id(struct db *, int64_t dflt, const char *sql, int64_t id); /* binds :id */

/* Has the table this column? */
bool db_has_column(struct db *, const char *table, const char *column);

/* A setting's value or dflt; the text lives as long as the base. */
const char *db_setting(struct db *, const char *name, const char *dflt);
int64_t db_setting_int(struct db *, const char *name, int64_t dflt);

/* An unlinked work table of ours in temp, for sets of ids and periods: dropped at close. */
void db_temp_ids(struct db *, const char *name); /* temp table name(id INTEGER PRIMARY KEY), emptied */
void db_temp_fill(struct db *, const char *name, const struct bits *ids); /* … and filled */

#endif
