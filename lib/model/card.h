/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card - one record with everything tied to it, and its time line */
#ifndef CRM_CARD_H
#define CRM_CARD_H

#include <stdbool.h>
#include "io/out.h"
#include "store/db.h"
#include "store/registry.h"

struct card;
/* Reads the record: open claims, its fields, the records that refer to it (at most limit of each kind),
 * and its time line (at most limit events, newest first). limit 0: all. */
struct card *card_read(struct db *, const struct entity *, int64_t id, long limit);
/* As a table (section, at, what, text, id) or as text for a terminal. After the base is closed: it
 * holds all it needs. */
struct out *card_table(const struct card *);
void card_text(const struct card *, struct str *out);
void card_free(struct card *);

#endif
