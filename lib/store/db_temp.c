/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db_temp - work tables of numbers */
#include <stdlib.h>

#include "store/bits.h"
#include "store/conn.h"
#include "store/db.h"

enum { AT_ONCE = 32 }; /* rows of a statement */

void db_temp_ids(struct db *db, const char *name)
{
	char *sql = mem_printf("CREATE TEMP TABLE IF NOT EXISTS %s (id INTEGER PRIMARY KEY);"
	                       "DELETE FROM temp.%s", name, name);

	conn_exec(db, sql);
	free(sql);
}

static struct stmt *insert_ids(struct db *db, const char *name, int n)
{
	struct str sql = {0};
	struct stmt *st;

	str_addf(&sql, "INSERT INTO temp.%s (id) VALUES (?1)", name);
	for (int i = 2; i <= n; i++)
		str_addf(&sql, ", (?%d)", i);
	st = db_prepare_own(db, str_text(&sql));
	str_free(&sql);
	return st;
}

/* Beginning and ending a statement costs five times as much as a row of it. */
void db_temp_fill(struct db *db, const char *name, const struct bits *ids)
{
	struct stmt *many = insert_ids(db, name, AT_ONCE), *one = insert_ids(db, name, 1);
	int64_t id = bits_next(ids, 0);

	for (int64_t left = ids->n; left > 0;) {
		int n = left < AT_ONCE ? 1 : AT_ONCE;

		left -= n;
		for (int i = 1; i <= n; i++, id = bits_next(ids, id + 1))
			db_bind_int_at(n > 1 ? many : one, i, id);
		db_run(n > 1 ? many : one);
	}
	db_finalize(many);
	db_finalize(one);
}
