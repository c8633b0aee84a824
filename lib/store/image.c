/* SPDX-License-Identifier: GPL-2.0-or-later */
/* image - a row as change.old keeps it: one flat JSON object of texts, whole numbers and nulls
 *
 * The log holds images by the million, so they are read in place: the JSON is copied once into a
 * buffer that is kept, strings are unescaped where they stand, and values point into it. */
#include <stdlib.h>
#include <string.h>

#include "store/conn.h"
#include "store/image_parts.h"
#include "store/key.h"
#include "store/trigger.h"

static unsigned hex4(const char *s)
{
	unsigned value = 0;

	for (int i = 0; i < 4; i++) {
		char c = s[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
		                 : (c | 32) >= 'a' && (c | 32) <= 'f' ? (unsigned)((c | 32) - 'a' + 10)
		                                                      : 16;

		if (digit == 16)
			return 0;
		value = value * 16 + digit;
	}
	return value;
}

/* SQLite escapes control characters only, so one UTF-16 unit is enough. */
static char *put_unicode(char *to, unsigned u)
{
	if (u < 0x80) {
		*to++ = (char)u;
	} else if (u < 0x800) {
		*to++ = (char)(0xc0 | u >> 6);
		*to++ = (char)(0x80 | (u & 0x3f));
	} else {
		*to++ = (char)(0xe0 | u >> 12);
		*to++ = (char)(0x80 | (u >> 6 & 0x3f));
		*to++ = (char)(0x80 | (u & 0x3f));
	}
	return to;
}

/* Unescapes a string in place; *at stands behind the opening quote, and after it behind the closing one. */
static char *string(char **at)
{
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	char *s = *at, *start = s, *to;

	while (*s && *s != '"' && *s != '\\') /* most have nothing to unescape */
		s++;
	for (to = s; *s && *s != '"'; s++) {
		const char *k;

		if (*s != '\\') {
			*to++ = *s;
			continue;
		}
		s++;
		if (*s == 'u' && hex4(s + 1)) {
			to = put_unicode(to, hex4(s + 1));
			s += 4;
		} else if (*s && (k = strchr(from, *s))) {
			*to++ = into[k - from];
		} else {
			return NULL;
		}
	}
	if (*s != '"')
		return NULL;
	*at = s + 1;
	*to = '\0';
	return start;
}

int image_value(char **at, struct image_value *v)
{
	v->number = false;
	if (**at == '"') {
		++*at;
		v->text = string(at);
		return v->text ? 0 : -1;
	}
	if (strncmp(*at, "null", 4) == 0) {
		v->text = NULL;
		*at += 4;
		return 0;
	}
	v->text = *at;
	v->number = true;
	*at += strspn(*at, "-0123456789");
	return *at > v->text ? 0 : -1;
}

int image_parse(struct image *im, const char *json)
{
	size_t len = strlen(json) + 1;
	char *s;

	im->buf = mem_grow(im->buf, &im->buf_cap, len, 1);
	memcpy(im->buf, json, len);
	im->n = 0;
	s = im->buf;
	if (*s++ != '{')
		return -1;
	while (*s == '"') {
		struct image_value *v;
		char end;

		im->v = mem_grow(im->v, &im->cap, im->n + 1, sizeof *im->v);
		v = &im->v[im->n++];
		s++;
		v->name = string(&s);
		if (!v->name || *s++ != ':' || image_value(&s, v) != 0)
			return -1;
		/* the comma or bracket behind a number is read, then becomes the end of its text */
		end = *s;
		*s++ = '\0';
		if (end == '}')
			return 0;
		if (end != ',')
			return -1;
	}
	return *s == '}' ? 0 : -1;
}

const struct image_value *image_find(const struct image *im, const char *name)
{
	/* Columns are asked for in their order, of one image and then of the next. */
	static size_t last;

	for (size_t i = last; i < im->n && i <= last + 1; i++)
		if (strcmp(im->v[i].name, name) == 0)
			return &im->v[last = i];
	for (size_t i = 0; i < im->n; i++)
		if (strcmp(im->v[i].name, name) == 0)
			return &im->v[last = i];
	return NULL;
}

bool image_equal(const struct image_value *a, const struct image_value *b)
{
	if (!a || !b)
		return a == b;
	if (!a->text || !b->text)
		return a->text == b->text;
	return strcmp(a->text, b->text) == 0;
}

static bool among(const char *name, const char *const *list)
{
	for (; list && *list; list++)
		if (strcmp(*list, name) == 0)
			return true;
	return false;
}

bool image_same(const struct image *a, const struct image *b, const char *const *except)
{
	for (size_t i = 0; i < a->n; i++) {
		const struct image_value *other = image_find(b, a->v[i].name);

		if (other && !image_equal(&a->v[i], other) && !among(a->v[i].name, except))
			return false;
	}
	return true;
}

void image_bind_at(struct stmt *st, int i, const struct image_value *v)
{
	if (!v || !v->text)
		db_bind_null_at(st, i);
	else if (v->number)
		db_bind_int_at(st, i, strtoll(v->text, NULL, 10));
	else
		db_bind_text_at(st, i, v->text);
}

void image_free(struct image *im)
{
	free(im->v);
	free(im->buf);
	*im = (struct image){0};
}

bool image_read(struct db *db, const struct entity *e, int64_t row, struct image *im)
{
	static const struct field *last; /* fields added later make another list */
	static struct str sql;
	struct stmt *st;
	bool found;

	if (e->fields != last) {
		str_set(&sql, "SELECT ");
		trigger_image(e, "", &sql);
		str_addf(&sql, " FROM %s WHERE id = :id", e->name);
		last = e->fields;
	}
	st = db_prepare(db, str_text(&sql));
	db_bind_int(st, "id", row);
	found = db_step(st);
	if (found && image_parse(im, db_text0(st, 0)) != 0)
		conn_die(db, SQLITE_CORRUPT, "image");
	db_reset(st);
	return found;
}

bool image_after(struct db *db, const struct entity *e, int64_t row, int64_t change, struct image *im)
{
	struct stmt *st = db_prepare(db, "SELECT op, old FROM change WHERE entity = :entity AND row = :row "
	                                 "AND id > :change ORDER BY id LIMIT 1");
	bool there;

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", row);
	db_bind_int(st, "change", change);
	if (!db_step(st))
		return image_read(db, e, row, im);
	/* one that came back later was not there before */
	there = *db_text0(st, 0) != 'I' && image_parse(im, db_text0(st, 1)) == 0;
	db_reset(st);
	return there;
}

const struct field *image_key(const struct entity *e)
{
	for (size_t i = 0; i < e->n; i++)
		if (e->fields[i].type == F_KEY)
			return &e->fields[i];
	return NULL;
}

static bool fits(const struct image_into *into, const struct entity *e, const struct image *im)
{
	if (into->e != e || into->columns.n != im->n)
		return false;
	for (size_t k = 0; k < im->n; k++)
		if (strcmp(into->columns.v[k], im->v[k].name) != 0)
			return false;
	return true;
}

void image_into_free(struct image_into *into)
{
	db_finalize(into->st);
	db_finalize(into->together);
	strs_free(&into->columns);
	free(into->known);
	for (size_t k = 0; k < IMAGE_TOGETHER; k++)
		str_free(&into->text[k]);
	*into = (struct image_into){0};
}

static void find_columns(struct image_into *into, const struct entity *e, const struct image *im)
{
	image_into_free(into);
	into->e = e;
	into->key = image_key(e);
	for (size_t k = 0; k < im->n; k++) {
		strs_add(&into->columns, im->v[k].name);
		into->known = mem_grow(into->known, &into->cap, k + 1, sizeof *into->known);
		into->known[k] = registry_field(e, im->v[k].name);
	}
}

static struct stmt *prepare_insert(struct db *db, const struct image_into *into, int rows)
{
	struct str sql = {0}, marks = {0};
	struct stmt *st;
	int n = 0;

	str_addf(&sql, "INSERT INTO main.%s (", into->e->name);
	for (size_t k = 0; k < into->columns.n; k++)
		if (into->known[k]) {
			str_addf(&sql, "%s%s", n ? ", " : "", into->columns.v[k]);
			str_add(&marks, n++ ? ", ?" : "?");
		}
	if (into->key) {
		str_addf(&sql, ", %s", into->key->name);
		str_add(&marks, ", ?");
	}
	str_add(&sql, ") VALUES ");
	for (int i = 0; i < rows; i++)
		str_addf(&sql, "%s(%s)", i ? ", " : "", str_text(&marks));
	st = db_prepare_own(db, str_text(&sql));
	str_free(&sql);
	str_free(&marks);
	return st;
}

/* Binds one row behind place i; returns the last place. */
static int bind_row(struct db *db, struct image_into *into, struct stmt *st, int i, const struct image *im, struct str *text)
{
	for (size_t k = 0; k < im->n; k++)
		if (into->known[k])
			image_bind_at(st, ++i, &im->v[k]);
	if (into->key && key_make(db, into->key, im, text))
		db_bind_text_at(st, ++i, str_text(text));
	else if (into->key)
		db_bind_null_at(st, ++i);
	return i;
}

int image_insert(struct db *db, struct image_into *into, const struct entity *e, const struct image *im,
                 struct str *why)
{
	if (!fits(into, e, im))
		find_columns(into, e, im);
	if (!into->st)
		into->st = prepare_insert(db, into, 1);
	bind_row(db, into, into->st, 0, im, into->text);
	return db_try(into->st, why);
}

int image_insert_together(struct db *db, struct image_into *into, const struct entity *e, const struct image *im)
{
	int at = 0;

	if (!fits(into, e, im))
		find_columns(into, e, im);
	for (size_t k = 1; k < IMAGE_TOGETHER; k++)
		if (!fits(into, e, &im[k]))
			return -1;
	if (!into->together)
		into->together = prepare_insert(db, into, IMAGE_TOGETHER);
	for (size_t k = 0; k < IMAGE_TOGETHER; k++)
		at = bind_row(db, into, into->together, at, &im[k], &into->text[k]);
	return db_try(into->together, NULL);
}

void image_renew_key(struct db *db, const struct entity *e, int64_t row, struct image *im)
{
	const struct field *key = image_key(e);
	struct str text = {0};
	struct stmt *st;
	char *sql;

	if (!key || !image_read(db, e, row, im))
		return;
	sql = mem_printf("UPDATE main.%s SET %s = :key WHERE id = :id AND %s IS NOT :key", e->name,
	                 key->name, key->name);
	st = db_prepare(db, sql);
	db_bind_text(st, "key", key_make(db, key, im, &text) ? str_text(&text) : NULL);
	db_bind_int(st, "id", row);
	db_run(st);
	str_free(&text);
	free(sql);
}
