/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_ended - as of a date, what ended later is still open
 *
 * A task that is done, a claim that is closed and a hint that is decided say when that was. What ended before the
 * moment had ended, whenever it was entered; what ended later had not. */
#include <stdlib.h>
#include <string.h>

#include "store/past_parts.h"

static const struct {
	const char *entity, *at;
	const char *open;  /* the fields before the end */
	const char *ended; /* the fields as m has them */
} ends[] = {
	{"task", "done_at", "status = 'open', done_at = NULL, result = NULL",
	 "status = m.status, done_at = m.done_at, result = m.result"},
	{"claim", "closed_on", "closed_on = NULL, decision = NULL",
	 "closed_on = m.closed_on, decision = m.decision"},
	{"hint", "decided_at", "decided_at = NULL, verdict = NULL, company = NULL",
	 "decided_at = m.decided_at, verdict = m.verdict, company = m.company"},
};

#define ENDS (sizeof ends / sizeof *ends)

static size_t end_of(const struct shadow *s)
{
	size_t i = 0;

	while (i < ENDS && strcmp(ends[i].entity, s->e->name) != 0)
		i++;
	return i;
}

void past_ended_open(struct shadow *s)
{
	static const char *const more[] = {"status", "result", "decision", "verdict", "company"};
	size_t i = end_of(s);

	if (i == ENDS)
		return;
	s->cause[BY_END].alters = past_bit_of(s, ends[i].at);
	for (size_t k = 0; k < sizeof more / sizeof *more; k++)
		if (strstr(ends[i].open, more[k]))
			s->cause[BY_END].alters |= past_bit_of(s, more[k]);
}

bool past_ended_test(const struct db *db, const struct shadow *s, struct str *sql)
{
	str_setf(sql, "%s >= '%s'", ends[end_of(s)].at, db->past->before);
	return true;
}

void past_ended_find(struct db *db, struct shadow *s)
{
	char *sql = mem_printf("SELECT id FROM main.%s WHERE %s >= :before%s%s", s->e->name,
	                       ends[end_of(s)].at, s->where ? " AND " : "", s->where ? s->where : "");
	struct stmt *st = db_prepare(db, sql);

	free(sql);
	db_bind_text(st, "before", db->past->before);
	while (db_step(st))
		bits_add(&s->cause[BY_END].rows, db_int(st, 0));
}

static void set(struct db *db, const char *sql, int64_t id)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	db_run(st);
}

void past_ended_apply(struct db *db, const struct shadow *s, int64_t id)
{
	size_t i = end_of(s);
	char *open, *ended;

	if (i == ENDS)
		return;
	open = mem_printf("UPDATE past.%s SET %s WHERE id = :id AND %s >= :before", s->e->name, ends[i].open,
	                  ends[i].at);
	ended = mem_printf("UPDATE past.%s SET %s FROM main.%s m WHERE %s.id = :id AND m.id = :id "
	                   "AND m.%s < :before", s->e->name, ends[i].ended, s->e->name, s->e->name, ends[i].at);
	set(db, open, id);
	set(db, ended, id);
	free(open);
	free(ended);
}
