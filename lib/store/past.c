/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past - tables as they stood: which of them need a shadow
 *
 * All shadows are made when the past is armed, before anything is read: a change of the temporary schema would
 * end statements that are under way. What a shadow hides is found when it is first read. */
#include <stdlib.h>
#include <string.h>

#include "store/past_early.h"
#include "store/past_follow.h"
#include "store/past_gone.h"
#include "store/trigger.h"

enum past_mode past_mode(const struct db *db)
{
	return db->past ? db->past->mode : PAST_NONE;
}

const char *past_before(const struct db *db)
{
	return db->past ? db->past->before : NULL;
}

int64_t past_first_change(const struct db *db)
{
	return db->past->first_change;
}

struct shadow *past_table(const struct db *db, const char *name)
{
	struct shadow *s = db->past->shadows;

	while (s && strcmp(s->e->name, name) != 0)
		s = s->next;
	return s;
}

/* ---- which tables may have stood otherwise */

bool past_is_as_of(const struct db *db)
{
	return db->past->mode == PAST_AS_OF;
}

static void read_altered(struct db *db)
{
	struct past *p = db->past;
	struct stmt *st = db_prepare(db, "SELECT entity, field, txn FROM main.altered WHERE txn >= :first");

	db_bind_int(st, "first", p->first_txn ? p->first_txn : INT64_MAX);
	while (db_step(st)) {
		p->altered = mem_grow(p->altered, &p->cap_altered, p->entity.n + 1, sizeof *p->altered);
		p->altered[p->entity.n] = db_int(st, 2);
		strs_add(&p->entity, db_text(st, 0));
		strs_add(&p->field, db_text(st, 1));
	}
}

bool past_changed_since(struct db *db, const char *entity)
{
	return strs_find(&db->past->entity, entity) >= 0;
}

static void set_altered(struct db *db, struct shadow *s)
{
	const struct past *p = db->past;
	int64_t last = 0;

	for (size_t i = 0; i < p->entity.n; i++) {
		const char *field = p->field.v[i];
		bool any = strcmp(field, ALTERED_ANY) == 0, rows = strcmp(field, ALTERED_ROWS) == 0;

		if (strcmp(p->entity.v[i], s->e->name) != 0)
			continue;
		last = p->altered[i] > last ? p->altered[i] : last;
		if (any || rows)
			s->cause[BY_GONE].alters = UINT64_MAX;
		if (!rows)
			s->cause[BY_CHANGE].alters |= any ? UINT64_MAX : past_bit_of(s, field);
	}
	s->last_change = db_get_int_id(db, 0, "SELECT id FROM main.change WHERE txn <= :id ORDER BY txn DESC, id DESC "
	                                      "LIMIT 1", last);
	s->log = s->last_change < p->first_change ? 0 : s->last_change - p->first_change + 1;
}

static bool inserted_since(struct db *db, const char *entity)
{
	struct stmt *st = db_prepare(db, "SELECT txn FROM main.txn_range WHERE entity = :entity "
	                                 "ORDER BY first DESC LIMIT 1");
	bool since;

	db_bind_text(st, "entity", entity);
	since = db->past->first_txn && db_step(st) && db_int(st, 0) >= db->past->first_txn;
	db_reset(st);
	return since;
}

/* Without an index nobody knows. */
bool past_dated_later(struct db *db, const struct entity *e)
{
	char *sql;
	bool any;

	if (!past_is_as_of(db) || !e->dated)
		return false;
	sql = registry_field(e, e->dated)->flags & FIELD_INDEXED
		? mem_printf("SELECT 1 FROM main.%s WHERE %s >= :before LIMIT 1", e->name, e->dated)
		: mem_printf("SELECT 1 FROM main.%s WHERE :before <> '' LIMIT 1", e->name);
	any = db_get_int(db, 0, sql, "before", db->past->before, NULL) == 1;
	free(sql);
	return any;
}

