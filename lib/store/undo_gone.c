/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_gone - inserted rows deleted again, set-wise, but for those in use */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/load.h"
#include "store/trigger.h"
#include "store/txn.h"
#include "store/undo_parts.h"

/* Rows of all tables are kept as one number each: the entity's place in the registry above the row's own. */
#define ROWS (INT64_C(1) << 40)

static int64_t base_of(const struct entity *e)
{
	int64_t i = 0;

	while (registry_at((size_t)i) != e)
		i++;
	return i * ROWS;
}

/* A statement about rows of e: :base is what their numbers begin at, :end the first one behind. */
static struct stmt *about(struct undo *u, const struct entity *e, const char *sql)
{
	struct stmt *st = db_prepare(u->db, sql);

	db_bind_int(st, "base", base_of(e));
	db_bind_int(st, "end", base_of(e) + ROWS);
	return st;
}

void undo_gone_start(struct undo *u)
{
	conn_exec(u->db, "CREATE TEMP TABLE IF NOT EXISTS undo_gone (key INTEGER PRIMARY KEY); "
	                 "CREATE TEMP TABLE IF NOT EXISTS undo_kept (key INTEGER PRIMARY KEY); "
	                 "DELETE FROM temp.undo_gone; DELETE FROM temp.undo_kept");
}

static void with_key(struct undo *u, const char *sql, const struct entity *e, int64_t row)
{
	struct stmt *st = db_prepare(u->db, sql);

	db_bind_int(st, "key", base_of(e) + row);
	db_run(st);
}

void undo_gone_add(struct undo *u, const struct entity *e, int64_t row)
{
	with_key(u, "INSERT INTO temp.undo_gone (key) VALUES (:key) ON CONFLICT DO NOTHING", e, row);
}

static void spare(struct undo *u, const struct entity *e, int64_t row)
{
	with_key(u, "DELETE FROM temp.undo_gone WHERE key = :key", e, row);
	with_key(u, "INSERT INTO temp.undo_kept (key) VALUES (:key) ON CONFLICT DO NOTHING", e, row);
}

/* The image of an inserted row right after the change set is what the first later change found. */
static bool changed_since(struct undo *u, const struct entity *e, struct stmt *later)
{
	int64_t row = db_int(later, 0);

	return image_parse(&u->after, db_text0(later, 1)) == 0 &&
	       image_read(u->db, e, row, &u->now) && !image_same(&u->after, &u->now, undo_follows(e));
}

/* Rows of one range that stand today, less those that somebody worked on since. */
static void add_range(struct undo *u, const struct entity *e, int64_t first, int64_t last)
{
	char *sql = mem_printf("INSERT INTO temp.undo_gone (key) SELECT :base + id FROM main.%s "
	                       "WHERE id BETWEEN :first AND :last", e->name);
	struct stmt *st = db_prepare(u->db, sql);

	free(sql);
	db_bind_int(st, "base", base_of(e));
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	db_run(st);
	if (u->force)
		return;
	st = db_prepare_own(u->db, "SELECT c.row, c.old FROM change c JOIN (SELECT min(id) AS id "
	                           "FROM change WHERE entity = :entity AND row BETWEEN :first AND :last "
	                           "AND txn > :txn GROUP BY row) f ON f.id = c.id WHERE c.op <> 'I'");
	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	db_bind_int(st, "txn", u->id);
	while (db_step(st))
		if (changed_since(u, e, st)) {
			undo_report_row(u, e, db_int(st, 0));
			spare(u, e, db_int(st, 0));
		}
	db_finalize(st);
}

static void add_ranges(struct undo *u)
{
	struct stmt *st = db_prepare_own(u->db, "SELECT entity, first, last FROM txn_range "
	                                        "WHERE txn = :txn");

	db_bind_int(st, "txn", u->id);
	while (db_step(st)) {
		const struct entity *e = registry_entity(db_text(st, 0));

		if (e && trigger_recorded(e))
			add_range(u, e, db_int(st, 1), db_int(st, 2));
	}
	db_finalize(st);
}

