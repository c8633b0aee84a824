/* SPDX-License-Identifier: GPL-2.0-or-later */
/* newcomer - what is asked of the records of a load while their rows are still in bundles (bundle_hold) */
#ifndef CRM_NEWCOMER_H
#define CRM_NEWCOMER_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

/* From now on; the base is asked once for every company. deals: there are some that it may have won with. */
void newcomer_begin(struct db *, bool deals);
bool newcomer_active(void);
/* Numbers from first on are those of records that this load makes. */
void newcomer_expect(const struct entity *, int64_t first);
/* Is the text the number of such a record? 0: no. */
int64_t newcomer_number(const struct entity *, const char *text);
/* A new company, and who keeps it (0: nobody). */
void newcomer_company(int64_t company, int64_t owner);
int64_t newcomer_owner(int64_t company); /* 0: nobody */
/* Had the company bought by then? */
bool newcomer_bought(int64_t company, const char *at);
/* A won deal of this row of the file; counts from newcomer_keep on, or newcomer_drop forgets it. */
void newcomer_sale(int64_t company, const char *at);
void newcomer_keep(void);
void newcomer_drop(void);
/* The company or its deals were changed in the base. */
void newcomer_changed(int64_t company);
void newcomer_end(void);

#endif
