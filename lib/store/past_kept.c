/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_kept - old images kept as texts, and those of them found that a statement may want */
#include <stdlib.h>
#include <string.h>

#include "store/gone.h"
#include "store/key.h"
#include "store/past_follow.h"
#include "store/past_gone.h"

/* ---- reading them */

void kept_keep(struct kept *k, int64_t row, const char *image)
{
	k->v = mem_grow(k->v, &k->cap, k->n + 1, sizeof *k->v);
	k->v[k->n++] = (struct entry){row, k->text.n};
	str_addn(&k->text, image, strlen(image) + 1);
}

/* The first change of a row that was deleted later or came back, and changed before. */
static void keep_first(struct db *db, const struct shadow *s, struct kept *k, int64_t row)
{
	struct stmt *st = past_log_row(db, s, "SELECT old FROM main.change WHERE entity = :entity AND row = :row "
	                                      "AND id >= :first ORDER BY id LIMIT 1", row);

	if (db_step(st) && db_text(st, 0))
		kept_keep(k, row, db_text(st, 0));
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
	struct stmt *st = past_log(db, s, "SELECT row FROM main.change WHERE entity = :entity AND +id >= :first "
	                                  "ORDER BY row");
	int64_t last = -1;

	o->found = true;
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

	if (!o->found && ++o->probes > s->log / LOOKUPS_OF_LOG)
		find_often(db, s, o);
	if (o->found)
		return bits_has(&o->rows, row);
	st = past_log_row(db, s, "SELECT 1 FROM main.change WHERE entity = :entity AND row = :row AND id >= :first "
	                         "LIMIT 1 OFFSET 1", row);
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
	st = past_log(db, s, cause == BY_GONE
		? "SELECT row, op, old FROM main.change WHERE entity = :entity AND op <> 'U' AND id >= :first ORDER BY id"
		: s->changes[cause] < s->log / 4
		? "SELECT row, op, old FROM main.change WHERE entity = :entity AND +id BETWEEN :first AND :last ORDER BY row, id"
		: "SELECT row, op, old FROM main.change WHERE +entity = :entity AND id BETWEEN :first AND :last ORDER BY id");
	if (cause == BY_CHANGE)
		db_bind_int(st, "last", s->last_change);
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
			kept_keep(k, row, db_text0(st, 2));
		if (*db_text0(st, 1) == 'I')
			bits_add(back, row);
	}
	db_reset(st);
	bits_free(&seen);
	bits_free(&often.rows);
}

