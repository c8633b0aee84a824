/* SPDX-License-Identifier: GPL-2.0-or-later */
/* trail - the dated changes of one record (stage, category, owner); inside lib/model only */
#ifndef CRM_TRAIL_H
#define CRM_TRAIL_H

#include <stdbool.h>
#include <stdint.h>
#include "base/when.h"
#include "model/move.h"
#include "store/db.h"

enum trail { TRAIL_STAGE, TRAIL_CATEGORY, TRAIL_COMPANY_OWNER, TRAIL_DEAL_OWNER };

struct trail_place {
	char at[WHEN_SIZE]; /* when the change happened */
	int64_t before;     /* what stood there until then: stage, category or rep; 0: nothing */
	bool last;          /* nothing of its kind happened later */
};

/* Where a change of the record belongs. now: its present stage, category or owner. -1 and why when
 * the moment lies before the record's last change (history from elsewhere may) or after now. A bare date equal
 * to the day of the last change takes that moment. */
int trail_place(struct db *, enum trail, int64_t id, int64_t now, const struct move *,
                struct trail_place *, struct str *why);
/* After a change was put between others: the one behind it now comes from value. */
void trail_relink(struct db *, enum trail, int64_t id, const struct trail_place *, int64_t value);
/* After a deal was handed over at a moment of the past: its moves since then were its new owner's. */
void move_owned(struct db *, int64_t deal, int64_t owner, const char *at);

#endif
