/* SPDX-License-Identifier: GPL-2.0-or-later */
/* altered_log - the marks of which fields were altered when, made again from the log
 *
 * Of each row the log keeps one image after the other, and the last one is followed by the row itself: what differs
 * between two of them the first change altered. So the marks can be had again where a base was made before there were
 * any, and '*' had to stand for all that happened until then. */
#include <stdlib.h>
#include <string.h>

#include "store/altered.h"
#include "store/conn.h"
#include "store/key.h"

struct pass {
	struct db *db;
	const struct entity *e; /* NULL: a table that is no more */
	struct strs field;
	int64_t *last; /* parallel: change sets */
	size_t cap;
	struct stmt *today; /* reads a row of it as it stands; NULL until needed */
	struct image is;    /* that row */
	/* The change before, of which is not known yet what it altered. */
	int64_t row, txn;
	bool open;
	struct image was, next;
};

static void mark_one(struct pass *p, const char *field, int64_t txn)
{
	int i = strs_find(&p->field, field);

	if (i < 0) {
		i = (int)p->field.n;
		p->last = mem_grow(p->last, &p->cap, p->field.n + 1, sizeof *p->last);
		strs_add(&p->field, field);
		p->last[i] = 0;
	}
	if (p->last[i] < txn)
		p->last[i] = txn;
}

/* Images leave search keys out, which follow from other fields. */
static void mark(struct pass *p, const char *field, int64_t txn)
{
	const struct field *key = key_source(field) ? image_key(p->e) : NULL;

	mark_one(p, field, txn);
	if (key)
		mark_one(p, key->name, txn);
}

/* The open change left the row like this. Columns that only one of them knows came or went with the schema. */
static void settle(struct pass *p, const struct image *is)
{
	for (size_t i = 0; i < p->was.n; i++) {
		const struct image_value *now = image_find(is, p->was.v[i].name);

		if (now && !image_equal(&p->was.v[i], now))
			mark(p, p->was.v[i].name, p->txn);
	}
	p->open = false;
}

/* By the names of its columns: the registry does not know those yet that users added. */
static void settle_today(struct pass *p)
{
	struct image *is = &p->is;

	if (!p->open)
		return;
	if (!p->today) {
		char *sql = mem_printf("SELECT * FROM main.%s WHERE id = :id", p->e->name);

		p->today = db_prepare_own(p->db, sql);
		free(sql);
	}
	db_bind_int(p->today, "id", p->row);
	if (!db_step(p->today)) {
		mark_one(p, ALTERED_ANY, p->txn);
		p->open = false;
		return;
	}
	is->n = (size_t)db_columns(p->today);
	is->v = mem_grow(is->v, &is->cap, is->n, sizeof *is->v);
	for (int i = 0; i < (int)is->n; i++)
		is->v[i] = (struct image_value){.name = db_column_name(p->today, i), .text = db_text(p->today, i)};
	settle(p, is);
	db_reset(p->today);
}

static void write_marks(struct pass *p)
{
	struct stmt *st = db_prepare(p->db, "INSERT INTO altered (entity, field, txn) VALUES (:entity, :field, :txn)");

	settle_today(p);
	for (size_t i = 0; i < p->field.n; i++) {
		db_bind_text(st, "entity", p->e->name);
		db_bind_text(st, "field", p->field.v[i]);
		db_bind_int(st, "txn", p->last[i]);
		db_run(st);
	}
	strs_free(&p->field);
	db_finalize(p->today);
	p->today = NULL;
}

/* What came back has no image, and one that cannot be read tells nothing. */
static void take(struct pass *p, int64_t row, int64_t txn, char op, const char *old)
{
	struct image was = p->was;
	bool told;

	if (row != p->row)
		settle_today(p);
	if (op != 'U')
		mark_one(p, ALTERED_ROWS, txn);
	if (op != 'U' && !p->open)
		return;
	told = old && image_parse(&p->next, old) == 0;
	if (p->open && told)
		settle(p, &p->next);
	else if (p->open || !told)
		mark_one(p, ALTERED_ANY, txn);
	p->was = p->next;
	p->next = was;
	p->row = row;
	p->txn = txn;
	p->open = op == 'U' && told;
}

void altered_renew(struct db *db)
{
	struct pass p = {.db = db};
	struct stmt *st;

	if (!db_get_int(db, 0, "SELECT 1 FROM altered WHERE field = :any LIMIT 1", "any", ALTERED_ANY, NULL))
		return;
	db_run(db_prepare(db, "DELETE FROM altered"));
	/* an index has this order; each of its entries leads to another place of the log */
	db_cache(db, 64);
	st = db_prepare_own(db, "SELECT entity, row, txn, op, old FROM change ORDER BY entity, row, id");
	while (db_step(st)) {
		const char *entity = db_text(st, 0);

		if (!p.e || strcmp(p.e->name, entity) != 0) {
			if (p.e)
				write_marks(&p);
			p.e = registry_entity(entity);
		}
		if (p.e)
			take(&p, db_int(st, 1), db_int(st, 2), *db_text0(st, 3), db_text(st, 4));
	}
	db_finalize(st);
	if (p.e)
		write_marks(&p);
	free(p.last);
	free(p.is.v);
	image_free(&p.was);
	image_free(&p.next);
}
