/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_ended - as of a date, what ended later is still open
 *
 * A task that is done, a claim that is closed and a hint that is decided say when that was. What ended before the
 * moment had ended, whenever it was entered; what ended later had not. */
#include <stdlib.h>
#include <string.h>

#include "store/past_follow.h"

#define END_COLUMNS 3

static const struct end {
	const char *entity;
	const char *column[END_COLUMNS]; /* the first one says when */
	const char *open;                /* the second one before the end; the others are empty then */
} ends[] = {
	{"task", {"done_at", "status", "result"}, "'open'"},
	{"claim", {"closed_on", "decision", NULL}, "NULL"},
	{"hint", {"decided_at", "verdict", "company"}, "NULL"},
};

#define ENDS (sizeof ends / sizeof *ends)

static const struct end *end_of(const struct shadow *s)
{
	for (size_t i = 0; i < ENDS; i++)
		if (strcmp(ends[i].entity, s->e->name) == 0)
			return &ends[i];
	return NULL;
}

void past_ended_open(struct shadow *s)
{
	const struct end *end = end_of(s);

	for (int k = 0; end && k < END_COLUMNS && end->column[k]; k++)
		s->cause[BY_END].alters |= past_bit_of(s, end->column[k]);
}

void past_ended_test(const struct db *db, const struct shadow *s, struct str *sql)
{
	str_setf(sql, "%s >= '%s'", end_of(s)->column[0], db->past->before);
}

void past_ended_column(const struct db *db, const struct shadow *s, const char *column, struct str *sql)
{
	const struct end *end = past_is_as_of(db) ? end_of(s) : NULL;

	for (int k = 0; end && k < END_COLUMNS; k++)
		if (end->column[k] && strcmp(end->column[k], column) == 0) {
			str_addf(sql, "CASE WHEN %s >= '%s' THEN %s ELSE %s END", end->column[0],
			         db->past->before, k == 1 ? end->open : "NULL", column);
			return;
		}
	str_add(sql, column);
}

void past_ended_find(struct db *db, struct shadow *s)
{
	char *sql = mem_printf("SELECT id FROM main.%s WHERE %s >= :before%s%s", s->e->name,
	                       end_of(s)->column[0], s->where ? " AND " : "", s->where ? s->where : "");
	struct stmt *st = db_prepare(db, sql);

	free(sql);
	db_bind_text(st, "before", db->past->before);
	while (db_step(st))
		bits_add(&s->cause[BY_END].rows, db_int(st, 0));
}

void past_ended_prepare(struct db *db, const struct shadow *s, struct stmt **reopen, struct stmt **end_as_today)
{
	const struct end *end = end_of(s);
	struct str open = {0}, ended = {0};

	if (!end)
		return;
	str_addf(&open, "UPDATE past.%s SET", s->e->name);
	str_addf(&ended, "UPDATE past.%s SET", s->e->name);
	for (int k = 0; k < END_COLUMNS && end->column[k]; k++) {
		const char *comma = k ? "," : "";

		str_addf(&open, "%s %s = %s", comma, end->column[k], k == 1 ? end->open : "NULL");
		str_addf(&ended, "%s %s = m.%s", comma, end->column[k], end->column[k]);
	}
	str_addf(&open, " WHERE id = :id AND %s >= '%s'", end->column[0], db->past->before);
	str_addf(&ended, " FROM main.%s m WHERE %s.id = :id AND m.id = :id AND m.%s < '%s'", s->e->name,
	         s->e->name, end->column[0], db->past->before);
	*reopen = db_prepare_own(db, str_text(&open));
	*end_as_today = db_prepare_own(db, str_text(&ended));
	str_free(&open);
	str_free(&ended);
}
