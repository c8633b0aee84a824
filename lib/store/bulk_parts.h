/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bulk_parts - what the modules of bulk share */
#ifndef CRM_BULK_PARTS_H
#define CRM_BULK_PARTS_H

#include <stdbool.h>
#include <stddef.h>

/* Is the name a word of the first n bytes of text? */
bool bulk_mentions(const char *text, size_t n, const char *name);

#endif
