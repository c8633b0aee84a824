/* SPDX-License-Identifier: GPL-2.0-or-later */
/* altered - which fields of a table change sets altered
 *
 * Columns are noted when a statement that sets them is compiled, rows when a trigger fires. So a
 * change set names every field that its statements could have altered in a table that it did
 * alter: too many at times, never too few, and at no cost for a row but a sum. */
#include <stdlib.h>
#include <string.h>

#include "store/altered.h"
#include "store/conn.h"
#include "store/gone.h"
#include "store/trigger.h"

enum { UPDATED = 1, MOVED = 2 };

static void make_room(struct db *db)
{
	struct altered *a = &db->altered;

	if (a->n)
		return;
	while (registry_at(a->n))
		a->n++;
	a->fields = mem_zero(a->n * sizeof *a->fields);
	a->what = mem_zero(a->n);
	a->sweep = mem_zero(a->n * sizeof *a->sweep);
}

static size_t place_of(struct db *db, const struct entity *e)
{
	size_t i = 0;

	make_room(db);
	while (registry_at(i) != e)
		i++;
	return i;
}

/* The 64th and later ones are one. */
static uint64_t bit_of(size_t field)
{
	return (uint64_t)1 << (field < 63 ? field : 63);
}

void altered_column(struct db *db, const struct entity *e, const char *column)
{
	size_t place = place_of(db, e), i = 0;

	while (i < e->n && (!column || strcmp(e->fields[i].name, column) != 0))
		i++;
	db->altered.fields[place] |= i < e->n ? bit_of(i) : UINT64_MAX;
}

int altered_sign(struct db *db, const struct entity *e, bool deletes)
{
	return (int)place_of(db, e) * 2 + deletes;
}

void altered_signed(struct db *db, int sign)
{
	db->altered.what[sign / 2] |= sign % 2 ? MOVED : UPDATED;
	db->altered.sweep[sign / 2].all += sign % 2;
	db->altered.told++;
}

void altered_rows(struct db *db, const struct entity *e, const char *const *columns, size_t n, int64_t rows)
{
	size_t place = place_of(db, e);

	for (size_t i = 0; i < n; i++)
		altered_column(db, e, columns[i]);
	db->altered.what[place] |= n ? UPDATED : MOVED;
	db->altered.sweep[place].all += n ? 0 : rows;
	db->altered.told += rows;
}

void altered_swept(struct db *db, const struct entity *e, int64_t rows, int64_t first, int64_t last)
{
	size_t place = place_of(db, e);
	struct sweep *s = &db->altered.sweep[place];

	s->first = s->rows && s->first < first ? s->first : first;
	s->last = s->rows && s->last > last ? s->last : last;
	s->rows += rows;
	altered_rows(db, e, NULL, 0, rows);
}

bool altered_now(struct db *db, const struct entity *e)
{
	size_t place = place_of(db, e);

	return db->altered.what[place] != 0;
}

void altered_begin(struct db *db)
{
	struct altered *a = &db->altered;

	if (a->n) {
		memset(a->what, 0, a->n);
		memset(a->sweep, 0, a->n * sizeof *a->sweep);
	}
	a->told = 0;
}

static void write_mark(struct db *db, const char *entity, const char *field)
{
	struct stmt *st = db_prepare(db, "INSERT INTO altered (entity, field, txn) VALUES (:entity, :field, :txn) "
	                                 "ON CONFLICT (entity, field) DO UPDATE SET txn = excluded.txn");

	db_bind_text(st, "entity", entity);
	db_bind_text(st, "field", field);
	db_bind_int(st, "txn", db->txn.id);
	db_run(st);
}

static void write_field(struct db *db, const char *entity, const char *field)
{
	char *by;

	write_mark(db, entity, field);
	if (db->altered.told < ALTERED_LARGE)
		return;
	by = mem_printf("%s%c%lld", field, ALTERED_BY, (long long)db->txn.id);
	write_mark(db, entity, by);
	free(by);
}

/* Somebody wrote to the log and did not say so here. */
static bool more_than_told(struct db *db)
{
	int64_t rows;

	/* Statements that write to the log without a trigger say so by altered_rows. Numbers of
	 * the log follow each other within a change set, so a difference tells that somebody did
	 * not. */
	if (!db->altered.direct)
		return false;
	rows = db_get_int_id(db, 0, "SELECT (SELECT id FROM change WHERE txn = :id ORDER BY id DESC LIMIT 1) - "
	                            "(SELECT id FROM change WHERE txn = :id ORDER BY id LIMIT 1) + 1", db->txn.id);
	return rows > db->altered.told;
}

void altered_write(struct db *db)
{
	struct altered *a = &db->altered;
	bool all = more_than_told(db);

	make_room(db);
	for (size_t i = 0; i < a->n; i++) {
		const struct entity *e = registry_at(i);

		if (!trigger_recorded(e))
			continue;
		if (all) {
			write_field(db, e->name, ALTERED_ANY);
			a->sweep[i].all++;
		}
		if (all || (a->what[i] & MOVED))
			gone_write(db, e, &a->sweep[i]);
		if (a->what[i] & MOVED)
			write_field(db, e->name, ALTERED_ROWS);
		for (size_t k = 0; k < e->n && (a->what[i] & UPDATED); k++)
			if (trigger_column(&e->fields[k]) && (a->fields[i] & bit_of(k)))
				write_field(db, e->name, e->fields[k].name);
	}
}

void altered_free(struct db *db)
{
	free(db->altered.fields);
	free(db->altered.what);
	free(db->altered.sweep);
}
