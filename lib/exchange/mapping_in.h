/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping_in - the inside of mapping, shared by mapping*.c only */
#ifndef CRM_MAPPING_IN_H
#define CRM_MAPPING_IN_H

#include "exchange/mapping.h"

/* A name of that kind; NULL: none. */
const struct share *mapping_share(const char *name);
/* May a header of a table of main stand for a field of the record in the path, unasked? */
bool mapping_may_hold(const struct entity *main, const char *path);
/* A further column that the file does not have: a key, a constant. Moves m->col. */
struct mapped *mapping_more(struct mapping *, const char *name);
/* When all columns have their fields: drops what belongs to records the table does not name, adds kinds and labels. */
void mapping_flat(struct mapping *);

#endif
