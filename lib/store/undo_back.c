/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_back - deleted rows back in their tables, many in one pass */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/txn.h"
#include "store/undo_parts.h"

/* Rows that the change set only deleted. Read backwards: what others refer to was deleted last. */
#define LONE \
	"FROM change f WHERE f.txn = :txn AND f.op = 'D' AND NOT EXISTS (SELECT 1 FROM change o " \
	"WHERE o.entity = f.entity AND o.row = f.row AND o.txn = f.txn AND o.id <> f.id) " \
	"AND NOT EXISTS (SELECT 1 FROM txn_range r WHERE r.txn = f.txn AND r.entity = f.entity " \
	"AND f.row BETWEEN r.first AND r.last) ORDER BY f.id DESC"

int undo_back_row(struct undo *u, const struct entity *e, int64_t row, struct str *why)
{
	struct stmt *st;

	if (image_insert(u->db, &u->into, e, &u->before, why) != 0)
		return -1;
	st = db_prepare(u->db, "INSERT INTO change (txn, op, entity, row) "
	                       "VALUES (crm_txn(), 'I', :entity, :row)");
	db_bind_text_at(st, 1, e->name);
	db_bind_int_at(st, 2, row);
	db_run(st);
	altered_rows(u->db, e, NULL, 0, 1);
	u->done++;
	for (size_t i = 0; i < e->n; i++)
		undo_rows_note_ref(u, e, row, &e->fields[i], true, true);
	return 0;
}

/* One index that refuses a row must stand while rows come in; NULL: there is none. */
static char *unique_index(struct db *db, const char *table)
{
	return db_get_text(db, "SELECT min(name) FROM sqlite_master WHERE type = 'index' AND tbl_name = :table "
	                       "AND sql LIKE 'CREATE UNIQUE%'", "table", table, NULL);
}

/* Indexes of tables that get many rows are made anew. */
static void drop_indexes(struct undo *u)
{
	struct stmt *st = db_prepare_own(u->db, "SELECT entity, count(*) FROM change WHERE txn = :txn AND op = 'D' "
	                                        "GROUP BY entity");
	struct strs tables = {0};
	int64_t *rows = NULL;
	size_t cap = 0;

	db_bind_int(st, "txn", u->id);
	while (db_step(st))
		if (db_int(st, 1) >= UNDO_MANY && registry_entity(db_text(st, 0))) {
			rows = mem_grow(rows, &cap, tables.n + 1, sizeof *rows);
			rows[tables.n] = db_int(st, 1);
			strs_add(&tables, db_text(st, 0));
		}
	db_finalize(st);
	for (size_t i = 0; i < tables.n; i++) {
		char *kept = unique_index(u->db, tables.v[i]);

		txn_indexes_drop(u->db, tables.v[i], kept, rows[i]);
		free(kept);
	}
	strs_free(&tables);
	free(rows);
}

void undo_back(struct undo *u)
{
	const struct entity *e = NULL;
	struct stmt *st;

	drop_indexes(u);
	st = db_prepare_own(u->db, "SELECT f.id, f.entity, f.row, f.old " LONE);
	db_bind_int(st, "txn", u->id);
	while (db_step(st)) {
		if (!e || strcmp(e->name, db_text(st, 1)) != 0)
			e = registry_entity(db_text(st, 1));
		if (e && (image_parse(&u->before, db_text0(st, 3)) != 0 ||
		          undo_back_row(u, e, db_int(st, 2), NULL) != 0))
			undo_rows_wait(u, db_int(st, 0));
	}
	db_finalize(st);
	txn_indexes_build(u->db);
}
