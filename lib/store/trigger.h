/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trigger - the change-recording triggers, made from the registry (txn_make_triggers makes the guards) */
#ifndef CRM_TRIGGER_H
#define CRM_TRIGGER_H

#include "store/db.h"
#include "store/registry.h"

/* Is there a column behind the field, not an expression? */
bool trigger_column(const struct field *);
/* Are changes of this table recorded? All but the tables that record them. */
bool trigger_recorded(const struct entity *);
/* Appends crm_image(N, ROWid, …), which makes the row's image (image.h): all columns but search keys; row is "OLD." or "". */
void trigger_image(const struct entity *, const char *row, struct str *out);

/* From now on statements that are compiled are watched for the tables they update or delete from. */
void trigger_watch(struct db *);
/* Makes the recording triggers of tables newly seen; true: there were some, and the statement has to
 * be compiled again. */
bool trigger_arm(struct db *);
/* The same for one table, ahead of the statements: a trigger that is made while a SELECT runs ends it, if
 * it has subqueries. */
void trigger_arm_table(struct db *, const char *table);
/* A rollback takes them along: they are made again with the next change set, or the next statement that is compiled. Most
 * programs have neither, and to make them costs as much as to open the base. */
void trigger_rest_all(struct db *);
/* Makes those from the given one on again: so does a rollback to a mark. */
void trigger_rearm(struct db *, size_t from);
/* For a moment nothing watches deletions from a table: for the change set that empties it. */
void trigger_rest(struct db *, const struct entity *);
void trigger_resume(struct db *, const struct entity *);
/* Between these two nothing looks at the updates of a table: the caller records them. */
void trigger_off(struct db *, const struct entity *);
void trigger_on(struct db *, const struct entity *);
/* Takes all of them away: nothing is recorded from here on. */
void trigger_drop(struct db *);
/* Takes the guards out of the base: a column that a trigger might speak of cannot be dropped. */
void trigger_drop_guards(struct db *);

#endif
