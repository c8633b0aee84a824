/* SPDX-License-Identifier: GPL-2.0-or-later */
/* migrate - the version of the schema, making it and bringing an old base up to it */
#ifndef CRM_MIGRATE_H
#define CRM_MIGRATE_H

#include "store/db.h"
#include "sql.h"

/* The version this program works with: the number of the last migration, 1 without any. A migration
 * numbered N takes a base from N - 1 to N. */
int migrate_current(const struct sql_migration *list);
int migrate_version(struct db *); /* of this base; 0: nothing in it yet */
/* Makes the whole schema in an empty base, or runs the migrations it lacks, and makes the triggers,
 * all in one transaction. Dies when the base is newer or not ours. */
void migrate_up(struct db *, const struct sql_migration *list);
/* Is this one of our bases? An empty file is not. */
bool migrate_ours(struct db *);
/* Dies when the file holds tables of another program. */
void migrate_refuse_foreign(struct db *);

#endif
