/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_delta - rows as they stood, in past.T */
#ifndef CRM_PAST_DELTA_H
#define CRM_PAST_DELTA_H

#include "store/past_parts.h"

/* Makes the empty table. */
void past_delta_create(struct db *, struct shadow *);
/* Puts a row, or all that a cause concerns, into it as it stood. */
void past_delta_one(struct db *, struct shadow *, int64_t id);
void past_delta_all(struct db *, struct shadow *, enum past_cause);
/* Gives it one of the table's indexes. */
void past_delta_index(struct db *, struct shadow *, int index);
/* Of deals, does today's row tell this column, of some as they stood? */
bool past_delta_follows(const struct shadow *, const char *column);
/* Is a row there today, or merged into another? */
bool past_delta_stands(struct db *, const struct shadow *, int64_t id);
void past_delta_free(struct shadow *);

#endif
