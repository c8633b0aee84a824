/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_gates - what gates ask for where the rows of a file lead: told at the end, or asked of each row (--gates) */
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/when.h"
#include "exchange/import_in.h"
#include "io/opt.h"
#include "model/gate.h"
#include "store/txn.h"

/* A record costs as much to be asked about as a fifth of what its row does. */
enum { LOOKED_AT = 20000 };

/* Records that are said to stand somewhere, and histories that end there. */
static const struct stated {
	const char *entity, *field, *record; /* record NULL: it is its own */
	enum gate_of of;
	const char *settled; /* of histories: the temporary table of records that they were settled for */
	const char *sql;     /* where row :id leads, and of which record; of a history unless something happened later */
} stated[] = {
	{"deal", "stage", NULL, GATE_STAGE, NULL, "SELECT stage, id FROM deal WHERE id = :id"},
	{"company", "category", NULL, GATE_CATEGORY, NULL, "SELECT category, id FROM company WHERE id = :id"},
	{"stage_change", "to_stage", "deal", GATE_STAGE, "told",
	 /* The opening of a deal that came without its history goes when that comes (stages.c). */
	 "SELECT c.to_stage, c.deal FROM stage_change c WHERE c.id = :id AND NOT EXISTS (SELECT 1 FROM stage_change n "
	 "WHERE n.deal = c.deal AND (n.at > c.at OR (n.at = c.at AND n.id > c.id)) AND (n.id > :before "
	 "OR (SELECT count(*) FROM stage_change o WHERE o.deal = c.deal AND o.id <= :before) > 1))"},
	{"category_change", "to_category", "company", GATE_CATEGORY, "settled",
	 "SELECT c.to_category, c.company FROM category_change c WHERE c.id = :id AND NOT EXISTS (SELECT 1 FROM category_change n "
	 "WHERE n.company = c.company AND (n.at > c.at OR (n.at = c.at AND n.id > c.id)))"},
};

/* NULL: nothing that gates ask about, or there are none. */
static const struct stated *stated_of(const struct import *im, const struct part *p)
{
	for (size_t i = 0; i < sizeof stated / sizeof *stated; i++)
		if (!strcmp(stated[i].entity, p->entity->name) && part_find(p, stated[i].field) >= 0)
			return gate_any(im->db, stated[i].of) ? &stated[i] : NULL;
	return NULL;
}

void import_gates_prepare(struct import *im)
{
	for (size_t i = 0; i < im->parts.n && im->wish->gates; i++)
		im->gated = im->gated || stated_of(im, &im->parts.part[i]);
}

/* The row that is the last of its record, by its moment, or else in the file. */
static void keep_last(struct import *im, const struct part *p, const struct stated *s, long line)
{
	struct stmt *st = db_prepare(im->db, "INSERT INTO history_end (id, at, line) VALUES (:id, :at, :line) ON CONFLICT (id) "
				     "DO UPDATE SET at = excluded.at, line = excluded.line WHERE excluded.at >= history_end.at");
	const char *text = part_cell(p, "at");
	char at[WHEN_SIZE] = "";

	if (*text)
		(void)when_parse(text, at, NULL);
	db_bind_int(st, "id", strtoll(part_cell(p, s->record), NULL, 10));
	db_bind_text(st, "at", *at ? at : txn_at(im->db));
	db_bind_int(st, "line", line);
	db_run(st);
}

/* Moves on the way are only recorded, so it must be known before which of them are the last. */
static void find_ends(struct import *im, struct part *p, const struct stated *s)
{
	struct intake *in = intake_again(im->in);

	db_script(im->db, "CREATE TEMP TABLE history_end (id INTEGER PRIMARY KEY, at TEXT, line INTEGER)");
	refs_quiet(im->refs, true);
	while (intake_next(in, NULL) > 0)
		if (intake_check(in, NULL) == 0 && part_read(p, in->row.cell, im->refs, NULL) == 0)
			keep_last(im, p, s, in->row.line);
	refs_quiet(im->refs, false);
	intake_close(in);
}

void import_gates_begin(struct import *im)
{
	struct part *p = &im->parts.part[0];
	const struct stated *s = im->gated && im->parts.n == 1 ? stated_of(im, p) : NULL;

	if (s && s->record)
		find_ends(im, p, s);
}

static bool is_end(struct import *im, int64_t record, long line)
{
	return im->parts.n > 1 ||
	       db_get_int_id(im->db, line, "SELECT line FROM history_end WHERE id = :id", record) == line;
}

static int pass(struct import *im, const struct part *p, const struct stated *s, long line, struct str *why)
{
	struct stmt *st = db_prepare(im->db, s->sql);
	int64_t target = 0, record = 0;

	db_bind_int(st, "id", p->id);
	if (s->of == GATE_STAGE && s->record)
		db_bind_int(st, "before", p->before);
	if (db_step(st)) {
		target = db_int(st, 0);
		record = db_int(st, 1);
		db_reset(st);
	}
	if (!target || gate_begins(im->db, s->of, target) || (s->record && !is_end(im, record, line)))
		return 0;
	return gate_pass(im->db, s->of, target, record, NULL, why);
}

int import_gates_row(struct import *im, long line, struct str *why)
{
	for (size_t i = 0; i < im->parts.n && im->gated; i++) {
		const struct part *p = &im->parts.part[i];
		const struct stated *s = p->here && p->fate == PART_NEW ? stated_of(im, p) : NULL;

		if (s && pass(im, p, s, line, why) < 0)
			return -1;
	}
	return 0;
}

void import_gates_end(struct import *im)
{
	for (size_t i = 0; i < im->parts.n; i++) {
		const struct part *p = &im->parts.part[i];
		const struct stated *s = p->count[PART_NEW] ? stated_of(im, p) : NULL;
		size_t told = im->lacks.n;

		if (!s)
			continue;
		/* What gates ask about stands in all sorts of tables. */
		txn_indexes_build(im->db);
		gate_lacks(im->db, s->of, &(struct gate_among){p->before, s->settled, LOOKED_AT}, &im->lacks);
		if (im->lacks.n > told && !opt.dry_run)
			strs_add(&im->lacks, s->of == GATE_STAGE ? "'crm-list deal --missing' lists what stands so"
			                                         : "'crm-list company --missing' lists what stands so");
	}
}

void import_gates_told(struct import *im)
{
	for (size_t i = 0; i < im->lacks.n; i++)
		note("%s", im->lacks.v[i]);
	strs_free(&im->lacks);
}
