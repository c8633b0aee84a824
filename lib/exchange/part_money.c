/* SPDX-License-Identifier: GPL-2.0-or-later */
/* part_money - amounts that say their currency themselves */
#include <string.h>
#include "base/money.h"
#include "exchange/part.h"

/* Cuts the sign off the amount; -1 and why: another amount of the row has another one. */
static int take_sign(struct part *p, size_t i, const char *before, struct str *why)
{
	struct part_field *f = &p->field[i], *to = &p->field[part_find(p, "currency")];
	char currency[4], text[MONEY_SIZE];
	int64_t minor;

	/* what cannot be read is refused by the writer, who says why */
	if (money_parse(p->cell[i], &minor, currency, NULL) < 0 || !*currency)
		return 0;
	if (before && strcmp(before, currency) != 0)
		return str_setf(why, "column '%s': the amounts of the row are in %s and %s",
		                f->n ? f->col[0]->name : f->name, before, currency);
	money_format(minor, text);
	str_set(&f->text, text);
	p->cell[i] = f->text.s;
	str_set(&to->text, currency);
	return 1;
}

int part_money(struct part *p, struct str *why)
{
	int at = part_find(p, "currency");
	const char *currency = NULL;

	for (size_t i = 0; i < p->n; i++) {
		int got = 0;

		if (p->field[i].f->type == F_MONEY && strspn(p->cell[i], "0123456789.,-+ ") < strlen(p->cell[i]))
			got = take_sign(p, i, currency, why);
		if (got < 0)
			return -1;
		if (got)
			currency = p->field[at].text.s;
	}
	/* that of the base is what an empty field means */
	p->cell[at] = currency && strcmp(currency, p->currency) != 0 ? currency : "";
	return 0;
}
