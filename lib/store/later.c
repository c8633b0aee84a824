/* SPDX-License-Identifier: GPL-2.0-or-later */
/* later - indexes that learn of the rows of a load at its end
 *
 * A row has its place in each of a table's indexes, and every one of these places is on another
 * page: SQLite, which writes row after row, fetches them again and again. In the order of its
 * keys each index is walked once. To write a table without its indexes, and an index by itself,
 * both get a second name in this connection's memory: a table whose pages are theirs (an index
 * over k is, byte for byte, a table WITHOUT ROWID over k and id). SQLite's own tool for bulk
 * updates, RBU, works by the same means. The file never says so: whoever else opens it, and
 * whoever opens it after we were killed, finds the schema that there was, and no transaction. */
#include "store/later.h"

#include <stdlib.h>
#include <string.h>
#include "store/conn.h"
#include "store/load.h"

/* An index by its second name. */
struct index {
	char *name, *create;
	int64_t root;
	bool waits;         /* and in the end gets */
	struct strs column; /* these of the rows behind number before, the key first, */
	size_t keys;
	char *where;        /* where this is so, or NULL */
};

struct later {
	struct later *next;
	char *table, *name;
	struct index *index;
	size_t n, cap;
	int64_t before;
};

static void free_later(struct later *l)
{
	for (size_t i = 0; i < l->n; i++) {
		free(l->index[i].name);
		free(l->index[i].create);
		free(l->index[i].where);
		strs_free(&l->index[i].column);
	}
	free(l->index);
	free(l->table);
	free(l->name);
	free(l);
}

/* ---- second names */

/* A library built without this would make a table in the file. */
static bool may_double(void)
{
	return !sqlite3_compileoption_used("UNTESTABLE");
}

static void make_double(struct db *db, const char *sql, int64_t root)
{
	int rc;

	sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, db->h, "main", 1, (int)root);
	rc = sqlite3_exec(db->h, sql, NULL, NULL, NULL);
	/* before anything else is compiled, a ROLLBACK too */
	sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, db->h, "main", 0, 0);
	if (rc != SQLITE_OK)
		conn_die(db, rc, sql);
}

/* The schema is read anew, and knows them no more. */
static void drop_doubles(struct db *db)
{
	conn_reset_all(db);
	sqlite3_test_control(SQLITE_TESTCTRL_IMPOSTER, db->h, "main", 0, 1);
}

/* ---- what is to be done */

/* Its columns. False: not plain ones. */
static bool add_columns(struct db *db, const char *index, bool unique, struct index *x)
{
	struct stmt *st = db_prepare(db, "SELECT x.name, x.key, x.cid, x.desc OR x.coll <> 'BINARY', t.[notnull] "
	                                 "FROM pragma_index_xinfo(:index) x LEFT JOIN sqlite_master m ON m.name = :index "
	                                 "LEFT JOIN pragma_table_info(m.tbl_name) t ON t.cid = x.cid ORDER BY x.seqno");
	bool plain = true;

	db_bind_text(st, "index", index);
	while (db_step(st)) {
		bool key = db_int(st, 1);

		/* of keys that are one only with a value, those without may come twice */
		plain = plain && !db_int(st, 3) && db_int(st, 2) >= -1 && (!unique || !key || db_int(st, 4));
		strs_add(&x->column, db_int(st, 2) < 0 ? "id" : db_text0(st, 0));
		x->keys += key;
	}
	return plain;
}

static struct index *more(struct later *l, const char *name, int64_t root)
{
	l->index = mem_grow(l->index, &l->cap, l->n + 1, sizeof *l->index);
	l->index[l->n] = (struct index){.name = mem_printf("later_%s", name), .root = root};
	return &l->index[l->n++];
}

static bool add_waiting(struct db *db, struct later *l, const char *name, const char *sql, int64_t root)
{
	bool unique = !strncmp(sql, "CREATE UNIQUE ", strlen("CREATE UNIQUE "));
	const char *where = strstr(sql, ") WHERE ");
	struct index *x = more(l, name, root);
	bool plain = add_columns(db, name, unique, x) && !(unique && where);
	struct str s = {0};

	str_addf(&s, "CREATE TABLE %s (", x->name);
	for (size_t i = 0; i < x->column.n; i++)
		str_addf(&s, "c%zu, ", i);
	str_add(&s, "PRIMARY KEY (");
	/* the number of the row, the last, tells rows with equal keys apart */
	for (size_t i = 0; i < (unique ? x->keys : x->column.n); i++)
		str_addf(&s, "%sc%zu", i ? ", " : "", i);
	str_add(&s, ")) WITHOUT ROWID");
	x->create = str_take(&s);
	x->where = where ? mem_copy(where + strlen(") WHERE ")) : NULL;
	x->waits = true;
	return plain;
}

static void add_kept(struct later *l, const char *name, const char *sql, int64_t root)
{
	struct index *x = more(l, name, root);

	x->create = mem_printf("CREATE INDEX %s ON %s %s", x->name, l->name, strchr(sql, '('));
}

