/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_mains - what comes back gives way to what took its place since: main numbers, numbers of merged records */
#include "model/undoing_mains.h"

#include <stdint.h>
#include <string.h>
#include "store/altered.h"
#include "store/txn.h"

/* Another one of the same place, which this change set did not touch, stands there as the main one too. */
#define OTHER(table, owner, kind) \
	"EXISTS (SELECT 1 FROM " table " o WHERE o." owner " = " table "." owner " AND o.is_main = 1 " kind \
	"AND o.id <> " table ".id AND NOT EXISTS (SELECT 1 FROM change x WHERE x.entity = '" table "' AND x.row = o.id " \
	"AND x.txn = :txn))"
#define GIVE_WAY(table) \
	"UPDATE " table " SET is_main = 0 WHERE id IN (SELECT c.row FROM change c " \
	"WHERE c.id >= (SELECT min(id) FROM change WHERE txn = :txn) AND c.entity = '" table "' AND c.op <> 'D') AND is_main = 1 AND "

static const struct {
	const char *table, *sql;
} mains[] = {
	{"channel", GIVE_WAY("channel") "(" OTHER("channel", "company", "AND o.kind = channel.kind ") " OR "
	            OTHER("channel", "contact", "AND o.kind = channel.kind ") ")"},
	{"address", GIVE_WAY("address") "(" OTHER("address", "company", "") " OR " OTHER("address", "contact", "") ")"},
	{"legal_entity", GIVE_WAY("legal_entity") OTHER("legal_entity", "company", "")},
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

bool undoing_settle_mains(struct db *db)
{
	bool any = altered_now(db, registry_entity("redirect")) && drop_redirects(db);

	for (size_t i = 0; i < sizeof mains / sizeof *mains; i++) {
		struct stmt *st;

		if (!altered_now(db, registry_entity(mains[i].table)))
			continue;
		st = db_prepare(db, mains[i].sql);
		db_bind_int(st, "txn", txn_id(db));
		db_run(st);
		any = db_changes(db) > 0 || any;
	}
	return any;
}
