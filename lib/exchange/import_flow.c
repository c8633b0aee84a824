/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_flow - large tables whose rows are settled in their order: in bundles, with what they made known from memory
 *
 * A row whose records are all new, or say nothing new, never touches the base: bundles take it,
 * match_fresh remembers it. As soon as something has to be asked in the base that may still wait in a
 * bundle, the row is stuck: all bundles are emptied and it is written like any other. */
#include <stdlib.h>
#include <string.h>
#include "exchange/import_in.h"
#include "exchange/keyset.h"
#include "model/bundle.h"
#include "model/newcomer.h"
#include "store/load.h"
#include "store/txn.h"

/* Records that are nothing but what their row says, the tables that are written with them, and the indexes that stay:
 * those by which a record that comes again is looked at. Rows come in their order, so that they cost little. */
static const struct {
	const char *entity, *tables, *kept;
} flowing[] = {
	{"company", "company channel legal_entity address", "channel_company channel_contact legal_entity_company address_company"},
	{"contact", "contact channel employment", "channel_company channel_contact employment_contact"},
	{"deal", "deal stage_change deal_contact", "deal_company stage_change_deal deal_contact_deal"},
	{"deal_item", "deal_item", "deal_item_deal"},
	{"need", "need", ""},
	{"stage_change", "stage_change", "stage_change_deal"},
};

static size_t place_of(const struct part *p)
{
	size_t n = sizeof flowing / sizeof *flowing;

	for (size_t i = 0; i < n; i++)
		if (!strcmp(flowing[i].entity, p->entity->name))
			return i;
	return n;
}

static bool is_part(const struct import *im, const struct entity *e)
{
	for (size_t i = 0; i < im->parts.n; i++)
		if (im->parts.part[i].entity == e)
			return true;
	return false;
}

/* Names of records of this run are looked up in the base; two writers would number the items of deals. */
static bool is_plain(const struct import *im, const struct part *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct part_field *f = &p->field[i];

		if (!f->link && f->f->type == F_REF && is_part(im, registry_entity(f->f->ref)))
			return false;
	}
	/* match_fresh has a bit for each of its fields. */
	return p->n <= 64 && (strcmp(p->entity->name, "deal") || part_find(p, "product") < 0);
}

bool import_flow_fits(const struct import *im)
{
	if (im->apply.mode == APPLY_ASK || im->in->kept != im->in->width)
		return false;
	for (size_t i = 0; i < im->parts.n; i++) {
		const struct part *p = &im->parts.part[i];

		if (p->share || place_of(p) == sizeof flowing / sizeof *flowing || !is_plain(im, p))
			return false;
	}
	return true;
}

static int64_t before_all(const struct import *im)
{
	int64_t last = 0;

	for (size_t i = 0; i < im->parts.n; i++)
		last = im->parts.part[i].before > last ? im->parts.part[i].before : last;
	return last;
}

static void drop_indexes(struct import *im, const struct part *p)
{
	size_t at = place_of(p);
	char *tables = mem_copy(flowing[at].tables), *rest = tables, *table;

	while ((table = strsep(&rest, " ")))
		txn_indexes_drop(im->db, table, flowing[at].kept, im->expected);
	free(tables);
}

/* What stands in a cell for another record was looked up (refs.h). */
static void trust(const struct part *p)
{
	for (size_t i = 0; i < p->n; i++) {
		const struct part_field *f = &p->field[i];

		if (!f->link && f->n && f->f->type == F_REF && !registry_entity(f->f->ref)->code)
			newcomer_expect(registry_entity(f->f->ref), 1);
	}
}

void import_flow_begin(struct import *im)
{
	bool base = before_all(im) > 0;

	newcomer_begin(im->db, db_get_int(im->db, 0, "SELECT 1 FROM deal LIMIT 1", NULL));
	for (size_t i = 0; i < im->parts.n; i++) {
		struct part *p = &im->parts.part[i];

		match_fresh_open(im->match[i], im->expected, base);
		p->known = p->key && refs_any(im->refs, p->key);
		newcomer_expect(p->entity, p->before + 1);
		trust(p);
		writer_bulk(p->writer);
		if (!base)
			drop_indexes(im, p);
	}
	im->told_pairs = keyset_new((size_t)im->expected, INT64_C(1) << 20);
	refs_bulk(im->refs, true);
	bundle_hold(true);
}

void import_flow_end(struct import *im)
{
	if (!im->flow)
		return;
	bundle_flush_all();
	bundle_hold(false);
	refs_flush(im->refs);
	newcomer_end();
	/* All is in the base, and what is done at the end wants memory of its own. */
	for (size_t i = 0; i < im->parts.n; i++)
		match_fresh_close(im->match[i]);
	im->flow = im->held = false;
	keyset_free(im->told_pairs);
	im->told_pairs = NULL;
	/* What follows of the deals needs no other indexes than those that are there: the commit makes the rest. */
}

