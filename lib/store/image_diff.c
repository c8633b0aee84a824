/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image_diff - where two images of a row differ, without reading what they have in common
 *
 * Both texts are walked side by side, column by column in the order of the registry; what is
 * equal is compared as bytes and never unescaped. False means only that a text is not of today's
 * shape (made before a column was added): the caller then parses both. */
#include "store/image_diff.h"

#include <stdlib.h>
#include <string.h>

#include "store/image_parts.h"

/* Bytes of the value at s, as it stands there; 0: none. */
static size_t length(const char *s)
{
	const char *end = s;

	if (*s != '"')
		return strncmp(s, "null", 4) == 0 ? 4 : strspn(s, "-0123456789");
	for (end++; *end && *end != '"'; end++)
		if (*end == '\\' && end[1])
			end++;
	return *end ? (size_t)(end - s) + 1 : 0;
}

/* Values are read when all are there: until then the buffer moves. */
static void keep(struct image_diff *d, const char *value, size_t n)
{
	str_addn(&d->buf, value, n);
	str_addc(&d->buf, '\0');
}

static void add(struct image_diff *d, int column, const struct field *f)
{
	d->v = mem_grow(d->v, &d->cap, d->n + 1, sizeof *d->v);
	d->v[d->n++] = (struct image_difference){.column = column, .f = f};
}

/* One text may be written in two ways. */
static bool read(struct image_diff *d)
{
	char *at = d->buf.s;
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++) {
		struct image_difference *x = &d->v[i];
		struct image_value *v[] = {&x->was, &x->is};

		for (int k = 0; k < 2; k++) {
			char *next = at + strlen(at) + 1;

			if (image_value(&at, v[k]) != 0)
				return false;
			*at = '\0';
			at = next;
		}
		if (!image_equal(&x->was, &x->is))
			d->v[n++] = *x;
	}
	d->n = n;
	return true;
}

static size_t place_of(const struct entity *e)
{
	static size_t last; /* rows of one kind follow each other */

	if (registry_at(last) == e)
		return last;
	for (last = 0; registry_at(last) != e; last++)
		;
	return last;
}

bool image_differ(struct image_diff *d, const struct entity *e, const char *was, const char *is)
{
	const struct image_shape *shape = image_shape(place_of(e));

	d->n = 0;
	str_clear(&d->buf);
	for (int i = 0; i < shape->n; i++) {
		const struct str *before = &shape->before[i];
		size_t n, m;

		if (strncmp(was, before->s, before->n) != 0 || strncmp(is, before->s, before->n) != 0)
			return false;
		was += before->n;
		is += before->n;
		n = length(was);
		m = strncmp(was, is, n + 1) == 0 ? n : length(is);
		if (n == 0 || m == 0)
			return false;
		if (n != m || memcmp(was, is, n) != 0) {
			add(d, i, shape->field[i]);
			keep(d, was, n);
			keep(d, is, m);
		}
		was += n;
		is += m;
	}
	return *was == '}' && *is == '}' && read(d);
}

const struct image_difference *image_difference(const struct image_diff *d, int column)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].column == column)
			return &d->v[i];
	return NULL;
}

void image_diff_free(struct image_diff *d)
{
	free(d->v);
	str_free(&d->buf);
	*d = (struct image_diff){0};
}
