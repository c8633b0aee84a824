/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_gone - of rows deleted since or back, those found by the lists that a statement may want
 *
 * The line of each change set is in order, so the lines are merged, not sorted. A row deleted twice stands in both
 * lines: a statement gets rows too many rather than one too few, and tests what it gets. */
#include "store/past_gone.h"

#include <stdlib.h>
#include <string.h>

#include "store/gone.h"
#include "store/past_follow.h"

struct lists {
	bool tell;        /* all rows that may matter are listed */
	struct bits back; /* rows that came back and were not deleted since; empty once they are in the delta */
	struct order *orders;
};

static struct stmt *lines(struct db *db, const struct shadow *s, const char *field)
{
	struct stmt *st = db_prepare(db, "SELECT cells FROM main.gone WHERE entity = :entity AND field = :field AND txn >= :since");

	db_bind_text(st, "entity", s->e->name);
	db_bind_text(st, "field", field);
	db_bind_int(st, "since", db->past->first_txn);
	return st;
}

/* Does any of them stand, or is merged into another? */
static bool any_stands(struct db *db, const struct shadow *s, int64_t first, int64_t last)
{
	char *sql = mem_printf("SELECT 1 FROM main.%s WHERE id BETWEEN :first AND :last UNION ALL SELECT 1 FROM main.redirect "
	                       "WHERE entity = :entity AND gone BETWEEN :first AND :last", s->e->name);
	struct stmt *st = db_prepare(db, sql);
	bool any;

	free(sql);
	db_bind_int(st, "first", first);
	db_bind_int(st, "last", last);
	db_bind_text(st, "entity", s->e->name);
	any = db_step(st);
	db_reset(st);
	return any;
}

/* Of rows that were inserted since and are gone again nothing shows. */
static bool all_listed(struct db *db, const struct shadow *s)
{
	struct stmt *st = lines(db, s, GONE_UNLISTED);
	bool all = true;

	while (all && db_step(st)) {
		int64_t first, last;

		kept_number(kept_number(db_text0(st, 0), &first), &last);
		all = first >= s->fresh && !(past_is_as_of(db) && any_stands(db, s, first, last));
	}
	db_reset(st);
	return all;
}

static struct lists *lists_of(struct db *db, struct shadow *s)
{
	if (!s->lists) {
		s->lists = mem_zero(sizeof *s->lists);
		s->lists->tell = all_listed(db, s);
	}
	return s->lists;
}

bool past_gone_listed(struct db *db, struct shadow *s)
{
	return lists_of(db, s)->tell;
}

/* ---- which rows */

static void add_rows(struct db *db, struct shadow *s, const char *field, struct bits *also)
{
	int64_t below = past_is_as_of(db) ? INT64_MAX : s->fresh, n = 0, row;
	struct bits *rows = &s->cause[BY_GONE].rows;
	struct stmt *st = lines(db, s, field);

	while (db_step(st))
		for (const char *at = db_text0(st, 0); *at; n++) {
			at = kept_number(at, &row);
			if (row < below)
				bits_add(rows, row);
			if (also)
				bits_add(also, row);
		}
	s->changes[BY_GONE] += n;
}

/* Of rows that only came back the log says no more than that; as of a date they stood as today. */
bool past_gone_find(struct db *db, struct shadow *s)
{
	struct lists *l = lists_of(db, s);
	struct bits deleted = {0}, back = {0};

	if (!l->tell)
		return false;
	add_rows(db, s, GONE_BACK, &back);
	add_rows(db, s, GONE_DELETED, back.n ? &deleted : NULL);
	for (int64_t id = bits_next(&back, 0); id >= 0 && past_is_as_of(db); id = bits_next(&back, id + 1))
		if (!bits_has(&deleted, id))
			bits_add(&l->back, id);
	bits_free(&deleted);
	bits_free(&back);
	return true;
}

/* ---- what stood in them */

