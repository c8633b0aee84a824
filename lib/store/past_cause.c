/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_cause - which rows did not stand as they stand today, and which columns of them
 *
 * Whether a row is concerned is asked one row at a time as long as few are asked for; when the
 * look-ups have cost as much as reading all of them would, all are found at once and kept as
 * bits. */
#include <stdlib.h>
#include <string.h>

#include "store/past_follow.h"
#include "store/past_gone.h"

uint64_t past_bit(size_t column)
{
	return (uint64_t)1 << (column < 63 ? column : 63);
}

uint64_t past_bit_of(const struct shadow *s, const char *column)
{
	int i = strs_find(&s->column, column);

	return i < 0 ? 0 : past_bit((size_t)i);
}

/* Numbers only grow, and change sets with them: a bisection finds the first one that was given since. */
int64_t past_fresh(struct db *db, const char *entity)
{
	struct stmt *st = db_prepare(db, "SELECT first, txn FROM main.txn_range WHERE entity = :entity "
	                                 "AND first >= :from ORDER BY first LIMIT 1");
	int64_t fresh = INT64_MAX, from = 1;
	int64_t to = db_get_int(db, 0, "SELECT first + 1 FROM main.txn_range WHERE entity = :entity "
	                               "ORDER BY first DESC LIMIT 1", "entity", entity, NULL);

	while (db->past->first_txn && from < to) {
		int64_t middle = from + (to - from) / 2;

		db_reset(st);
		db_bind_text(st, "entity", entity);
		db_bind_int(st, "from", middle);
		if (!db_step(st)) {
			to = middle;
		} else if (db_int(st, 1) >= db->past->first_txn) {
			fresh = db_int(st, 0);
			to = middle;
		} else {
			from = db_int(st, 0) + 1;
		}
	}
	db_reset(st);
	return fresh;
}

int64_t past_unknown_from(struct db *db, const char *entity)
{
	return db->past && !past_is_as_of(db) ? past_fresh(db, entity) : INT64_MAX;
}

struct stmt *past_log(struct db *db, const struct shadow *s, const char *sql)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "first", db->past->first_change);
	return st;
}

struct stmt *past_log_row(struct db *db, const struct shadow *s, const char *sql, int64_t row)
{
	struct stmt *st = past_log(db, s, sql);

	db_bind_int(st, "row", row);
	return st;
}

static bool more_logged(struct db *db, const struct shadow *s, enum past_cause cause, int64_t most)
{
	struct stmt *st = db_prepare(db, cause == BY_GONE
		? "SELECT 1 FROM main.change WHERE entity = :entity AND op <> 'U' AND id >= :first LIMIT 1 OFFSET :most"
		: "SELECT 1 FROM main.change WHERE entity = :entity LIMIT 1 OFFSET :most");
	bool more;

	db_bind_text(st, "entity", s->e->name);
	if (cause == BY_GONE)
		db_bind_int(st, "first", db->past->first_change);
	db_bind_int(st, "most", most);
	more = db_step(st);
	db_reset(st);
	return more;
}

/* What was deleted or came back has an index of its own. All else is either read in the log as it lies, or in an index on
 * entity and row, which holds a twentieth of the log, but all that was ever changed. The + keeps SQLite from going by the
 * other. */
static void find_logged(struct db *db, struct shadow *s, enum past_cause cause)
{
	struct stmt *st = past_log(db, s, cause == BY_GONE
		? "SELECT row FROM main.change WHERE entity = :entity AND op <> 'U' AND id >= :first"
		: more_logged(db, s, cause, s->log)
		? "SELECT row FROM main.change WHERE +entity = :entity AND id BETWEEN :first AND :last"
		: "SELECT row FROM main.change WHERE entity = :entity AND +id BETWEEN :first AND :last");

	if (cause == BY_CHANGE)
		db_bind_int(st, "last", s->last_change);
	while (db_step(st)) {
		int64_t id = db_int(st, 0);

		s->changes[cause]++;
		if (past_is_as_of(db) || id < s->fresh)
			bits_add(&s->cause[cause].rows, id);
	}
}

void past_find(struct db *db, struct shadow *s, enum past_cause cause)
{
	if (s->cause[cause].found || !s->cause[cause].alters)
		return;
	s->cause[cause].found = true;
	if (cause == BY_GONE && past_gone_find(db, s))
		return;
	if (cause == BY_CHANGE || cause == BY_GONE)
		find_logged(db, s, cause);
	else if (cause == BY_END)
		past_ended_find(db, s);
	else
		past_moved_find(db, s, (int)cause - BY_MOVE);
}

static bool logged_one(struct db *db, const struct shadow *s, enum past_cause cause, int64_t id)
{
	struct stmt *st = past_log_row(db, s, cause == BY_GONE
		? "SELECT 1 FROM main.change WHERE entity = :entity AND row = :row AND id >= :first AND +op <> 'U' LIMIT 1"
		: "SELECT 1 FROM main.change WHERE entity = :entity AND row = :row AND id >= :first LIMIT 1", id);
	bool changed = db_step(st);

	db_reset(st);
	return changed;
}

/* So many entries of an index are read at the price of a look-up. */
#define LOOKUP 16
#define LOOKUPS_LEAST 64
/* So many look-ups are enough where the rows stand in lists. */
#define LOOKUPS_LISTED 16

/* Would reading all now cost less than the look-ups have so far? To know it costs as much again, so it is asked only
 * when there are four times as many: powers of four are those of two that leave one when divided by three. */
static bool worth_finding(struct db *db, struct shadow *s, enum past_cause cause)
{
	int64_t n;

	if (cause > BY_GONE)
		return cause == BY_END;
	n = ++s->probes[cause];
	if (cause == BY_GONE && n >= LOOKUPS_LISTED && past_gone_listed(db, s))
		return true;
	if (n > s->log / LOOKUP)
		return true;
	return n >= LOOKUPS_LEAST && (n & (n - 1)) == 0 && n % 3 == 1 && !more_logged(db, s, cause, n * LOOKUP);
}

bool past_concerns(struct db *db, struct shadow *s, enum past_cause cause, int64_t id)
{
	bool concerns;

	if (!s->cause[cause].alters)
		return false;
	if (!s->cause[cause].found && !bits_has(&s->cause[cause].asked, id) && worth_finding(db, s, cause))
		past_find(db, s, cause);
	if (s->cause[cause].found || bits_has(&s->cause[cause].asked, id))
		return bits_has(&s->cause[cause].rows, id);
	bits_add(&s->cause[cause].asked, id);
	concerns = cause <= BY_GONE ? logged_one(db, s, cause, id) : past_moved_one(db, s, (int)cause - BY_MOVE, id);
	if (concerns)
		bits_add(&s->cause[cause].rows, id);
	return concerns;
}

bool past_logged(struct db *db, struct shadow *s, int64_t id)
{
	return past_concerns(db, s, BY_GONE, id) || past_concerns(db, s, BY_CHANGE, id);
}