static bool differs(struct db *db, const struct entity *e)
{
	const char *log;

	if (!trigger_recorded(e))
		return db->past->first_txn != 0;
	if ((!past_is_as_of(db) || strcmp(e->name, "redirect") == 0) && inserted_since(db, e->name))
		return true;
	for (int i = 0; past_is_as_of(db) && (log = past_moved_log(e, i)); i++)
		if (past_changed_since(db, log) || past_dated_later(db, registry_entity(log)))
			return true;
	return past_changed_since(db, e->name) || past_dated_later(db, e);
}

/* ---- what is known of them before they are read */

static void add_index_column(struct shadow *s, int seq, bool unique, int column)
{
	struct shadow_index *ix;

	if (seq == 0) {
		s->index = mem_grow(s->index, &s->cap_index, s->n_index + 1, sizeof *s->index);
		s->index[s->n_index++] = (struct shadow_index){.unique = unique};
	}
	ix = &s->index[s->n_index - 1];
	if (ix->n == seq && column >= 0 && seq < (int)(sizeof ix->column / sizeof *ix->column))
		ix->column[ix->n++] = column;
}

static void read_indexes(struct db *db, struct shadow *s)
{
	struct stmt *st = db_prepare(db, "SELECT ii.seqno, il.\"unique\", ii.cid FROM pragma_index_list(:name, 'main') il "
	                                 "JOIN pragma_index_info(il.name, 'main') ii ORDER BY il.seq, ii.seqno");

	db_bind_text(st, "name", s->e->name);
	while (db_step(st))
		add_index_column(s, (int)db_int(st, 0), db_int(st, 1), (int)db_int(st, 2));
}


static void set_dated(const struct past *p, struct shadow *s)
{
	char *early = past_early(s->e, p->before);

	if (early)
		s->early = mem_printf("SELECT 1 FROM main.%s WHERE id = :id AND %s", s->e->name, early);
	s->where = mem_printf("(%s < '%s' OR %s IS NULL%s%s)", s->e->dated, p->before, s->e->dated, early ? " OR " : "",
	                      early ? early : "");
	free(early);
}

/* As-of mode: a row dated later does not exist yet. Known mode: nor does what was inserted since. Records that were
 * merged since are apart in either, and the log ends at the moment. */
static void set_where(struct db *db, struct shadow *s)
{
	struct past *p = db->past;

	if (!trigger_recorded(s->e))
		s->where = mem_printf("%s < %lld", strcmp(s->e->name, "txn") == 0 ? "id" : "txn",
		                      (long long)p->first_txn);
	else if (p->mode == PAST_KNOWN || strcmp(s->e->name, "redirect") == 0)
		s->where = s->fresh < INT64_MAX ? mem_printf("id < %lld", (long long)s->fresh) : NULL;
	else if (s->e->dated)
		set_dated(p, s);
}

/* What a change may have altered, a cause that goes by what it altered may alter too. */
static void set_alters(struct db *db, struct shadow *s)
{
	struct cause *change = &s->cause[BY_CHANGE];

	if (past_is_as_of(db)) {
		past_moved_open(db, s);
		past_ended_open(s);
	}
	set_altered(db, s);
	for (int i = BY_MOVE; i < PAST_CAUSES; i++)
		if (change->alters & s->cause[i].alters)
			change->alters |= s->cause[i].alters;
}

void past_open(struct db *db, struct shadow *s)
{
	if (s->open)
		return;
	s->open = true;
	read_indexes(db, s);
	if (trigger_recorded(s->e)) {
		s->fresh = past_fresh(db, s->e->name);
		set_alters(db, s);
	}
	set_where(db, s);
}

void past_ready(struct db *db, struct shadow *s)
{
	if (s->ready)
		return;
	s->ready = true;
	if (past_is_as_of(db))
		past_moved_ready(db, s);
}

/* ---- making the shadows */

