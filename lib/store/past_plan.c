/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_plan - the statements that read a shadowed table
 *
 * A plan is made from the text that plan_choose left in idxStr: columns used (hex), index, firm
 * and soft causes, few, then bounds, order and the conditions themselves. The same text is the
 * same plan, so a join that opens the table again for every row of another compiles its
 * statements once. */
#include <stdlib.h>
#include <string.h>

#include "store/past_follow.h"
#include "store/past_plan.h"

static void read_order(struct plan *p, const char *s)
{
	while (*s >= '0' && *s <= '9') {
		char *end;
		long column = strtol(s, &end, 10);

		p->order[p->n_order] = p->position[column];
		p->descending[p->n_order++] = *end == 'd';
		s = end + 1;
	}
}

static const char *read_bounds(struct plan *p, const char *s)
{
	while (*s != ',') {
		char op = *s, *end;
		long arg = strtol(s + 1, &end, 10);

		if (op == 'o')
			p->others = true;
		else if (p->n_bounds < PLAN_BOUNDS_MAX)
			p->bound[p->n_bounds++] = (struct plan_bound){op, (int)arg};
		s = end;
	}
	return s + 1;
}

enum plan_asks plan_bounds(const struct plan *p, const struct shadow *s, sqlite3_value **argv, struct bounds *b)
{
	int type;

	if (!p->n_bounds)
		return PLAN_ANYTHING;
	*b = (struct bounds){.column = s->index[p->index].column[0]};
	type = strcmp(s->type.v[b->column], "INTEGER") == 0 ? SQLITE_INTEGER : SQLITE_TEXT;
	for (int i = 0; i < p->n_bounds; i++) {
		char op = p->bound[i].op;
		sqlite3_value *v = argv[p->bound[i].arg];

		if (sqlite3_value_type(v) == SQLITE_NULL && op != 'i')
			return PLAN_NOTHING;
		if (sqlite3_value_type(v) != type)
			return PLAN_ANYTHING;
		if (op != 'l' && op != 'm')
			b->from = v;
		if (op != 'g' && op != 'h')
			b->to = v;
	}
	return PLAN_BOUNDS;
}

static sqlite3_stmt *prepare(struct db *db, const char *columns, const char *from, const char *table,
                             const char *also, const char *tail)
{
	char *sql = mem_printf("SELECT id, %s FROM %s%s WHERE %s%s", columns, from, table,
	                       also ? also : "true", tail);
	sqlite3_stmt *st = NULL;

	sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);
	free(sql);
	return st;
}

/* SQL for those causes that concern a row of main.T. */
static void write_tests(const struct db *db, const struct shadow *s, struct plan *p, struct str *out)
{
	struct str test = {0};

	for (int cause = BY_MOVE; cause < PAST_CAUSES; cause++) {
		if (!((p->soft | p->firm) >> cause & 1))
			continue;
		if (cause == BY_END)
			past_ended_test(db, s, &test);
		else if (!past_moved_test(db, s, cause - BY_MOVE, p->few && (p->soft >> cause & 1), &test))
			continue;
		p->tested |= 1U << cause;
		str_addf(out, " + CASE WHEN %s THEN %d ELSE 0 END", str_text(&test), 1 << cause);
	}
	str_free(&test);
}

static bool prepare_all(struct db *db, struct shadow *s, struct plan *p, uint64_t used, const char *tail)
{
	struct str columns = {0}, with = {0};
	int n = 2;

	for (size_t i = 1; i < s->column.n; i++)
		if (past_bit(i) & used) {
			str_addf(&columns, ", %s", s->column.v[i]);
			p->position[i] = n++;
		}
	str_set(&with, "0");
	write_tests(db, s, p, &with);
	str_add(&with, str_text(&columns));
	p->main = prepare(db, str_text(&with), "main.", s->e->name, s->where, tail);
	str_setf(&with, "0%s", str_text(&columns));
	if (p->firm || p->soft)
		past_delta_create(db, s);
	if (p->firm)
		p->delta = prepare(db, str_text(&with), "past.", s->e->name, NULL, tail);
	if (p->soft)
		p->one = prepare(db, str_text(&with), "past.", s->e->name, NULL, " AND id = ?1");
	str_free(&columns);
	str_free(&with);
	return p->main && (p->delta || !p->firm) && (p->one || !p->soft);
}

static struct plan *make(struct db *db, struct shadow *s, const char *text)
{
	struct plan *p = mem_zero(sizeof *p);
	char *at;
	uint64_t used = strtoull(text, &at, 16);

	p->text = mem_copy(text);
	p->index = (int)strtol(at, &at, 10);
	p->firm = (unsigned)strtoul(at, &at, 10);
	p->soft = (unsigned)strtoul(at, &at, 10);
	p->few = strtol(at, &at, 10) != 0;
	p->position = mem_zero(s->column.n * sizeof *p->position);
	if (prepare_all(db, s, p, used, strchr(at, ';') + 1)) {
		read_order(p, read_bounds(p, at + 1));
		return p;
	}
	plan_free(p);
	return NULL;
}

struct plan *plan_get(struct db *db, struct shadow *s, struct plan **list, const char *text)
{
	struct plan *p;

	for (p = *list; p; p = p->next)
		if (!p->busy && strcmp(p->text, text) == 0)
			break;
	if (!p) {
		p = make(db, s, text);
		if (!p)
			return NULL;
		p->next = *list;
		*list = p;
	}
	p->busy = true;
	return p;
}

/* NULL before numbers before text, as SQLite orders. */
static int compare(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
	int ta = sqlite3_column_type(a, column), tb = sqlite3_column_type(b, column);
	int na, nb, rc;

	if (ta == SQLITE_NULL || tb == SQLITE_NULL)
		return (ta != SQLITE_NULL) - (tb != SQLITE_NULL);
	if (ta == SQLITE_INTEGER && tb == SQLITE_INTEGER) {
		int64_t x = sqlite3_column_int64(a, column), y = sqlite3_column_int64(b, column);

		return (x > y) - (x < y);
	}
	if (ta != tb)
		return ta == SQLITE_INTEGER ? -1 : 1;
	na = sqlite3_column_bytes(a, column);
	nb = sqlite3_column_bytes(b, column);
	rc = memcmp(sqlite3_column_text(a, column), sqlite3_column_text(b, column),
	            (size_t)(na < nb ? na : nb));
	return rc ? rc : (na > nb) - (na < nb);
}

int plan_compare(const struct plan *p)
{
	for (int i = 0; i < p->n_order; i++) {
		int rc = compare(p->main, p->delta, p->order[i]);

		if (rc != 0)
			return p->descending[i] ? -rc : rc;
	}
	return 0;
}

void plan_free(struct plan *p)
{
	sqlite3_finalize(p->main);
	sqlite3_finalize(p->delta);
	sqlite3_finalize(p->one);
	free(p->text);
	free(p->position);
	free(p);
}
