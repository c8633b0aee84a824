/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_gone - companies that were deleted or merged away here and come back with their file
 *
 * Whether somebody means it cannot be known: a client may have come back, or the file still has the rubbish. So they go
 * in, and it is said. What an undo took out was never meant to be there, and is no such case. */
#include "exchange/import_gone.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "base/when.h"
#include "store/altered.h"
#include "store/image.h"

enum { SHOWN = 3 };

struct one {
	uint64_t name; /* hash of its search key: millions may be gone */
	int32_t day;
};

struct gone {
	struct db *db;
	bool read;
	struct one *v; /* by name, of one name the latest first */
	size_t n, cap;
	long again;
	struct str told, key;
};

struct gone *gone_open(struct db *db)
{
	struct gone *g = mem_zero(sizeof *g);

	g->db = db;
	return g;
}

static uint64_t name_of(struct gone *g, const char *name)
{
	text_name_key(name, &g->key);
	return g->key.n ? text_hash(g->key.s, g->key.n) : 0;
}

static int by_name(const void *a, const void *b)
{
	const struct one *x = a, *y = b;

	if (x->name != y->name)
		return x->name < y->name ? -1 : 1;
	return (x->day < y->day) - (x->day > y->day);
}

/* Whether companies ever went is known without looking through all change sets and all that became of companies. */
static bool any_gone(struct gone *g)
{
	return db_get_int(g->db, 0, "SELECT txn FROM altered WHERE entity = 'company' AND field = :rows",
			  "rows", ALTERED_ROWS, NULL) > 0;
}

static void read_gone(struct gone *g)
{
	struct stmt *st = db_prepare_own(g->db, "SELECT c.old, t.at FROM txn t JOIN change c ON c.txn = t.id "
	                                        "WHERE (t.counts LIKE '%deleted%' OR t.counts LIKE '%merged%') "
	                                        "AND c.entity = 'company' AND c.op = 'D'");
	struct image im = {0};

	while (db_step(st)) {
		const struct image_value *name;

		if (image_parse(&im, db_text0(st, 0)) != 0 || !(name = image_find(&im, "name")) || !name->text)
			continue;
		g->v = mem_grow(g->v, &g->cap, g->n + 1, sizeof *g->v);
		g->v[g->n++] = (struct one){name_of(g, name->text), (int32_t)when_day(db_text0(st, 1))};
	}
	db_finalize(st);
	image_free(&im);
	if (g->n)
		qsort(g->v, g->n, sizeof *g->v, by_name);
}

static const struct one *find(const struct gone *g, uint64_t name)
{
	size_t low = 0, high = g->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (g->v[middle].name < name)
			low = middle + 1;
		else
			high = middle;
	}
	return low < g->n && g->v[low].name == name ? &g->v[low] : NULL;
}

bool gone_again(struct gone *g, const struct part *p)
{
	const char *name = part_cell(p, "name");
	const struct one *o;
	char day[WHEN_SIZE];

	if (!g->read && any_gone(g))
		read_gone(g);
	g->read = true;
	if (g->n == 0 || !name || !*name || !(o = find(g, name_of(g, name))))
		return false;
	if (g->again++ < SHOWN) {
		when_of_day(o->day, day);
		str_addf(&g->told, "%s'", g->told.n ? ", " : "");
		text_printable(name, &g->told);
		str_addf(&g->told, "' (%s)", day);
	}
	return true;
}

void gone_told(const struct gone *g)
{
	if (g->again)
		note("%ld of the new companies had been deleted or merged away before and %s entered again: %s%s", g->again,
		     g->again == 1 ? "is" : "are", g->told.s, g->again > SHOWN ? ", …" : "");
}

void gone_free(struct gone *g)
{
	if (!g)
		return;
	free(g->v);
	str_free(&g->told);
	str_free(&g->key);
	free(g);
}
