/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_kept - old images kept as texts, and those of them found that a statement may want */
#include <stdlib.h>
#include <string.h>

#include "store/past_follow.h"
#include "store/past_kept.h"

/* A value as it stands in an image. */
struct value {
	enum { IS_INT, IS_TEXT, IS_UNKNOWN } type; /* NULL fits nothing and is left out; what has escapes, anything */
	int64_t number;
	const char *text; /* in kept.text */
	size_t n;
	int64_t row;
};

/* The values of one column, in their order. */
struct order {
	int column;
	struct value *v;
	size_t n, cap;
	struct order *next;
};

struct entry {
	int64_t row;
	size_t at; /* in text */
};

struct kept {
	struct str text; /* images, one after the other, each with its NUL */
	struct entry *v;
	size_t n, cap;
	struct order *orders;
	bool first; /* of each row its first image; else any one */
	bool over;  /* too many to be kept */
};

/* ---- reading them */

static void keep(struct kept *k, int64_t row, const char *image)
{
	k->v = mem_grow(k->v, &k->cap, k->n + 1, sizeof *k->v);
	k->v[k->n++] = (struct entry){row, k->text.n};
	str_addn(&k->text, image, strlen(image) + 1);
}

/* The first change of a row that was deleted later or came back, and changed before. */
static void keep_first(struct db *db, const struct shadow *s, struct kept *k, int64_t row)
{
	struct stmt *st = db_prepare(db, "SELECT old FROM main.change WHERE entity = :entity AND row = :row "
	                                 "AND id >= :first ORDER BY id LIMIT 1");

	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "row", row);
	db_bind_int(st, "first", db->past->first_change);
	if (db_step(st) && db_text(st, 0))
		keep(k, row, db_text(st, 0));
	db_reset(st);
}

/* Rows of which the log tells more than once. */
struct often {
	struct bits rows;
	bool found;
	int64_t probes;
};

/* So many look-ups are enough; then an index is read through. */
#define LOOKUPS_OF_LOG 100

static void find_often(struct db *db, const struct shadow *s, struct often *o)
{
	struct stmt *st = db_prepare(db, "SELECT row FROM main.change WHERE entity = :entity AND +id >= :first "
	                                 "ORDER BY row");
	int64_t last = -1;

	o->found = true;
	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "first", db->past->first_change);
	while (db_step(st)) {
		if (db_int(st, 0) == last)
			bits_add(&o->rows, last);
		last = db_int(st, 0);
	}
}

static bool is_often(struct db *db, const struct shadow *s, struct often *o, int64_t row)
{
	struct stmt *st;
	bool more;

	if (!o->found && ++o->probes > db->past->log / LOOKUPS_OF_LOG)
		find_often(db, s, o);
	if (o->found)
		return bits_has(&o->rows, row);
	st = db_prepare(db, "SELECT 1 FROM main.change WHERE entity = :entity AND row = :row AND id >= :first "
	                    "LIMIT 1 OFFSET 1");
	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "row", row);
	db_bind_int(st, "first", db->past->first_change);
	more = db_step(st);
	db_reset(st);
	return more;
}

/* What was deleted or came back lies in the order of the log. Changes lie apart: few are fetched one by one, else the
 * log is read as it lies. */
static struct stmt *log_of(struct db *db, struct shadow *s, enum past_cause cause)
{
	struct stmt *st;

	if (cause == BY_CHANGE)
		past_find(db, s, cause);
	if (cause == BY_GONE)
		st = db_prepare(db, "SELECT row, op, old FROM main.change WHERE entity = :entity AND op <> 'U' "
		                    "AND id >= :first ORDER BY id");
	else if (s->changes[cause] < db->past->log / 4)
		st = db_prepare(db, "SELECT row, op, old FROM main.change WHERE entity = :entity AND +id >= :first "
		                    "ORDER BY row, id");
	else
		st = db_prepare(db, "SELECT row, op, old FROM main.change WHERE +entity = :entity AND id >= :first "
		                    "ORDER BY id");
	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "first", db->past->first_change);
	return st;
}

/* Bytes of images that are worth keeping. */
#define KEPT_MOST (128 << 20)

/* What was inserted since and is gone is not kept: nothing of it shows. */
static bool passes(struct db *db, const struct shadow *s, int64_t row)
{
	return row < s->fresh || (past_is_as_of(db) && past_delta_stands(db, s, row));
}

static void read_log(struct db *db, struct shadow *s, enum past_cause cause, struct kept *k, struct bits *back)
{
	struct stmt *st = log_of(db, s, cause);
	struct bits seen = {0};
	struct often often = {.found = false};

	while (!k->over && db_step(st)) {
		int64_t row = db_int(st, 0);

		if (bits_has(&seen, row))
			continue;
		bits_add(&seen, row);
		if (past_is_as_of(db) || row < s->fresh)
			bits_add(&s->cause[cause].rows, row);
		if (!passes(db, s, row))
			continue;
		k->over = k->text.n > KEPT_MOST;
		if (cause == BY_GONE && k->first && is_often(db, s, &often, row))
			keep_first(db, s, k, row);
		else if (*db_text0(st, 1) != 'I')
			keep(k, row, db_text0(st, 2));
		if (*db_text0(st, 1) == 'I')
			bits_add(back, row);
	}
	db_reset(st);
	bits_free(&seen);
	bits_free(&often.rows);
}

static void forget(struct kept *k)
{
	for (struct order *o = k ? k->orders : NULL, *next; o; o = next) {
		next = o->next;
		free(o->v);
		free(o);
	}
	if (k) {
		str_free(&k->text);
		free(k->v);
	}
	free(k);
}

