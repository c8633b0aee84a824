/* SPDX-License-Identifier: GPL-2.0-or-later */
/* phone - telephone numbers and the numbers of the tax office */
#ifndef CRM_PHONE_H
#define CRM_PHONE_H

#include <stdbool.h>
#include "base/str.h"

/* Reads a number in any spelling: "8 (495) 123-45-67 доб. 12", "+44 20 7946 0958",
 * "(903)1234567". key gets E.164 ("+74951234567"); ext (may be NULL) the extension or "".
 * country is the department's ISO code ("RU", "KZ", "BY", "US", "DE", …; NULL is RU) that
 * numbers without + belong to. Returns -1 and the expectation when it is no number. */
int phone_key(const char *s, const char *country, struct str *key, struct str *ext, struct str *why);
/* For people: "+7 495 123-45-67" from the key. */
void phone_pretty(const char *key, struct str *out);
/* Digits only, for finding by a fragment. */
void phone_digits(const char *s, struct str *out);

/* Check digits. Leading zeros count; spaces are removed by the caller (digits only). */
int taxid_inn(const char *s, struct str *why);  /* 10 (firm) or 12 (person) digits */
int taxid_kpp(const char *s, struct str *why);  /* 9 characters */
int taxid_ogrn(const char *s, struct str *why); /* 13 or 15 digits */

#endif
