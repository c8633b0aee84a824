/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state - the category of every company, or the owner of every deal, at any moment
 *
 * All turns in one array by record and time; the state at a moment is what the last turn before
 * it led to, or what the first one after it left: no record needs a turn at its beginning. */
#include "measure/state.h"

#include <stdlib.h>
#include <string.h>
#include "base/when.h"

struct turn {
	int64_t record;
	int32_t old, new;
	char at[WHEN_SIZE];
};
struct state {
	struct turn *turns; /* by record, then time */
	size_t n, cap;
};

static struct state *read_turns(struct db *db, const char *sql)
{
	struct state *s = mem_zero(sizeof *s);
	struct stmt *st = db_prepare(db, sql);

	while (db_step(st)) {
		struct turn t = {.record = db_int(st, 0), .old = (int32_t)db_int(st, 1),
		                 .new = (int32_t)db_int(st, 2)};

		strncat(t.at, db_text0(st, 3), sizeof t.at - 1);
		s->turns = mem_grow(s->turns, &s->cap, s->n + 1, sizeof *s->turns);
		s->turns[s->n++] = t;
	}
	return s;
}

struct state *state_categories(struct db *db)
{
	return read_turns(db, "SELECT company, from_category, to_category, at FROM category_change ORDER BY company, at, id");
}

struct state *state_owners(struct db *db)
{
	return read_turns(db, "SELECT deal, from_owner, to_owner, at FROM owner_change WHERE deal IS NOT NULL "
	                      "ORDER BY deal, at, id");
}

/* Index of the first turn of the record at or after the moment. */
static size_t first_from(const struct state *s, int64_t record, const char *at)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		const struct turn *t = &s->turns[mid];

		if (t->record < record || (t->record == record && strcmp(t->at, at) < 0))
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

int32_t state_at(const struct state *s, int64_t record, const char *at, int32_t now)
{
	size_t i = first_from(s, record, at);

	if (i > 0 && s->turns[i - 1].record == record)
		return s->turns[i - 1].new;
	if (i < s->n && s->turns[i].record == record)
		return s->turns[i].old;
	return now;
}

bool state_turns(const struct state *s, int64_t record, const char *from, const char *until)
{
	return first_from(s, record, from) != first_from(s, record, until);
}

void state_free(struct state *s)
{
	if (!s)
		return;
	free(s->turns);
	free(s);
}
