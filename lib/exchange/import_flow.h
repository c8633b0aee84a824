/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_flow - large tables whose rows are settled in their order: in bundles, with what they made known from memory */
#ifndef CRM_IMPORT_FLOW_H
#define CRM_IMPORT_FLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct import;

/* Of a row that is held: more has to be known than can be. */
enum { IMPORT_STUCK = 1 };

/* May its rows be settled so? Before the first row, after the last. */
bool import_flow_fits(const struct import *);
void import_flow_begin(struct import *);
void import_flow_end(struct import *);
/* The row is written into bundles, which stay as they are; else they are emptied, and all is asked for in the base. */
void import_flow_hold(struct import *, bool held);
/* The row is held, and its part was found to be record id: 0 when that is all it says, or was changed; -1 and why. */
int import_flow_found(struct import *, size_t part, int64_t id, struct str *why);
/* The row is in, or what it has put into the bundles goes. */
void import_flow_done(struct import *, bool good);

#endif
