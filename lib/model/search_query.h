/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_query - words looked for: read, put to the index, compared with a record; inside lib/model only */
#ifndef CRM_SEARCH_QUERY_H
#define CRM_SEARCH_QUERY_H

#include <stdbool.h>
#include "base/str.h"
#include "model/search_text.h"

/* One word as typed. It fits when each of its pieces begins a word of the record, or when its digits
 * are part of one of the record's numbers. */
struct search_term {
	struct strs pieces; /* folded, each with a space before it */
	char *digits;       /* four and more, or NULL */
	char *abroad;       /* the same behind the country's code, where they may begin a number; or NULL */
};

struct search_query {
	struct search_term *terms;
	size_t n, cap;
};

/* A text that is nothing but a number ("482 123-45-67") is one term, else each word is one. */
void search_query_read(struct search_query *, const char *text);
void search_query_free(struct search_query *);
/* The question for the index, names only or everything, today's or of any time. False: no word to look for. */
bool search_query_ask(const struct search_query *, bool names, bool past, struct str *out);
enum search_hit { SEARCH_NONE, SEARCH_NAME, SEARCH_REST };
enum search_hit search_query_fits(const struct search_query *, const struct search_text *);
/* A few words around the first hit outside the name, or the number that fits; replaces out. */
void search_query_snippet(const struct search_query *, const struct search_text *, struct str *out);

#endif