static bool add_indexes(struct db *db, struct later *l, const char *kept)
{
	char *last = mem_printf("SELECT max(id) FROM %s", l->table);
	/* one that a constraint of the table makes has no words of its own */
	struct stmt *st = db_prepare_own(db, "SELECT name, coalesce(sql, ''), rootpage FROM sqlite_master "
	                                     "WHERE type = 'index' AND tbl_name = :table");
	bool plain = true;

	l->before = db_get_int(db, 0, last, NULL);
	free(last);
	db_bind_text(st, "table", l->table);
	while (db_step(st)) {
		const char *name = db_text(st, 0), *sql = db_text(st, 1);

		if (registry_choice(kept, name))
			add_kept(l, name, sql, db_int(st, 2));
		else
			plain = plain && *sql && add_waiting(db, l, name, sql, db_int(st, 2));
	}
	db_finalize(st);
	return plain && l->before;
}

static void copy_sequence(struct db *db, const char *to, const char *from)
{
	struct stmt *st = db_prepare(db, "UPDATE sqlite_sequence SET seq = (SELECT seq FROM sqlite_sequence "
	                                 "WHERE name = :was) WHERE name = :name");

	db_bind_text(st, "was", from);
	db_bind_text(st, "name", to);
	db_run(st);
}

/* Numbers go on where those of the table are. */
static void double_table(struct db *db, const struct later *l)
{
	struct stmt *st = db_prepare_own(db, "SELECT substr(sql, instr(sql, '(')), rootpage FROM sqlite_master "
	                                     "WHERE type = 'table' AND name = :table");
	char *sql = NULL;
	int64_t root = 0;

	db_bind_text(st, "table", l->table);
	while (db_step(st)) {
		sql = mem_printf("CREATE TABLE %s %s", l->name, db_text(st, 0));
		root = db_int(st, 1);
	}
	db_finalize(st);
	make_double(db, sql, root);
	free(sql);
	st = db_prepare(db, "INSERT INTO sqlite_sequence (name, seq) VALUES (:name, 0)");
	db_bind_text(st, "name", l->name);
	db_run(st);
	copy_sequence(db, l->name, l->table);
}

bool later_begin(struct db *db, const char *table, const char *kept)
{
	struct later *l;

	if (!may_double())
		return false;
	l = mem_zero(sizeof *l);
	l->table = mem_copy(table);
	l->name = mem_printf("later_%s", table);
	if (!add_indexes(db, l, kept)) {
		free_later(l);
		return false;
	}
	double_table(db, l);
	for (size_t i = 0; i < l->n; i++)
		if (!l->index[i].waits)
			make_double(db, l->index[i].create, l->index[i].root);
	l->next = db->later;
	db->later = l;
	return true;
}

const char *later_table(struct db *db, const char *table)
{
	for (const struct later *l = db->later; l; l = l->next)
		if (!strcmp(l->table, table))
			return l->name;
	return table;
}

/* Is the column the same in all new rows? Comparing it would only cost. */
static bool is_one(struct db *db, const struct later *l, const char *column)
{
	char *sql = mem_printf("SELECT 1 FROM %s WHERE id > %lld AND %s IS NOT (SELECT %s FROM %s WHERE id > %lld LIMIT 1) "
	                       "LIMIT 1", l->name, (long long)l->before, column, column, l->name, (long long)l->before);
	bool one = !db_get_int(db, 0, sql, NULL);

	free(sql);
	return one;
}

static void fill(struct db *db, const struct later *l, const struct index *x)
{
	struct str sql = {0};
	size_t by = 0;

	str_addf(&sql, LOAD_INSERT " %s SELECT ", x->name);
	for (size_t i = 0; i < x->column.n; i++)
		str_addf(&sql, "%s%s", i ? ", " : "", x->column.v[i]);
	str_addf(&sql, " FROM %s WHERE id > %lld", l->name, (long long)l->before);
	if (x->where)
		str_addf(&sql, " AND %s", x->where);
	for (size_t i = 0; i < x->keys; i++)
		if (x->keys == 1 || !is_one(db, l, x->column.v[i]))
			str_addf(&sql, "%s%s", by++ ? ", " : " ORDER BY ", x->column.v[i]);
	make_double(db, x->create, x->root);
	conn_exec(db, str_text(&sql));
	str_free(&sql);
}

static void fill_all(struct db *db, const struct later *l)
{
	struct stmt *st = db_prepare(db, "DELETE FROM sqlite_sequence WHERE name = :name");

	for (size_t i = 0; i < l->n; i++)
		if (l->index[i].waits)
			fill(db, l, &l->index[i]);
	copy_sequence(db, l->table, l->name);
	db_bind_text(st, "name", l->name);
	db_run(st);
}

void later_end(struct db *db)
{
	if (!db->later)
		return;
	for (const struct later *l = db->later; l; l = l->next)
		fill_all(db, l);
	later_forget(db);
}

void later_forget(struct db *db)
{
	if (!db->later)
		return;
	drop_doubles(db);
	while (db->later) {
		struct later *l = db->later;

		db->later = l->next;
		free_later(l);
	}
}
