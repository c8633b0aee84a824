/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_tied - fields of a record that live in one row of another table
 *
 * "inn" and "city" of a company look like fields and are rows of other tables. Each such table
 * has at most one row a record here: it is added with the record, and on a change the main or
 * present one is updated; a new employer is a new row, for the old post was a fact. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/find.h"
#include "model/writer_parts.h"

struct tied_kind {
	const char *entity; /* whose field it seems to be */
	const char *table, *link;
	bool main;          /* has is_main */
	const char *need;   /* the field without which there is no row, or NULL */
	const char *fields[TIED_CELLS][2]; /* as typed, column */
};

static const struct tied_kind kinds[] = {
	{"company", "legal_entity", "company", true, NULL,
	 {{"legal_name", "legal_name"}, {"inn", "inn"}, {"kpp", "kpp"}, {"ogrn", "ogrn"}}},
	{"company", "address", "company", true, NULL,
	 {{"country", "country"}, {"postcode", "postcode"}, {"region", "region"}, {"city", "city"},
	  {"address", "street"}}},
	{"contact", "employment", "contact", false, "company",
	 {{"company", "company"}, {"position", "position"}, {"role", "role"}}},
	{"deal", "deal_item", "deal", false, "product",
	 {{"product", "product"}, {"quantity", "quantity"}, {"price", "price"}}},
	{"rep", "rep_role", "rep", false, "role", {{"role", "role"}}},
};

static bool is_table(const struct tied *t, const char *table)
{
	return strcmp(t->kind->table, table) == 0;
}

static struct tied *tied_of(struct writer *w, const struct tied_kind *kind)
{
	for (size_t i = 0; i < w->n_tied; i++)
		if (w->tied[i].kind == kind)
			return &w->tied[i];
	w->tied[w->n_tied] = (struct tied){.kind = kind, .entity = registry_entity(kind->table)};
	return &w->tied[w->n_tied++];
}

/* Where a field goes, and what it is called there; NULL: to no other table. */
static const struct tied_kind *kind_of(const struct entity *e, const char *field, const char **column)
{
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
		for (size_t i = 0; strcmp(kinds[k].entity, e->name) == 0 && i < TIED_CELLS && kinds[k].fields[i][0]; i++)
			if (strcmp(kinds[k].fields[i][0], field) == 0) {
				*column = kinds[k].fields[i][1];
				return &kinds[k];
			}
	return NULL;
}

const char *writer_table(const struct entity *e, const char *field)
{
	const char *column;
	const struct tied_kind *kind = kind_of(e, field, &column);

	return kind ? kind->table : NULL;
}

bool tied_takes(struct writer *w, struct cell *c)
{
	const char *column;
	const struct tied_kind *kind = kind_of(w->e, c->name, &column);

	if (!kind)
		return false;
	c->tied = tied_of(w, kind);
	c->tied->cell[c->tied->n++] = c;
	c->f = registry_field(c->tied->entity, column);
	return true;
}

/* ---- adding */

static const char *const select_product = "SELECT price, cost, vat FROM product WHERE id = ?";

static void prepare_insert(struct writer *w, struct tied *t)
{
	struct str columns = {0};

	str_addf(&columns, "%s%s", t->kind->link, t->kind->main ? ", is_main" : "");
	for (size_t i = 0; i < t->n; i++)
		str_addf(&columns, ", %s", t->cell[i]->f->name);
	t->insert = bundle_new(w->db, t->kind->table, str_text(&columns));
	str_free(&columns);
}

static bool anything(const struct tied *t)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i]->v.is != VALUE_NULL)
			return true;
	return false;
}

static const struct value *named(const struct tied *t, const char *name)
{
	static const struct value nothing;

	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->cell[i]->name, name) == 0)
			return &t->cell[i]->v;
	return &nothing;
}

static int check_need(const struct tied *t, struct str *why)
{
	if (!t->kind->need || !anything(t) || named(t, t->kind->need)->is != VALUE_NULL)
		return 0;
	for (size_t i = 0; i < t->n; i++)
		if (t->cell[i]->v.is != VALUE_NULL)
			return str_setf(why, "%s: goes to a row of %s, which needs '%s' too", t->cell[i]->name,
			                t->kind->table, t->kind->need);
	return 0;
}

