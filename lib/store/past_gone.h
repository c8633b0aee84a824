/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_gone - of rows deleted since or back, those found by the lists (gone.h) that a statement may want */
#ifndef CRM_PAST_GONE_H
#define CRM_PAST_GONE_H

#include "store/past_kept_parts.h"

/* Are all rows listed that may matter? */
bool past_gone_listed(struct db *, struct shadow *);
/* Finds the rows of BY_GONE and counts their changes; false: not all are listed. */
bool past_gone_find(struct db *, struct shadow *);
/* What stood in the column of rows that were deleted since, those too of which nothing shows. Rows that only came back
 * are in the delta then. In place of search keys there stand their numbers (gone_number). NULL: the lists do not tell, or
 * their images may differ from how the rows stood. */
const struct order *past_gone_order(struct db *, struct shadow *, int column);
void past_gone_free(struct shadow *);

#endif
