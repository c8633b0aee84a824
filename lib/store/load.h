/* SPDX-License-Identifier: GPL-2.0-or-later */
/* load - a large load with the base to itself */
#ifndef CRM_LOAD_H
#define CRM_LOAD_H

#include <stdbool.h>
#include "store/db.h"

/* Before txn_begin: for the time of the load pages go straight into the file and not through the WAL, which
 * would write every one twice; a rollback journal guards what was there before. Only when nobody else
 * has the base open, else nothing changes; whoever comes meanwhile waits. Ended by db_close or by the
 * end of the program. One that was killed leaves a sound base in this mode, and the next load ends it. */
void load_begin(struct db *);
/* Before txn_begin, until db_close: the loader looks up every record that it refers to, and deletes none that others
 * refer to, so SQLite need not look once more. */
void load_trust_refs(struct db *);
/* Inside the change set: rows that the caller has checked by the registry are not checked again by the CHECKs of
 * the tables, which build their lists anew for every row. Switch it off before anything else is written. */
void load_trust(struct db *, bool on);
void load_end(struct db *);
/* INSERT and UPDATE of many rows, for statements whose failure ends the program: SQLite need not remember every page as it was
 * before each of them, to take back that statement alone. */
#define LOAD_INSERT "INSERT OR FAIL INTO"
#define LOAD_UPDATE "UPDATE OR FAIL"

#endif
