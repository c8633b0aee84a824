/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_back - deleted rows back in their tables, many in one pass
 *
 * Sixty-four rows make one INSERT. When the base refuses one of them none is in: the bundle is
 * then put back row by row, and only the culprit waits. */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/load.h"
#include "store/trigger.h"
#include "store/txn.h"
#include "store/undo_parts.h"

/* Rows that are put back by one statement. */
enum { TOGETHER = IMAGE_TOGETHER };

/* Rows of one kind on their way. */
struct back {
	struct undo *u;
	const struct undo_part *part;
	struct undo_there *own;    /* what is known of their kind */
	struct undo_there **there; /* by column of the images: what it refers to, or NULL */
	struct image image[TOGETHER];
	int64_t row[TOGETHER], change[TOGETHER];
	size_t n;
};

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
	for (size_t i = 0; i < u->n_parts; i++) {
		const struct undo_part *p = &u->parts[i];
		char *kept;

		if (p->deletions < UNDO_MANY)
			continue;
		kept = unique_index(u->db, p->e->name);
		txn_indexes_drop(u->db, p->e->name, kept, p->deletions);
		free(kept);
	}
}

static void find_refs(struct back *b)
{
	const struct image *im = b->image;

	b->there = mem_resize(b->there, (im->n + 1) * sizeof *b->there);
	for (size_t i = 0; i < im->n; i++) {
		const struct field *f = registry_field(b->part->e, im->v[i].name);

		b->there[i] = f && f->type == F_REF && trigger_column(f) ? undo_there_of(b->u, f->ref) : NULL;
	}
}

/* Rows whose target is not there yet are looked at in the end. */
static void note_refs(struct back *b)
{
	struct undo *u = b->u;

	for (size_t k = 0; k < b->n; k++) {
		struct image *im = &b->image[k], kept = u->before;

		for (size_t i = 0; i < im->n; i++) {
			if (!b->there[i] || !im->v[i].text || undo_there(u, b->there[i], strtoll(im->v[i].text, NULL, 10)))
				continue;
			u->before = *im;
			undo_rows_note_ref(u, b->part->e, b->row[k], registry_field(b->part->e, im->v[i].name), true, true);
			u->before = kept;
		}
	}
}

static void record(struct back *b)
{
	int64_t first = b->row[0], last = b->row[0];
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, LOAD_INSERT " change (txn, op, entity, row) VALUES ");
	for (int k = 0; k < TOGETHER; k++)
		str_addf(&sql, "%s(?1, 'I', ?2, ?%d)", k ? ", " : "", k + 3);
	st = db_prepare(b->u->db, str_text(&sql));
	str_free(&sql);
	db_bind_int_at(st, 1, b->u->db->txn.id);
	db_bind_text_at(st, 2, b->part->e->name);
	for (int k = 0; k < TOGETHER; k++) {
		db_bind_int_at(st, k + 3, b->row[k]);
		first = b->row[k] < first ? b->row[k] : first;
		last = b->row[k] > last ? b->row[k] : last;
	}
	db_run(st);
	altered_swept(b->u->db, b->part->e, TOGETHER, first, last);
}

/* All or, when one of them is refused, none. */
static bool put_together(struct back *b)
{
	struct undo *u = b->u;

	if (b->n < TOGETHER || image_insert_together(u->db, &u->into, b->part->e, b->image) != 0)
		return false;
	for (size_t k = 0; k < b->n; k++)
		bits_add(&b->own->known, b->row[k]);
	find_refs(b);
	note_refs(b);
	record(b);
	u->done += TOGETHER;
	return true;
}

static void put(struct back *b)
{
	struct undo *u = b->u;

	if (!put_together(b))
		for (size_t k = 0; k < b->n; k++) {
			struct image kept = u->before;

			u->before = b->image[k];
			if (undo_back_row(u, b->part->e, b->row[k], NULL) != 0)
				undo_rows_wait(u, b->change[k]);
			u->before = kept;
		}
	b->n = 0;
}

static void take(struct back *b, struct undo_part *p, struct stmt *st)
{
	if (p != b->part) {
		put(b);
		b->part = p;
		b->own = undo_there_of(b->u, p->e->name);
	}
	if (image_parse(&b->image[b->n], db_text0(st, 3)) != 0) {
		undo_rows_wait(b->u, db_int(st, 0));
		return;
	}
	b->row[b->n] = db_int(st, 2);
	b->change[b->n++] = db_int(st, 0);
	if (b->n == TOGETHER)
		put(b);
}

/* Rows that the change set only deleted. Read backwards: what others refer to was deleted last. */
static void put_all(struct undo *u)
{
	struct back b = {.u = u};
	struct undo_part *p = NULL;
	struct stmt *st = db_prepare_own(u->db, "SELECT id, entity, row, old FROM change "
	                                        "WHERE id BETWEEN :first AND :last AND op = 'D' ORDER BY id DESC");

	db_bind_int(st, "first", u->first);
	db_bind_int(st, "last", u->last);
	while (db_step(st)) {
		if (!p || strcmp(p->e->name, db_text0(st, 1)) != 0)
			p = undo_part_of(u, db_text0(st, 1));
		if (p && undo_alone(p, db_int(st, 2)))
			take(&b, p, st);
	}
	db_finalize(st);
	put(&b);
	for (size_t k = 0; k < TOGETHER; k++)
		image_free(&b.image[k]);
	free(b.there);
}

void undo_back(struct undo *u)
{
	bool any = false;

	for (size_t i = 0; i < u->n_parts; i++)
		any = any || u->parts[i].deletions > 0;
	if (!any)
		return;
	drop_indexes(u);
	put_all(u);
	txn_indexes_build(u->db);
}