void kept_forget(struct kept *k)
{
	if (k) {
		kept_orders_free(k->orders);
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
	kept_forget(k);
	k = s->kept[cause] = mem_zero(sizeof *k);
	k->first = first;
	read_log(db, s, cause, k, &back);
	s->cause[cause].found |= !k->over;
	for (int64_t id = bits_next(&back, 0); id >= 0; id = bits_next(&back, id + 1))
		past_delta_one(db, s, id);
	bits_free(&back);
	return k;
}

/* ---- what is asked for */

static struct value value_of(const struct order *o, sqlite3_value *v)
{
	struct value value = {.type = IS_INT};

	if (sqlite3_value_type(v) == SQLITE_INTEGER) {
		value.number = sqlite3_value_int64(v);
		return value;
	}
	value.text = (const char *)sqlite3_value_text(v);
	value.n = (size_t)sqlite3_value_bytes(v);
	if (o->numbered)
		value.number = gone_number(value.text, value.n);
	else
		value.type = IS_TEXT;
	return value;
}

/* The first place in the order whose value is not below v. */
static size_t place_of(const struct order *o, const struct value *v)
{
	size_t from = 0, to = o->n;

	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (kept_compare(&o->v[middle], v) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return from;
}

/* So many of them, and a quarter of all: one pass through the log is quicker. */
#define MANY 256

/* A column and those it is made of. */
uint64_t kept_made_of(const struct shadow *s, int column)
{
	const struct field *f = registry_field(s->e, s->column.v[column]);
	uint64_t columns = past_bit((size_t)column);

	for (size_t i = 0; f && f->type == F_KEY && i < s->column.n; i++)
		if (key_source(s->column.v[i]))
			columns |= past_bit(i);
	return columns;
}

/* NULL: too many to be kept. Numbers of search keys are equal or not, and nothing else. */
static const struct order *order_of(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	const struct order *o = cause == BY_GONE ? past_gone_order(db, s, b->column) : NULL;
	struct kept *k;

	if (o && (!o->numbered || b->from == b->to))
		return o;
	k = kept_of(db, s, cause, kept_made_of(s, b->column));
	return k->over ? NULL : kept_order(db, s, k, b->column);
}

bool kept_fill(struct db *db, struct shadow *s, const struct order *o, const struct bounds *b)
{
	struct value to = {0};
	struct rows rows = {.n = 0};
	size_t from = 0, end, unknown;
	bool few;

	if (b->from) {
		struct value v = value_of(o, b->from);

		from = place_of(o, &v);
	}
	if (b->to)
		to = value_of(o, b->to);
	for (end = from; end < o->n && !(b->to && kept_compare(&o->v[end], &to) > 0);)
		end++;
	kept_rows(o, from, end, &rows);
	few = rows.n <= MANY || rows.n <= (o->listed ? (size_t)s->changes[BY_GONE] : o->n) / 4;
	for (unknown = o->n; unknown > end && o->v[unknown - 1].type == IS_UNKNOWN;)
		unknown--;
	kept_rows(o, unknown, o->n, &rows);
	for (size_t i = 0; few && i < rows.n; i++)
		past_delta_one(db, s, rows.v[i]);
	free(rows.v);
	return few;
}

static void fill_some(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	const struct order *o = order_of(db, s, cause, b);

	if (!o || !kept_fill(db, s, o, b))
		past_delta_all(db, s, cause);
}

void past_kept_fill_some(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	if (!s->cause[cause].filled)
		fill_some(db, s, cause, b);
}

/* Does the delta have the value of the image? */
static bool is_told(const struct db *db, const struct shadow *s, int column)
{
	if (!registry_field(s->e, s->column.v[column]))
		return false;
	for (int i = BY_MOVE; i < PAST_CAUSES; i++)
		if (s->cause[i].alters & kept_made_of(s, column))
			return false;
	return !past_is_as_of(db) || !past_delta_follows(s, s->column.v[column]);
}

bool past_kept_fill(struct db *db, struct shadow *s, enum past_cause cause, const struct bounds *b)
{
	if (!is_told(db, s, b->column))
		return false;
	if (cause != BY_CHANGE || s->cause[cause].filled || !past_kept_sets(db, s, b))
		past_kept_fill_some(db, s, cause, b);
	return true;
}

/* Is it dated before the moment, or not at all? */
static bool was_then(const struct db *db, const char *image, const char *dated)
{
	const char *before = db->past->before;
	struct value at = {0};

	return !dated || !kept_value(image, dated, strlen(dated), &at) || strncmp(at.text, before, strlen(before)) < 0;
}

/* The same from the lists; false: they do not tell. */
static bool add_listed(struct db *db, struct shadow *s, const char *column, struct bits *to)
{
	int dated = s->e->dated ? strs_find(&s->column, s->e->dated) : -1;
	struct value before = {.type = IS_TEXT, .text = db->past->before, .n = strlen(db->past->before)};
	const struct order *o = past_gone_order(db, s, strs_find(&s->column, column));
	const struct order *at = o && dated >= 0 ? past_gone_order(db, s, dated) : NULL;
	struct bits later = {0};
	struct rows rows = {.n = 0};

	if (!o || (dated >= 0 && !at))
		return false;
	if (at)
		kept_rows(at, place_of(at, &before), at->n, &rows);
	for (size_t i = 0; i < rows.n; i++)
		bits_add(&later, rows.v[i]);
	for (size_t i = 0; i < o->n; i++) {
		rows.n = 0;
		kept_rows(o, i, i + 1, &rows);
		for (size_t k = 0; k < rows.n && o->v[i].type == IS_INT && !bits_has(to, o->v[i].number); k++)
			if (!bits_has(&later, rows.v[k]) && passes(db, s, rows.v[k]))
				bits_add(to, o->v[i].number);
	}
	free(rows.v);
	bits_free(&later);
	return true;
}

void past_kept_add(struct db *db, struct shadow *s, const char *column, struct bits *to)
{
	struct kept *k;
	char *name, *dated;

	if (add_listed(db, s, column, to))
		return;
	k = kept_of(db, s, BY_GONE, past_bit_of(s, column) | (s->e->dated ? past_bit_of(s, s->e->dated) : 0));
	name = kept_before(column);
	dated = kept_before(s->e->dated);
	if (k->over)
		past_delta_all(db, s, BY_GONE);
	for (size_t i = 0; i < k->n; i++) {
		const char *image = k->text.s + k->v[i].at;
		struct value v = {0};

		if (kept_value(image, name, strlen(name), &v) && !bits_has(to, v.number) && was_then(db, image, dated))
			bits_add(to, v.number);
	}
	free(name);
	free(dated);
}

void past_kept_free(struct shadow *s)
{
	past_kept_sets_free(s);
	kept_forget(s->kept[BY_CHANGE]);
	kept_forget(s->kept[BY_GONE]);
}
