/* SPDX-License-Identifier: GPL-2.0-or-later */
/* repeat - deals opened after their company's first sale are repeated ones, also when that sale comes or goes later */
#ifndef CRM_REPEAT_H
#define CRM_REPEAT_H

#include <stdbool.h>
#include <stdint.h>
#include "base/when.h"
#include "store/db.h"

/* What a deal is to its company; company 0: no sale. */
struct sale {
	int64_t company;
	char at[WHEN_SIZE];
};

/* As it stands now; a deal that does not exist is none. */
struct sale repeat_sale(struct db *, int64_t deal);
/* The deal was something else before: the company's other deals follow (deal.is_repeat). One that was called a repeated one
 * stays it when the sale that went was opened later, for then the base never knew why. True: some changed. */
bool repeat_follow(struct db *, int64_t deal, struct sale was);

#endif
