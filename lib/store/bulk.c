/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bulk - new values in many rows of a table */
#include "store/bulk.h"

#include <stdlib.h>
#include <string.h>

#include "store/bulk_parts.h"
#include "store/conn.h"
#include "store/load.h"
#include "store/trigger.h"
#include "store/txn.h"

/* From a fifth on, as in txn_indexes_drop, sorting once is cheaper than finding the place of every row. */
#define INDEX_DROP_LEAST 1000
/* One row a statement costs three times as much. */
#define ROWS 16

struct bulk {
	struct db *db;
	const struct entity *e;
	struct strs fields;
	bool each;           /* every row gets values of its own, which wait in temp.bulk_each: */
	struct stmt *insert; /* of ROWS of them, with width values each; or NULL */
	size_t width, bound; /* so many are bound to it */
	uint64_t all;        /* the places that every row has filled */
	bulk_bind *bind;
	void *arg;
	int64_t *id;
	size_t n, cap;
	bool mixed; /* numbers do not ascend */
	bool run;   /* from the first to the last no other row differs */
};

/* ---- collecting */

struct bulk *bulk_open(struct db *db, const struct entity *e, const char *const *fields, size_t n, bulk_bind *bind,
                       void *arg)
{
	struct bulk *b = mem_zero(sizeof *b);

	b->db = db;
	b->e = e;
	b->bind = bind;
	b->arg = arg;
	for (size_t i = 0; i < n; i++)
		strs_add(&b->fields, fields[i]);
	return b;
}

void bulk_add(struct bulk *b, int64_t id)
{
	b->id = mem_grow(b->id, &b->cap, b->n + 1, sizeof *b->id);
	b->mixed = b->mixed || (b->n && id <= b->id[b->n - 1]);
	b->id[b->n++] = id;
}

struct bulk *bulk_each(struct db *db, const struct entity *e)
{
	struct bulk *b = bulk_open(db, e, NULL, 0, NULL, NULL);
	struct str sql = {0};

	str_add(&sql, "CREATE TEMP TABLE IF NOT EXISTS bulk_each (at INTEGER PRIMARY KEY, id INTEGER NOT NULL, "
	              "given INTEGER NOT NULL");
	for (int i = 1; i <= BULK_PLACES; i++)
		str_addf(&sql, ", v%d", i);
	str_add(&sql, "); DELETE FROM temp.bulk_each");
	conn_exec(db, str_text(&sql));
	str_free(&sql);
	b->each = true;
	b->all = UINT64_MAX;
	return b;
}

int bulk_place(struct bulk *b, const char *field)
{
	int i = strs_find(&b->fields, field);

	if (i >= 0)
		return i + 1;
	if (b->fields.n == BULK_PLACES)
		return 0;
	strs_add(&b->fields, field);
	return (int)b->fields.n;
}

/* Those that are not there have no number. */
static void insert_bound(struct bulk *b)
{
	if (b->bound)
		db_run(b->insert);
	if (b->bound)
		sqlite3_clear_bindings(b->insert->s);
	b->bound = 0;
}

/* Of as many values as fields have come so far. */
static void widen(struct bulk *b)
{
	struct str sql = {0};

	insert_bound(b);
	b->width = b->fields.n;
	str_add(&sql, LOAD_INSERT " temp.bulk_each (id, given");
	for (size_t i = 1; i <= b->width; i++)
		str_addf(&sql, ", v%zu", i);
	str_add(&sql, ") SELECT * FROM (VALUES ");
	for (size_t row = 0; row < ROWS; row++) {
		str_add(&sql, row ? ", (?, ?" : "(?, ?");
		for (size_t i = 0; i < b->width; i++)
			str_add(&sql, ", ?");
		str_addc(&sql, ')');
	}
	str_add(&sql, ") r WHERE r.column1 IS NOT NULL");
	db_finalize(b->insert);
	b->insert = db_prepare_own(b->db, str_text(&sql));
	b->insert->copies = true;
	str_free(&sql);
}

/* In front of the first value stand the number of the row and what is given. */
struct stmt *bulk_value(struct bulk *b, int place, int *at)
{
	if (!b->insert || b->width != b->fields.n)
		widen(b);
	*at = (int)(b->bound * (b->width + 2)) + 2 + place;
	return b->insert;
}

void bulk_add_each(struct bulk *b, int64_t id, uint64_t given)
{
	int at;
	struct stmt *st = bulk_value(b, 0, &at);

	db_bind_int_at(st, at - 1, id);
	db_bind_int_at(st, at, (int64_t)given);
	if (++b->bound == ROWS)
		insert_bound(b);
	b->all &= given;
	b->n++;
}

void bulk_free(struct bulk *b)
{
	if (!b)
		return;
	db_finalize(b->insert);
	strs_free(&b->fields);
	free(b->id);
	free(b);
}

/* ---- writing */

/* Places of parameters behind those of the values, which are numbered: a name would take the next free number. */
enum { TXN = 1, FIRST, LAST };

static int place(const struct bulk *b, int which)
{
	return (int)b->fields.n + which;
}

/* Which rows of main.TABLE t. */
static void add_where(struct bulk *b, struct str *sql)
{
	if (!b->run) {
		str_add(sql, " WHERE t.id IN (SELECT id FROM temp.bulk)");
		return;
	}
	str_addf(sql, " WHERE t.id BETWEEN ?%d AND ?%d AND (", place(b, FIRST), place(b, LAST));
	for (size_t i = 0; i < b->fields.n; i++)
		str_addf(sql, "%st.%s IS NOT ?%zu", i ? " OR " : "", b->fields.v[i], i + 1);
	str_addc(sql, ')');
}

