/* SPDX-License-Identifier: GPL-2.0-or-later */
/* number - digits with thousands and decimals as people write them */
#ifndef CRM_NUMBER_H
#define CRM_NUMBER_H

#include <stdint.h>
#include "base/str.h"

/* What a comma or dot with exactly three digits behind it is when nothing else tells. */
enum lone { LONE_REFUSED, LONE_DECIMAL, LONE_THOUSANDS };

struct number {
	const char *typed; /* the whole text, for the reason */
	int scale;         /* digits behind the decimal separator that are kept */
	enum lone lone;
	const char *unit;  /* what further digits are finer than: "hundredths" */
};

/* Behind the spaces of any kind at s. */
const char *number_spaces(const char *s);
/* Takes a sign of any typography (hyphen, minus, en dash, plus): -1 or 1. */
int number_sign(const char **s);
/* Takes an unsigned number at *s, in units of 10^-scale. Returns -1 and the reason. */
int number_take(const struct number *, const char **s, int64_t *v, struct str *why);
/* Refuses the character at s; a letter that looks like a digit is called one. */
int number_odd(const struct number *, const char *s, struct str *why);
/* v in units of 10^-scale as text with at least keep decimals. */
void number_format(int64_t v, int scale, int keep, char *out, size_t size);

#endif
