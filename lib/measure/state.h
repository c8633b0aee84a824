/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state - the category of every company, or the owner of every deal, at any moment */
#ifndef CRM_STATE_H
#define CRM_STATE_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

struct state;
/* Reads all changes of categories of companies, or of owners of deals, once. */
struct state *state_categories(struct db *);
struct state *state_owners(struct db *);
/* The target of the record's last change before the moment; before the first one what that one
 * came from; now when it has none. 0: no category, nobody. */
int32_t state_at(const struct state *, int64_t record, const char *at, int32_t now);
/* May it differ between two moments? */
bool state_turns(const struct state *, int64_t record, const char *from, const char *until);
void state_free(struct state *);

#endif
