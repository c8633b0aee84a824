/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stages - imported stage changes: what each came from, and the state the deals end in
 *
 * Rows come in any order; usually those of one deal are neighbours and in the order of time, and
 * then the stage before is known from the row before. Whatever was guessed so is set right at
 * the end, deal by deal, when all changes are in. */
#include "exchange/stages.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/when.h"
#include "exchange/keyset.h"
#include "model/codes.h"
#include "model/move.h"
#include "store/txn.h"

struct change {
	int64_t id, from, to;
	char at[WHEN_SIZE];
};

struct stages {
	int deal, to, at, from, owner; /* fields of the part; from, owner: -1 when the file has them */
	int told_from;                 /* from_stage of the file, or -1 */
	const struct entity *stage, *rep;
	int64_t last_deal, last_stage;
	bool handed; /* the deal of the present row was handed over, once at least */
	int64_t known, owner_of, pipeline, row_stage; /* of the present row: its deal, what is known of that, to_stage */
	char last_at[WHEN_SIZE];
	struct keyset *seen; /* deals of this run */
	int64_t first;       /* number of the first row added */
	int64_t *deals;      /* touched; neighbours differ */
	size_t n, cap;
	struct change *change; /* of the deal that is being settled */
	size_t changes, change_cap;
};

static int add_field(struct part *p, const char *name)
{
	if (part_find(p, name) >= 0)
		return -1;
	p->field = mem_resize(p->field, (p->n + 1) * sizeof *p->field);
	p->cell = mem_resize(p->cell, (p->n + 1) * sizeof *p->cell);
	p->field[p->n] = (struct part_field){.name = name, .f = registry_field(p->entity, name)};
	p->cell[p->n] = "";
	return (int)p->n++;
}

struct stages *stages_open(struct part *p)
{
	struct stages *h;

	if (strcmp(p->entity->name, "stage_change"))
		return NULL;
	h = mem_zero(sizeof *h);
	h->deal = part_find(p, "deal");
	h->to = part_find(p, "to_stage");
	h->at = part_find(p, "at");
	h->told_from = part_find(p, "from_stage");
	h->from = add_field(p, "from_stage");
	h->owner = add_field(p, "owner");
	h->stage = registry_entity("stage");
	h->rep = registry_entity("rep");
	h->seen = keyset_new(0, INT64_C(1) << 20);
	return h;
}

/* The stage a deal stood in at a moment; neighbours in the file are remembered. */
static int64_t stage_before(struct stages *h, struct db *db, int64_t deal, const char *at)
{
	struct stmt *st;
	int64_t stage = 0;

	if (deal == h->last_deal && strcmp(at, h->last_at) >= 0)
		return h->last_stage;
	st = db_prepare(db, "SELECT to_stage FROM stage_change WHERE deal = :deal AND at <= :at "
	                    "ORDER BY at DESC, id DESC LIMIT 1");
	db_bind_int(st, "deal", deal);
	db_bind_text(st, "at", at);
	if (db_step(st)) {
		stage = db_int(st, 0);
		db_reset(st);
	}
	return stage;
}

static void read_deal(struct stages *h, struct db *db, int64_t deal)
{
	struct stmt *st;

	if (deal == h->known)
		return;
	h->known = deal;
	h->owner_of = h->pipeline = 0;
	h->handed = false;
	st = db_prepare(db, "SELECT owner, pipeline, EXISTS (SELECT 1 FROM owner_change WHERE deal = :id) FROM deal "
	                    "WHERE id = :id");
	db_bind_int(st, "id", deal);
	while (db_step(st)) {
		h->owner_of = db_int(st, 0);
		h->pipeline = db_int(st, 1);
		h->handed = db_int(st, 2);
	}
}

/* Whose the deal was at a moment: the first hand-over after it says from whom. */
static int64_t owner_at(const struct stages *h, struct db *db, int64_t deal, const char *at)
{
	struct stmt *st;
	int64_t owner = h->owner_of;

	if (!h->handed)
		return owner;
	st = db_prepare(db, "SELECT from_owner FROM owner_change WHERE deal = :deal AND at > :at ORDER BY at, id LIMIT 1");
	db_bind_int(st, "deal", deal);
	db_bind_text(st, "at", *at ? at : txn_at(db));
	if (db_step(st)) {
		owner = db_int(st, 0);
		db_reset(st);
	}
	return owner;
}

static uint64_t hash_of(const struct stages *h, int64_t deal)
{
	return keyset_hash(h->seen, 'd', (const char *)&deal, sizeof deal);
}

/* The writer reads stages by their code. One without its pipeline is the deal's, and of another pipeline there is none that
 * the deal could stand in. 0: none given, or of a deal that is not known. */
static int64_t read_stage(struct stages *h, struct db *db, struct part *p, int field, struct str *why)
{
	const char *text = field < 0 ? "" : p->cell[field];
	struct str reason = {0};
	int64_t id;

	if (!*text || !h->pipeline)
		return 0;
	id = codes_stage(db, h->pipeline, text, why ? &reason : NULL);
	if (id > 0)
		p->cell[field] = codes_text(db, h->stage, id);
	else if (why)
		str_setf(why, "%s: %s", p->field[field].name, str_text(&reason));
	str_free(&reason);
	return id;
}

int stages_read(struct stages *h, struct db *db, struct part *p, struct str *why)
{
	if (h->deal < 0 || h->to < 0)
		return 0;
	read_deal(h, db, strtoll(p->cell[h->deal], NULL, 10));
	h->row_stage = read_stage(h, db, p, h->to, why);
	(void)read_stage(h, db, p, h->told_from, NULL);
	return h->row_stage < 0 ? -1 : 0;
}

