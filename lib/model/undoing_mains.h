/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_mains - what was the main one and is again gives way to what became it since */
#ifndef CRM_UNDOING_MAINS_H
#define CRM_UNDOING_MAINS_H

#include <stdbool.h>
#include "store/db.h"

/* Inside of the change set that took others back: of the telephones, addresses and legal persons of one record one stays the
 * main one. False: nothing was to do. */
bool undoing_settle_mains(struct db *);

#endif
