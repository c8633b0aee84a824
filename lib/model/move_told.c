/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move_told - what follows from histories of deals that were entered as a whole */
#include <stdio.h>
#include "model/move.h"
#include "sql.h"
#include "store/txn.h"

void move_closer(struct db *db, int64_t deal, int64_t rep)
{
	struct stmt *st;

	if (!rep)
		return;
	st = db_prepare(db, "INSERT INTO deal_rep (deal, rep, part) SELECT :deal, :rep, 'closer' "
	                    "WHERE NOT EXISTS (SELECT 1 FROM deal_rep WHERE deal = :deal "
	                    "AND part = 'closer')");
	db_bind_int(st, "deal", deal);
	db_bind_int(st, "rep", rep);
	db_run(st);
}

/* The first category of clients since the first sale; nothing is asked, for so it was. */
static void make_clients(struct db *db)
{
	int64_t category = db_get_int(db, 0, "SELECT id FROM category WHERE kind = 'client' "
	                                     "ORDER BY position, id LIMIT 1", NULL);
	struct stmt *st = db_prepare(db, sql_told_clients);
	struct str why = {0};

	while (category && db_step(st)) {
		char at[WHEN_SIZE];
		struct move m = {.at = at, .imported = true, .rep = db_int(st, 2)};

		snprintf(at, sizeof at, "%s", db_text0(st, 1));
		(void)move_company(db, db_int(st, 0), category, &m, NULL, &why);
	}
	str_free(&why);
}

void move_tell(struct db *db, int64_t deal)
{
	struct stmt *st = db_prepare(db, "INSERT INTO told (id) VALUES (:id) ON CONFLICT DO NOTHING");

	db_bind_int(st, "id", deal);
	db_run(st);
}

void move_told(struct db *db)
{
	int64_t n = db_get_int(db, 0, "SELECT count(*) FROM told", NULL);

	if (!n)
		return;
	/* Many companies change their category. */
	txn_indexes_drop(db, "company", "company_name_key company_territory company_created company_parent company_referred",
			 n);
	db_run(db_prepare(db, sql_told_repeat));
	db_run(db_prepare(db, sql_told_closers));
	make_clients(db);
}
