/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trails - imported changes of category and owner: what each came from, and where companies and deals stand now */
#ifndef CRM_TRAILS_H
#define CRM_TRAILS_H

#include "exchange/part.h"
#include "store/db.h"

/* After the last row, when all are in the base: nothing but for a part of category_change or owner_change. Where the file
 * does not say what a change came from, each comes from the one before; the records stand where their last one led. */
void trails_settle(struct db *, const struct part *);

#endif