/* How many rows of an entity are to go, and between which numbers. */
struct extent {
	int64_t rows, first, last;
};

static struct extent extent_of(struct undo *u, const struct entity *e)
{
	struct stmt *st = about(u, e, "SELECT count(*), min(key) - :base, max(key) - :base "
	                              "FROM temp.undo_gone WHERE key >= :base AND key < :end");
	struct extent x = {0};

	while (db_step(st))
		x = (struct extent){db_int(st, 0), db_int(st, 1), db_int(st, 2)};
	return x;
}

/* The first row that was inserted into a table by this change set or after it. entity || ''
 * keeps SQLite off the index that begins with the entity: change sets since are few, rows of a
 * table many. */
static int64_t first_since(struct undo *u, const char *table)
{
	struct stmt *st = db_prepare(u->db, "SELECT first FROM txn_range WHERE txn >= :txn "
	                                    "AND entity || '' = :entity ORDER BY txn LIMIT 1");
	int64_t first = INT64_MAX;

	db_bind_int(st, "txn", u->id);
	db_bind_text(st, "entity", table);
	if (db_step(st)) {
		first = db_int(st, 0);
		db_reset(st);
	}
	return first;
}

/* Without an index on child.f only those rows are looked at that were inserted or changed since: no other can
 * point at a row that was not there. */
static void add_since(struct str *sql)
{
	str_add(sql, " AND (c.id >= :since OR c.id IN (SELECT x.row FROM change x WHERE x.txn >= :txn "
	             "AND x.entity || '' = :name))");
}

/* Rows that child.f still points at, each with one that does. An index on f is read from the first of
 * them to the last, or once for each when they lie far apart. */
static struct stmt *users(struct undo *u, const struct entity *e, const struct entity *child,
                          const struct field *f, const struct extent *x)
{
	bool indexed = f->flags & FIELD_INDEXED;
	struct str sql = {0};
	struct stmt *st;

	str_addf(&sql, "SELECT c.%s, min(c.id) FROM ", f->name);
	/* a look-up is reckoned at eight steps of a scan */
	if (indexed && (x->last - x->first) / 8 > x->rows)
		str_addf(&sql, "temp.undo_gone g CROSS JOIN main.%s c WHERE g.key BETWEEN :base + :first "
		               "AND :base + :last AND c.%s = g.key - :base", child->name, f->name);
	else
		str_addf(&sql, "main.%s c WHERE c.%s BETWEEN :first AND :last AND EXISTS (SELECT 1 "
		               "FROM temp.undo_gone g WHERE g.key = :base + c.%s)", child->name, f->name, f->name);
	if (!indexed)
		add_since(&sql);
	str_addf(&sql, " AND NOT EXISTS (SELECT 1 FROM temp.undo_gone h WHERE h.key = :child + c.id) "
	               "GROUP BY c.%s", f->name);
	st = db_prepare_own(u->db, str_text(&sql));
	str_free(&sql);
	db_bind_int(st, "base", base_of(e));
	db_bind_int(st, "child", base_of(child));
	db_bind_int(st, "first", x->first);
	db_bind_int(st, "last", x->last);
	if (!indexed) {
		db_bind_int(st, "since", first_since(u, child->name));
		db_bind_int(st, "txn", u->id);
		db_bind_text(st, "name", child->name);
	}
	return st;
}

