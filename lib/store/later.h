/* SPDX-License-Identifier: GPL-2.0-or-later */
/* later - what a load adds goes into its tables at once, and into their indexes at its end, in the order of their keys
 *
 * For loads that are small beside the table: there, building the indexes anew (txn_indexes_drop) costs more than
 * what is added. */
#ifndef CRM_LATER_H
#define CRM_LATER_H

#include <stdbool.h>
#include "store/db.h"

/* Inside a change set. From now on rows may be inserted into later_table(TABLE), where no index learns of them; SELECTs
 * from the table itself see them where they use none. Nothing else may be done with the table, no undo point taken
 * back, before later_end. kept: names of indexes that learn of every
 * row at once, as they do cheapest where rows come in their order. False: this table cannot, and stays as it is. */
bool later_begin(struct db *, const char *table, const char *kept);
/* Where rows of a table are to be inserted: another name, or the table's own. The pointer is another one after every change. */
const char *later_table(struct db *, const char *table);
/* Now the indexes know them. Cursors of the caller must be closed. */
void later_end(struct db *);
/* The change set is taken back. */
void later_forget(struct db *);

#endif
