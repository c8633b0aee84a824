/* SPDX-License-Identifier: GPL-2.0-or-later */
/* uid - the names that records carry in address books and calendars */
#ifndef CRM_UID_H
#define CRM_UID_H

#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

#define UID_SYSTEM "uid" /* of the aliases that keep those of others */

/* The UID under which a record came, else one of our own: the same every time, also after crm-export and crm-import
 * of the whole base, and another one in every other base. Replaces out. */
void uid_make(struct db *, const struct entity *, int64_t id, struct str *out);
/* The record that a UID of our own stands for, if it is still there; 0: none. */
int64_t uid_find(struct db *, const struct entity *, const char *uid);

#endif
