/* SPDX-License-Identifier: GPL-2.0-or-later */
/* money - exact amounts: integers of minor units, and thousandths */
#ifndef CRM_MONEY_H
#define CRM_MONEY_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

#define MONEY_SIZE 32
/* Of one amount, in minor units: ten million millions. A slip of the finger beyond it would make sums overflow. */
#define MONEY_MOST INT64_C(1000000000000000)

/* Reads "1 234 567,89", "1,234.50", "1234,5 ₽", "-12", "−5,00 руб.", "$1,200".
 * minor gets hundredths; currency (if not NULL) the ISO code when a sign or code was there, else "".
 * One separator with exactly three digits after it and no other is a thousands separator only
 * if it is a space (or a comma beside dollars or pounds); "1,234" alone is refused as ambiguous;
 * letters, more than hundredths and overflow are refused too. Returns -1 and the reason. */
int money_parse(const char *s, int64_t *minor, char currency[4], struct str *why);
/* The ISO code of "usd", "USD", "$", "руб." or any three letters. -1: it is no currency. */
int money_currency(const char *s, char code[4]);
/* "1234567.89"; always two decimals. */
void money_format(int64_t minor, char out[MONEY_SIZE]);

/* Quantities, scores and rates: thousandths. "1,5" → 1500; one comma or dot is always
 * the decimal one here ("1,234" is 1.234); format drops trailing zeros: "1.5". */
int milli_parse(const char *s, int64_t *milli, struct str *why);
void milli_format(int64_t milli, char out[MONEY_SIZE]);
/* The same in millionths, for rates of exchange. */
int micro_parse(const char *s, int64_t *micro, struct str *why);
void micro_format(int64_t micro, char out[MONEY_SIZE]);
/* Percent as typed ("30", "30%", "12,5 %") → thousandths (300, 125); must be 0..100 %. */
int percent_parse(const char *s, int64_t *milli, struct str *why);
void percent_format(int64_t milli, char out[MONEY_SIZE]); /* 125 → "12.5" */
int int_parse(const char *s, int64_t *value, struct str *why); /* whole number, spaces as thousands allowed */

/* quantity (thousandths) × price (minor) → minor, rounded half away from zero. */
int64_t money_times(int64_t milli, int64_t minor);
/* a × b / c with a 128-bit middle, rounded half away from zero; c ≠ 0. */
int64_t money_muldiv(int64_t a, int64_t b, int64_t c);

#endif
