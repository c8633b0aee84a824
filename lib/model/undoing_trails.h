/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_trails - each move comes from where the one before it went, also when one between them was taken back */
#ifndef CRM_UNDOING_TRAILS_H
#define CRM_UNDOING_TRAILS_H

#include <stdbool.h>
#include "store/db.h"

/* Inside of the change set that took others back: where moves and hand-overs went or came back, the next one gets its
 * origin anew; and where the last of them had got one before, the category or owner follows. False: nothing was to do. */
bool undoing_relink(struct db *);

#endif
