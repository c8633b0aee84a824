/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_moved - as of a date, stage, owner and category follow the dated events
 *
 * A move that was entered later but happened earlier counts, one that happened later does not,
 * whenever it was entered. So these fields are set from the moves before the moment where some move is
 * dated later, and where the record or its moves changed since. */
#include <stdlib.h>
#include <string.h>

#include "store/course.h"
#include "store/past_follow.h"
#include "store/past_kept.h"

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

static const struct log *log_of(const struct entity *e, int place)
{
	for (size_t i = 0; i < LOGS; i++)
		if (logs[i].place == place && strcmp(logs[i].entity, e->name) == 0)
			return &logs[i];
	return NULL;
}

static void add(struct bits *to, struct stmt *st)
{
	while (db_step(st))
		bits_add(to, db_int(st, 0));
}

/* ---- which records */

static uint64_t alters(const struct shadow *s, const struct log *log)
{
	static const char *const follow[] = {"stage", "moved_at", "closed_at", "lost_reason", "competitor"};
	uint64_t columns = 0;

	if (log->field)
		return past_bit_of(s, log->field);
	for (size_t i = 0; i < sizeof follow / sizeof *follow; i++)
		columns |= past_bit_of(s, follow[i]);
	return columns;
}

void past_moved_open(struct db *db, struct shadow *s)
{
	for (int place = 0; place < 2; place++) {
		const struct log *log = log_of(s->e, place);

		if (log && (past_dated_later(db, registry_entity(log->table)) ||
		            past_changed_since(db, log->table)))
			s->cause[BY_MOVE + place].alters = alters(s, log);
	}
}

