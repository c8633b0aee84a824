/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dict - texts as small numbers, so that they can stand in arrays */
#ifndef CRM_DICT_H
#define CRM_DICT_H

#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

/* {0} is empty. */
struct dict {
	struct strs words;
	int32_t *slot; /* word + 1, 0: free */
	size_t slots;
};

/* The number of a text, from 1 on; a new one when it was not seen before. NULL and "" are 0. */
int32_t dict_code(struct dict *, const char *text);
/* The number, or -1: not seen. */
int32_t dict_find(const struct dict *, const char *text);
const char *dict_text(const struct dict *, int32_t code); /* "" for 0 */
void dict_free(struct dict *);

#endif
