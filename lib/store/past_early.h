/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_early - as of a date, records that came in without a day of their own, though older things are told of them
 *
 * A company whose import said no day bears that of the import, but its deals, talks and moves may be older: it was there
 * then, and what is not known to have changed holds. Only what came in with it or later tells so: an old
 * deal may have been given to it since. What was deleted since tells nothing. */
#ifndef CRM_PAST_EARLY_H
#define CRM_PAST_EARLY_H

#include <stdbool.h>
#include <stdint.h>
#include "store/past_parts.h"

/* SQL that is true of such a row of main.T; NULL: records of this kind are not told of otherwise. The caller frees. */
char *past_early(const struct entity *, const char *before);
/* Is this record such a one? */
bool past_is_early(struct db *, const struct shadow *, int64_t id);

#endif
