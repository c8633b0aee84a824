/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_follow - as of a date, fields that follow from dated facts */
#ifndef CRM_PAST_FOLLOW_H
#define CRM_PAST_FOLLOW_H

#include "store/past_delta.h"

/* As-of mode: stage, owner and category of records follow the dated events, which stand in these tables. NULL: no
 * more of them. */
const char *past_moved_log(const struct entity *, int i);
/* The columns they alter, unless no event tells of another state. */
void past_moved_open(struct db *, struct shadow *);
void past_moved_ready(struct db *, struct shadow *);
void past_moved_find(struct db *, struct shadow *, int place);
bool past_moved_one(struct db *, struct shadow *, int place, int64_t id);
/* Of a deal: was it moved later? As it stands in main.stage_change. */
void past_moved_know(struct db *, struct shadow *, int64_t id, bool later);
/* Sets these fields of a row in the delta. */
void past_moved_apply(struct db *, struct shadow *, int64_t id);

/* SQL that is true of rows of main.T that the cause may concern; false: there is no cheap one. */
bool past_moved_test(const struct db *, const struct shadow *, int place, bool few, struct str *sql);

/* As-of mode: what ended later is still open. */
void past_ended_open(struct shadow *);
void past_ended_find(struct db *, struct shadow *);
void past_ended_test(const struct db *, const struct shadow *, struct str *sql);
/* SQL for a column of main.T as it was before the end. */
void past_ended_column(const struct db *, const struct shadow *, const char *column, struct str *sql);
/* For rows of the delta that were made from old images, whose end today's row may know better. Bind id. */
void past_ended_prepare(struct db *, const struct shadow *, struct stmt **reopen, struct stmt **end_as_today);

#endif