void import_flow_hold(struct import *im, bool held)
{
	if (!held)
		bundle_flush_all();
	bundle_mark();
	im->held = held;
	for (size_t i = 0; i < im->parts.n; i++)
		match_held(im->match[i], held);
}

/* What the row says of the record: all but who of the deal's people stands in it. */
static uint64_t digest_of(const struct import *im, const struct part *p)
{
	uint64_t h = 1;

	if (im->digests)
		return (uint64_t)p->digest;
	for (size_t i = 0; i < p->n; i++)
		if (!(p == im->deal && p->field[i].link == im->deal_contact && im->deal_contact))
			h = keyset_digest(h + i, p->cell[i], strlen(p->cell[i]));
	return h;
}

/* The person of the row is the one of the deal, or a further one. */
static bool same_person(const struct import *im, size_t i, int64_t id, enum apply_mode mode)
{
	const struct part *p = &im->parts.part[i];
	int same;

	if (p != im->deal || !im->deal_contact || !im->deal_contact->id)
		return true;
	same = match_fresh_value(im->match[i], id, "contact");
	return same > 0 || (same == 0 && mode == APPLY_FILL);
}

static bool is_same(struct import *im, size_t i, int64_t id, enum apply_mode mode)
{
	return mode == APPLY_SKIP || (match_fresh_same(im->match[i], id, digest_of(im, &im->parts.part[i]), mode == APPLY_FILL) &&
				      same_person(im, i, id, mode));
}

/* What a change of theirs writes is asked by nothing that is still in bundles. */
static bool is_client(const struct part *p)
{
	return !strcmp(p->entity->name, "company") || !strcmp(p->entity->name, "contact");
}

/* Nothing of the row is in bundles yet: it would have to be taken out of the base again. */
static bool may_change(const struct import *im, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (im->parts.part[k].here && im->parts.part[k].fate == PART_NEW)
			return false;
	return is_client(&im->parts.part[i]);
}

/* Before the first change of the row, so that what earlier rows added is not taken back with it. */
static void mark(struct import *im)
{
	if (im->marked)
		return;
	for (size_t i = 0; i < im->parts.n; i++)
		if (is_client(&im->parts.part[i]))
			writer_flush(im->parts.part[i].writer);
	txn_mark(im->db);
	im->marked = true;
}

/* What was there before this run is in the base, whatever the bundles hold, and is changed there. */
static int found_old(struct import *im, size_t i, int64_t id, struct str *why)
{
	struct part *p = &im->parts.part[i];
	int would = p->digest ? -1 : apply_would(&im->apply, p, id);

	if (would < 0 || (would && !may_change(im, i)))
		return IMPORT_STUCK;
	if (would) {
		mark(im);
		return apply_change(&im->apply, p, id, why);
	}
	p->id = id;
	p->fate = PART_SAME;
	return 0;
}

int import_flow_found(struct import *im, size_t i, int64_t id, struct str *why)
{
	struct part *p = &im->parts.part[i];
	enum apply_mode mode = apply_mode_for(&im->apply, p, id);

	/* A row that comes twice under its key is no duplicate of itself. */
	if (mode == APPLY_ASK || (mode == APPLY_ERROR && (!im->digests || strcmp(p->rule, "key"))))
		return IMPORT_STUCK;
	if (p->ref && strcmp(p->rule, "key"))
		return IMPORT_STUCK;
	if (id <= p->before)
		return found_old(im, i, id, why);
	if (!is_same(im, i, id, mode))
		return IMPORT_STUCK;
	p->id = id;
	p->fate = PART_SAME;
	return 0;
}

static void learn(struct import *im)
{
	for (size_t i = 0; i < im->parts.n; i++) {
		struct part *p = &im->parts.part[i];

		if (!p->here || p->id <= 0)
			continue;
		if (p->fate == PART_NEW)
			match_fresh_learn(im->match[i], p, p->id, digest_of(im, p));
		else if (!im->held)
			match_fresh_changed(im->match[i], p->id, digest_of(im, p), p->fate == PART_CHANGED &&
					    apply_mode_for(&im->apply, p, p->id) == APPLY_UPDATE);
	}
}

/* A sale, or its company's owner, may have been changed. */
static void ask_anew(struct import *im)
{
	struct part *company = &im->parts.part[0];
	int64_t id = !strcmp(company->entity->name, "company") ? company->id : 0;

	if (!id && im->deal && im->deal->id > 0)
		id = db_get_int_id(im->db, 0, "SELECT company FROM deal WHERE id = :id", im->deal->id);
	if (id > 0)
		newcomer_changed(id);
}

void import_flow_done(struct import *im, bool good)
{
	if (!good) {
		bundle_back();
		newcomer_drop();
		/* The row may have asked for what it had written itself. */
		if (!im->held)
			ask_anew(im);
		return;
	}
	newcomer_keep();
	if (im->deal)
		import_deal_told(im);
	if (im->held) {
		bundle_settle();
	} else {
		bundle_flush_all();
		ask_anew(im);
	}
	learn(im);
}
