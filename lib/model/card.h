/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card - one record with everything tied to it, and its time line */
#ifndef CRM_CARD_H
#define CRM_CARD_H

#include <stdbool.h>
#include "io/out.h"
#include "store/db.h"
#include "store/registry.h"

struct card;
/* For records of a kind, one after the other: at most limit tied records of each kind, and limit events; 0: all. */
struct card *card_open(struct db *, const struct entity *, long limit);
/* Reads a record in place of the one before: open claims, its fields, the records that refer to it,
 * and its time line, newest first. */
void card_read(struct card *, int64_t id);
/* As rows of a table with these columns, and the number of the record; or as text for a terminal. */
enum { CARD_COLUMNS = 5 };
extern const struct out_column card_columns[CARD_COLUMNS];
size_t card_count(const struct card *);
void card_cells(struct card *, size_t row, const char *cells[CARD_COLUMNS]); /* valid until the next row */
void card_text(const struct card *, struct str *out);
/* Before the base is closed. */
void card_free(struct card *);

#endif
