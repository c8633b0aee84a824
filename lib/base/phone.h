/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phone - telephone numbers in any spelling to E.164 */
#ifndef CRM_PHONE_H
#define CRM_PHONE_H

#include <stdbool.h>
#include "base/str.h"

/* Reads a number in any spelling: "8 (495) 123-45-67 доб. 12", "+44 20 7946 0958",
 * "(903)1234567". key gets E.164 ("+74951234567"); ext (may be NULL) the extension or "".
 * country is the department's ISO code ("RU", "KZ", "BY", "US", "DE", …; NULL is RU) that
 * numbers without + belong to. Returns -1 and the expectation when it is no number. */
int phone_key(const char *s, const char *country, struct str *key, struct str *ext, struct str *why);
/* Digits only, for finding by a fragment. */
void phone_digits(const char *s, struct str *out);

#endif
