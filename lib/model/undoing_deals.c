/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_deals - a deal stands where its moves have led, also when one of several was taken back */
#include "model/undoing_deals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "model/move.h"
#include "model/repeat.h"
#include "model/writer.h"
#include "sql.h"
#include "store/altered.h"
#include "store/image.h"
#include "store/trigger.h"
#include "store/txn.h"

/* The deal of a move that went or was changed is in its image, that of one that came back in the table. */
static int64_t deal_of(struct db *db, struct stmt *change, struct image *im)
{
	const struct image_value *v;

	if (strcmp(db_text0(change, 0), "I") == 0)
		return db_get_int_id(db, 0, "SELECT deal FROM stage_change WHERE id = :id", db_int(change, 1));
	if (image_parse(im, db_text0(change, 2)) != 0)
		return 0;
	v = image_find(im, "deal");
	return v && v->text ? strtoll(v->text, NULL, 10) : 0;
}

static void find_touched(struct db *db)
{
	struct stmt *changes, *add;
	struct image im = {0};

	if (!altered_now(db, registry_entity("stage_change")))
		return;
	changes = db_prepare_own(db, "SELECT op, row, old FROM change WHERE txn = :txn "
	                             "AND entity = 'stage_change' ORDER BY id");
	add = db_prepare(db, "INSERT INTO touched (id) VALUES (:id) ON CONFLICT DO NOTHING");
	db_bind_int(changes, "txn", txn_id(db));
	while (db_step(changes)) {
		int64_t deal = deal_of(db, changes, &im);

		if (deal) {
			db_bind_int(add, "id", deal);
			db_run(add);
		}
	}
	db_finalize(changes);
	image_free(&im);
}

/* A stage that is of another kind again makes other closing days of all deals that were there. */
static void find_of_stages(struct db *db)
{
	struct stmt *st = db_prepare(db, "INSERT INTO touched (id) SELECT DISTINCT c.deal FROM stage_change c WHERE c.to_stage IN "
	                                 "(SELECT x.row FROM change x WHERE x.txn = :txn AND x.entity = 'stage' "
	                                 "AND x.op = 'U') ON CONFLICT DO NOTHING");

	db_bind_int(st, "txn", txn_id(db));
	if (altered_now(db, registry_entity("stage")))
		db_run(st);
}

bool undoing_settle_deals(struct db *db)
{
	struct stmt *st;
	bool any = false;

	db_temp_ids(db, "touched");
	find_touched(db);
	find_of_stages(db);
	trigger_arm_table(db, "deal");
	st = db_prepare_own(db, sql_unsettled_deals);
	for (; db_step(st); any = true)
		move_settle(db, db_int(st, 0));
	db_finalize(st);
	return any;
}

/* What the deal was to its company before this change set. */
static struct sale sale_before(struct db *db, const char *old, struct image *im)
{
	static const char *const columns[] = {"stage", "company", "closed_at"};
	const struct image_value *v[3];
	struct sale sale = {0};

	if (image_parse(im, old) != 0)
		return sale;
	for (int i = 0; i < 3; i++)
		if (!(v[i] = image_find(im, columns[i])) || !v[i]->text)
			return sale;
	if (db_get_int_id(db, 0, "SELECT kind = 'won' FROM stage WHERE id = :id", strtoll(v[0]->text, NULL, 10))) {
		sale.company = strtoll(v[1]->text, NULL, 10);
		snprintf(sale.at, sizeof sale.at, "%s", v[2]->text);
	}
	return sale;
}

bool undoing_settle_repeats(struct db *db)
{
	struct stmt *st = db_prepare(db, "SELECT op, row, old FROM change WHERE id = :id");
	struct image im = {0};
	int64_t *ids = NULL;
	size_t n = 0;
	bool any = false;

	/* Where no deals are left, as behind an import, nothing can follow. */
	if (db_get_int(db, 0, "SELECT 1 FROM deal LIMIT 1", NULL))
		ids = record_ids(db, "SELECT c.id FROM change c WHERE c.txn = :id AND c.entity = 'deal' AND NOT EXISTS (SELECT 1 "
		                     "FROM change p WHERE p.entity = c.entity AND p.row = c.row AND p.txn = c.txn "
		                     "AND p.id < c.id) ORDER BY c.id", txn_id(db), &n);
	for (size_t i = 0; i < n; i++) {
		struct sale was = {0};
		int64_t deal;

		db_bind_int(st, "id", ids[i]);
		if (!db_step(st))
			continue;
		deal = db_int(st, 1);
		if (*db_text0(st, 0) != 'I')
			was = sale_before(db, db_text0(st, 2), &im);
		db_reset(st);
		any = repeat_follow(db, deal, was) || any;
	}
	image_free(&im);
	free(ids);
	return any;
}
