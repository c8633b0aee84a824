/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bulk - the same values in many rows of a table */
#include "store/bulk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/load.h"
#include "store/trigger.h"
#include "store/txn.h"

/* From a fifth on, as in txn_indexes_drop, sorting once is cheaper than finding the place of every row. */
#define INDEX_DROP_LEAST 1000

struct bulk {
	struct db *db;
	const struct entity *e;
	struct strs fields;
	bulk_bind *bind;
	void *arg;
	int64_t *id;
	size_t n, cap;
	bool mixed; /* numbers do not ascend */
	bool run;   /* from the first to the last no other row differs */
};

/* ---- what may be done so */

/* Is the name a word of the text? */
static bool mentions(const char *text, size_t n, const char *name)
{
	size_t length = strlen(name);

	for (size_t i = 0; i + length <= n; i++) {
		bool begins = i == 0 || !(isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_');
		bool ends = i + length == n || !(isalnum((unsigned char)text[i + length]) || text[i + length] == '_');

		if (begins && ends && strncmp(text + i, name, length) == 0)
			return true;
	}
	return false;
}

/* Length of the bracketed text at s. */
static size_t bracketed(const char *s)
{
	size_t n = 0;
	int depth = 0;

	do {
		depth += (s[n] == '(') - (s[n] == ')');
		n++;
	} while (depth > 0 && s[n]);
	return n;
}

/* Does a CHECK of the table say something about the column and another one? */
static bool compared(const struct entity *e, const char *table_sql, const char *name)
{
	for (const char *s = table_sql; (s = strstr(s, "CHECK (")); s++) {
		const char *inside = s + strlen("CHECK ");
		size_t n = bracketed(inside);

		if (!mentions(inside, n, name))
			continue;
		for (size_t i = 0; i < e->n; i++)
			if (strcmp(e->fields[i].name, name) != 0 && mentions(inside, n, e->fields[i].name))
				return true;
	}
	return false;
}

bool bulk_can(struct db *db, const struct entity *e, const char *const *fields, size_t n)
{
	char *sql = db_get_text(db, "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name", "name",
	                        e->name, NULL);
	bool can = sql != NULL;

	for (size_t i = 0; can && i < n; i++)
		can = !compared(e, sql, fields[i]) &&
		      !db_get_int(db, 0, "SELECT 1 FROM pragma_index_list(:name) l, pragma_index_info(l.name) i "
		                         "WHERE l.[unique] AND i.name = :field LIMIT 1",
		                  "name", e->name, "field", fields[i], NULL);
	free(sql);
	return can;
}

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

void bulk_free(struct bulk *b)
{
	if (!b)
		return;
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

	if (values || b->run)
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
		str_addf(&sql, " FROM temp.bulk b CROSS JOIN main.%s t WHERE t.id = b.id ORDER BY b.at", b->e->name);
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
			mine = mine || mentions(columns, strlen(columns), b->fields.v[i]);
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

static void update(struct bulk *b)
{
	struct str sql = {0};

	str_addf(&sql, "UPDATE main.%s AS t SET ", b->e->name);
	for (size_t i = 0; i < b->fields.n; i++)
		str_addf(&sql, "%s%s = ?%zu", i ? ", " : "", b->fields.v[i], i + 1);
	add_where(b, &sql);
	trigger_off(b->db, b->e);
	run(b, &sql, true);
	trigger_on(b->db, b->e);
	str_free(&sql);
}

void bulk_write(struct bulk *b, bool whole)
{
	if (b->n == 0)
		return;
	conn_reset_all(b->db);
	b->run = whole && !b->mixed;
	if (!b->run)
		list_numbers(b);
	/* A CHECK with a list builds the list anew for every row; the caller has tried the values. */
	load_trust(b->db, true);
	record(b);
	drop_indexes(b);
	update(b);
	load_trust(b->db, false);
	txn_indexes_build(b->db);
	b->n = 0;
}
