/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_closed - as of a date, deals that were won or lost in some time, without looking at all that moved later
 *
 * A deal was closed at a move to a won or lost stage, or when its record says so. So those that may have been closed
 * then are found among the moves of that time, among today's records and among the old images. Today's records are read
 * anyway by who asks, who looks at each of them; what is left are deals that were closed then and are so no more. */
#include <stdlib.h>
#include <string.h>

#include "store/past_follow.h"
#include "store/past_kept.h"

static void bind(struct stmt *st, const char *name, sqlite3_value *v)
{
	if (v && sqlite3_bind_value(st->s, sqlite3_bind_parameter_index(st->s, name), v) != SQLITE_OK)
		conn_die(st->db, SQLITE_NOMEM, name);
}

static struct stmt *of_time(struct db *db, const struct bounds *b, const char *sql)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_text(st, "to", db->past->before);
	bind(st, ":from", b->from);
	bind(st, ":to", b->to);
	return st;
}

/* Stages are told apart here: SQLite would look each one up in a list of them. */
static void find_closing(struct db *db, struct bits *stages)
{
	struct stmt *st = db_prepare(db, "SELECT id FROM stage WHERE kind <> 'open'");

	while (db_step(st))
		bits_add(stages, db_int(st, 0));
}

/* With so many deals of all, looking at all that moved later is quicker. */
#define MANY 8

/* Deals that were moved to a won or lost stage then. Moves that nobody changed since are read where they stand. */
static bool find_moved(struct db *db, const struct shadow *s, const struct bounds *b, struct bits *moved)
{
	bool stand = !past_table(db, "stage_change") || !past_changed_since(db, "stage_change");
	struct stmt *st = of_time(db, b, stand
		? "SELECT deal, to_stage FROM main.stage_change WHERE at >= :from AND at <= :to"
		: "SELECT deal, to_stage FROM stage_change WHERE at >= :from AND at <= :to");
	struct bits closing = {0};

	find_closing(db, &closing);
	while (moved->n <= s->rows / MANY && db_step(st))
		if (bits_has(&closing, db_int(st, 1)))
			bits_add(moved, db_int(st, 0));
	db_reset(st);
	bits_free(&closing);
	return moved->n <= s->rows / MANY;
}

static void fill_concerned(struct db *db, struct shadow *s, unsigned causes, int64_t id)
{
	for (int cause = 0; cause < PAST_CAUSES; cause++)
		if ((causes >> cause & 1) && past_concerns(db, s, (enum past_cause)cause, id)) {
			past_delta_one(db, s, id);
			break;
		}
}

bool past_closed_fill(struct db *db, struct shadow *s, unsigned causes, const struct bounds *b, struct bits *moved)
{
	if (strcmp(s->e->name, "deal") != 0 || !past_is_as_of(db) || !b->from ||
	    past_bit_of(s, "closed_at") != past_bit((size_t)b->column))
		return false;
	past_ready(db, s);
	if ((causes >> BY_MOVE & 1) && !find_moved(db, s, b, moved)) {
		bits_free(moved);
		return false;
	}
	for (int cause = 0; cause <= BY_GONE; cause++)
		if (causes >> cause & 1)
			past_kept_fill_some(db, s, (enum past_cause)cause, b);
	return true;
}

/* What is known of later moves is told, so that nobody asks for each. */
void past_closed_today(struct db *db, struct shadow *s, unsigned causes, const struct bounds *b)
{
	struct stmt *st = of_time(db, b, "SELECT id, moved_at >= :before FROM main.deal WHERE closed_at >= :from "
	                                 "AND closed_at <= :to");

	db_bind_text(st, "before", db->past->before);
	while (db_step(st)) {
		past_moved_know(db, s, db_int(st, 0), db_int(st, 1));
		fill_concerned(db, s, causes, db_int(st, 0));
	}
}

/* What is closed since before the moment was closed by the same move then, as long as no move was changed since: if it
 * was in the time that is asked for, today's record says so. */
static bool may_be_more(struct db *db, struct shadow *s, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT moved_at >= :before, closed_at < :before FROM main.deal WHERE id = :id");
	bool there, later, closed;

	db_bind_text(st, "before", db->past->before);
	db_bind_int(st, "id", id);
	there = db_step(st);
	later = there && db_int(st, 0);
	closed = there && db_int(st, 1);
	db_reset(st);
	if (closed && !bits_has(&s->logged[0], id))
		return false;
	past_moved_know(db, s, id, later);
	return true;
}

void past_closed_moved(struct db *db, struct shadow *s, unsigned causes, const struct bits *moved, const struct bits *seen)
{
	for (int64_t id = bits_next(moved, 0); id >= 0; id = bits_next(moved, id + 1))
		if (!bits_has(seen, id) && may_be_more(db, s, id))
			fill_concerned(db, s, causes, id);
}
