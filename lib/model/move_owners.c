/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move_owners - many companies or deals to the same owner: read one by one, written together
 *
 * Each record is asked whether it may change hands, as in move_owner, and only noted; two
 * statements then write all of them (bulk), and the rows of owner_change go in bundles. */
#include <stdlib.h>
#include <string.h>
#include "model/bundle.h"
#include "model/move.h"
#include "model/trail.h"
#include "store/bits.h"
#include "store/bulk.h"
#include "store/who.h"

struct handover {
	struct db *db;
	bool deal, refused;
	int64_t owner;
	struct bits taken;
	struct bundle *history;
	struct bulk *bulk;
};

static void bind_owner(void *arg, struct stmt *st)
{
	const struct handover *h = arg;

	if (h->owner)
		db_bind_int_at(st, 1, h->owner);
	else
		db_bind_null_at(st, 1);
}

struct handover *move_owners(struct db *db, const struct entity *e, int64_t owner)
{
	static const char *const field[] = {"owner"};
	struct handover *h = mem_zero(sizeof *h);

	h->db = db;
	h->deal = strcmp(e->name, "deal") == 0;
	h->owner = owner;
	h->history = bundle_new(db, "owner_change", h->deal ? "deal, from_owner, to_owner, at, rep, reason"
	                                                    : "company, from_owner, to_owner, at, rep, reason");
	h->bulk = bulk_open(db, e, field, 1, bind_owner, h);
	return h;
}

static void add_ref(struct bundle *b, int64_t id)
{
	if (id)
		bundle_int(b, id);
	else
		bundle_text(b, NULL);
}

int move_owners_one(struct handover *h, int64_t id, int64_t now, const struct move *m, struct str *why)
{
	struct trail_place p;

	/* named twice: the first time has not reached the table yet, but it counts */
	if (bits_has(&h->taken, id))
		return 0;
	if (trail_place(h->db, h->deal ? TRAIL_DEAL_OWNER : TRAIL_COMPANY_OWNER, id, now, m, &p, why) < 0) {
		h->refused = true;
		return -1;
	}
	if (p.before == h->owner)
		return 0;
	bits_add(&h->taken, id);
	bundle_int(h->history, id);
	add_ref(h->history, p.before);
	add_ref(h->history, h->owner);
	bundle_text(h->history, p.at);
	add_ref(h->history, who_id(h->db));
	bundle_text(h->history, m->forced);
	bulk_add(h->bulk, id);
	if (h->deal)
		move_owned(h->db, id, h->owner, p.at);
	return 1;
}

void move_owners_end(struct handover *h, bool whole)
{
	if (!h)
		return;
	bundle_flush(h->history);
	bulk_write(h->bulk, whole && !h->refused);
	bundle_free(h->history);
	bulk_free(h->bulk);
	bits_free(&h->taken);
	free(h);
}
