/* SPDX-License-Identifier: GPL-2.0-or-later */
/* way - telephones and e-mail addresses as people put them into one cell
 *
 * "8 (495) 111-22-33, доб. 12; 8 903 123-45-67 (приёмная)" are two telephones: the first with an extension, the
 * second with a label. Line breaks, semicolons, commas, strokes and bars part them, e-mail addresses also blanks. */
#ifndef CRM_WAY_H
#define CRM_WAY_H

#include <stddef.h>
#include "base/str.h"

struct way {
	struct str value, key, ext, label; /* key: E.164 or folded address; ext, label: "" when there is none */
};

/* {0} is empty. Memory is kept from one cell to the next. */
struct ways {
	const char *kind; /* "phone" or "email" */
	struct way *way;
	size_t n, cap;
};

/* Reads a cell, in place of what was there; a number that comes twice counts once. country: of numbers without a +.
 * 0, or -1 and why one of them is none, and nothing is there. */
int way_read(struct ways *, const char *country, const char *cell, struct str *why);
/* All of them as a cell that reads back, with label for those that have none. Appends. */
void way_write(const struct ways *, const char *label, struct str *out);
void way_free(struct ways *);

#endif
