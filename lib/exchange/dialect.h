/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dialect - how a table is written: delimiter, escapes, where its header stands */
#ifndef CRM_DIALECT_H
#define CRM_DIALECT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

struct dialect {
	char delim;    /* , ; tab | */
	bool escapes;  /* the toolkit's TSV: backslash escapes, no quotes */
	long title;    /* records above the header */
};

/* Looks at the first bytes of a text (whole: nothing follows them). delim given: kept. */
void dialect_guess(const char *s, size_t n, bool whole, char delim, struct dialect *);
/* ",", ";", "|", "tab", "\t" (also as two characters), "semicolon", … as typed. -1 and why. */
int dialect_parse(const char *s, char *delim, struct str *why);
/* "comma", "semicolon", "tab", "bar". */
const char *dialect_name(char delim);

#endif
