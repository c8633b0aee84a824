/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_plan - how a shadowed table is read: what to pass down, at which cost, and the statements */
#include <stdlib.h>
#include <string.h>

#include "store/past_plan.h"

/* ---- xBestIndex */

/* What SQLite assumes of an index without statistics: rows that equal values of 1, 2, … columns find. */
static const double rows_found[] = {0, 10, 9, 8, 7, 6, 5, 5, 5};

static const char *operator_of(unsigned char op)
{
	switch (op) {
	case SQLITE_INDEX_CONSTRAINT_EQ:
		return " = ";
	case SQLITE_INDEX_CONSTRAINT_IS:
		return " IS ";
	case SQLITE_INDEX_CONSTRAINT_LT:
		return " < ";
	case SQLITE_INDEX_CONSTRAINT_LE:
		return " <= ";
	case SQLITE_INDEX_CONSTRAINT_GT:
		return " > ";
	case SQLITE_INDEX_CONSTRAINT_GE:
		return " >= ";
	case SQLITE_INDEX_CONSTRAINT_ISNULL:
		return " IS NULL";
	case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
		return " IS NOT NULL";
	default:
		return NULL;
	}
}

/* The rowid and the column id are the same. */
static int column_of(int column)
{
	return column < 0 ? 0 : column;
}

/* What is asked of a column. */
enum { IS_EQUAL = 1, IS_FROM = 2, IS_TO = 4, IS_LIST = 8 };

static unsigned asked_of(sqlite3_index_info *info, int i)
{
	switch (info->aConstraint[i].op) {
	case SQLITE_INDEX_CONSTRAINT_LT:
	case SQLITE_INDEX_CONSTRAINT_LE:
		return IS_TO;
	case SQLITE_INDEX_CONSTRAINT_GT:
	case SQLITE_INDEX_CONSTRAINT_GE:
		return IS_FROM;
	case SQLITE_INDEX_CONSTRAINT_ISNOTNULL:
		return 0;
	default:
		return sqlite3_vtab_in(info, i, -1) ? IS_EQUAL | IS_LIST : IS_EQUAL;
	}
}

static void narrow(unsigned asked, double *rows)
{
	if (asked & IS_FROM)
		*rows /= 4;
	if (asked & IS_TO)
		*rows /= 4;
}

/* Rows that an index would visit for what is asked. */
static double index_rows(const struct shadow_index *ix, const unsigned *asked, double all)
{
	double rows = all;
	int k = 0;

	while (k < ix->n && (asked[ix->column[k]] & IS_EQUAL))
		k++;
	if (k > 0) {
		rows = ix->unique && k == ix->n ? 1 : rows_found[k];
		rows = rows < all ? rows : all;
	}
	if (k < ix->n)
		narrow(asked[ix->column[k]], &rows);
	return rows < 1 ? 1 : rows;
}

/* The best access: rows visited, the price of it in steps of a table scan, and the index, or -1. */
static double visited(const struct shadow *s, const unsigned *asked, double all, double *price, int *index)
{
	double best = all;

	if (asked[0] & IS_EQUAL)
		best = 1;
	else
		narrow(asked[0], &best);
	*price = best < all ? best * 2 + 10 : all * 3;
	*index = -1;
	for (size_t i = 0; i < s->n_index; i++) {
		double rows = s->index[i].n ? index_rows(&s->index[i], asked, all) : all;

		/* Rows found through an index are fetched one by one. */
		if (rows < all && rows * 5 + 10 < *price) {
			best = rows;
			*price = rows * 5 + 10;
			*index = (int)i;
		}
	}
	return best;
}

static void add_condition(const struct shadow *s, sqlite3_index_info *info, int i, int *n,
                          struct str *where)
{
	unsigned char op = info->aConstraint[i].op;

	str_addf(where, " AND %s%s", s->column.v[column_of(info->aConstraint[i].iColumn)],
	         operator_of(op));
	if (op == SQLITE_INDEX_CONSTRAINT_ISNULL || op == SQLITE_INDEX_CONSTRAINT_ISNOTNULL)
		return;
	str_addf(where, "?%d", *n + 1);
	info->aConstraintUsage[i].argvIndex = ++*n;
	if (column_of(info->aConstraint[i].iColumn) == 0 && op == SQLITE_INDEX_CONSTRAINT_EQ)
		info->idxNum = *n;
}

/* Passes down what a statement can use. A list of values on a column without an index is left to SQLite,
 * which would scan once for each value. */
