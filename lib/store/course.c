/* SPDX-License-Identifier: GPL-2.0-or-later */
/* course - the state of a deal after its moves
 *
 * Written once so that crm-move (today) and past dates (past_moved) cannot tell two stories. */
#include "store/course.h"

#include <stdio.h>
#include <string.h>

void course_follow(struct course *c, struct stmt *row)
{
	const char *at = db_text0(row, 1), *kind = db_text0(row, 2);
	bool goes_on = c->stage && strcmp(kind, c->kind) == 0;

	if (!c->stage)
		snprintf(c->opened_at, sizeof c->opened_at, "%s", at);
	c->stage = db_int(row, 0);
	snprintf(c->moved_at, sizeof c->moved_at, "%s", at);
	if (!goes_on) {
		snprintf(c->kind, sizeof c->kind, "%s", kind);
		snprintf(c->closed_at, sizeof c->closed_at, "%s", strcmp(kind, "open") ? at : "");
		c->lost_reason = 0;
		str_clear(&c->competitor);
	}
	if (db_int(row, 3))
		c->lost_reason = db_int(row, 3);
	if (db_text(row, 4))
		str_set(&c->competitor, db_text(row, 4));
}

static void bind_or_null(struct stmt *st, const char *name, const char *value)
{
	db_bind_text(st, name, *value ? value : NULL);
}

void course_bind(const struct course *c, struct stmt *st)
{
	db_bind_int(st, "stage", c->stage);
	bind_or_null(st, "moved_at", c->moved_at);
	bind_or_null(st, "closed_at", c->closed_at);
	db_bind_ref(st, "lost_reason", c->lost_reason);
	bind_or_null(st, "competitor", str_text(&c->competitor));
}

void course_free(struct course *c)
{
	str_free(&c->competitor);
}