/* Cells are copied to keys, and their texts pointed to when all are there: until then they move. */
static void add_cells(struct order *o, const char *cells, bool number)
{
	size_t at = o->keys.n;

	str_add(&o->keys, cells);
	str_addc(&o->keys, '\0');
	while (o->keys.s[at]) {
		const char *from = o->keys.s + at, *rows;
		struct value v = {.type = *from == GONE_UNKNOWN ? IS_UNKNOWN : number ? IS_INT : IS_TEXT, .text = ""};

		rows = v.type == IS_INT ? kept_number(from, &v.number) : strchr(from, ' ') + 1;
		if (v.type == IS_TEXT) {
			v.n = (size_t)(rows - from) - 1;
			v.number = (int64_t)at;
		}
		v.row = rows - o->keys.s;
		if (o->n == o->cap)
			o->v = mem_grow(o->v, &o->cap, o->n + 1, sizeof *o->v);
		o->v[o->n++] = v;
		at = (size_t)(strchrnul(rows, '\n') - o->keys.s);
		at += o->keys.s[at] == '\n';
	}
}

/* The values from `from` on, in order up to `middle` and from there to `end`. */
static void merge(const struct value *v, size_t from, size_t middle, size_t end, struct value *to)
{
	for (size_t a = from, b = middle, k = from; k < end; k++)
		if (b == end || (a < middle && kept_compare(&v[a], &v[b]) <= 0))
			to[k] = v[a++];
		else
			to[k] = v[b++];
}

/* run: where each line's values begin, and the end of the last. */
static void merge_lines(struct order *o, size_t *run, size_t runs)
{
	struct value *other = mem_alloc((o->n + 1) * sizeof *other), *v;

	for (size_t n = 0; runs > 1; runs = n, n = 0) {
		for (size_t i = 0; i < runs; i += 2) {
			size_t end = run[i + 2 < runs ? i + 2 : runs];

			merge(o->v, run[i], i + 1 < runs ? run[i + 1] : end, end, other);
			run[n++] = run[i];
		}
		run[n] = o->n;
		v = o->v;
		o->v = other;
		other = v;
	}
	free(other);
}

static void read_order(struct db *db, const struct shadow *s, struct order *o)
{
	const struct field *f = registry_field(s->e, s->column.v[o->column]);
	bool number = f->type == F_KEY || registry_is_number(f);
	struct stmt *st = lines(db, s, s->column.v[o->column]);
	size_t *run = NULL, cap = 0, runs = 0;

	o->listed = true;
	o->numbered = f->type == F_KEY;
	while (db_step(st)) {
		run = mem_grow(run, &cap, runs + 2, sizeof *run);
		run[runs++] = o->n;
		add_cells(o, db_text0(st, 0), number);
		run[runs] = o->n;
	}
	for (size_t i = 0; i < o->n; i++)
		if (o->v[i].type == IS_TEXT)
			o->v[i].text = o->keys.s + o->v[i].number;
	if (runs > 1)
		merge_lines(o, run, runs);
	free(run);
}

/* An update since may have left another value in the image of the deletion than the row had then; a setting, another
 * search key. */
static bool told(struct db *db, const struct shadow *s, int column)
{
	const struct field *f = registry_field(s->e, s->column.v[column]);

	return f && gone_listed(f) && !(s->cause[BY_CHANGE].alters & kept_made_of(s, column)) &&
	       (f->type != F_KEY || !past_changed_since(db, "setting"));
}

const struct order *past_gone_order(struct db *db, struct shadow *s, int column)
{
	struct order *o;
	struct lists *l;

	if (!told(db, s, column) || !lists_of(db, s)->tell)
		return NULL;
	l = s->lists;
	past_find(db, s, BY_GONE);
	for (int64_t id = bits_next(&l->back, 0); id >= 0; id = bits_next(&l->back, id + 1))
		past_delta_one(db, s, id);
	bits_free(&l->back);
	for (o = l->orders; o && o->column != column;)
		o = o->next;
	if (o)
		return o;
	o = mem_zero(sizeof *o);
	*o = (struct order){.column = column, .next = l->orders};
	l->orders = o;
	read_order(db, s, o);
	return o;
}

void past_gone_free(struct shadow *s)
{
	if (!s->lists)
		return;
	kept_orders_free(s->lists->orders);
	bits_free(&s->lists->back);
	free(s->lists);
}