/* The records whose events themselves were changed since; and where the events begin that were entered since. */
void past_moved_ready(struct db *db, struct shadow *s)
{
	for (size_t i = 0; i < LOGS; i++) {
		struct shadow *of = past_table(db, logs[i].table);
		char *sql;

		if (strcmp(logs[i].entity, s->e->name) != 0)
			continue;
		s->entered[logs[i].place] = logs[i].field ? past_fresh(db, logs[i].table) : INT64_MAX;
		if (!of || !past_changed_since(db, logs[i].table))
			continue;
		past_open(db, of);
		past_delta_create(db, of);
		past_delta_all(db, of, BY_CHANGE);
		if (of->cause[BY_GONE].alters)
			past_kept_add(db, of, logs[i].key, &s->logged[logs[i].place]);
		sql = mem_printf("SELECT %s FROM past.%s WHERE %s IS NOT NULL", logs[i].key, logs[i].table,
		                 logs[i].key);
		add(&s->logged[logs[i].place], db_prepare(db, sql));
		free(sql);
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

void past_moved_find(struct db *db, struct shadow *s, int place)
{
	const struct log *log = log_of(s->e, place);
	struct bits *rows = &s->cause[BY_MOVE + place].rows;
	struct str sql = {0};
	struct stmt *st;

	past_ready(db, s);
	if (!log->field && many_later(db, s))
		str_addf(&sql, "SELECT id FROM main.deal WHERE moved_at >= :before AND %s",
		         s->cause[BY_CHANGE].alters & past_bit_of(s, "created_at") ? "true" : s->where);
	else
		str_addf(&sql, "SELECT %s FROM main.%s WHERE at >= :before AND %s IS NOT NULL", log->key, log->table,
		         log->key);
	st = db_prepare(db, str_text(&sql));
	str_free(&sql);
	db_bind_text(st, "before", db->past->before);
	add(rows, st);
	for (int64_t id = bits_next(&s->logged[place], 0); id >= 0; id = bits_next(&s->logged[place], id + 1))
		bits_add(rows, id);
}

static bool moved_later(struct db *db, const struct log *log, int64_t id)
{
	static char *kept[LOGS];
	char **sql = &kept[log - logs];
	struct stmt *st;
	bool later;

	if (!*sql)
		*sql = mem_printf("SELECT 1 FROM main.%s WHERE %s = :id AND at >= :before LIMIT 1", log->table, log->key);
	st = db_prepare(db, *sql);
	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	later = db_step(st);
	db_reset(st);
	return later;
}

bool past_moved_one(struct db *db, struct shadow *s, int place, int64_t id)
{
	past_ready(db, s);
	return bits_has(&s->logged[place], id) || moved_later(db, log_of(s->e, place), id);
}

void past_moved_know(struct db *db, struct shadow *s, int64_t id, bool later)
{
	struct cause *moved = &s->cause[BY_MOVE];

	if (!moved->alters || moved->found)
		return;
	past_ready(db, s);
	bits_add(&moved->asked, id);
	if (later || bits_has(&s->logged[0], id))
		bits_add(&moved->rows, id);
}

/* The last move of a deal stands in its record. Other moves are looked for one record after the other where few
 * are read. */
bool past_moved_test(const struct db *db, const struct shadow *s, int place, bool few, struct str *sql)
{
	const struct log *log = log_of(s->e, place);

	if (!log->field)
		str_setf(sql, "moved_at >= '%s'", db->past->before);
	else if (few)
		str_setf(sql, "EXISTS (SELECT 1 FROM main.%s m WHERE m.%s = %s.id AND m.at >= '%s')", log->table,
		         log->key, s->e->name, db->past->before);
	else
		return false;
	return true;
}

/* ---- what they were */

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
	struct shadow *of = past_table(db, log->table);
	struct stmt *st = moves(db, log, id, false), *set;
	bool found = db_step(st);
	char *sql;

	if (!found) {
		st = moves(db, log, id, true);
		while ((found = db_step(st)) && of && past_logged(db, of, db_int(st, 0)))
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
 * record said something else about when. Where that move says nothing the record is believed, not a move behind it. */
static void set_first_stage(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(
		db, "UPDATE past.deal SET stage = m.stage, "
		    "moved_at = CASE WHEN moved_at < :before THEN moved_at ELSE created_at END, "
		    "closed_at = CASE WHEN m.kind <> 'open' AND closed_at < :before THEN closed_at END, "
		    "lost_reason = CASE WHEN m.kind = 'lost' THEN lost_reason END, "
		    "competitor = CASE WHEN m.kind = 'lost' THEN competitor END "
		    "FROM (SELECT c.from_stage AS stage, s.kind AS kind FROM main.stage_change c "
		    "LEFT JOIN main.stage s ON s.id = c.from_stage WHERE c.deal = :id AND c.at >= :before "
		    "ORDER BY c.at, c.id LIMIT 1) m WHERE deal.id = :id AND m.stage IS NOT NULL");

	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	db_run(st);
}

/* Moves that nobody changed since are read where they stand. */
static void set_stage(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, past_table(db, "stage_change") && past_changed_since(db, "stage_change")
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

/* A move that was entered since, though dated before: the old image does not know of it. */
static bool entered_since(struct db *db, const struct shadow *s, const struct log *log, int64_t id)
{
	struct stmt *st;
	char *sql;
	bool since;

	if (s->entered[log->place] == INT64_MAX)
		return false;
	sql = mem_printf("SELECT 1 FROM main.%s WHERE %s = :id AND id >= :fresh LIMIT 1", log->table, log->key);
	st = db_prepare(db, sql);
	free(sql);
	db_bind_int(st, "id", id);
	db_bind_int(st, "fresh", s->entered[log->place]);
	since = db_step(st);
	db_reset(st);
	return since;
}

/* Of the stage today's row tells the same as what was entered since. */
void past_moved_apply(struct db *db, struct shadow *s, int64_t id)
{
	past_ready(db, s);
	for (int place = 0; place < 2; place++) {
		const struct log *log = log_of(s->e, place);

		if (!log)
			continue;
		if (!log->field && past_concerns(db, s, BY_MOVE, id))
			set_stage(db, id);
		else if (log->field && (past_concerns(db, s, (enum past_cause)(BY_MOVE + place), id) ||
		                        entered_since(db, s, log, id)))
			set_field(db, log, id);
	}
}