/* Returns how many rows were spared because child.f points at them. */
static int64_t spare_used(struct undo *u, const struct entity *e, const struct entity *child,
                          const struct field *f, const struct extent *x)
{
	struct stmt *st = users(u, e, child, f, x);
	int64_t *found = NULL;
	size_t n = 0, cap = 0;

	while (db_step(st)) {
		found = mem_grow(found, &cap, n + 2, sizeof *found);
		found[n++] = db_int(st, 0);
		found[n++] = db_int(st, 1);
	}
	db_finalize(st);
	for (size_t i = 0; i < n; i += 2) {
		char *why = mem_printf("in use: %s %lld refers to it", child->name, (long long)found[i + 1]);

		undo_report(u, (struct undo_conflict){.entity = e->name, .row = found[i], .why = why,
		                                      .since = undo_since(u, child, found[i + 1], f)});
		spare(u, e, found[i]);
		free(why);
	}
	free(found);
	return (int64_t)(n / 2);
}

static bool ever_filled(struct undo *u, const struct entity *e)
{
	return db_get_int(u->db, 0, "SELECT seq FROM sqlite_sequence WHERE name = :name", "name", e->name,
	                  NULL) > 0;
}

static int64_t spare_all_used(struct undo *u, const struct entity *e)
{
	struct extent x = extent_of(u, e);
	const struct entity *child;
	int64_t spared = 0;

	for (size_t i = 0; x.rows > 0 && (child = registry_at(i)); i++) {
		if (!trigger_recorded(child) || !ever_filled(u, child))
			continue;
		for (size_t k = 0; k < child->n; k++) {
			const struct field *f = &child->fields[k];

			if (f->type == F_REF && trigger_column(f) && strcmp(f->ref, e->name) == 0)
				spared += spare_used(u, e, child, f, &x);
		}
	}
	return spared;
}

/* Rows of child that are to go, each with the row that stays which it is a part of; sorted, so that all are found before
 * the first is spared. */
static struct stmt *parts(struct undo *u, const struct entity *e, const struct entity *child)
{
	const struct field *f = registry_field(child, e->name);
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, "SELECT c.id, k.key - :base FROM ");
	if (!f)
		str_addf(&sql, "temp.undo_kept k CROSS JOIN main.%s c JOIN temp.undo_gone g ON g.key = :child + c.id "
		               "WHERE c.entity = '%s' AND c.row = k.key - :base", child->name, e->name);
	else if (f->flags & FIELD_INDEXED)
		str_addf(&sql, "temp.undo_kept k CROSS JOIN main.%s c JOIN temp.undo_gone g ON g.key = :child + c.id "
		               "WHERE c.%s = k.key - :base", child->name, f->name);
	else
		str_addf(&sql, "temp.undo_gone g CROSS JOIN main.%s c ON c.id = g.key - :child CROSS JOIN temp.undo_kept k "
		               "ON k.key = :base + c.%s WHERE g.key >= :child AND g.key < :child_end", child->name, f->name);
	str_add(&sql, " AND k.key >= :base AND k.key < :end ORDER BY 1");
	st = db_prepare_own(u->db, str_text(&sql));
	str_free(&sql);
	db_bind_int(st, "base", base_of(e));
	db_bind_int(st, "end", base_of(e) + ROWS);
	db_bind_int(st, "child", base_of(child));
	if (f && !(f->flags & FIELD_INDEXED))
		db_bind_int(st, "child_end", base_of(child) + ROWS);
	return st;
}

/* A record that stays keeps what was written along with it: a company its telephones, a deal its first stage, both
 * the key by which the next import knows them. Returns how many rows that spared. */
static int64_t spare_parts(struct undo *u, const struct entity *e)
{
	struct stmt *st = about(u, e, "SELECT 1 FROM temp.undo_kept WHERE key >= :base AND key < :end LIMIT 1");
	bool any = db_step(st);
	const struct entity *child;
	int64_t spared = 0;

	db_reset(st);
	for (size_t i = 0; any && (child = registry_at(i)); i++) {
		if (!registry_is_part(child->name, e->name))
			continue;
		st = parts(u, e, child);
		while (db_step(st)) {
			char *why = mem_printf("part of %s %lld, which stays", e->name, (long long)db_int(st, 1));

			undo_report(u, (struct undo_conflict){.entity = child->name, .row = db_int(st, 0), .why = why});
			spare(u, child, db_int(st, 0));
			spared++;
			free(why);
		}
		db_finalize(st);
	}
	return spared;
}

