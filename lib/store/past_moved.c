/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_moved - as of a date, stage, owner and category follow the dated events
 *
 * A move that was entered later but happened earlier counts, one that happened later does not,
 * whenever it was entered. So the records with moves dated later, or entered since, get these
 * fields from the moves before the moment. */
#include <stdlib.h>
#include <string.h>

#include "store/past_parts.h"

struct log {
	const char *entity; /* whose field */
	const char *table, *key;
	const char *field;              /* NULL: the stage, with all that follows from it */
	const char *came_from, *went_to;
};

static const struct log logs[] = {
	{"deal", "stage_change", "deal", NULL, "from_stage", "to_stage"},
	{"deal", "owner_change", "deal", "owner", "from_owner", "to_owner"},
	{"company", "owner_change", "company", "owner", "from_owner", "to_owner"},
	{"company", "category_change", "company", "category", "from_category", "to_category"},
};

#define LOGS (sizeof logs / sizeof *logs)

static int64_t one(struct db *db, const char *sql)
{
	return db_get_int(db, 0, sql, "before", db->past->before, NULL);
}

bool past_moved_any(struct db *db, const struct shadow *s)
{
	for (size_t i = 0; i < LOGS; i++) {
		struct shadow *log;
		bool any;
		char *sql;

		if (strcmp(logs[i].entity, s->e->name) != 0)
			continue;
		log = past_table(db, logs[i].table);
		sql = mem_printf("SELECT 1 FROM main.%s WHERE at >= :before LIMIT 1", logs[i].table);
		any = log->inserted.n > 0 || log->delta_rows > 0 || log->returned || one(db, sql) == 1;
		free(sql);
		if (any)
			return true;
	}
	return false;
}

static void add(struct db *db, const char *sql)
{
	char *whole = mem_printf("INSERT INTO temp.past_moved %s ON CONFLICT DO NOTHING", sql);
	struct stmt *st = db_prepare(db, whole);

	free(whole);
	if (strstr(sql, ":before"))
		db_bind_text(st, "before", db->past->before);
	if (strstr(sql, ":txn"))
		db_bind_int(st, "txn", db->past->first_txn);
	if (strstr(sql, ":first"))
		db_bind_int(st, "first", db->past->first_change);
	db_run(st);
}

/* temp.past_moved: the records whose moves are dated later, or were entered, changed, deleted or
 * brought back since. */
static void find(struct db *db, const struct log *log, const struct shadow *of)
{
	const char *t = log->table, *k = log->key;
	struct str sql = {0};

	db_temp_ids(db, "past_moved");
	str_setf(&sql, "SELECT %s FROM main.%s WHERE at >= :before AND %s IS NOT NULL", k, t, k);
	add(db, str_text(&sql));
	str_setf(&sql, "SELECT l.%s FROM main.txn_range r CROSS JOIN main.%s l ON l.id BETWEEN r.first "
	               "AND r.last WHERE r.txn >= :txn AND +r.entity = '%s' AND l.%s IS NOT NULL", k, t, t,
	         k);
	if (of->inserted.n > 0)
		add(db, str_text(&sql));
	str_setf(&sql, "SELECT l.%s FROM main.change c CROSS JOIN main.%s l ON l.id = c.row "
	               "WHERE c.id >= :first AND +c.entity = '%s' AND c.op = 'I' AND l.%s IS NOT NULL", k,
	         t, t, k);
	if (of->returned)
		add(db, str_text(&sql));
	str_setf(&sql, "SELECT %s FROM temp.past_%s WHERE %s IS NOT NULL", k, t, k);
	add(db, str_text(&sql));
	str_free(&sql);
}

/* owner or category: where the last move went, else where the next one came from. */
static void set_field(struct db *db, const struct log *log, int64_t id)
{
	char *sql = mem_printf(
		"UPDATE temp.past_%s SET %s = m.state FROM (SELECT * FROM (SELECT 1 AS rank, %s AS state "
		"FROM %s WHERE %s = :id AND at < :before ORDER BY at DESC, id DESC LIMIT 1) "
		"UNION ALL SELECT * FROM (SELECT 2, %s FROM main.%s WHERE %s = :id AND at >= :before "
		"ORDER BY at, id LIMIT 1) ORDER BY 1 LIMIT 1) m WHERE past_%s.id = :id",
		log->entity, log->field, log->went_to, log->table, log->key, log->came_from, log->table,
		log->key, log->entity);
	struct stmt *st = db_prepare(db, sql);

	free(sql);
	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	db_run(st);
}

