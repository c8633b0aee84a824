/* SPDX-License-Identifier: GPL-2.0-or-later */
/* key - search keys (fields of kind key), made from the fields they stand for
 *
 * Keys are derived data: change.old leaves them out, and whoever writes a source field
 * (key_source) makes them anew. */
#include <string.h>

#include "base/phone.h"
#include "base/text.h"
#include "store/key.h"

int key_channel(struct db *db, const char *kind, const char *value, struct str *key, struct str *why)
{
	str_clear(key);
	if (strcmp(kind, "phone") == 0 || strcmp(kind, "whatsapp") == 0)
		return phone_key(value, db_setting(db, "country", "RU"), key, NULL, why);
	if (strcmp(kind, "email") == 0)
		return text_email_key(value, key, why) ? 0 : -1;
	text_fold(value, key);
	return 0;
}

bool key_source(const char *field)
{
	return strcmp(field, "name") == 0 || strcmp(field, "value") == 0 || strcmp(field, "kind") == 0;
}

bool key_make(struct db *db, const struct field *f, const struct image *im, struct str *out)
{
	bool named = strcmp(f->name, "name_key") == 0;
	const struct image_value *source = image_find(im, named ? "name" : "value");
	const struct image_value *kind = image_find(im, "kind");

	str_clear(out);
	if (!source || !source->text)
		return false;
	if (named)
		text_name_key(source->text, out);
	else if (!kind || !kind->text || key_channel(db, kind->text, source->text, out, NULL) != 0)
		return false;
	return out->n > 0;
}
