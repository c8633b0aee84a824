/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_vtab - the virtual table temp.T that stands before main.T
 *
 * A scan runs two statements of its own: main.T without the rows that a firm cause concerns, and the delta with these.
 * A row of main.T that a soft cause concerns is taken from the delta in its place. The
 * conditions and the order that SQLite asks for are passed down to both, so that they use
 * the indexes of each; where an order is asked, the two are merged. The plan travels from xBestIndex to
 * xFilter as text: the columns used (a mask), the index, the causes, the order (column numbers, d for descending), the
 * conditions; it is the key under which a table keeps its prepared statements. */
#include <stdlib.h>
#include <string.h>

#include "store/past_follow.h"
#include "store/past_plan.h"

struct vtab {
	sqlite3_vtab base;
	struct db *db;
	struct shadow *s;
	struct plan *plans;
};

struct cursor {
	sqlite3_vtab_cursor base;
	struct plan *plan;
	sqlite3_stmt *at;           /* the statement that holds the row, NULL at the end */
	bool main_more, delta_more; /* a row waits there */
	bool replaced;              /* of main.T: the statement one has it as it stood */
	bool fills;                 /* what main.T passes by is put into the delta, and those moved when it ends */
	struct bits moved, seen;    /* past_closed_fill's; rows of main.T that passed by since */
};

static int vt_connect(sqlite3 *h, void *aux, int argc, const char *const *argv, sqlite3_vtab **out,
                      char **why)
{
	struct db *db = aux;
	struct vtab *t;
	struct str sql = {0};
	int rc;

	(void)argc;
	(void)why;
	t = mem_zero(sizeof *t);
	t->db = db;
	for (t->s = db->past->shadows; t->s && strcmp(t->s->e->name, argv[2]) != 0;)
		t->s = t->s->next;
	if (!t->s) {
		free(t);
		return SQLITE_ERROR;
	}
	for (size_t i = 0; i < t->s->column.n; i++)
		str_addf(&sql, "%s%s %s", i ? ", " : "CREATE TABLE t (", t->s->column.v[i],
		         t->s->type.v[i]);
	str_add(&sql, ")");
	rc = sqlite3_declare_vtab(h, str_text(&sql));
	str_free(&sql);
	*out = &t->base;
	return rc;
}

static int vt_disconnect(sqlite3_vtab *base)
{
	struct vtab *t = (struct vtab *)base;

	for (struct plan *p = t->plans, *next; p; p = next) {
		next = p->next;
		plan_free(p);
	}
	free(t);
	return SQLITE_OK;
}

static int vt_best_index(sqlite3_vtab *base, sqlite3_index_info *info)
{
	struct vtab *t = (struct vtab *)base;

	past_open(t->db, t->s);
	return plan_choose(t->s, info);
}

static int vt_open(sqlite3_vtab *base, sqlite3_vtab_cursor **out)
{
	struct cursor *c = mem_zero(sizeof *c);

	(void)base;
	*out = &c->base;
	return SQLITE_OK;
}

static void release(struct cursor *c)
{
	if (!c->plan)
		return;
	sqlite3_reset(c->plan->main);
	sqlite3_reset(c->plan->delta);
	sqlite3_reset(c->plan->one);
	c->plan->busy = false;
	c->plan = NULL;
	bits_free(&c->moved);
	bits_free(&c->seen);
}

static int vt_close(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;

	release(c);
	free(c);
	return SQLITE_OK;
}

/* Of these causes, those that concern a row. */
static unsigned concerning(struct db *db, struct shadow *s, unsigned causes, int64_t id)
{
	unsigned found = 0;

	for (int i = 0; causes >> i; i++)
		if ((causes >> i & 1) && past_concerns(db, s, (enum past_cause)i, id))
			found |= 1U << i;
	return found;
}

/* The row that main.T is at: what it tests for itself comes with it. */
static unsigned causes_of(struct db *db, struct shadow *s, const struct plan *p, int64_t id)
{
	unsigned found = (unsigned)sqlite3_column_int(p->main, 1);

	for (int place = 0; place < 2; place++)
		if (bits_has(&s->logged[place], id))
			found |= (p->firm | p->soft) & 1U << (BY_MOVE + place);
	return found | concerning(db, s, (p->firm | p->soft) & ~p->tested, id);
}

/* Somebody who reads a whole table may stop after a few rows. */
#define REPLACED_LEAST 64

