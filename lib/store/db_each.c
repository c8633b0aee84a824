/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db_each - the rows of a statement, handed one by one to a function */
#include "store/db_each.h"

#include <stdlib.h>

#include "base/die.h"
#include "store/conn.h"

/* A loop under way; loops stand one in another. */
struct each {
	db_take *take;
	void *arg;
	struct db_row row;
};

/* Whoever writes indicators of his own may call it too: outside of a loop nothing listens, and inside of one
 * what his call lacks is NULL. */
static void step(sqlite3_context *c, int n, sqlite3_value **v)
{
	struct each *each = ((struct db *)sqlite3_user_data(c))->each;

	if (!each)
		return;
	each->row.v = v;
	each->row.n = n;
	each->take(each->arg, &each->row);
}

static void end(sqlite3_context *c)
{
	sqlite3_result_null(c);
}

struct stmt *db_prepare_each(struct db *db, const char *columns, const char *from)
{
	char *sql = mem_printf("SELECT crm_each(%s) FROM %s", columns, from);
	struct stmt *st;

	if (!db->each_made &&
	    sqlite3_create_function(db->h, "crm_each", -1, SQLITE_UTF8, db, NULL, step, end) != SQLITE_OK)
		conn_die(db, SQLITE_NOMEM, "crm_each");
	db->each_made = true;
	st = db_prepare_own(db, sql);
	free(sql);
	return st;
}

void db_each(struct stmt *st, db_take *take, void *arg)
{
	struct each each = {.take = take, .arg = arg}, *outer = st->db->each;

	st->db->each = &each;
	db_run(st);
	st->db->each = outer;
}

const struct db_row *db_row_of(struct stmt *st)
{
	st->row.s = st->s;
	return &st->row;
}

int64_t db_row_int(const struct db_row *r, int column)
{
	if (r->s)
		return sqlite3_column_int64(r->s, column);
	return column < r->n ? sqlite3_value_int64(r->v[column]) : 0;
}

const char *db_row_text(const struct db_row *r, int column)
{
	if (r->s)
		return (const char *)sqlite3_column_text(r->s, column);
	return column < r->n ? (const char *)sqlite3_value_text(r->v[column]) : NULL;
}

bool db_row_null(const struct db_row *r, int column)
{
	if (r->s)
		return sqlite3_column_type(r->s, column) == SQLITE_NULL;
	return column >= r->n || sqlite3_value_type(r->v[column]) == SQLITE_NULL;
}