static void choose_conditions(const struct shadow *s, sqlite3_index_info *info, unsigned *asked,
                              struct str *where)
{
	bool *leads = mem_zero(s->column.n * sizeof *leads);
	int n = 0;

	leads[0] = true;
	for (size_t i = 0; i < s->n_index; i++)
		for (int k = 0; k < s->index[i].n; k++)
			leads[s->index[i].column[k]] = true;
	for (int i = 0; i < info->nConstraint; i++) {
		const struct sqlite3_index_constraint *c = &info->aConstraint[i];
		unsigned what;

		if (!c->usable || !operator_of(c->op) || strcmp(sqlite3_vtab_collation(info, i), "BINARY"))
			continue;
		what = asked_of(info, i);
		if ((what & IS_LIST) && !leads[column_of(c->iColumn)])
			continue;
		asked[column_of(c->iColumn)] |= what;
		add_condition(s, info, i, &n, where);
	}
	free(leads);
}

static bool choose_order(const struct shadow *s, sqlite3_index_info *info, struct str *out,
                         struct str *by, uint64_t *used)
{
	if (info->nOrderBy == 0 || info->nOrderBy > PLAN_ORDER_MAX)
		return false;
	for (int i = 0; i < info->nOrderBy; i++) {
		int column = column_of(info->aOrderBy[i].iColumn);
		bool down = info->aOrderBy[i].desc;

		str_addf(out, "%d%c", column, down ? 'd' : 'a');
		str_addf(by, "%s%s%s", i ? ", " : " ORDER BY ", s->column.v[column], down ? " DESC" : "");
		*used |= (uint64_t)1 << (column < 63 ? column : 63);
	}
	return true;
}

int plan_choose(const struct shadow *s, sqlite3_index_info *info)
{
	unsigned *asked = mem_zero(s->column.n * sizeof *asked);
	struct str where = {0}, order = {0}, by = {0};
	uint64_t used = info->colUsed;
	double all = (double)(s->rows > 1 ? s->rows : 2), rows, price;
	int index;

	choose_conditions(s, info, asked, &where);
	rows = visited(s, asked, all, &price, &index);
	info->orderByConsumed = choose_order(s, info, &order, &by, &used);
	for (size_t i = 0; i < s->column.n; i++)
		if (rows > 1 && (asked[i] & IS_EQUAL) && rows == all)
			rows /= 4;
	info->estimatedCost = price;
	info->estimatedRows = rows < 1 ? 1 : (sqlite3_int64)rows;
	if (asked[0] & IS_EQUAL && !(asked[0] & IS_LIST))
		info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
	info->idxStr = sqlite3_mprintf("%llx %d %s;%s%s", (unsigned long long)used, index, str_text(&order),
	                               str_text(&where), str_text(&by));
	info->needToFreeIdxStr = 1;
	free(asked);
	str_free(&where);
	str_free(&order);
	str_free(&by);
	return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}

/* ---- the statements */

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

static sqlite3_stmt *prepare(struct db *db, const char *columns, const char *from, const char *table,
                             const char *also, const char *tail)
{
	char *sql = mem_printf("SELECT id%s FROM %s%s WHERE %s%s", columns, from, table,
	                       also ? also : "true", tail);
	sqlite3_stmt *st = NULL;

	sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, NULL);
	free(sql);
	return st;
}

static struct plan *make(struct db *db, const struct shadow *s, const char *text)
{
	struct plan *p = mem_zero(sizeof *p);
	char *order;
	uint64_t used = strtoull(text, &order, 16);
	int index = (int)strtol(order, &order, 10);
	const char *tail = strchr(order, ';') + 1;
	struct str columns = {0};
	int n = 1;

	p->text = mem_copy(text);
	p->index = index;
	p->position = mem_zero(s->column.n * sizeof *p->position);
	for (size_t i = 1; i < s->column.n; i++)
		if (used >> (i < 63 ? i : 63) & 1) {
			str_addf(&columns, ", %s", s->column.v[i]);
			p->position[i] = n++;
		}
	read_order(p, order + 1);
	p->main = prepare(db, str_text(&columns), "main.", s->e->name, s->where, tail);
	p->delta = prepare(db, str_text(&columns), "past.", s->e->name, NULL, tail);
	str_free(&columns);
	if (p->main && p->delta)
		return p;
	plan_free(p);
	return NULL;
}

struct plan *plan_get(struct db *db, const struct shadow *s, struct plan **list, const char *text)
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
	free(p->text);
	free(p->position);
	free(p);
}
