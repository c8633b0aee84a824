/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_mains - what comes back gives way to what took its place since: main numbers, numbers of merged records */
#ifndef CRM_UNDOING_MAINS_H
#define CRM_UNDOING_MAINS_H

#include <stdbool.h>
#include "store/db.h"

/* Inside of the change set that took others back: of the telephones, addresses and legal persons of one record one stays the
 * main one; and no redirect leads away from a record that is there. False: nothing was to do. */
bool undoing_settle_mains(struct db *);

#endif
