/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past - tables as they stood: which ones a statement reads, and when they need a shadow */
#include <stdlib.h>
#include <string.h>

#include "store/past_parts.h"
#include "store/trigger.h"

enum past_mode past_mode(const struct db *db)
{
	return db->past ? db->past->mode : PAST_NONE;
}

const char *past_before(const struct db *db)
{
	return db->past ? db->past->before : NULL;
}

static void want(struct past *p, const char *table)
{
	if (strs_find(&p->wanted, table) < 0)
		strs_add(&p->wanted, table);
}

/* Called by SQLite for everything a statement touches, in views too. It refuses nothing. */
static int collect(void *arg, int action, const char *a, const char *b, const char *schema,
                   const char *trigger)
{
	struct past *p = arg;

	(void)trigger;
	if (!p->collecting)
		return SQLITE_OK;
	if (action == SQLITE_READ && a && (!schema || strcmp(schema, "main") == 0))
		want(p, a);
	/* This function reads tables on its own while the statement runs. */
	if (action == SQLITE_FUNCTION && b && strcmp(b, "crm_base") == 0) {
		want(p, "rate");
		want(p, "setting");
	}
	return SQLITE_OK;
}

void past_arm(struct db *db, enum past_mode mode, const char *before)
{
	struct past *p = mem_zero(sizeof *p);

	p->mode = mode;
	strncat(p->before, before, sizeof p->before - 1);
	p->first_txn = db_get_int(db, 0, "SELECT min(id) FROM txn WHERE at >= :before", "before", before,
	                          NULL);
	if (p->first_txn)
		p->first_change = db_get_int_id(db, INT64_MAX,
		                                "SELECT id FROM change WHERE txn >= :id "
		                                "ORDER BY txn, id LIMIT 1", p->first_txn);
	/* The delta is read again and again, and each row of it brings two or three of the log and of today. */
	conn_exec(db, "PRAGMA temp.cache_size = -64000");
	db_cache(db, 16);
	past_vtab_register(db);
	sqlite3_set_authorizer(db->h, collect, p);
	db->past = p;
}

static bool is_indexed(const struct shadow *s, const char *column)
{
	int at = strs_find(&s->column, column);

	for (size_t i = 0; i < s->n_index; i++)
		if (s->index[i].column[0] == at)
			return true;
	return false;
}

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

/* Columns and indexes of main.T. */
static void read_shape(struct db *db, struct shadow *s)
{
	struct stmt *st = db_prepare(db, "SELECT name, type FROM pragma_table_info(:name, 'main')");

	db_bind_text(st, "name", s->e->name);
	while (db_step(st)) {
		strs_add(&s->column, db_text(st, 0));
		strs_add(&s->type, db_text(st, 1));
	}
	st = db_prepare(db, "SELECT ii.seqno, il.\"unique\", ii.cid FROM pragma_index_list(:name, 'main') il "
	                    "JOIN pragma_index_info(il.name, 'main') ii ORDER BY il.seq, ii.seqno");
	db_bind_text(st, "name", s->e->name);
	while (db_step(st))
		add_index_column(s, (int)db_int(st, 0), db_int(st, 1), (int)db_int(st, 2));
	st = db_prepare(db, "SELECT seq FROM sqlite_sequence WHERE name = :name");
	db_bind_text(st, "name", s->e->name);
	s->rows = db_step(st) ? db_int(st, 0) : 0;
	db_reset(st);
}

/* As-of mode: a row dated later does not exist yet. */
static void set_dated(struct db *db, struct shadow *s)
{
	char *sql;

	if (db->past->mode != PAST_AS_OF || !s->e->dated)
		return;
	if (is_indexed(s, s->e->dated)) {
		bool any;

		sql = mem_printf("SELECT 1 FROM main.%s WHERE %s >= :before LIMIT 1", s->e->name,
		                 s->e->dated);
		any = db_get_int(db, 0, sql, "before", db->past->before, NULL) == 1;
		free(sql);
		if (!any)
			return;
	}
	s->where = mem_printf("(%s < '%s' OR %s IS NULL)", s->e->dated, db->past->before, s->e->dated);
}

/* Known mode: what was inserted since is not there. Records that were merged since are apart in either. */
static void set_fresh(struct db *db, struct shadow *s)
{
	if ((db->past->mode == PAST_KNOWN || strcmp(s->e->name, "redirect") == 0) && s->fresh <= s->rows)
		s->where = mem_printf("id < %lld", (long long)s->fresh);
}

/* The log itself ends at the moment, whichever way is asked. */
static void set_log_end(struct db *db, struct shadow *s)
{
	if (db->past->first_txn)
		s->where = mem_printf("%s < %lld", strcmp(s->e->name, "txn") == 0 ? "id" : "txn",
		                      (long long)db->past->first_txn);
}

static void decide(struct db *db, struct shadow *s)
{
	char *sql;

	read_shape(db, s);
	if (trigger_recorded(s->e)) {
		past_delta_find(db, s);
		if (db->past->mode == PAST_AS_OF)
			past_moved_find(db, s);
		set_dated(db, s);
		set_fresh(db, s);
	} else {
		set_log_end(db, s);
	}
	if (s->hidden.n == 0 && !s->where) {
		s->state = SHADOW_CLEAN;
		return;
	}
	past_delta_create(db, s);
	s->state = SHADOW_READY;
	sql = mem_printf("CREATE VIRTUAL TABLE temp.%s USING crm_past", s->e->name);
	conn_exec(db, sql);
	free(sql);
}

struct shadow *past_table(struct db *db, const char *name)
{
	const struct entity *e = registry_entity(name);
	struct shadow *s;

	for (s = db->past->shadows; s; s = s->next)
		if (strcmp(s->e->name, name) == 0)
			return s;
	if (!e)
		return NULL;
	s = mem_zero(sizeof *s);
	s->e = e;
	s->next = db->past->shadows;
	db->past->shadows = s;
	db->past->inside++;
	decide(db, s);
	db->past->inside--;
	return s;
}

void past_shadow_for(struct db *db, const char *sql)
{
	struct past *p = db->past;
	sqlite3_stmt *s = NULL;
	struct strs tables;

	if (p->inside)
		return;
	p->collecting = true;
	sqlite3_prepare_v2(db->h, sql, -1, &s, NULL);
	sqlite3_finalize(s);
	p->collecting = false;
	tables = p->wanted;
	p->wanted = (struct strs){0};
	for (size_t i = 0; i < tables.n; i++)
		past_table(db, tables.v[i]);
	strs_free(&tables);
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
		bits_free(&s->hidden);
		bits_free(&s->filled);
		bits_free(&s->moved[0]);
		bits_free(&s->moved[1]);
		free(s->where);
		free(s);
	}
	strs_free(&db->past->wanted);
	free(db->past);
	db->past = NULL;
}
