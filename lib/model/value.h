/* SPDX-License-Identifier: GPL-2.0-or-later */
/* value - one field's value: from what people type to what is stored, and back */
#ifndef CRM_VALUE_H
#define CRM_VALUE_H

#include <stdbool.h>
#include <stdint.h>
#include "io/out.h"
#include "store/db.h"
#include "store/image.h"
#include "store/registry.h"

/* A stored value. text belongs to the caller's buffer. */
struct value {
	enum { VALUE_NULL, VALUE_INT, VALUE_TEXT } is;
	int64_t i;
	struct str text;
	bool named; /* text names the record i: reading the same text once more needs no look-up */
};

/* Reads text typed for a field: trims, checks UTF-8, converts by type (money, dates with words,
 * enum, reference by code or find.h, phone, e-mail, ИНН …). Empty text gives VALUE_NULL. Returns 0, or -1 and
 * what was expected ("'31.02.2026' is no date: …"), without the field's name. */
int value_read(struct db *, const struct field *, const char *text, struct value *, struct str *why);
void value_bind(struct stmt *, const char *name, const struct value *);
void value_bind_at(struct stmt *, int i, const struct value *);
void value_free(struct value *);
/* Takes over a stored column, and compares two values. */
void value_load(const struct field *, struct stmt *, int column, struct value *);
bool value_same(const struct value *, const struct value *);
/* A result column as people see it: codes for reference rows, numbers for records, decimals for money.
 * Empty for NULL. Replaces out. */
void value_show(struct db *, const struct field *, struct stmt *, int column, struct str *out);
/* The same for a value of an old image (image.h); NULL for nothing. */
const char *value_show_image(struct db *, const struct field *, const struct image_value *, struct str *out);
void value_text(struct db *, const struct field *, const struct value *, struct str *out);
/* How a column of this field is printed. */
enum out_kind value_out_kind(const struct field *);

#endif
