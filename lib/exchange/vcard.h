/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vcard - contacts as cards of an address book (RFC 2426, RFC 6350) */
#ifndef CRM_VCARD_H
#define CRM_VCARD_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"
#include "store/db.h"

enum vcard_version { VCARD_3, VCARD_4 };

/* Appends the card of a contact: names, present post, working telephones and e-mail addresses (the main one first),
 * other accounts, addresses, birthday, remarks. What vcard_read makes of it is the same contact. */
void vcard_put(struct db *, int64_t contact, enum vcard_version, struct str *out);

#endif
