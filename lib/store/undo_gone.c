/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_gone - inserted rows deleted again, set-wise, but for those in use */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/trigger.h"
#include "store/txn.h"
#include "store/undo_parts.h"

void undo_gone_start(struct undo *u)
{
	conn_exec(u->db, "CREATE TEMP TABLE IF NOT EXISTS undo_gone (entity TEXT, row INTEGER, "
	                 "PRIMARY KEY (entity, row)) WITHOUT ROWID; DELETE FROM temp.undo_gone");
}

void undo_gone_add(struct undo *u, const char *entity, int64_t row)
{
	struct stmt *st = db_prepare(u->db, "INSERT INTO temp.undo_gone (entity, row) "
	                                    "VALUES (:entity, :row) ON CONFLICT DO NOTHING");

	db_bind_text(st, "entity", entity);
	db_bind_int(st, "row", row);
	db_run(st);
}

static void spare(struct undo *u, const char *entity, int64_t row, const char *why)
{
	struct stmt *st = db_prepare(u->db, "DELETE FROM temp.undo_gone "
	                                    "WHERE entity = :entity AND row = :row");

	db_bind_text(st, "entity", entity);
	db_bind_int(st, "row", row);
	db_run(st);
	undo_report(u, entity, row, NULL, NULL, NULL, why);
}

/* The image of an inserted row right after the change set is what the first later change found. */
static bool changed_since(struct undo *u, const struct entity *e, struct stmt *later)
{
	int64_t row = db_int(later, 0);

	return image_parse(&u->after, db_text0(later, 1)) == 0 &&
	       image_read(u->db, e, row, &u->now) && !image_same(&u->after, &u->now);
}

/* Rows of one range that stand today, less those that somebody worked on since. */
static void add_range(struct undo *u, const struct entity *e, int64_t first, int64_t last)
{
	char *sql = mem_printf("INSERT INTO temp.undo_gone (entity, row) SELECT '%s', id FROM main.%s "
	                       "WHERE id BETWEEN :first AND :last", e->name, e->name);
	struct stmt *st = db_prepare(u->db, sql);

	free(sql);
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	db_run(st);
	if (u->force)
		return;
	st = db_prepare_own(u->db, "SELECT c.row, c.old FROM change c JOIN (SELECT min(id) AS id "
	                           "FROM change WHERE entity = :entity AND row BETWEEN :first AND :last "
	                           "AND txn > :txn GROUP BY row) f ON f.id = c.id WHERE c.op = 'U'");
	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	db_bind_int(st, "txn", u->id);
	while (db_step(st))
		if (changed_since(u, e, st))
			spare(u, e->name, db_int(st, 0), "changed since");
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

static int64_t count_gone(struct db *db, const char *entity)
{
	return db_get_int(db, 0, "SELECT count(*) FROM temp.undo_gone WHERE entity = :entity", "entity",
	                  entity, NULL);
}

static int64_t last_number(struct db *db, const char *table)
{
	return db_get_int(db, 0, "SELECT seq FROM sqlite_sequence WHERE name = :name", "name", table,
	                  NULL);
}

/* Which of the rows does child.f still point at? Few rows are looked up in an index on f; for many,
 * or without an index, the child is read once. */
static struct stmt *users(struct undo *u, const struct entity *e, const struct entity *child,
                          const struct field *f, int64_t rows)
{
	bool look_up = (f->flags & FIELD_INDEXED) && rows < last_number(u->db, child->name) / 4;
	char *sql = mem_printf("SELECT DISTINCT c.%s FROM %s %s CROSS JOIN %s %s WHERE g.entity = '%s' "
	                       "AND g.row = c.%s AND NOT EXISTS (SELECT 1 FROM temp.undo_gone h "
	                       "WHERE h.entity = '%s' AND h.row = c.id)", f->name,
	                       look_up ? "temp.undo_gone" : child->name, look_up ? "g" : "c",
	                       look_up ? child->name : "temp.undo_gone", look_up ? "c" : "g",
	                       e->name, f->name, child->name);
	struct stmt *st = db_prepare_own(u->db, sql);

	free(sql);
	return st;
}

/* Returns how many rows were spared because child.f points at them. */
static int64_t spare_used(struct undo *u, const struct entity *e, const struct entity *child,
                          const struct field *f, int64_t rows)
{
	struct stmt *st = users(u, e, child, f, rows);
	int64_t *found = NULL;
	size_t n = 0, cap = 0;
	char *why;

	while (db_step(st)) {
		found = mem_grow(found, &cap, n + 1, sizeof *found);
		found[n++] = db_int(st, 0);
	}
	db_finalize(st);
	why = mem_printf("in use: %s.%s refers to it", child->name, f->name);
	for (size_t i = 0; i < n; i++)
		spare(u, e->name, found[i], why);
	free(why);
	free(found);
	return (int64_t)n;
}

static int64_t spare_all_used(struct undo *u, const struct entity *e)
{
	int64_t rows = count_gone(u->db, e->name), spared = 0;
	const struct entity *child;

	for (size_t i = 0; rows > 0 && (child = registry_at(i)); i++) {
		if (!trigger_recorded(child) || last_number(u->db, child->name) == 0)
			continue;
		for (size_t k = 0; k < child->n; k++) {
			const struct field *f = &child->fields[k];

			if (f->type == F_REF && trigger_column(f) && strcmp(f->ref, e->name) == 0)
				spared += spare_used(u, e, child, f, rows);
		}
	}
	return spared;
}

/* The triggers rest: their rows are written by one statement. */
static void delete_rows(struct undo *u, const struct entity *e)
{
	int64_t rows = count_gone(u->db, e->name);
	struct str sql = {0};

	if (rows == 0)
		return;
	u->db->txn.muted = true;
	txn_indexes_drop(u->db, e->name, NULL, rows);
	str_addf(&sql, "INSERT INTO change (txn, op, entity, row, old) SELECT crm_txn(), 'D', '%s', id, ",
	         e->name);
	trigger_image(e, "", &sql);
	str_addf(&sql, " FROM main.%s WHERE id IN (SELECT row FROM temp.undo_gone WHERE entity = '%s') "
	               "ORDER BY id", e->name, e->name);
	conn_exec(u->db, str_text(&sql));
	str_setf(&sql, "DELETE FROM main.%s WHERE id IN (SELECT row FROM temp.undo_gone "
	               "WHERE entity = '%s')", e->name, e->name);
	conn_exec(u->db, str_text(&sql));
	txn_indexes_build(u->db);
	u->db->txn.muted = false;
	u->done += rows;
	str_free(&sql);
}

void undo_gone_delete(struct undo *u)
{
	const struct entity *e;
	int64_t spared;

	add_ranges(u);
	/* A row that stays may itself use others, so until nothing is left to spare. */
	do {
		spared = 0;
		for (size_t i = 0; (e = registry_at(i)); i++)
			spared += spare_all_used(u, e);
	} while (spared > 0);
	for (size_t i = 0; (e = registry_at(i)); i++)
		delete_rows(u, e);
}
