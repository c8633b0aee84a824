/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dialect - how a table is written: delimiter, escapes, where its header stands */
#ifndef CRM_DIALECT_H
#define CRM_DIALECT_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

struct dialect {
	char delim;       /* , ; tab | */
	char quote;       /* '\0': quotes mean nothing */
	bool escapes;     /* the toolkit's TSV: backslash escapes, no quotes */
	const char *eol;  /* what most records end with: "\n", "\r\n" or "\r" */
	long header_line; /* what stands above that line is no part of the table */
};

/* Looks at the first bytes of a text (whole: nothing follows them). What is set of delim, quote and header_line
 * is kept, the rest found out. */
void dialect_guess(const char *s, size_t n, bool whole, struct dialect *);
/* ",", ";", "|", "tab", "\t" (also as two characters), "semicolon", … as typed. -1 and why. */
int dialect_parse(const char *s, char *delim, struct str *why);
/* "comma", "semicolon", "tab", "bar"; "LF", "CR LF", "CR". */
const char *dialect_name(char delim);
const char *dialect_eol_name(const char *eol);
/* "none", "double", "single", or the sign. -1 and why. */
int dialect_quote_parse(const char *s, char *quote, struct str *why);

#endif
