/* SPDX-License-Identifier: GPL-2.0-or-later */
/* basket - what was in each deal, for splitting its money by product
 *
 * One array of all lines, in the order in which the statement gives them: by deal, then product.
 * A deal's lines are found by halving; it is read once, when the first group by product asks. */
#include "measure/basket.h"

#include <stdlib.h>
#include "sql.h"

struct basket {
	struct basket_line *lines; /* by deal, then product */
	size_t n, cap;
};

static void add(struct basket *b, struct basket_line line)
{
	struct basket_line *last = b->n ? &b->lines[b->n - 1] : NULL;

	if (last && last->deal == line.deal && last->product == line.product) {
		last->amount += line.amount;
		last->margin += line.margin;
		last->quantity += line.quantity;
		return;
	}
	b->lines = mem_grow(b->lines, &b->cap, b->n + 1, sizeof *b->lines);
	b->lines[b->n++] = line;
}

struct basket *basket_open(struct db *db)
{
	struct basket *b = mem_zero(sizeof *b);
	struct stmt *st = db_prepare(db, sql_basket);

	while (db_step(st))
		add(b, (struct basket_line){.deal = db_int(st, 0), .product = (int32_t)db_int(st, 1),
		                            .amount = db_int(st, 2), .margin = db_int(st, 3),
		                            .quantity = db_int(st, 4)});
	return b;
}

const struct basket_line *basket_of(const struct basket *b, int64_t deal, size_t *n)
{
	size_t low = 0, high = b->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (b->lines[mid].deal < deal)
			low = mid + 1;
		else
			high = mid;
	}
	for (*n = 0; low + *n < b->n && b->lines[low + *n].deal == deal;)
		++*n;
	return *n ? b->lines + low : NULL;
}

void basket_free(struct basket *b)
{
	if (!b)
		return;
	free(b->lines);
	free(b);
}
