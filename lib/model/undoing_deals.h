/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undoing_deals - a deal stands where its moves have led, also when one of several was taken back */
#ifndef CRM_UNDOING_DEALS_H
#define CRM_UNDOING_DEALS_H

#include <stdbool.h>
#include "store/db.h"

/* Inside of the change set that took others back: settles the deals whose moves it touched and that stand elsewhere.
 * False: there were none. */
bool undoing_settle_deals(struct db *);

#endif