/* A price alone still says what the deal is worth; one piece of something makes no more than its price. */
static int check_item(struct writer *w, struct tied *t, struct str *why)
{
	const struct value *quantity = named(t, "quantity"), *price = named(t, "price");
	struct item item = {.quantity = quantity->i};

	if (named(t, "product")->is != VALUE_INT || quantity->is != VALUE_INT)
		return 0;
	t->item = t->item ? t->item : db_prepare(w->db, select_product);
	value_bind_at(t->item, 1, named(t, "product"));
	if (db_step(t->item)) {
		item.price = price->is == VALUE_INT ? price->i : db_int(t->item, 0);
		item.cost = db_int(t->item, 1);
	}
	db_reset(t->item);
	return item_weigh(item, why);
}

int tied_check(struct writer *w, struct str *why)
{
	for (size_t i = 0; i < w->n_tied; i++) {
		struct tied *t = &w->tied[i];

		if ((is_table(t, "deal_item") ? check_item(w, t, why) : check_need(t, why)) != 0)
			return -1;
	}
	return 0;
}

static void add_number(struct bundle *b, struct stmt *st, int column)
{
	if (db_null(st, column))
		bundle_text(b, NULL);
	else
		bundle_int(b, db_int(st, column));
}

/* What a line of a deal does not say is the product's. */
static void insert_item_row(struct writer *w, struct tied *t, int64_t id)
{
	const struct value *quantity = named(t, "quantity"), *price = named(t, "price");

	if (named(t, "product")->is == VALUE_NULL)
		return;
	if (!t->insert)
		t->insert = bundle_new(w->db, "deal_item", "deal, product, quantity, price, cost, vat");
	t->item = t->item ? t->item : db_prepare(w->db, select_product);
	value_bind_at(t->item, 1, named(t, "product"));
	if (!db_step(t->item))
		return;
	bundle_int(t->insert, id);
	bundle_value(t->insert, named(t, "product"));
	bundle_int(t->insert, quantity->is == VALUE_INT ? quantity->i : 1000);
	if (price->is == VALUE_INT)
		bundle_value(t->insert, price);
	else
		add_number(t->insert, t->item, 0);
	add_number(t->insert, t->item, 1);
	add_number(t->insert, t->item, 2);
	db_reset(t->item);
}

static void insert_row(struct writer *w, struct tied *t, int64_t id)
{
	if (is_table(t, "deal_item")) {
		insert_item_row(w, t, id);
		return;
	}
	if (!t->insert)
		prepare_insert(w, t);
	bundle_int(t->insert, id);
	if (t->kind->main)
		bundle_int(t->insert, 1);
	for (size_t i = 0; i < t->n; i++)
		bundle_value(t->insert, &t->cell[i]->v);
}

void tied_add(struct writer *w, int64_t id)
{
	for (size_t i = 0; i < w->n_tied; i++)
		if (anything(&w->tied[i]))
			insert_row(w, &w->tied[i], id);
}

void tied_flush(struct writer *w)
{
	for (size_t i = 0; i < w->n_tied; i++)
		if (w->tied[i].insert)
			bundle_flush(w->tied[i].insert);
}

void tied_free(struct writer *w)
{
	for (size_t i = 0; i < w->n_tied; i++)
		bundle_free(w->tied[i].insert);
}

/* ---- changing */

static void prepare_set(struct writer *w, struct tied *t)
{
	struct str sql = {0};

	str_add(&sql, "SELECT id");
	for (size_t i = 0; i < t->n; i++)
		str_addf(&sql, ", %s", t->cell[i]->f->name);
	str_addf(&sql, " FROM %s p WHERE %s = :id", t->kind->table, t->kind->link);
	if (is_table(t, "employment") || is_table(t, "rep_role"))
		str_add(&sql, " AND " FIND_TODAY("p") " ORDER BY since DESC NULLS LAST, id DESC");
	else
		str_add(&sql, t->kind->main ? " ORDER BY is_main DESC, id" : " ORDER BY id");
	t->select = db_prepare(w->db, str_text(&sql));
	str_clear(&sql);
	str_addf(&sql, "UPDATE %s SET ", t->kind->table);
	for (size_t i = 0; i < t->n; i++)
		str_addf(&sql, "%s%s = ?", i ? ", " : "", t->cell[i]->f->name);
	str_add(&sql, " WHERE id = ?");
	t->update = db_prepare(w->db, str_text(&sql));
	str_free(&sql);
}

/* The old post ends the day before the new one begins. */
static void leave_post(struct writer *w, int64_t employment)
{
	struct stmt *st = db_prepare(w->db, "UPDATE employment SET until = :until WHERE id = :id");
	char until[WHEN_SIZE];

	when_add_days(w->day.text.s, -1, until);
	db_bind_text(st, "until", until);
	db_bind_int(st, "id", employment);
	db_run(st);
}

