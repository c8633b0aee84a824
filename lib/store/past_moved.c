/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_moved - as of a date, stage, owner and category follow the dated events
 *
 * A move that was entered later but happened earlier counts, one that happened later does not,
 * whenever it was entered. So these fields are set from the moves before the moment where some move is
 * dated later, and where the record or its moves changed since. */
#include <stdlib.h>
#include <string.h>

#include "store/course.h"
#include "store/past_parts.h"

struct log {
	const char *entity; /* whose field */
	const char *table, *key;
	const char *field;              /* NULL: the stage, with all that follows from it */
	const char *came_from, *went_to;
	int place;                      /* in shadow.moved */
};

static const struct log logs[] = {
	{"deal", "stage_change", "deal", NULL, "from_stage", "to_stage", 0},
	{"deal", "owner_change", "deal", "owner", "from_owner", "to_owner", 1},
	{"company", "owner_change", "company", "owner", "from_owner", "to_owner", 0},
	{"company", "category_change", "company", "category", "from_category", "to_category", 1},
};

#define LOGS (sizeof logs / sizeof *logs)

const char *past_moved_log(const struct entity *e, int i)
{
	for (size_t k = 0; k < LOGS; k++)
		if (strcmp(logs[k].entity, e->name) == 0 && i-- == 0)
			return logs[k].table;
	return NULL;
}

/* Adds the records that a statement lists; hide: today's row is not what it was. */
static void add(struct shadow *s, int place, bool hide, struct stmt *st)
{
	while (db_step(st)) {
		bits_add(&s->moved[place], db_int(st, 0));
		if (hide)
			bits_add(&s->hidden, db_int(st, 0));
	}
}

/* Are so many moves dated later that looking at every deal is quicker? */
static bool many_later(struct db *db, const struct shadow *s)
{
	struct stmt *st = db_prepare(db, "SELECT 1 FROM main.stage_change WHERE at >= :before LIMIT 1 OFFSET :most");
	bool many;

	db_bind_text(st, "before", db->past->before);
	db_bind_int(st, "most", s->rows / 16);
	many = db_step(st);
	db_reset(st);
	return many;
}

/* Deals whose last move is dated later. */
static void find_all_later(struct db *db, struct shadow *s)
{
	struct stmt *st = db_prepare(db, "SELECT id, created_at < :before FROM main.deal WHERE moved_at >= :before");

	db_bind_text(st, "before", db->past->before);
	while (db_step(st))
		if (db_int(st, 1) || bits_has(&s->hidden, db_int(st, 0))) {
			bits_add(&s->moved[0], db_int(st, 0));
			bits_add(&s->hidden, db_int(st, 0));
		}
}

static void find_later(struct db *db, struct shadow *s, const struct log *log)
{
	char *sql;
	struct stmt *st;

	if (!log->field && many_later(db, s)) {
		find_all_later(db, s);
		return;
	}
	sql = mem_printf("SELECT %s FROM main.%s WHERE at >= :before AND %s IS NOT NULL", log->key, log->table,
	                 log->key);
	st = db_prepare(db, sql);
	free(sql);
	db_bind_text(st, "before", db->past->before);
	add(s, log->place, true, st);
}

static void find_changed(struct db *db, struct shadow *s, const struct log *log, struct shadow *of)
{
	char *sql;
	struct stmt *st;

	if (!of || of->hidden.n == 0)
		return;
	past_delta_all(db, of);
	sql = mem_printf("SELECT %s FROM past.%s WHERE %s IS NOT NULL", log->key, log->table, log->key);
	st = db_prepare(db, sql);
	free(sql);
	add(s, log->place, true, st);
}

/* Of the stage today's row tells the same. */
static void find_entered(struct db *db, struct shadow *s, const struct log *log)
{
	int64_t fresh = log->field && s->changes ? past_fresh(db, log->table) : INT64_MAX;
	char *sql;
	struct stmt *st;

	if (fresh == INT64_MAX)
		return;
	sql = mem_printf("SELECT %s FROM main.%s WHERE id >= :fresh AND %s IS NOT NULL", log->key,
	                 log->table, log->key);
	st = db_prepare(db, sql);
	free(sql);
	db_bind_int(st, "fresh", fresh);
	add(s, log->place, false, st);
}

