/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_item - the lines of deals: what they do not say is the product's, and what they make are amounts */
#include <string.h>
#include "base/money.h"
#include "model/writer_parts.h"

static bool is_large(int64_t quantity, int64_t money)
{
	int64_t amount = money_times(quantity, money);

	return amount > MONEY_MOST || amount < -MONEY_MOST;
}

int item_weigh(struct item item, struct str *why)
{
	if (is_large(item.quantity, item.price))
		return str_setf(why, "quantity: times the price it makes too large an amount");
	if (is_large(item.quantity, item.cost))
		return str_setf(why, "quantity: times the cost it makes too large an amount");
	return 0;
}

static int64_t number(const struct value *v)
{
	return v->is == VALUE_INT ? v->i : 0;
}

static int item_check(struct writer *w, struct str *why)
{
	static const char *const fields[] = {"price", "cost"};
	const struct column *product = writer_column(w, "product"), *quantity = writer_column(w, "quantity");
	struct stmt *st = db_prepare(w->db, "SELECT price, cost FROM product WHERE id = ?");
	int64_t money[2];

	db_bind_int_at(st, 1, number(product->use));
	for (int i = 0, known = db_step(st); i < 2; i++) {
		struct column *c = writer_column(w, fields[i]);

		c->own.is = !known || db_null(st, i) ? VALUE_NULL : VALUE_INT;
		c->own.i = known ? db_int(st, i) : 0;
		money[i] = number(c->use);
	}
	db_reset(st);
	if (!quantity)
		return 0; /* one of it */
	return item_weigh((struct item){number(quantity->use), money[0], money[1]}, why);
}

struct item item_stored(struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT quantity, coalesce(price, 0), coalesce(cost, 0) FROM deal_item WHERE id = :id");
	struct item item = {0};

	db_bind_int(st, "id", id);
	if (db_step(st))
		item = (struct item){db_int(st, 0), db_int(st, 1), db_int(st, 2)};
	db_reset(st);
	return item;
}

static void take(struct writer *w, const char *field, int64_t *n)
{
	const struct cell *c = writer_cell(w, field);

	if (c && c->changed)
		*n = number(&c->v);
}

static int item_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	struct item item = item_stored(w->db, id);

	(void)c;
	(void)was;
	take(w, "quantity", &item.quantity);
	take(w, "price", &item.price);
	take(w, "cost", &item.cost);
	return item_weigh(item, why);
}

const struct rules item_rules = {"deal_item", NULL, item_check, NULL, item_change, "quantity price cost"};
