/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image_text - crm_image(): a row written as change.old keeps it
 *
 * json_object() would do as well, with the names as further arguments, at twice the price. The text is the same,
 * byte for byte. */
#include <string.h>

#include "store/conn.h"
#include "store/image_parts.h"
#include "store/trigger.h"

const struct image_shape *image_shape(size_t place)
{
	static struct image_shape *shapes; /* by place in the registry */
	static size_t cap;
	const struct entity *e = registry_at(place);
	struct image_shape *shape;

	while (cap <= place) {
		size_t from = cap;

		shapes = mem_grow(shapes, &cap, place + 1, sizeof *shapes);
		memset(shapes + from, 0, (cap - from) * sizeof *shapes);
	}
	shape = &shapes[place];
	if (shape->fields == e->fields)
		return shape;
	*shape = (struct image_shape){.fields = e->fields, .before = mem_zero(e->n * sizeof *shape->before),
	                              .field = mem_zero(e->n * sizeof *shape->field)};
	for (size_t i = 0; i < e->n; i++)
		if (trigger_column(&e->fields[i]) && e->fields[i].type != F_KEY) {
			str_addf(&shape->before[shape->n], "%c\"%s\":", shape->n ? ',' : '{', e->fields[i].name);
			shape->field[shape->n++] = &e->fields[i];
		}
	return shape;
}

/* The most bytes that one of a text becomes: \u001f. */
#define ESCAPED 6
#define NUMBER 24

/* Of a control character, as JSON has it. */
static char *put_control(char *to, unsigned char c)
{
	static const char letters[] = "\b\f\n\r\t", names[] = "bfnrt", hex[] = "0123456789abcdef";
	const char *known = c ? strchr(letters, c) : NULL;

	*to++ = '\\';
	if (known) {
		*to++ = names[known - letters];
		return to;
	}
	memcpy(to, "u00", 3);
	to[3] = hex[c >> 4];
	to[4] = hex[c & 15];
	return to + ESCAPED - 1;
}

static char *put_text(char *to, const char *s, size_t n)
{
	*to++ = '"';
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c < ' ') {
			to = put_control(to, c);
			continue;
		}
		if (c == '"' || c == '\\')
			*to++ = '\\';
		*to++ = (char)c;
	}
	*to++ = '"';
	return to;
}

static char *put_int(char *to, int64_t i)
{
	uint64_t rest = i < 0 ? -(uint64_t)i : (uint64_t)i;
	char digits[NUMBER];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (i < 0)
		digits[--at] = '-';
	memcpy(to, digits + at, sizeof digits - at);
	return to + sizeof digits - at;
}

static void put(struct str *out, const struct str *before, sqlite3_value *v)
{
	int type = sqlite3_value_type(v);
	const char *s = type == SQLITE_TEXT ? (const char *)sqlite3_value_text(v) : NULL;
	size_t n = s ? (size_t)sqlite3_value_bytes(v) : 0;
	char *to = str_room(out, before->n + NUMBER + ESCAPED * n);

	memcpy(to, before->s, before->n);
	to += before->n;
	if (s)
		to = put_text(to, s, n);
	else if (type == SQLITE_INTEGER)
		to = put_int(to, sqlite3_value_int64(v));
	else
		to = (char *)memcpy(to, "null", 4) + 4;
	out->n = (size_t)(to - out->s);
}

/* The entity by its place in the registry, then the columns in the order of trigger_image. */
static void fn_image(sqlite3_context *c, int n, sqlite3_value **v)
{
	static struct str out; /* kept from row to row */
	const struct image_shape *shape = image_shape((size_t)sqlite3_value_int(v[0]));

	str_clear(&out);
	for (int i = 0; i < shape->n && i + 1 < n; i++)
		put(&out, &shape->before[i], v[i + 1]);
	str_addc(&out, '}');
	sqlite3_result_text(c, out.s, (int)out.n, SQLITE_TRANSIENT);
}

void image_register(struct db *db)
{
	if (sqlite3_create_function(db->h, "crm_image", -1, SQLITE_UTF8 | SQLITE_INNOCUOUS, db, fn_image, NULL,
	                            NULL) != SQLITE_OK)
		conn_die(db, SQLITE_NOMEM, "crm_image");
}
