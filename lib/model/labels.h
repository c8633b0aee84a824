/* SPDX-License-Identifier: GPL-2.0-or-later */
/* labels - the names of records of one kind, those met last kept in memory that does not grow with the base */
#ifndef CRM_LABELS_H
#define CRM_LABELS_H

#include <stdint.h>
#include "store/db.h"
#include "store/registry.h"

struct labels;

struct labels *labels_open(struct db *, const struct entity *);
/* As find_label; "" for 0. Valid until the next call. */
const char *labels_of(struct labels *, int64_t id);
void labels_free(struct labels *); /* safe on NULL */

#endif
