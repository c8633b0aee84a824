/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_mains - what comes back gives way to what took its place since: main numbers, numbers of merged records */
#include "model/undoing_mains.h"

#include <stdint.h>
#include <string.h>
#include "store/txn.h"

/* One that this change set did not touch stands there as the main one too. */
#define UNTOUCHED(table) \
	"AND NOT EXISTS (SELECT 1 FROM change x WHERE x.entity = '" table "' AND x.row = o.id AND x.txn = :txn)) "

static const struct {
	const char *table, *sql;
} mains[] = {
	{"channel", "UPDATE channel SET is_main = 0 WHERE id = :id AND is_main = 1 AND EXISTS (SELECT 1 FROM channel o "
	            "WHERE (o.company = channel.company OR o.contact = channel.contact) AND o.kind = channel.kind "
	            "AND o.is_main = 1 AND o.id <> channel.id " UNTOUCHED("channel")},
	{"address", "UPDATE address SET is_main = 0 WHERE id = :id AND is_main = 1 AND EXISTS (SELECT 1 FROM address o "
	            "WHERE (o.company = address.company OR o.contact = address.contact) "
	            "AND o.is_main = 1 AND o.id <> address.id " UNTOUCHED("address")},
	{"legal_entity", "UPDATE legal_entity SET is_main = 0 WHERE id = :id AND is_main = 1 AND EXISTS (SELECT 1 "
	                 "FROM legal_entity o WHERE o.company = legal_entity.company "
	                 "AND o.is_main = 1 AND o.id <> legal_entity.id " UNTOUCHED("legal_entity")},
};

/* A merge that came back only in part has left the duplicate where it was: no number leads away from it. */
static bool drop_redirects(struct db *db)
{
	struct stmt *st = db_prepare(db, "DELETE FROM redirect WHERE EXISTS (SELECT 1 FROM change x WHERE x.entity = 'redirect' "
	                                 "AND x.row = redirect.id AND x.txn = :txn AND x.op = 'I') AND "
	                                 "((entity = 'company' AND EXISTS (SELECT 1 FROM company c WHERE c.id = gone)) OR "
	                                 "(entity = 'contact' AND EXISTS (SELECT 1 FROM contact p WHERE p.id = gone)))");

	db_bind_int(st, "txn", txn_id(db));
	db_run(st);
	return db_changes(db) > 0;
}

static bool settle(struct db *db, const char *table, int64_t row)
{
	struct stmt *st;
	size_t i = 0;

	while (strcmp(mains[i].table, table) != 0)
		i++;
	st = db_prepare(db, mains[i].sql);
	db_bind_int(st, "id", row);
	db_bind_int(st, "txn", txn_id(db));
	db_run(st);
	return db_changes(db) > 0;
}

bool undoing_settle_mains(struct db *db)
{
	struct stmt *st = db_prepare_own(db, "SELECT entity, row FROM change WHERE txn = :txn AND op <> 'D' "
	                                     "AND entity IN ('channel', 'address', 'legal_entity') ORDER BY id");
	bool any = drop_redirects(db);

	db_bind_int(st, "txn", txn_id(db));
	while (db_step(st))
		any = settle(db, db_text0(st, 0), db_int(st, 1)) || any;
	db_finalize(st);
	return any;
}