bool stages_fill(struct stages *h, struct db *db, struct part *p, bool held)
{
	char at[WHEN_SIZE] = "";
	int64_t deal, from;

	if (h->deal < 0 || h->to < 0)
		return true; /* the writer asks for them */
	deal = strtoll(p->cell[h->deal], NULL, 10);
	if (h->at >= 0 && *p->cell[h->at])
		(void)when_parse(p->cell[h->at], at, NULL);
	if (held && h->from >= 0 && !(deal == h->last_deal && strcmp(at, h->last_at) >= 0) &&
	    keyset_find(h->seen, hash_of(h, deal)))
		return false;
	h->last_stage = deal == h->last_deal ? h->last_stage : 0;
	from = h->from >= 0 ? stage_before(h, db, deal, at) : 0;
	if (h->from >= 0)
		p->cell[h->from] = from ? codes_text(db, h->stage, from) : "";
	if (h->owner >= 0)
		p->cell[h->owner] = codes_text(db, h->rep, owner_at(h, db, deal, at));
	h->last_stage = h->row_stage;
	h->last_deal = deal;
	memcpy(h->last_at, at, sizeof at);
	return true;
}

void stages_added(struct stages *h, const struct part *p)
{
	if (!h->first)
		h->first = p->id;
	if (h->n && h->deals[h->n - 1] == h->last_deal)
		return;
	h->deals = mem_grow(h->deals, &h->cap, h->n + 1, sizeof *h->deals);
	h->deals[h->n++] = h->last_deal;
	if (!keyset_find(h->seen, hash_of(h, h->last_deal)))
		keyset_add(h->seen, hash_of(h, h->last_deal), h->last_deal);
}

/* All changes of one deal in the order in which they happened. */
static void read_changes(struct stages *h, struct db *db, int64_t deal)
{
	struct stmt *st = db_prepare(db, "SELECT id, coalesce(from_stage, 0), to_stage, at FROM stage_change "
	                                 "WHERE deal = :deal ORDER BY at, id");

	h->changes = 0;
	db_bind_int(st, "deal", deal);
	while (db_step(st)) {
		struct change *c;

		h->change = mem_grow(h->change, &h->change_cap, h->changes + 1, sizeof *h->change);
		c = &h->change[h->changes++];
		c->id = db_int(st, 0);
		c->from = db_int(st, 1);
		c->to = db_int(st, 2);
		snprintf(c->at, sizeof c->at, "%s", db_text0(st, 3));
	}
}

/* A deal imported without its history was opened in the stage it is in, at the import. When the
 * history comes and begins earlier, that entry goes. */
static void drop_opening(struct stages *h, struct db *db)
{
	size_t opening = 0, earlier = 0;
	const char *begun = NULL;
	struct stmt *st;

	for (size_t i = 0; i < h->changes; i++)
		if (h->change[i].id < h->first) {
			opening = i;
			earlier++;
		} else if (!begun) {
			begun = h->change[i].at;
		}
	if (earlier != 1 || !begun || !*begun || strcmp(begun, h->change[opening].at) >= 0)
		return;
	st = db_prepare(db, "DELETE FROM stage_change WHERE id = :id");
	db_bind_int(st, "id", h->change[opening].id);
	db_run(st);
	h->changes--;
	memmove(&h->change[opening], &h->change[opening + 1], (h->changes - opening) * sizeof *h->change);
}

/* Rows that came out of order, or before others that were there, get the right origin. */
static void relink(const struct stages *h, struct db *db)
{
	int64_t before = 0;

	for (size_t i = 0; i < h->changes; i++) {
		const struct change *c = &h->change[i];

		if (c->from != before) {
			struct stmt *fix = db_prepare(db, "UPDATE stage_change SET from_stage = :from "
			                                  "WHERE id = :id");

			db_bind_ref(fix, "from", before);
			db_bind_int(fix, "id", c->id);
			db_run(fix);
		}
		before = c->to;
	}
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* In order, each once. */
static void sort_deals(struct stages *h)
{
	size_t n = 0;

	if (h->n > 1)
		qsort(h->deals, h->n, sizeof *h->deals, by_number);
	for (size_t i = 0; i < h->n; i++)
		if (!n || h->deals[i] != h->deals[n - 1])
			h->deals[n++] = h->deals[i];
	h->n = n;
}

/* When all stand where they ended: the first sale may be any of them. */
static void tell(const struct stages *h, struct db *db)
{
	struct stmt *st;

	db_temp_ids(db, "told");
	st = db_prepare(db, "INSERT INTO told (id) VALUES (:id)");
	for (size_t i = 0; i < h->n; i++) {
		db_bind_int(st, "id", h->deals[i]);
		db_run(st);
	}
	move_told(db);
}

void stages_settle(struct stages *h, struct db *db)
{
	if (!h || h->n == 0)
		return;
	sort_deals(h);
	/* Each of them is looked for by its number alone. */
	txn_indexes_drop(db, "deal", NULL, (int64_t)h->n);
	for (size_t i = 0; i < h->n; i++) {
		read_changes(h, db, h->deals[i]);
		drop_opening(h, db);
		if (h->changes && h->change[0].id >= h->first)
			move_opened(db, h->deals[i], h->change[0].at);
		if (h->from >= 0)
			relink(h, db);
		move_settle(db, h->deals[i]);
	}
	txn_indexes_build(db);
	tell(h, db);
}

void stages_free(struct stages *h)
{
	if (!h)
		return;
	keyset_free(h->seen);
	free(h->deals);
	free(h->change);
	free(h);
}
