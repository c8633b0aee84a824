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

/* A field that refers to records of the card's kind and can be followed fast; its query is made once. */
struct card_link {
	const struct entity *entity;
	const struct field *field;
	char *what; /* "task", or "task.created_by" */
	bool log;   /* only in the time line */
	int64_t found; /* rows that refer to the record of now */
	struct query *q;
};

/* The query for one record of a kind. */
struct card_one {
	const struct entity *entity;
	struct query *q;
};

/* Where rows of the time line come from: a kind and its field that refers to the record, or NULL: to the company's deals. */
struct card_source {
	const struct entity *entity;
	const struct field *by;
	size_t link; /* without rows of this one there are none */
	struct stmt *all, *newest; /* NULL: not needed so far */
};

struct card {
	struct db *db;
	const struct entity *entity;
	int64_t id;
	long limit;
	struct str title;
	struct card_row *row;
	size_t n, cap;
	struct card_link *link;
	size_t links, link_cap;
	struct card_one *one;
	size_t ones, one_cap;
	struct card_source *source;
	size_t sources, source_cap;
	struct query *fields, *claims; /* claims: NULL where there are none of this kind */
	char number[24]; /* of a row, for card_cells */
};

void card_add(struct card *, enum card_section section, const char *at, const char *what, const char *text, int64_t id);
/* A query for rows of a kind, ready for conditions; and such a row in words: all its columns but the first, the number. */
struct query *card_query(const struct card *, const struct entity *);
void card_words(struct query *, struct str *out);
/* Once, behind all links; then adds the time line of a record. */
void card_line_open(struct card *);
void card_line(struct card *);

#endif