/* The state of a deal after its moves before the moment. */
struct state {
	bool any;
	int64_t stage, lost_reason; /* 0: none */
	char kind[8], moved_at[WHEN_SIZE], closed_at[WHEN_SIZE]; /* "": not closed */
	struct str competitor;
};

static void copy(char *to, size_t size, const char *from)
{
	to[0] = '\0';
	strncat(to, from, size - 1);
}

/* A sale or a loss is dated by the first move of the last unbroken run into stages of its kind. */
static void follow(struct state *d, struct stmt *st)
{
	const char *kind = db_text0(st, 1), *at = db_text0(st, 2);

	if (strcmp(kind, "won") != 0 && strcmp(kind, "lost") != 0)
		d->closed_at[0] = '\0';
	else if (!d->any || strcmp(kind, d->kind) != 0)
		copy(d->closed_at, sizeof d->closed_at, at);
	d->any = true;
	d->stage = db_int(st, 0);
	copy(d->kind, sizeof d->kind, kind);
	copy(d->moved_at, sizeof d->moved_at, at);
	d->lost_reason = db_int(st, 3);
	str_set(&d->competitor, db_text0(st, 4));
}

static void bind_or_null(struct stmt *st, const char *name, const char *value)
{
	db_bind_text(st, name, value && *value ? value : NULL);
}

static void set_state(struct db *db, int64_t id, const struct state *d)
{
	struct stmt *st = db_prepare(db, "UPDATE temp.past_deal SET stage = :stage, moved_at = :moved_at, "
	                                 "closed_at = :closed_at, lost_reason = :lost_reason, "
	                                 "competitor = :competitor WHERE id = :id");

	db_bind_int(st, "stage", d->stage);
	bind_or_null(st, "moved_at", d->moved_at);
	bind_or_null(st, "closed_at", d->closed_at);
	bind_or_null(st, "competitor", str_text(&d->competitor));
	if (d->lost_reason)
		db_bind_int(st, "lost_reason", d->lost_reason);
	db_bind_int(st, "id", id);
	db_run(st);
}

/* No move before the moment: the deal stood where its first later move found it, as long as its
 * record said something else about when. */
static void set_first_stage(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(
		db, "UPDATE temp.past_deal SET stage = m.stage, "
		    "moved_at = CASE WHEN moved_at < :before THEN moved_at ELSE created_at END, "
		    "closed_at = CASE WHEN m.kind <> 'open' AND closed_at < :before THEN closed_at END, "
		    "lost_reason = CASE WHEN m.kind = 'lost' THEN lost_reason END, "
		    "competitor = CASE WHEN m.kind = 'lost' THEN competitor END "
		    "FROM (SELECT c.from_stage AS stage, s.kind AS kind FROM main.stage_change c "
		    "JOIN main.stage s ON s.id = c.from_stage WHERE c.deal = :id AND c.at >= :before "
		    "ORDER BY c.at, c.id LIMIT 1) m WHERE past_deal.id = :id");

	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	db_run(st);
}

static void set_stage(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT c.to_stage, s.kind, c.at, c.lost_reason, c.competitor "
	                                 "FROM stage_change c JOIN stage s ON s.id = c.to_stage "
	                                 "WHERE c.deal = :id AND c.at < :before ORDER BY c.at, c.id");
	struct state d = {0};

	db_bind_int(st, "id", id);
	db_bind_text(st, "before", db->past->before);
	while (db_step(st))
		follow(&d, st);
	if (d.any)
		set_state(db, id, &d);
	else
		set_first_stage(db, id);
	str_free(&d.competitor);
}

void past_moved_apply(struct db *db, struct shadow *s)
{
	past_table(db, "stage");
	for (size_t i = 0; i < LOGS; i++) {
		struct stmt *st;

		if (strcmp(logs[i].entity, s->e->name) != 0)
			continue;
		find(db, &logs[i], past_table(db, logs[i].table));
		st = db_prepare_own(db, "SELECT id FROM temp.past_moved ORDER BY id");
		while (db_step(st)) {
			past_delta_copy(db, s, db_int(st, 0));
			if (logs[i].field)
				set_field(db, &logs[i], db_int(st, 0));
			else
				set_stage(db, db_int(st, 0));
		}
		db_finalize(st);
	}
}
