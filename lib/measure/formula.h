/* SPDX-License-Identifier: GPL-2.0-or-later */
/* formula - the arithmetic that makes an indicator's value of its parts
 *
 * Numbers, parts (one letter), other indicators (a name with a dot, "@prev" behind it: of the
 * period before), + - * /, unary minus and parentheses. What is empty stays empty; a division by
 * nothing is empty. */
#ifndef CRM_FORMULA_H
#define CRM_FORMULA_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

struct figure {
	double v;
	bool is; /* false: empty */
};

struct formula;
/* NULL and why ("'100 * / b': a number or a name is expected at '/ b'"). */
struct formula *formula_parse(const char *text, struct str *why);
void formula_free(struct formula *);
/* Names in the order in which they first stand in the text; NULL past the end. */
const char *formula_name(const struct formula *, size_t i);
/* Is it a sum or difference of its names, each by a number at most? Then months add up to the year. */
bool formula_adds_up(const struct formula *);
/* given(arg, i) is the figure of formula_name(i). */
struct figure formula_value(const struct formula *, struct figure (*given)(void *, size_t), void *arg);

#endif
