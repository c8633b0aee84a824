/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move_duty - the tasks that entering a stage brings */
#include <stdlib.h>
#include "base/when.h"
#include "model/move.h"
#include "model/search.h"
#include "sql.h"
#include "store/txn.h"
#include "store/who.h"

static int64_t assignee(struct db *db, int64_t deal, const char *role)
{
	struct stmt *st = db_prepare(db, sql_move_assignee);
	int64_t rep = 0;

	db_bind_int(st, "deal", deal);
	db_bind_text(st, "role", role);
	if (db_step(st)) {
		rep = db_int(st, 0);
		db_reset(st);
	}
	return rep;
}

static void add_task(struct db *db, int64_t deal, int64_t rep, const char *title, const char *due)
{
	struct stmt *st = db_prepare(
		db, "INSERT INTO task (title, assignee, created_by, created_at, due_at, company, contact, "
		    "deal) SELECT :title, :rep, :by, :now, :due, company, contact, id FROM deal "
		    "WHERE id = :deal");

	db_bind_text(st, "title", title);
	db_bind_ref(st, "rep", rep);
	db_bind_ref(st, "by", who_id(db));
	db_bind_text(st, "now", txn_at(db));
	db_bind_text(st, "due", due);
	db_bind_int(st, "deal", deal);
	db_run(st);
	search_renew(db, "task", db_last_id(db));
}

void move_duties(struct db *db, int64_t deal, int64_t stage, const char *at)
{
	struct stmt *st = db_prepare(db, "SELECT role, title, days FROM duty WHERE stage = :stage "
	                                 "ORDER BY days, id");

	db_bind_int(st, "stage", stage);
	while (db_step(st)) {
		char *day = mem_copyn(at, 10);
		char due[WHEN_SIZE];

		when_add_days(day, db_int(st, 2), due);
		add_task(db, deal, assignee(db, deal, db_text(st, 0)), db_text(st, 1), due);
		free(day);
	}
}
