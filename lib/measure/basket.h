/* SPDX-License-Identifier: GPL-2.0-or-later */
/* basket - what was in each deal, for splitting its money by product */
#ifndef CRM_BASKET_H
#define CRM_BASKET_H

#include <stddef.h>
#include <stdint.h>
#include "store/db.h"

/* The lines of one deal with one product, added up, in the base currency (without a rate in the deal's). */
struct basket_line {
	int64_t deal;
	int32_t product;
	int64_t amount, margin, quantity; /* minor units, minor units, thousandths */
};
struct basket;

struct basket *basket_open(struct db *);
/* The lines of a deal, n of them; NULL if there are none. */
const struct basket_line *basket_of(const struct basket *, int64_t deal, size_t *n);
void basket_free(struct basket *);

#endif