void past_moved_find(struct db *db, struct shadow *s)
{
	for (size_t i = 0; i < LOGS; i++) {
		struct shadow *of;

		if (strcmp(logs[i].entity, s->e->name) != 0)
			continue;
		of = past_table(db, logs[i].table);
		if (of)
			past_open(db, of);
		find_later(db, s, &logs[i]);
		find_changed(db, s, &logs[i], of);
		find_entered(db, s, &logs[i]);
	}
}

/* The moves of a record before the moment, the last one first; or after it, as today has them, the first one first. */
static struct stmt *moves(struct db *db, const struct log *log, int64_t id, bool later)
{
	char *sql = later
		? mem_printf("SELECT id, %s FROM main.%s WHERE %s = :id AND at >= :before ORDER BY at, id",
		             log->came_from, log->table, log->key)
		: mem_printf("SELECT id, %s FROM %s WHERE %s = :id AND at < :before ORDER BY at DESC, id DESC LIMIT 1",
		             log->went_to, log->table, log->key);
	struct stmt *st = db_prepare(db, sql);

	free(sql);
	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	return st;
}

/* owner or category: where the last move went, else where the next one came from. A move that changed since may have
 * been another record's, which was merged with this one. */
static void set_field(struct db *db, const struct log *log, int64_t id)
{
	const struct shadow *of = past_table(db, log->table);
	struct stmt *st = moves(db, log, id, false), *set;
	bool found = db_step(st);
	char *sql;

	if (!found) {
		st = moves(db, log, id, true);
		while ((found = db_step(st)) && of && bits_has(&of->hidden, db_int(st, 0)))
			;
	}
	if (found) {
		sql = mem_printf("UPDATE past.%s SET %s = :state WHERE id = :id", log->entity, log->field);
		set = db_prepare(db, sql);
		free(sql);
		db_bind_ref(set, "state", db_int(st, 1));
		db_bind_int(set, "id", id);
		db_run(set);
	}
	db_reset(st);
}

static void set_state(struct db *db, int64_t id, const struct course *c)
{
	struct stmt *st = db_prepare(db, "UPDATE past.deal SET stage = :stage, moved_at = :moved_at, "
	                                 "closed_at = :closed_at, lost_reason = :lost_reason, "
	                                 "competitor = :competitor WHERE id = :id");

	course_bind(c, st);
	db_bind_int(st, "id", id);
	db_run(st);
}

/* No move before the moment: the deal stood where its first later move found it, as long as its
 * record said something else about when. */
static void set_first_stage(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(
		db, "UPDATE past.deal SET stage = m.stage, "
		    "moved_at = CASE WHEN moved_at < :before THEN moved_at ELSE created_at END, "
		    "closed_at = CASE WHEN m.kind <> 'open' AND closed_at < :before THEN closed_at END, "
		    "lost_reason = CASE WHEN m.kind = 'lost' THEN lost_reason END, "
		    "competitor = CASE WHEN m.kind = 'lost' THEN competitor END "
		    "FROM (SELECT c.from_stage AS stage, s.kind AS kind FROM main.stage_change c "
		    "JOIN main.stage s ON s.id = c.from_stage WHERE c.deal = :id AND c.at >= :before "
		    "ORDER BY c.at, c.id LIMIT 1) m WHERE deal.id = :id");

	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	db_run(st);
}

/* Moves that nobody changed since are read where they stand. */
static void set_stage(struct db *db, int64_t id)
{
	const struct shadow *of = past_table(db, "stage_change");
	struct stmt *st = db_prepare(db, of && of->hidden.n
		? "SELECT c.to_stage, c.at, s.kind, c.lost_reason, c.competitor FROM stage_change c "
		  "JOIN stage s ON s.id = c.to_stage WHERE c.deal = :id AND c.at < :before ORDER BY c.at, c.id"
		: "SELECT c.to_stage, c.at, s.kind, c.lost_reason, c.competitor FROM main.stage_change c "
		  "JOIN stage s ON s.id = c.to_stage WHERE c.deal = :id AND c.at < :before ORDER BY c.at, c.id");
	struct course c = {.stage = 0};

	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	while (db_step(st))
		course_follow(&c, st);
	if (c.stage)
		set_state(db, id, &c);
	else
		set_first_stage(db, id);
	course_free(&c);
}

void past_moved_apply(struct db *db, const struct shadow *s, int64_t id)
{
	for (size_t i = 0; i < LOGS; i++)
		if (strcmp(logs[i].entity, s->e->name) == 0 && bits_has(&s->moved[logs[i].place], id)) {
			if (logs[i].field)
				set_field(db, &logs[i], id);
			else
				set_stage(db, id);
		}
}
