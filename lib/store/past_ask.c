/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_ask - what SQLite asks of a shadowed table: what to pass down, at which cost */
#include <stdlib.h>
#include <string.h>

#include "store/past_plan.h"

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

/* What is asked of each column, and of which at all. A list of values on a column without an index is left to SQLite,
 * which would scan once for each value. */
struct question {
	unsigned *asked;
	uint64_t columns;
	uint64_t order;    /* columns that it is to be ordered by */
	uint64_t relaxed;  /* columns of which main.T is not asked */
	bool *taken;       /* parallel to the constraints */
};

static void read_question(const struct shadow *s, sqlite3_index_info *info, struct question *q)
{
	bool *leads = mem_zero(s->column.n * sizeof *leads);

	q->asked = mem_zero(s->column.n * sizeof *q->asked);
	q->taken = mem_zero(((size_t)info->nConstraint + 1) * sizeof *q->taken);
	leads[0] = true;
	for (size_t i = 0; i < s->n_index; i++)
		for (int k = 0; k < s->index[i].n; k++)
			leads[s->index[i].column[k]] = true;
	for (int i = 0; i < info->nConstraint; i++) {
		const struct sqlite3_index_constraint *c = &info->aConstraint[i];
		int column = column_of(c->iColumn);
		unsigned what;

		if (!c->usable || !operator_of(c->op) || strcmp(sqlite3_vtab_collation(info, i), "BINARY"))
			continue;
		what = asked_of(info, i);
		if ((what & IS_LIST) && !leads[column])
			continue;
		q->taken[i] = true;
		q->asked[column] |= what;
		q->columns |= past_bit((size_t)column);
	}
	for (int i = 0; i < info->nOrderBy; i++)
		q->order |= past_bit((size_t)column_of(info->aOrderBy[i].iColumn));
	free(leads);
}

/* Rows that would be read by an index or by number if these columns were not asked for; 0: all would be read. */
static double few_without(const struct shadow *s, const struct question *q, uint64_t without)
{
	unsigned *asked = mem_zero(s->column.n * sizeof *asked);
	double price, rows;
	int index;

	for (size_t i = 0; i < s->column.n; i++)
		asked[i] = past_bit(i) & without ? 0 : q->asked[i];
	rows = visited(s, asked, (double)(s->rows > 1 ? s->rows : 2), &price, &index);
	index = asked[0] & IS_EQUAL ? 0 : index;
	free(asked);
	return index >= 0 ? rows : 0;
}

/* So many rows read for one that is wanted are too many. */
#define MANY 16

/* What a cause altered is not asked of main.T, if the rest finds few rows, not many times more: these
 * are looked at one by one, and SQLite tests again whatever it asked for. Rows that came or went, or
 * are dated otherwise, main.T cannot find. */
static bool is_firm(const struct shadow *s, const struct question *q, enum past_cause cause, double few)
{
	uint64_t alters = s->cause[cause].alters;
	double rows;

	if (alters & (past_bit(0) | (s->e->dated ? past_bit_of(s, s->e->dated) : 0)))
		return true;
	if (few == 0)
		return cause == BY_CHANGE && (alters & (q->columns | q->order));
	rows = few_without(s, q, q->relaxed | alters);
	return (alters & q->columns) && (rows == 0 || rows > few * MANY);
}

static void choose_causes(const struct shadow *s, struct question *q, uint64_t used, unsigned *firm, unsigned *soft)
{
	static const enum past_cause all[] = {BY_GONE, BY_CHANGE, BY_END, BY_MOVE, BY_MOVE_TOO};
	double few = few_without(s, q, 0);

	*firm = *soft = 0;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
		enum past_cause cause = all[i];

		if (!(s->cause[cause].alters & (used | past_bit(0))))
			continue;
		if (is_firm(s, q, cause, few)) {
			*firm |= 1U << cause;
		} else {
			*soft |= 1U << cause;
			q->relaxed |= s->cause[cause].alters;
		}
	}
}

/* Where no row takes the place of another, what both statements test SQLite need not test again. */
static void add_conditions(const struct shadow *s, sqlite3_index_info *info, struct question *q, bool again,
                           struct str *where)
{
	int n = 0;

