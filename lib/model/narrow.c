/* SPDX-License-Identifier: GPL-2.0-or-later */
/* narrow - the records that a table on stdin names, to list only those, with the table's other columns
 *
 * They wait in a temporary table of numbers, the cells in a second one, of which only those that say
 * something are kept: SQLite moves both to disk when they grow. */
#include "model/narrow.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/die.h"
#include "io/tablein.h"
#include "model/find.h"

struct narrow {
	const struct entity *entity;
	struct tablein *in;
	int key;
	int *extra; /* columns of the input that are passed on */
	size_t extras;
	struct str *text; /* their cells of a record */
	const char **cell;
};

struct narrow *narrow_read(const struct entity *e)
{
	struct narrow *n = mem_zero(sizeof *n);

	n->entity = e;
	n->in = tablein_read(STDIN_FILENO, "stdin", e->name);
	n->key = tablein_need(n->in, e->name);
	return n;
}

void narrow_free(struct narrow *n)
{
	if (!n)
		return;
	tablein_free(n->in);
	for (size_t i = 0; i < n->extras; i++)
		str_free(&n->text[i]);
	free(n->text);
	free(n->cell);
	free(n->extra);
	free(n);
}

static void choose_extra(struct narrow *n, bool (*is_own)(const void *, const char *), const void *arg)
{
	size_t most = n->in->names.n + 1;

	free(n->extra);
	n->extra = mem_alloc(most * sizeof *n->extra);
	n->extras = 0;
	for (size_t i = 0; i < n->in->names.n; i++)
		if ((int)i != n->key && !is_own(arg, n->in->names.v[i]))
			n->extra[n->extras++] = (int)i;
	if (!n->text)
		n->text = mem_zero(most * sizeof *n->text);
	if (!n->cell)
		n->cell = mem_zero(most * sizeof *n->cell);
}

static void keep_row(struct narrow *n, struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "INSERT INTO " NARROW_IDS " (id) VALUES (:id) ON CONFLICT DO NOTHING");

	db_bind_int(st, "id", id);
	db_run(st);
	if (!db_changes(db))
		return;
	for (size_t i = 0; i < n->extras; i++) {
		if (!*n->in->cell[n->extra[i]])
			continue;
		st = db_prepare(db, "INSERT INTO listed_cell (id, i, cell) VALUES (:id, :i, :cell)");
		db_bind_int(st, "id", id);
		db_bind_int(st, "i", (int64_t)i);
		db_bind_text(st, "cell", n->in->cell[n->extra[i]]);
		db_run(st);
	}
}

long narrow_fill(struct narrow *n, struct db *db, bool (*is_own)(const void *, const char *), const void *arg)
{
	struct str why = {0};
	long refused = 0;

	choose_extra(n, is_own, arg);
	db_temp_ids(db, NARROW_IDS);
	db_script(db, "CREATE TEMP TABLE IF NOT EXISTS listed_cell (id INTEGER, i INTEGER, cell TEXT, "
	              "PRIMARY KEY (id, i)); DELETE FROM listed_cell");
	while (tablein_next(n->in)) {
		const char *text = n->in->cell[n->key];
		int64_t id = *text ? find_record(db, n->entity, text, &why) : 0;

		if (id == 0)
			tablein_blank(n->in);
		if (id > 0) {
			keep_row(n, db, id);
		} else if (id < 0) {
			complain("stdin:%ld: column '%s': %s", n->in->line, n->entity->name, str_text(&why));
			refused++;
		}
	}
	tablein_tell_blank(n->in, n->entity->name);
	tablein_rewind(n->in); /* for another kind that is exported with it */
	str_free(&why);
	return refused;
}

bool narrow_has(const struct narrow *n, const char *column)
{
	return strs_find(&n->in->names, column) >= 0;
}

bool narrow_holds(struct narrow *n, struct db *db, int64_t id)
{
	return !n || db_get_int_id(db, 0, "SELECT 1 FROM " NARROW_IDS " WHERE id = :id", id);
}

size_t narrow_width(const struct narrow *n)
{
	return n ? n->extras : 0;
}

const char *narrow_name(const struct narrow *n, size_t column)
{
	return n->in->names.v[n->extra[column]];
}

/* Cells that were empty were not kept. */
const char *const *narrow_cells(struct narrow *n, struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT i, cell FROM listed_cell WHERE id = :id ORDER BY i");

	for (size_t i = 0; i < n->extras; i++)
		str_clear(&n->text[i]);
	db_bind_int(st, "id", id);
	while (db_step(st))
		str_set(&n->text[db_int(st, 0)], db_text0(st, 1));
	for (size_t i = 0; i < n->extras; i++)
		n->cell[i] = str_text(&n->text[i]);
	return n->cell;
}
