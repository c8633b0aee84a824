/* SPDX-License-Identifier: GPL-2.0-or-later */
/* asker - what crm-who prints: who is taken, of texts or of the rows of a table */
#ifndef CRM_ASKER_H
#define CRM_ASKER_H

#include "io/shape.h"
#include "store/db.h"

struct asker;
/* Before the base is opened: the texts, or when there are none (or "-") stdin: lines as they stand, or a table with one of
 * the columns that tell firms apart. columns: those to ask by, with commas between them, the surest first; or NULL. */
struct asker *asker_open(char **texts, int n, const char *columns);
/* One row for each company that has a text, or one that says it is free; the columns of a table are passed on behind.
 * Returns how many were found. */
long asker_run(struct asker *, struct db *);
/* Prints and frees, after the base is closed. */
void asker_finish(struct asker *);

#endif
