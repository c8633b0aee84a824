/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_kept - old images kept as texts, and those of them found that a statement may want
 *
 * A statement that asks a column for a value or a range gets only those rows into the delta whose image, which is
 * their row as it stood, has such a value. The others cost their text, and no row. */
#ifndef CRM_PAST_KEPT_H
#define CRM_PAST_KEPT_H

#include "store/past_delta.h"

/* What is asked of a column: values between the two, these too, all of its type; NULL: no bound. */
struct bounds {
	int column;
	sqlite3_value *from, *to;
};

/* Puts the rows of BY_CHANGE or BY_GONE that may fit into the delta; false: whether they fit the image does not tell. */
bool past_kept_fill(struct db *, struct shadow *, enum past_cause, const struct bounds *);
/* The same for a column whose values the image tells only where nothing else does. */
void past_kept_fill_some(struct db *, struct shadow *, enum past_cause, const struct bounds *);
/* Puts those rows of BY_CHANGE into the delta that fit today, and those that the change sets which altered the column say
 * to have fitted. False: that is no less than to look at all, or cannot be told. */
bool past_kept_sets(struct db *, struct shadow *, const struct bounds *);
void past_kept_sets_free(struct shadow *);
/* Of deals, as of a date: begins to put those into the delta that one of these causes (1 << n) concerns and that may
 * have been closed between the bounds; false: they ask something else, or too much. What is still to be put there are
 * those that today's records say were closed then, and, of the deals moved, those that the causes concern. */
bool past_closed_fill(struct db *, struct shadow *, unsigned causes, const struct bounds *, struct bits *moved);
void past_closed_today(struct db *, struct shadow *, unsigned causes, const struct bounds *);
/* Those seen are there already. */
void past_closed_moved(struct db *, struct shadow *, unsigned causes, const struct bits *moved, const struct bits *seen);
/* All numbers in a column, of rows of BY_GONE that stood then. */
void past_kept_add(struct db *, struct shadow *, const char *column, struct bits *to);
void past_kept_free(struct shadow *);

#endif
