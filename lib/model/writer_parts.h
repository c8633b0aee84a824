/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_parts - the parts of a writer: rules of single entities, rows of other tables, twins; for writer*.c only */
#ifndef CRM_WRITER_PARTS_H
#define CRM_WRITER_PARTS_H

#include "model/writer_in.h"

/* writer_deal.c */
extern const struct rules deal_rules;
void deal_free(struct writer *);
void deal_enter(struct writer *, int64_t id);

/* writer_item.c: what makes the amounts of a line of a deal; 0 where nothing is known. */
struct item {
	int64_t quantity, price, cost;
};
extern const struct rules item_rules;
struct item item_stored(struct db *, int64_t id);
/* Both amounts must be such that sums of them hold. 0, or -1 and why. */
int item_weigh(struct item, struct str *why);

/* writer_touch.c */
extern const struct rules touchpoint_rules, touchpoint_change_rules;

/* writer_setting.c */
extern const struct rules setting_rules, custom_field_rules;

/* writer_main.c: one row of a record and kind is the main one. */
void main_after(struct writer *, int64_t id);
int main_change(struct writer *, int64_t id, struct cell *, const struct value *was, struct str *why);

/* writer_contact.c: the name that the cells of the parts make, "" for none; and it follows them. */
void contact_name(struct writer *, struct str *out);
int contact_change(struct writer *, int64_t id, struct cell *, const struct value *was, struct str *why);

/* writer_rules.c */
const struct rules *rules_of(const struct entity *);
const struct value *rules_spare(struct writer *, struct column *);
/* When something happened may not lie after now: 0, or -1 and why. */
int rules_past(const struct writer *, const struct cell *, struct str *why);

/* writer_enter.c: a record is in, and what is tied to it: what is missing where it stands, and what follows. Not of what is
 * loaded or comes from elsewhere. */
void writer_enter(struct writer *, int64_t id);
/* Tells what a gate asks for (why, wish, "" for nothing) of a record that was written down all the same. */
void writer_lacks(const struct writer *, int64_t id, const struct str *why, const struct str *wish);

/* writer_tied.c: the first says whether the field goes to another table. */
bool tied_takes(struct writer *, struct cell *);
int tied_check(struct writer *, struct str *why); /* before a record is added */
void tied_add(struct writer *, int64_t id);
void tied_flush(struct writer *);
int tied_set(struct writer *, int64_t id, struct str *why); /* 1 changed, 0 not, -1 */
void tied_free(struct writer *);

/* writer_ways.c */
bool ways_take(struct writer *, struct cell *);
int ways_read(struct writer *, struct cell *, const char *text, struct str *why);
void ways_add(struct writer *, int64_t id);
int ways_set(struct writer *, int64_t id); /* 1 changed, 0 not */
void ways_free(struct writer *);

/* writer_many.c */
void many_free(struct many *);

/* twin.c: 1 and who has it when a company like the one about to be added exists. */
int twin_find(struct writer *, struct str *why);

#endif
