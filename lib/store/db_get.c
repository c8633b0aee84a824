/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db_get - one value of the base: the first of a statement */
#include <stdarg.h>

#include "store/conn.h"
#include "store/db.h"

static struct stmt *with_values(struct db *db, const char *sql, va_list args)
{
	struct stmt *st = db_prepare(db, sql);
	const char *name;

	while ((name = va_arg(args, const char *)))
		db_bind_text(st, name, va_arg(args, const char *));
	return st;
}

int64_t db_get_int(struct db *db, int64_t dflt, const char *sql, ...)
{
	struct stmt *st;
	va_list args;

	va_start(args, sql);
	st = with_values(db, sql, args);
	va_end(args);
	if (db_step(st) && !db_null(st, 0))
		dflt = db_int(st, 0);
	db_reset(st);
	return dflt;
}

int64_t db_get_int_id(struct db *db, int64_t dflt, const char *sql, int64_t id)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_int(st, "id", id);
	if (db_step(st) && !db_null(st, 0))
		dflt = db_int(st, 0);
	db_reset(st);
	return dflt;
}

char *db_get_text(struct db *db, const char *sql, ...)
{
	struct stmt *st;
	char *text = NULL;
	va_list args;

	va_start(args, sql);
	st = with_values(db, sql, args);
	va_end(args);
	if (db_step(st) && !db_null(st, 0))
		text = mem_copy(db_text(st, 0));
	db_reset(st);
	return text;
}