/* What came back without an image may have any value. In a column that no change altered since, every image of a row
 * has the same. */
static struct kept *kept_of(struct db *db, struct shadow *s, enum past_cause cause, uint64_t columns)
{
	struct kept *k = s->kept[cause];
	struct bits back = {0};
	bool first = cause == BY_CHANGE || (s->cause[BY_CHANGE].alters & columns);

	if (k && (k->first || k->over || !first))
		return k;
	forget(k);
	k = s->kept[cause] = mem_zero(sizeof *k);
	k->first = first;
	read_log(db, s, cause, k, &back);
	s->cause[cause].found |= !k->over;
	for (int64_t id = bits_next(&back, 0); id >= 0; id = bits_next(&back, id + 1))
		past_delta_one(db, s, id);
	bits_free(&back);
	return k;
}

/* ---- their values */

/* No text in an image holds a quote without a backslash before it. */
static bool read_value(const char *image, const char *name, size_t n, struct value *v)
{
	const char *s = strstr(image, name);

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

static int compare(const struct value *a, const struct value *b)
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
	return compare(a, b);
}

static const struct order *order_of(const struct shadow *s, struct kept *k, int column)
{
	struct order *o = k->orders;
	char *name;

	while (o && o->column != column)
		o = o->next;
	if (o)
		return o;
	o = mem_zero(sizeof *o);
	*o = (struct order){.column = column, .next = k->orders};
	k->orders = o;
	name = mem_printf("\"%s\":", s->column.v[column]);
	for (size_t i = 0; i < k->n; i++) {
		o->v = mem_grow(o->v, &o->cap, o->n + 1, sizeof *o->v);
		o->v[o->n].row = k->v[i].row;
		if (read_value(k->text.s + k->v[i].at, name, strlen(name), &o->v[o->n]))
			o->n++;
	}
	free(name);
	if (o->n > 1)
		qsort(o->v, o->n, sizeof *o->v, in_order);
	return o;
}

/* ---- what is asked for */

static struct value value_of(sqlite3_value *v)
{
	if (sqlite3_value_type(v) == SQLITE_INTEGER)
		return (struct value){.type = IS_INT, .number = sqlite3_value_int64(v)};
	return (struct value){.type = IS_TEXT, .text = (const char *)sqlite3_value_text(v),
	                      .n = (size_t)sqlite3_value_bytes(v)};
}

/* The first place in the order whose value is not below v. */
static size_t place_of(const struct order *o, const struct value *v)
{
	size_t from = 0, to = o->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (compare(&o->v[middle], v) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* So many of them, and a quarter of all: one pass through the log is quicker. */
#define MANY 256

static void fill_some(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	struct kept *k = kept_of(db, s, cause, past_bit((size_t)b->column));
	const struct order *o = k->over ? NULL : order_of(s, k, b->column);
	struct value to = {0};
	size_t from = 0, end;

	if (!o) {
		past_delta_all(db, s, cause);
		return;
	}
	if (b->from) {
		struct value v = value_of(b->from);

		from = place_of(o, &v);
	}
	if (b->to)
		to = value_of(b->to);
	for (end = from; end < o->n && !(b->to && compare(&o->v[end], &to) > 0);)
		end++;
	if (end - from > MANY && end - from > o->n / 4) {
		past_delta_all(db, s, cause);
		return;
	}
	for (size_t i = from; i < end; i++)
		past_delta_one(db, s, o->v[i].row);
	for (size_t i = o->n; i-- > end && o->v[i].type == IS_UNKNOWN;)
		past_delta_one(db, s, o->v[i].row);
}

void past_kept_fill_some(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	if (!s->cause[cause].filled)
		fill_some(db, s, cause, b);
}

/* Does the delta have the value of the image? */
static bool is_told(const struct db *db, const struct shadow *s, int column)
{
	const struct field *f = registry_field(s->e, s->column.v[column]);

	if (!f || f->type == F_KEY)
		return false;
	for (int i = BY_MOVE; i < PAST_CAUSES; i++)
		if (s->cause[i].alters & past_bit((size_t)column))
			return false;
	return !past_is_as_of(db) || !past_delta_follows(s, s->column.v[column]);
}

bool past_kept_fill(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	if (!is_told(db, s, b->column))
		return false;
	past_kept_fill_some(db, s, cause, b);
	return true;
}

/* Is it dated before the moment, or not at all? */
static bool was_then(const struct db *db, const struct shadow *s, const char *image)
{
	struct value at = {0};
	char *dated = mem_printf("\"%s\":", s->e->dated ? s->e->dated : "");
	bool then = !s->e->dated || !read_value(image, dated, strlen(dated), &at) ||
	            strncmp(at.text, db->past->before, strlen(db->past->before)) < 0;

	free(dated);
	return then;
}

void past_kept_add(struct db *db, struct shadow *s, const char *column, struct bits *to)
{
	struct kept *k = kept_of(db, s, BY_GONE, past_bit_of(s, column) | (s->e->dated ? past_bit_of(s, s->e->dated) : 0));
	char *name = mem_printf("\"%s\":", column);

	if (k->over)
		past_delta_all(db, s, BY_GONE);
	for (size_t i = 0; i < k->n; i++) {
		const char *image = k->text.s + k->v[i].at;
		struct value v = {0};

		if (read_value(image, name, strlen(name), &v) && was_then(db, s, image))
			bits_add(to, v.number);
	}
	free(name);
}

void past_kept_free(struct shadow *s)
{
	forget(s->kept[BY_CHANGE]);
	forget(s->kept[BY_GONE]);
}