	for (size_t i = 0; i < s->column.n; i++)
		if (past_bit(i) & q->relaxed)
			q->asked[i] = 0;
	for (int i = 0; i < info->nConstraint; i++)
		if (q->taken[i] && !(past_bit((size_t)column_of(info->aConstraint[i].iColumn)) & q->relaxed)) {
			add_condition(s, info, i, &n, where);
			info->aConstraintUsage[i].omit = !again;
		}
}

static bool choose_order(const struct shadow *s, sqlite3_index_info *info, const struct question *q,
                         struct str *out, struct str *by)
{
	if (info->nOrderBy == 0 || info->nOrderBy > PLAN_ORDER_MAX || (q->order & q->relaxed))
		return false;
	for (int i = 0; i < info->nOrderBy; i++) {
		int column = column_of(info->aOrderBy[i].iColumn);
		bool down = info->aOrderBy[i].desc;

		str_addf(out, "%d%c", column, down ? 'd' : 'a');
		str_addf(by, "%s%s%s", i ? ", " : " ORDER BY ", s->column.v[column], down ? " DESC" : "");
	}
	return true;
}

static void set_price(const struct shadow *s, sqlite3_index_info *info, const unsigned *asked, int *index)
{
	double all = (double)(s->rows > 1 ? s->rows : 2), rows, price;

	rows = visited(s, asked, all, &price, index);
	for (size_t i = 0; i < s->column.n; i++)
		if (rows > 1 && (asked[i] & IS_EQUAL) && rows == all)
			rows /= 4;
	info->estimatedCost = price;
	info->estimatedRows = rows < 1 ? 1 : (sqlite3_int64)rows;
	if (asked[0] & IS_EQUAL && !(asked[0] & IS_LIST))
		info->idxFlags = SQLITE_INDEX_SCAN_UNIQUE;
}

/* Equal, IS, less, at most, greater, at least: by letters, each with its argument; o: of another column something. */
static void add_bounds(const struct shadow *s, const sqlite3_index_info *info, const struct question *q, int index,
                       struct str *out)
{
	static const struct {
		unsigned char op;
		char letter;
	} letters[] = {{SQLITE_INDEX_CONSTRAINT_EQ, 'e'}, {SQLITE_INDEX_CONSTRAINT_IS, 'i'},
	               {SQLITE_INDEX_CONSTRAINT_LT, 'l'}, {SQLITE_INDEX_CONSTRAINT_LE, 'm'},
	               {SQLITE_INDEX_CONSTRAINT_GT, 'g'}, {SQLITE_INDEX_CONSTRAINT_GE, 'h'}};

	for (int i = 0; i < info->nConstraint && index >= 0; i++)
		for (size_t k = 0; k < sizeof letters / sizeof *letters; k++)
			if (info->aConstraintUsage[i].argvIndex && info->aConstraint[i].op == letters[k].op &&
			    column_of(info->aConstraint[i].iColumn) == s->index[index].column[0])
				str_addf(out, "%c%d", letters[k].letter, info->aConstraintUsage[i].argvIndex - 1);
	for (int i = 0; i < info->nConstraint && index >= 0; i++)
		if (q->taken[i] && column_of(info->aConstraint[i].iColumn) != s->index[index].column[0]) {
			str_add(out, "o0");
			return;
		}
}

int plan_choose(const struct shadow *s, sqlite3_index_info *info)
{
	struct question q = {.asked = NULL};
	struct str where = {0}, order = {0}, by = {0}, bounds = {0};
	unsigned firm, soft;
	int index;

	read_question(s, info, &q);
	choose_causes(s, &q, info->colUsed, &firm, &soft);
	add_conditions(s, info, &q, soft != 0, &where);
	set_price(s, info, q.asked, &index);
	info->orderByConsumed = choose_order(s, info, &q, &order, &by);
	add_bounds(s, info, &q, index, &bounds);
	info->idxStr = sqlite3_mprintf("%llx %d %u %u %d %s,%s;%s%s", (unsigned long long)(info->colUsed | q.order),
	                               index, firm, soft, index >= 0 || (q.asked[0] & IS_EQUAL),
	                               str_text(&bounds), str_text(&order), str_text(&where), str_text(&by));
	info->needToFreeIdxStr = 1;
	free(q.asked);
	free(q.taken);
	str_free(&where);
	str_free(&order);
	str_free(&by);
	str_free(&bounds);
	return info->idxStr ? SQLITE_OK : SQLITE_NOMEM;
}