/* Does the row stand as it stood, in statement one? */
static int replace(struct db *db, struct shadow *s, struct plan *p, int64_t id)
{
	if (!p->few && ++p->replaced == REPLACED_LEAST)
		past_delta_all(db, s, BY_CHANGE);
	past_delta_one(db, s, id);
	sqlite3_reset(p->one);
	sqlite3_bind_int64(p->one, 1, id);
	return sqlite3_step(p->one);
}

/* A row of main.T that was closed in the time that is asked for. What is known of later moves is told, so that nobody
 * asks for each. */
static void pass(struct cursor *c, struct db *db, struct shadow *s, unsigned causes, int64_t id)
{
	bits_add(&c->seen, id);
	if (causes)
		past_moved_know(db, s, id, causes & 1U << BY_MOVE);
	if (causes & c->plan->firm)
		past_delta_one(db, s, id);
}

/* The next row of main.T that no firm cause concerns. */
static int step_main(struct cursor *c, struct db *db, struct shadow *s)
{
	struct plan *p = c->plan;
	int rc;

	c->replaced = false;
	while ((rc = sqlite3_step(p->main)) == SQLITE_ROW) {
		int64_t id = sqlite3_column_int64(p->main, 0);
		unsigned causes = p->firm | p->soft ? causes_of(db, s, p, id) : 0;

		if (c->fills)
			pass(c, db, s, causes, id);
		if (causes & p->firm)
			continue;
		if (!causes)
			break;
		rc = replace(db, s, p, id);
		c->replaced = rc == SQLITE_ROW;
		if (rc != SQLITE_DONE)
			break;
	}
	c->main_more = rc == SQLITE_ROW;
	if (c->fills && rc == SQLITE_DONE)
		past_closed_moved(db, s, p->firm, &c->moved, &c->seen);
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int step_delta(struct cursor *c, struct db *db, struct shadow *s)
{
	struct plan *p = c->plan;
	int rc = SQLITE_DONE;

	while (p->firm && (rc = sqlite3_step(p->delta)) == SQLITE_ROW)
		if (concerning(db, s, p->firm, sqlite3_column_int64(p->delta, 0)))
			break;
	c->delta_more = rc == SQLITE_ROW;
	return rc == SQLITE_ROW || rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static void choose(struct cursor *c)
{
	sqlite3_stmt *main = c->replaced ? c->plan->one : c->plan->main;

	if (c->main_more && c->delta_more)
		c->at = plan_compare(c->plan) <= 0 ? main : c->plan->delta;
	else
		c->at = c->main_more ? main : c->delta_more ? c->plan->delta : NULL;
}

static int vt_next(sqlite3_vtab_cursor *base)
{
	struct cursor *c = (struct cursor *)base;
	struct vtab *t = (struct vtab *)base->pVtab;
	int rc;

	if (c->at != c->plan->delta) {
		rc = step_main(c, t->db, t->s);
		/* Without an order the delta begins when the rest is through. */
		if (rc == SQLITE_OK && !c->main_more && c->plan->n_order == 0)
			rc = step_delta(c, t->db, t->s);
	} else {
		rc = step_delta(c, t->db, t->s);
	}
	choose(c);
	return rc;
}

static int bind(sqlite3_stmt *st, int i, sqlite3_value *v)
{
	if (sqlite3_value_type(v) == SQLITE_INTEGER)
		return sqlite3_bind_int64(st, i, sqlite3_value_int64(v));
	return sqlite3_bind_value(st, i, v);
}

/* A plan that runs again and again is worth an index on the delta; one that runs once is not. */
#define RUNS_TO_INDEX 3
#define ROWS_TO_INDEX 100

/* Deals closed in some time. Where main.T is read to the end before the delta, and shows all that were closed then, this
 * needs no second look at them. */
static bool prepare_closed(struct cursor *c, struct db *db, struct shadow *s, const struct bounds *b)
{
	struct plan *p = c->plan;

	if (!past_closed_fill(db, s, p->firm, b, &c->moved))
		return false;
	c->fills = p->n_order == 0 && !p->others;
	if (!c->fills) {
		past_closed_today(db, s, p->firm, b);
		past_closed_moved(db, s, p->firm, &c->moved, &c->seen);
	}
	return true;
}

/* Makes sure that the delta holds what will be read of it. */
static void prepare_delta(struct cursor *c, struct db *db, struct shadow *s, sqlite3_value **argv)
{
	struct plan *p = c->plan;
	struct bounds b;
	enum plan_asks asks = plan_bounds(p, s, argv, &b);
	unsigned firm = p->firm;

	if (asks == PLAN_NOTHING)
		return;
	if (asks == PLAN_BOUNDS && prepare_closed(c, db, s, &b))
		firm = 0;
	for (int i = 0; i < PAST_CAUSES; i++)
		if ((firm >> i & 1) && i <= BY_GONE && asks == PLAN_BOUNDS &&
		    past_kept_fill(db, s, (enum past_cause)i, &b))
			continue;
		else if (firm >> i & 1)
			past_delta_all(db, s, (enum past_cause)i);
		else if ((p->soft & ~p->tested & ~(1U << BY_CHANGE)) >> i & 1)
			past_find(db, s, (enum past_cause)i);
	if (p->firm && p->index >= 0 && s->delta_rows > ROWS_TO_INDEX && ++p->runs == RUNS_TO_INDEX)
		past_delta_index(db, s, p->index);
}

/* The first row. A row that is asked for by number stands in one of the two places, and by none in neither. */
static int start(struct cursor *c, struct db *db, struct shadow *s, sqlite3_value *id, sqlite3_value **argv)
{
	struct plan *p = c->plan;
	bool one = id && sqlite3_value_type(id) == SQLITE_INTEGER;
	bool there = one && p->firm && concerning(db, s, p->firm, sqlite3_value_int64(id));
	int rc = SQLITE_OK;

	c->main_more = c->delta_more = c->replaced = c->fills = false;
	bits_free(&c->moved);
	bits_free(&c->seen);
	if (id && sqlite3_value_type(id) == SQLITE_NULL)
		return SQLITE_OK;
	if (there)
		past_delta_one(db, s, sqlite3_value_int64(id));
	else if (!one)
		prepare_delta(c, db, s, argv);
	if (!there)
		rc = step_main(c, db, s);
	if (rc == SQLITE_OK && s->delta_rows > 0 && (one ? there : p->n_order || !c->main_more))
		rc = step_delta(c, db, s);
	return rc;
}

static int bind_all(sqlite3_stmt *st, int argc, sqlite3_value **argv)
{
	int rc = SQLITE_OK;

	sqlite3_reset(st);
	for (int i = 0; st && i < argc && rc == SQLITE_OK; i++)
		rc = bind(st, i + 1, argv[i]);
	return rc;
}

static int vt_filter(sqlite3_vtab_cursor *base, int id_at, const char *text, int argc,
                     sqlite3_value **argv)
{
	struct cursor *c = (struct cursor *)base;
	struct vtab *t = (struct vtab *)base->pVtab;
	int rc;

	if (!c->plan || strcmp(c->plan->text, text) != 0) {
		release(c);
		c->plan = plan_get(t->db, t->s, &t->plans, text);
		if (!c->plan)
			return SQLITE_ERROR;
	}
	if ((c->plan->firm | c->plan->soft) & (1U << BY_MOVE | 1U << BY_MOVE_TOO))
		past_ready(t->db, t->s);
	rc = bind_all(c->plan->main, argc, argv);
	if (rc == SQLITE_OK)
		rc = bind_all(c->plan->delta, argc, argv);
	if (rc == SQLITE_OK)
		rc = start(c, t->db, t->s, id_at ? argv[id_at - 1] : NULL, argv);
	choose(c);
	return rc;
}

static int vt_eof(sqlite3_vtab_cursor *base)
{
	return ((struct cursor *)base)->at == NULL;
}

static int vt_column(sqlite3_vtab_cursor *base, sqlite3_context *ctx, int i)
{
	struct cursor *c = (struct cursor *)base;

	sqlite3_result_value(ctx, sqlite3_column_value(c->at, c->plan->position[i]));
	return SQLITE_OK;
}

static int vt_rowid(sqlite3_vtab_cursor *base, sqlite3_int64 *id)
{
	*id = sqlite3_column_int64(((struct cursor *)base)->at, 0);
	return SQLITE_OK;
}

void past_vtab_register(struct db *db)
{
	static const sqlite3_module module = {
		.xCreate = vt_connect, .xConnect = vt_connect, .xBestIndex = vt_best_index,
		.xDisconnect = vt_disconnect, .xDestroy = vt_disconnect, .xOpen = vt_open,
		.xClose = vt_close, .xFilter = vt_filter, .xNext = vt_next, .xEof = vt_eof,
		.xColumn = vt_column, .xRowid = vt_rowid};
	int rc = sqlite3_create_module(db->h, "crm_past", &module, db);

	if (rc != SQLITE_OK)
		conn_die(db, rc, "crm_past");
}
