/* SPDX-License-Identifier: GPL-2.0-or-later */
/* deleter - the work of crm-delete */
#ifndef CRM_DELETER_H
#define CRM_DELETER_H

#include <stdbool.h>
#include "model/feed.h"

/* Deletes the records of a feed; with_tied: also what is tied to them. deleted gets how many of the feed went. Returns
 * them as they were: key, label, and the table's other columns. */
struct out *deleter_run(struct feed *, struct db *, const struct entity *, bool with_tied,
                        long *deleted);

#endif
