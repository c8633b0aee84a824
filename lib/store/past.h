/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past - tables as they stood: the shadowing virtual table behind --as-of and --known
 *
 * --as-of D: the clock stands at the end of D; what is dated later does not exist; updates and
 * deletes committed later are taken back; history entered later but dated earlier shows.
 * --known D: also hides everything committed after D: what would have been printed then. */
#ifndef CRM_PAST_H
#define CRM_PAST_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

enum past_mode { PAST_NONE, PAST_AS_OF, PAST_KNOWN };

/* Called by db_open with the moment (exclusive end). From then on every statement reads the shadows. */
void past_arm(struct db *, enum past_mode, const char *before);
enum past_mode past_mode(const struct db *);
const char *past_before(const struct db *); /* exclusive moment A, or NULL */
int64_t past_first_change(const struct db *); /* since: its number in the log, INT64_MAX: none */
/* Records of a kind from this number on did not exist; INT64_MAX: that goes by no number. */
int64_t past_unknown_from(struct db *, const char *entity);
/* Called by db_close. */
void past_disarm(struct db *);

#endif