/* The rows in descending order: an undo of this one reads them backwards and puts them back in order. */
static void record_rows(struct undo *u, const struct entity *e, const struct extent *x)
{
	struct str sql = {0};

	str_addf(&sql, LOAD_INSERT " change (txn, op, entity, row, old) SELECT crm_txn(), 'D', '%s', t.id, ",
	         e->name);
	trigger_image(e, "t.", &sql);
	str_addf(&sql, " FROM temp.undo_gone g CROSS JOIN main.%s t WHERE g.key >= :base AND g.key < :end "
	               "AND t.id = g.key - :base ORDER BY g.key DESC", e->name);
	db_run(about(u, e, str_text(&sql)));
	altered_swept(u->db, e, db_changes(u->db), x->first, x->last);
	str_free(&sql);
}

static int64_t count_between(struct undo *u, const struct entity *e, int64_t first, int64_t last)
{
	char *sql = mem_printf("SELECT count(*) FROM main.%s WHERE id BETWEEN :first AND :last", e->name);
	struct stmt *st = db_prepare(u->db, sql);
	int64_t n = 0;

	free(sql);
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	while (db_step(st))
		n = db_int(st, 0);
	return n;
}

/* With nobody who wants to see the rows, a table that is emptied whole is thrown away page by page. */
static void empty_table(struct undo *u, const struct entity *e)
{
	char *sql = mem_printf("DELETE FROM main.%s", e->name);

	trigger_rest(u->db, e);
	conn_exec(u->db, sql);
	trigger_resume(u->db, e);
	free(sql);
}

static void take_out(struct undo *u, const struct entity *e, const struct extent *x)
{
	bool run = count_between(u, e, x->first, x->last) == x->rows;
	struct stmt *st;
	char *sql;

	if (run && x->rows >= UNDO_MANY && count_between(u, e, 0, INT64_MAX) == x->rows) {
		empty_table(u, e);
		return;
	}
	sql = mem_printf(run ? "DELETE FROM main.%s WHERE id BETWEEN :base AND :end"
	                     : "DELETE FROM main.%s WHERE id IN (SELECT key - :base FROM temp.undo_gone "
	                       "WHERE key >= :base AND key < :end)", e->name);
	st = about(u, e, sql);
	if (run) {
		db_bind_int(st, "base", x->first);
		db_bind_int(st, "end", x->last);
	}
	db_run(st);
	free(sql);
}

/* The triggers rest: their rows are written by one statement. */
static void delete_rows(struct undo *u, const struct entity *e)
{
	struct extent x = extent_of(u, e);

	if (x.rows == 0)
		return;
	u->db->txn.muted = true;
	txn_indexes_drop(u->db, e->name, NULL, x.rows);
	record_rows(u, e, &x);
	take_out(u, e, &x);
	u->db->txn.muted = false;
	undo_there_forget(u);
	u->done += x.rows;
}

void undo_gone_delete(struct undo *u)
{
	const struct entity *e;
	int64_t spared;
	size_t n = 0;

	add_ranges(u);
	/* A row that stays may itself use others, so until nothing is left to spare. */
	do {
		spared = 0;
		for (n = 0; (e = registry_at(n)); n++)
			spared += spare_all_used(u, e) + spare_parts(u, e);
	} while (spared > 0);
	/* What depends on others stands behind them in the registry, as a rule, and goes first: an undo
	 * of this one then puts back the others before it. */
	/* the log as well, where these rows are a good part of it: its indexes are sorted once, behind the last table */
	txn_indexes_drop(u->db, "change", NULL,
	                 db_get_int(u->db, 0, "SELECT count(*) FROM temp.undo_gone", NULL));
	while (n-- > 0)
		delete_rows(u, registry_at(n));
	txn_indexes_build(u->db);
}
