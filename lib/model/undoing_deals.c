/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_deals - a deal stands where its moves have led, also when one of several was taken back
 *
 * Undo brings rows back one by one; the state of a deal follows from all of its moves. So deals
 * are settled once at the end, and only those where the result differs are written. */
#include "model/undoing_deals.h"

#include <stdlib.h>
#include <string.h>
#include "model/move.h"
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
