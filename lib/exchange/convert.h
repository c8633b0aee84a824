/* SPDX-License-Identifier: GPL-2.0-or-later */
/* convert - how a column writes dates and numbers, decided over all of it, never row by row */
#ifndef CRM_CONVERT_H
#define CRM_CONVERT_H

#include <stdbool.h>
#include "base/str.h"
#include "store/registry.h"

enum date_order { DATES_OPEN, DATES_DMY, DATES_MDY, DATES_YMD };
enum decimal { DECIMAL_OPEN, DECIMAL_POINT, DECIMAL_COMMA };

/* One column: what has been seen of it, and what follows. {0} knows nothing. */
struct convert {
	enum date_order dates;
	enum decimal decimal;
	long dmy, mdy, ymd, either; /* dates that can be read one way only, or several */
	long point, comma, group; /* numbers likewise; group: 1,234 */
	char sample[32];          /* one that can be read both ways */
	bool paired;              /* an ИНН and a КПП stand in one cell: "7707083893/773601001" */
};

/* Does this field's text depend on how the column writes it? */
bool convert_concerns(const struct field *);
/* Can the cell only be read when the column's way is known, and it is not yet? */
bool convert_waits(const struct convert *, const struct field *, const char *cell);
/* Takes the cell into account. */
void convert_learn(struct convert *, const struct field *, const char *cell);
/* Decides what learning has shown. -1 and why: both ways are possible, or both were seen. */
int convert_decide(struct convert *, const struct field *, struct str *why);
/* The cell as the toolkit writes it (ISO dates, decimal point): out is set and 1 returned, 0 when the cell
 * can stay as it is, -1 and why. */
int convert_cell(const struct convert *, const struct field *, const char *cell, struct str *out,
                 struct str *why);
/* The cell, or "" when there is nothing but one dash in it and the field is a number or date. */
const char *convert_said(const struct field *, const char *cell);
/* 7,70708E+11: a long number of which a spreadsheet has kept the first digits only. */
bool convert_shortened(const char *cell);
/* --dates dmy|mdy|ymd, --decimal comma|point. -1 and why. */
int convert_dates_parse(const char *s, enum date_order *, struct str *why);
int convert_decimal_parse(const char *s, enum decimal *, struct str *why);

#endif
