/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card_parts - what the files of the card share */
#ifndef CRM_CARD_PARTS_H
#define CRM_CARD_PARTS_H

#include "model/card.h"
#include "model/query.h"

enum card_section { CARD_CLAIM, CARD_FIELD, CARD_COUNT, CARD_TIED, CARD_LINE };

struct card_row {
	enum card_section section;
	char *at, *what, *text;
	int64_t id; /* 0: none */
};

struct card {
	struct db *db;
	const struct entity *entity;
	int64_t id;
	long limit;
	struct str title;
	struct card_row *row;
	size_t n, cap;
};

void card_add(struct card *, enum card_section, const char *at, const char *what, const char *text, int64_t id);
/* A query for rows of a kind, ready for conditions; and such a row in words. */
struct query *card_query(const struct card *, const struct entity *);
void card_words(const struct card *, const struct entity *, struct query *, struct str *out);
/* Does the field refer to records of the card's kind, and can it be followed fast? */
bool card_is_link(const struct card *, const struct entity *, const struct field *);
/* Adds the time line. */
void card_line(struct card *);

#endif
