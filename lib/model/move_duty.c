/* SPDX-License-Identifier: GPL-2.0-or-later */
/* move_duty - the tasks that entering a stage brings */
#include <stdlib.h>
#include "base/when.h"
#include "model/move.h"
#include "model/task.h"
#include "sql.h"

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

void move_duties(struct db *db, int64_t deal, int64_t stage, const char *at)
{
	struct stmt *st = db_prepare(db, "SELECT role, title, days FROM duty WHERE stage = :stage "
	                                 "ORDER BY days, id");

	db_bind_int(st, "stage", stage);
	while (db_step(st)) {
		char *day = mem_copyn(at, 10);
		char due[WHEN_SIZE];

		when_add_days(day, db_int(st, 2), due);
		task_add(db, &(struct task){.title = db_text0(st, 1), .due = due, .deal = deal,
		                            .assignee = assignee(db, deal, db_text(st, 0))}, NULL);
		free(day);
	}
}