static void run(struct bulk *b, const struct str *sql, bool values)
{
	struct stmt *st = db_prepare_own(b->db, str_text(sql));

	if (b->bind && (values || b->run))
		b->bind(b->arg, st);
	if (!values)
		db_bind_int_at(st, place(b, TXN), b->db->txn.id);
	if (b->run) {
		db_bind_int_at(st, place(b, FIRST), b->id[0]);
		db_bind_int_at(st, place(b, LAST), b->id[b->n - 1]);
	}
	db_run(st);
	db_finalize(st);
}

/* Numbers that are no run wait in a table, in their order. */
static void list_numbers(struct bulk *b)
{
	struct stmt *st;

	conn_exec(b->db, "CREATE TEMP TABLE IF NOT EXISTS bulk (at INTEGER PRIMARY KEY, id INTEGER NOT NULL); "
	                 "DELETE FROM temp.bulk");
	st = db_prepare_own(b->db, LOAD_INSERT " temp.bulk (id) VALUES (?)");
	for (size_t i = 0; i < b->n; i++) {
		db_bind_int_at(st, 1, b->id[i]);
		db_run(st);
	}
	db_finalize(st);
}

/* Before the update, which would leave nothing to make old images of. */
static void record(struct bulk *b)
{
	struct str sql = {0};

	str_addf(&sql, LOAD_INSERT " change (txn, op, entity, row, old) SELECT ?%d, 'U', '%s', t.id, ", place(b, TXN),
	         b->e->name);
	trigger_image(b->e, "t.", &sql);
	if (b->run) {
		str_addf(&sql, " FROM main.%s t", b->e->name);
		add_where(b, &sql);
		str_add(&sql, " ORDER BY t.id");
	} else {
		str_addf(&sql, " FROM temp.%s b CROSS JOIN main.%s t WHERE t.id = b.id ORDER BY b.at",
		         b->each ? "bulk_each" : "bulk", b->e->name);
	}
	run(b, &sql, false);
	altered_rows(b->db, b->e, (const char *const *)b->fields.v, b->fields.n, (int64_t)b->n);
	str_free(&sql);
}

/* Indexes with one of the columns go for the time of a change of many rows; txn_indexes_build makes them again. */
static void drop_indexes(struct bulk *b)
{
	char *count = mem_printf("SELECT max(id) FROM %s", b->e->name);
	int64_t rows = db_get_int(b->db, 0, count, NULL);
	struct strs names = {0};
	struct stmt *st;

	free(count);
	if (b->n < INDEX_DROP_LEAST || (int64_t)b->n <= rows / 5)
		return;
	st = db_prepare_own(b->db, "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table "
	                           "AND sql LIKE 'CREATE INDEX %'");
	db_bind_text(st, "table", b->e->name);
	while (db_step(st)) {
		const char *columns = strchr(db_text(st, 1), '(');
		bool mine = false;

		for (size_t i = 0; columns && i < b->fields.n; i++)
			mine = mine || bulk_mentions(columns, strlen(columns), b->fields.v[i]);
		if (!mine)
			continue;
		strs_add(&names, db_text(st, 0));
		strs_add(&b->db->txn.indexes, db_text(st, 1));
	}
	db_finalize(st);
	for (size_t i = 0; i < names.n; i++) {
		char *sql = mem_printf("DROP INDEX main.%s", names.v[i]);

		conn_exec(b->db, sql);
		free(sql);
	}
	strs_free(&names);
}

/* The rows that add_where names get the values bound; of others each its own. */
static void add_values(struct bulk *b, struct str *sql)
{
	for (size_t i = 0; i < b->fields.n; i++) {
		const char *field = b->fields.v[i], *sep = i ? ", " : "";

		if (!b->each)
			str_addf(sql, "%s%s = ?%zu", sep, field, i + 1);
		else if (b->all >> i & 1)
			str_addf(sql, "%s%s = b.v%zu", sep, field, i + 1);
		else
			str_addf(sql, "%s%s = CASE WHEN b.given & %llu THEN b.v%zu ELSE t.%s END", sep, field, 1ULL << i,
			         i + 1, field);
	}
	if (b->each)
		str_add(sql, " FROM temp.bulk_each b WHERE t.id = b.id");
	else
		add_where(b, sql);
}

static void update(struct bulk *b)
{
	struct str sql = {0};

	str_addf(&sql, LOAD_UPDATE " main.%s AS t SET ", b->e->name);
	add_values(b, &sql);
	/* the triggers would write the images once more, row by row */
	trigger_off(b->db, b->e);
	run(b, &sql, true);
	trigger_on(b->db, b->e);
	str_free(&sql);
}

void bulk_write(struct bulk *b, bool whole)
{
	if (b->n == 0)
		return;
	insert_bound(b);
	conn_reset_all(b->db);
	b->run = whole && !b->mixed && !b->each;
	if (!b->run && !b->each)
		list_numbers(b);
	/* A CHECK with a list builds the list anew for every row; the caller has tried the values. */
	load_trust(b->db, true);
	record(b);
	drop_indexes(b);
	update(b);
	load_trust(b->db, false);
	txn_indexes_build(b->db);
	if (b->each)
		conn_exec(b->db, "DELETE FROM temp.bulk_each");
	b->all = UINT64_MAX;
	b->n = 0;
}
