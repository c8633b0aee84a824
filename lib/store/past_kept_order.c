/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_kept_order - the values of a column in old images, in their order */
#include <stdlib.h>
#include <string.h>

#include "store/key.h"
#include "store/past_kept_parts.h"

char *kept_before(const char *column)
{
	return column ? mem_printf("\"%s\":", column) : NULL;
}

/* No text in an image holds a quote without a backslash before it. */
bool kept_value(const char *image, const char *before, size_t n, struct value *v)
{
	const char *s = strstr(image, before);

	if (!s || strncmp(s += n, "null", 4) == 0)
		return false;
	v->type = *s == '"' ? IS_TEXT : IS_INT;
	if (v->type == IS_INT) {
		v->number = strtoll(s, NULL, 10);
		return true;
	}
	v->text = s + 1;
	v->n = strcspn(v->text, "\"\\");
	if (v->text[v->n] == '\\')
		v->type = IS_UNKNOWN;
	return true;
}

int kept_compare(const struct value *a, const struct value *b)
{
	int rc;

	if (a->type != b->type)
		return a->type < b->type ? -1 : 1;
	if (a->type == IS_INT)
		return (a->number > b->number) - (a->number < b->number);
	rc = memcmp(a->text, b->text, a->n < b->n ? a->n : b->n);
	return rc ? rc : (a->n > b->n) - (a->n < b->n);
}

static int in_order(const void *a, const void *b)
{
	return kept_compare(a, b);
}

static void order_values(const struct shadow *s, const struct kept *k, struct order *o)
{
	char *name = kept_before(s->column.v[o->column]);

	for (size_t i = 0; i < k->n; i++) {
		o->v = mem_grow(o->v, &o->cap, o->n + 1, sizeof *o->v);
		o->v[o->n].row = k->v[i].row;
		if (kept_value(k->text.s + k->v[i].at, name, strlen(name), &o->v[o->n]))
			o->n++;
	}
	free(name);
}

/* Texts are pointed to when all are there: until then they move. */
static void order_keys(struct db *db, const struct field *f, const struct kept *k, struct order *o)
{
	struct image im = {0};
	struct str key = {0};

	o->v = mem_grow(o->v, &o->cap, k->n + 1, sizeof *o->v);
	for (size_t i = 0; i < k->n; i++) {
		if (image_parse(&im, k->text.s + k->v[i].at) != 0)
			conn_die(db, SQLITE_CORRUPT, "change.old");
		if (!key_make(db, f, &im, &key))
			continue;
		o->v[o->n++] = (struct value){.type = IS_TEXT, .row = k->v[i].row, .n = key.n};
		str_addn(&o->keys, key.s, key.n + 1);
	}
	for (size_t i = 0, at = 0; i < o->n; at += o->v[i++].n + 1)
		o->v[i].text = o->keys.s + at;
	image_free(&im);
	str_free(&key);
}

const struct order *kept_order(struct db *db, const struct shadow *s, struct kept *k, int column)
{
	const struct field *f = registry_field(s->e, s->column.v[column]);
	struct order *o = k->orders;

	while (o && o->column != column)
		o = o->next;
	if (o)
		return o;
	o = mem_zero(sizeof *o);
	*o = (struct order){.column = column, .next = k->orders};
	k->orders = o;
	if (f && f->type == F_KEY)
		order_keys(db, f, k, o);
	else
		order_values(s, k, o);
	if (o->n > 1)
		qsort(o->v, o->n, sizeof *o->v, in_order);
	return o;
}

const char *kept_number(const char *s, int64_t *n)
{
	for (*n = 0; *s >= '0' && *s <= '9'; s++)
		*n = *n * 10 + (*s - '0');
	return *s == ' ' ? s + 1 : s;
}

void kept_rows(const struct order *o, size_t from, size_t end, struct rows *to)
{
	for (size_t i = from; i < end; i++) {
		const char *at = o->listed ? o->keys.s + o->v[i].row : "";

		do {
			to->v = mem_grow(to->v, &to->cap, to->n + 1, sizeof *to->v);
			if (o->listed)
				at = kept_number(at, &to->v[to->n++]);
			else
				to->v[to->n++] = o->v[i].row;
		} while (*at && *at != '\n');
	}
}

void kept_orders_free(struct order *o)
{
	for (struct order *next; o; o = next) {
		next = o->next;
		free(o->v);
		str_free(&o->keys);
		free(o);
	}
}
