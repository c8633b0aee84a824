/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key - search keys (fields of kind key), made from the fields they stand for
 *
 * name_key of a company or contact is the folded name; key of a channel is the E.164 number, or the
 * folded address. change.old leaves them out, so what brings an old image back makes them again. */
#ifndef CRM_KEY_H
#define CRM_KEY_H

#include "store/db.h"
#include "store/image.h"

/* The key of an image's field f into out; false: none (NULL). */
bool key_make(struct db *, const struct field *f, const struct image *, struct str *out);
/* Is a key made from a field of this name? */
bool key_source(const char *field);
/* Key of a channel. Returns -1 and the expectation when value does not fit its kind. */
int key_channel(struct db *, const char *kind, const char *value, struct str *key, struct str *why);

#endif
