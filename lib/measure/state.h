/* SPDX-License-Identifier: GPL-2.0-or-later */
/* state - the category of every company at any moment */
#ifndef CRM_STATE_H
#define CRM_STATE_H

#include <stdint.h>
#include "store/db.h"

struct state;
/* Reads all category changes, once. */
struct state *state_open(struct db *);
/* The target of the company's last change before the moment; before the first one what that one
 * came from; now when it has none. 0: no category. */
int32_t state_at(const struct state *, int64_t company, const char *at, int32_t now);
void state_free(struct state *);

#endif
