/* SPDX-License-Identifier: GPL-2.0-or-later */
/* finder - what crm-find prints */
#ifndef CRM_FINDER_H
#define CRM_FINDER_H

#include "io/shape.h"
#include "store/db.h"

/* 0, or -1 and the kinds that are searched. */
int finder_knows(const char *entity, struct str *why);
/* Words (NULL-terminated) looked for: kind, number, name, snippet; of one kind only, the number's column is
 * named after it. n gets the rows. The caller closes the base and calls shape_finish. */
struct shape *finder_run(struct db *, const char *entity, char *const *words, long limit, long *n);

#endif
