/* SPDX-License-Identifier: GPL-2.0-or-later */
/* repeat - deals opened after their company's first sale are repeated ones, also when that sale comes or goes later */
#include "model/repeat.h"

#include <stdio.h>
#include <string.h>

struct sale repeat_sale(struct db *db, int64_t deal)
{
	struct stmt *st = db_prepare(db, "SELECT d.company, d.closed_at FROM deal d JOIN stage s ON s.id = d.stage "
	                                 "WHERE d.id = :deal AND s.kind = 'won' AND d.closed_at IS NOT NULL");
	struct sale sale = {0};

	db_bind_int(st, "deal", deal);
	if (db_step(st)) {
		sale.company = db_int(st, 0);
		snprintf(sale.at, sizeof sale.at, "%s", db_text0(st, 1));
	}
	db_reset(st);
	return sale;
}

/* Of two of one moment the one that was entered first came first: deals entered whole are won when they are opened. */
static bool settle(struct db *db, const char *sql, int64_t deal, const struct sale *sale)
{
	struct stmt *st = db_prepare(db, sql);

	db_bind_int(st, "deal", deal);
	db_bind_int(st, "company", sale->company);
	db_bind_text(st, "at", sale->at);
	db_run(st);
	return db_changes(db) > 0;
}

bool repeat_follow(struct db *db, int64_t deal, struct sale was)
{
	static const char *const come =
		"UPDATE deal SET is_repeat = 1 WHERE company = :company AND is_repeat = 0 AND id <> :deal "
		"AND (created_at > :at OR (created_at = :at AND id > :deal))";
	static const char *const gone =
		"UPDATE deal SET is_repeat = 0 WHERE company = :company AND is_repeat = 1 "
		"AND (created_at > :at OR (created_at = :at AND id > :deal)) AND NOT EXISTS (SELECT 1 FROM deal e "
		"JOIN stage s ON s.id = e.stage WHERE e.company = :company AND s.kind = 'won' AND e.id <> deal.id "
		"AND (e.closed_at < deal.created_at OR (e.closed_at = deal.created_at AND e.id < deal.id)))";
	struct sale is = repeat_sale(db, deal);
	int later = strcmp(is.at, was.at);
	bool same = is.company == was.company, any = false;

	if (was.company && (!same || later > 0))
		any = settle(db, gone, deal, &was);
	if (is.company && (!same || later < 0))
		any = settle(db, come, deal, &is) || any;
	return any;
}
