/* SPDX-License-Identifier: GPL-2.0-or-later */
/* saved_map - the mapping of a header under a name, so that next month's file needs no options */
#ifndef CRM_SAVED_MAP_H
#define CRM_SAVED_MAP_H

#include "exchange/mapping.h"
#include "store/db.h"

/* Adds to what was told the mapping saved as name (NULL: the latest one of this header and of the same kind of
 * record; "-": none); what was told goes first. The name of the mapping, which the caller frees, NULL when there is
 * none; -1 in *bad and why: no mapping of that name. */
char *saved_map_use(struct db *, const char *name, const struct strs *header, size_t width, struct told *, int *bad,
                    struct str *why);
/* Keeps what was told under a name, in place of what had it before. */
void saved_map_save(struct db *, const char *name, const struct strs *header, size_t width, const struct told *);
void told_copy(const struct told *from, struct told *to);
void told_free(struct told *);

#endif