static void begin_post(struct writer *w)
{
	struct stmt *st = db_prepare(w->db, "UPDATE employment SET since = :since WHERE id = :id");

	db_bind_int(st, "id", db_last_id(w->db));
	db_bind_text(st, "since", w->day.text.s);
	db_run(st);
}

/* A post that begins on the day it is left was none. 0 when it is an older one, 1 done, -1 it begins later. */
static int correct_post(struct writer *w, const struct tied *t, int64_t row, bool *moved, struct str *why)
{
	struct stmt *st = db_prepare(w->db, "SELECT coalesce(since, '') FROM employment WHERE id = :id");
	char since[WHEN_SIZE] = "";
	int begins;

	db_bind_int(st, "id", row);
	if (db_step(st))
		snprintf(since, sizeof since, "%s", db_text0(st, 0));
	db_reset(st);
	/* told twice on one day is a correction, not two posts */
	begins = strcmp(since, w->day.text.s);
	if (begins > 0)
		return str_setf(why, "company: the present post began on %s, after %s", since, w->day.text.s);
	if (begins < 0)
		return 0;
	*moved = false;
	if (named(t, "company")->is != VALUE_NULL)
		return 0;
	st = db_prepare(w->db, "DELETE FROM employment WHERE id = :id");
	db_bind_int(st, "id", row);
	db_run(st);
	return 1;
}

static int write_change(struct writer *w, struct tied *t, int64_t id, int64_t row,
                        const struct value *was, struct str *why)
{
	bool moved = false;
	int done;

	for (size_t i = 0; i < t->n; i++)
		moved = moved || (t->cell[i]->changed && strcmp(t->cell[i]->name, "company") == 0);
	if (w->asking)
		return 1;
	if (is_table(t, "rep_role"))
		return str_setf(why, "role: is changed with crm-add rep_role, and with until on the old one");
	writer_mark(w);
	done = moved && row ? correct_post(w, t, row, &moved, why) : 0;
	if (done)
		return done;
	if (!row && is_table(t, "deal_item") && check_item(w, t, why) != 0)
		return -1;
	if (!row || (moved && named(t, "company")->is != VALUE_NULL)) {
		if (check_need(t, why) != 0)
			return -1;
		if (row)
			leave_post(w, row);
		insert_row(w, t, id);
		tied_flush(w);
		if (row)
			begin_post(w);
		return 1;
	}
	if (moved) {
		leave_post(w, row);
		return 1;
	}
	for (size_t i = 0; i < t->n; i++)
		value_bind_at(t->update, (int)i + 1, t->cell[i]->changed ? &t->cell[i]->v : &was[i]);
	db_bind_int_at(t->update, (int)t->n + 1, row);
	if (db_try(t->update, why) != 0 || (is_table(t, "deal_item") && item_weigh(item_stored(w->db, row), why) != 0))
		return -1;
	return 1;
}

static int set_one(struct writer *w, struct tied *t, int64_t id, struct str *why)
{
	struct value was[TIED_CELLS] = {0};
	int64_t row = 0, rows = 0;
	bool changed = false;
	int rc = 0;

	if (!t->select)
		prepare_set(w, t);
	db_bind_int(t->select, "id", id);
	while (db_step(t->select)) {
		if (rows++)
			continue;
		row = db_int(t->select, 0);
		for (size_t i = 0; i < t->n; i++)
			value_load(t->cell[i]->f, t->select, (int)i + 1, &was[i]);
	}
	for (size_t i = 0; i < t->n; i++) {
		t->cell[i]->changed = t->cell[i]->given && !value_same(&t->cell[i]->v, &was[i]);
		changed = changed || t->cell[i]->changed;
	}
	/* Which of them would be meant? */
	if (changed && is_table(t, "deal_item") && rows > 1)
		rc = str_setf(why, "product: the deal has %lld items, expected crm-set deal_item",
		              (long long)rows);
	else if (changed)
		rc = write_change(w, t, id, row, was, why);
	for (size_t i = 0; i < t->n; i++)
		value_free(&was[i]);
	return rc;
}

int tied_set(struct writer *w, int64_t id, struct str *why)
{
	int rc = 0;

	for (size_t i = 0; i < w->n_tied; i++) {
		bool given = false;
		int one;

		for (size_t k = 0; k < w->tied[i].n; k++)
			given = given || w->tied[i].cell[k]->given;
		if (!given)
			continue;
		one = set_one(w, &w->tied[i], id, why);
		if (one < 0)
			return -1;
		rc |= one;
	}
	return rc;
}
