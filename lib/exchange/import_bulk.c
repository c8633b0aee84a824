/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_bulk - large loads: indexes made afterwards, keys in memory, rows in bundles
 *
 * Keys in memory instead of look-ups, rows in bundles instead of statements, indexes made at the
 * end. Companies also come so into a base that has some, for all their keys can be read; other
 * kinds only into an empty table. */
#include <stdlib.h>
#include <string.h>
#include "exchange/import_in.h"
#include "store/later.h"
#include "store/load.h"
#include "store/txn.h"

enum { BULK_ROWS = 5000, CACHE_MB = 64 };

/* Tables written by a large load of an entity, whose indexes are made afterwards. */
static const struct {
	const char *entity, *tables;
} bulk[] = {
	{"company", "company channel legal_entity address category_change alias"},
	{"contact", "contact channel employment"},
	{"activity", "activity"},
	{"task", "task"},
	{"invoice", "invoice"},
	{"payment", "payment"},
	{"delivery", "delivery"},
};
/* The indexes in which new companies stand behind each other as they come. One of them is asked meanwhile whose tax
 * number a company of the base has. */
static const char in_order[] = "company_category company_parent company_referred channel_company channel_contact "
			       "legal_entity_company address_company address_contact category_change_company alias_row";

static const char *bulk_tables(const struct import *im)
{
	if (im->parts.n > 1 || im->expected < BULK_ROWS)
		return NULL;
	for (size_t i = 0; i < sizeof bulk / sizeof *bulk; i++)
		if (!strcmp(bulk[i].entity, im->parts.part[0].entity->name))
			return bulk[i].tables;
	return NULL;
}

static bool is_worth(struct import *im, int64_t last)
{
	if (last && strcmp(im->parts.part[0].entity->name, "company"))
		return false;
	return !last || !import_known(im);
}

static int64_t last_number(struct import *im)
{
	char *sql = mem_printf("SELECT max(id) FROM %s", im->parts.part[0].entity->name);
	int64_t last = db_get_int(im->db, 0, sql, NULL);

	free(sql);
	return last;
}

void import_bulk_prepare(struct import *im)
{
	const char *tables = bulk_tables(im);
	int64_t last = last_number(im);

	if (im->expected >= BULK_ROWS)
		load_trust_refs(im->db);
	if (im->gated)
		return;
	if (!tables) {
		im->flow = im->expected >= BULK_ROWS && import_flow_fits(im);
		if (im->expected >= BULK_ROWS && (!im->flow || last))
			db_cache(im->db, CACHE_MB);
		if (im->flow && last < im->expected)
			load_begin(im->db);
		return;
	}
	im->parts.part[0].bulk = is_worth(im, last);
	im->ahead = last > im->expected;
	/* Rows written one by one go all over the indexes. Those that are filled in the order of their keys, or made anew,
	 * want a small cache. */
	if (!im->parts.part[0].bulk && last / 5 >= im->expected)
		db_cache(im->db, CACHE_MB);
	if (im->parts.part[0].bulk && last < im->expected)
		load_begin(im->db);
}

/* Rows that cannot be read now are not written later either, or wait for all the others. */
static void look_ahead(struct import *im)
{
	struct part *p = &im->parts.part[0];
	struct intake *in = intake_again(im->in);

	refs_quiet(im->refs, true);
	while (intake_next(in, NULL) > 0)
		if (intake_check(in, &im->why) == 0) {
			(void)part_read(p, in->row.cell, im->refs, NULL);
			match_ahead(im->match[0], p);
		}
	match_ahead_end(im->match[0]);
	refs_quiet(im->refs, false);
	intake_close(in);
}

void import_bulk_begin(struct import *im)
{
	struct part *p = &im->parts.part[0];
	char *tables, *rest, *table;

	/* Found and settled by their deal; by their time only when all is done. */
	if (im->stages && im->parts.n == 1)
		txn_indexes_drop(im->db, "stage_change", "stage_change_deal", im->expected);
	if (im->flow)
		import_flow_begin(im);
	if (!p->bulk)
		return;
	match_in_memory(im->match[0], im->expected, im->ahead);
	if (im->ahead)
		look_ahead(im);
	tables = rest = mem_copy(bulk_tables(im));
	while ((table = strsep(&rest, " ")))
		if (!im->ahead || !later_begin(im->db, table, in_order))
			txn_indexes_drop(im->db, table, im->ahead ? in_order : NULL, im->expected);
	free(tables);
	load_trust(im->db, true);
	writer_bulk(p->writer);
	refs_bulk(im->refs, false);
}

void import_bulk_end(struct import *im)
{
	import_flow_end(im);
	if (!im->parts.part[0].bulk)
		return;
	writer_flush(im->parts.part[0].writer);
	refs_flush(im->refs);
	load_trust(im->db, false);
	later_end(im->db);
	txn_indexes_build(im->db);
	match_close(im->match[0]);
	im->match[0] = match_open(im->db, &im->parts.part[0], im->wish->only_keys);
}
