/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_closed - as of a date, deals that were won or lost in some time, without looking at all that moved later
 *
 * A deal was closed at a move to a won or lost stage, or when its record says so. So those that may have been closed
 * then are found among the moves of that time, among today's records and among the old images. */
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

	db_bind_text(st, "before", db->past->before);
	db_bind_text(st, "to", db->past->before);
	bind(st, ":from", b->from);
	bind(st, ":to", b->to);
	return st;
}

/* Moves to a won or lost stage, with what the deal's record says: was it moved later, and is it closed since before the
 * moment? Moves that nobody changed since are read where they stand. */
static struct stmt *moves(struct db *db, const struct bounds *b)
{
	bool stand = !past_table(db, "stage_change") || !past_changed_since(db, "stage_change");
	char *sql = mem_printf("SELECT c.deal, d.moved_at >= :before, d.closed_at < :before FROM %sstage_change c "
	                       "LEFT JOIN main.deal d ON d.id = c.deal WHERE c.at >= :from AND c.at <= :to "
	                       "AND c.to_stage IN (SELECT id FROM stage WHERE kind <> 'open')",
	                       stand ? "main." : "");
	struct stmt *st = of_time(db, b, sql);

	free(sql);
	return st;
}

static struct stmt *records(struct db *db, const struct bounds *b)
{
	return of_time(db, b, "SELECT id, moved_at >= :before, 0 FROM main.deal WHERE closed_at >= :from "
	                      "AND closed_at <= :to");
}

/* Looking at all that moved is quicker than at so many moves. */
static bool many(struct db *db, const struct shadow *s, const struct bounds *b)
{
	struct stmt *st = of_time(db, b, "SELECT 1 FROM main.stage_change WHERE at >= :from AND at <= :to "
	                                 "AND at < :before LIMIT 1 OFFSET :most");
	bool more;

	db_bind_int(st, "most", s->rows / 2);
	more = db_step(st);
	db_reset(st);
	return more;
}

/* What is known of later moves is told, so that nobody asks for each. What is closed since before the moment was closed
 * then, by the same move, as long as no move was changed since: the record is found by that. */
static void add(struct db *db, struct shadow *s, struct stmt *st, struct bits *to)
{
	while (db_step(st)) {
		int64_t id = db_int(st, 0);

		if (db_int(st, 2) && !bits_has(&s->logged[0], id))
			continue;
		bits_add(to, id);
		past_moved_know(db, s, id, db_int(st, 1));
	}
}

bool past_closed_fill(struct db *db, struct shadow *s, unsigned firm, const struct bounds *b)
{
	struct bits rows = {0};
	bool fill = past_is_as_of(db) && past_bit_of(s, "closed_at") == past_bit((size_t)b->column) && b->from &&
	            strcmp(s->e->name, "deal") == 0 && !many(db, s, b);

	if (!fill)
		return false;
	past_ready(db, s);
	for (int cause = 0; cause <= BY_GONE; cause++)
		if (firm >> cause & 1)
			past_kept_fill_some(db, s, (enum past_cause)cause, b);
	if (firm >> BY_MOVE & 1)
		add(db, s, moves(db, b), &rows);
	add(db, s, records(db, b), &rows);
	for (int64_t id = bits_next(&rows, 0); id >= 0; id = bits_next(&rows, id + 1))
		for (int cause = 0; cause < PAST_CAUSES; cause++)
			if ((firm >> cause & 1) && past_concerns(db, s, (enum past_cause)cause, id)) {
				past_delta_one(db, s, id);
				break;
			}
	bits_free(&rows);
	return true;
}