static void read_columns(struct db *db, struct shadow *s)
{
	struct stmt *st = db_prepare(db, "SELECT name, type FROM pragma_table_info(:name, 'main')");

	db_bind_text(st, "name", s->e->name);
	while (db_step(st)) {
		strs_add(&s->column, db_text(st, 0));
		strs_add(&s->type, db_text(st, 1));
	}
}

static void add_shadow(struct db *db, const struct entity *e, int64_t rows)
{
	struct shadow *s = mem_zero(sizeof *s);
	char *sql = mem_printf("CREATE VIRTUAL TABLE temp.%s USING crm_past", e->name);

	s->e = e;
	s->rows = rows;
	s->fresh = INT64_MAX;
	read_columns(db, s);
	s->next = db->past->shadows;
	db->past->shadows = s;
	conn_exec(db, sql);
	free(sql);
}

/* Only tables that ever had a row can have stood otherwise; these have a line in sqlite_sequence. The log's
 * have none, or always one. */
static void add_shadows(struct db *db)
{
	struct stmt *st = db_prepare(db, "SELECT name, seq FROM main.sqlite_sequence "
	                                 "UNION ALL SELECT 'txn_range', 1 UNION ALL SELECT 'change', 1");
	struct strs names = {0};
	int64_t *rows = NULL;
	size_t cap = 0;

	while (db_step(st)) {
		rows = mem_grow(rows, &cap, names.n + 1, sizeof *rows);
		rows[names.n] = db_int(st, 1);
		strs_add(&names, db_text(st, 0));
	}
	for (size_t i = 0; i < names.n; i++) {
		const struct entity *e = registry_entity(names.v[i]);

		if (e && differs(db, e))
			add_shadow(db, e, rows[i]);
	}
	strs_free(&names);
	free(rows);
}

/* A place of its own for the deltas, in memory: what is attached to a connection that only reads could only be
 * read, were it not made anew. */
static void make_place(struct db *db)
{
	int rc;

	conn_exec(db, "ATTACH '' AS past");
	rc = sqlite3_deserialize(db->h, "past", NULL, 0, 0,
	                         SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
	if (rc != SQLITE_OK)
		conn_die(db, rc, "past");
	conn_exec(db, "PRAGMA past.cache_size = -64000");
	/* Each row of a delta brings two or three of the log and of today. */
	db_cache(db, 4);
}

void past_arm(struct db *db, enum past_mode mode, const char *before)
{
	struct past *p = mem_zero(sizeof *p);

	p->mode = mode;
	strncat(p->before, before, sizeof p->before - 1);
	p->first_txn = db_get_int(db, 0, "SELECT min(id) FROM main.txn WHERE at >= :before", "before", before,
	                          NULL);
	p->first_change = INT64_MAX;
	if (p->first_txn)
		p->first_change = db_get_int_id(db, INT64_MAX,
		                                "SELECT id FROM main.change WHERE txn >= :id "
		                                "ORDER BY txn, id LIMIT 1", p->first_txn);
	make_place(db);
	past_vtab_register(db);
	db->past = p;
	read_altered(db);
	add_shadows(db);
}

void past_disarm(struct db *db)
{
	if (!db->past)
		return;
	for (struct shadow *s = db->past->shadows, *next; s; s = next) {
		next = s->next;
		strs_free(&s->column);
		strs_free(&s->type);
		free(s->index);
		past_delta_free(s);
		past_kept_free(s);
		past_gone_free(s);
		bits_free(&s->filled);
		bits_free(&s->logged[0]);
		bits_free(&s->logged[1]);
		for (int i = 0; i < PAST_CAUSES; i++) {
			bits_free(&s->cause[i].rows);
			bits_free(&s->cause[i].asked);
		}
		free(s->where);
		free(s->early);
		free(s);
	}
	strs_free(&db->past->entity);
	strs_free(&db->past->field);
	free(db->past->altered);
	free(db->past);
	db->past = NULL;
}
