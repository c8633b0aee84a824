/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bundle - many rows in one INSERT
 *
 * A bundle is an array of 64-bit items, a row behind a row, with the texts in one string beside
 * it: a cell costs eight bytes and no malloc. Rows leave in statements of 64, 16, 4 and 1 rows,
 * each compiled once. Numbers are given here and not by the base, so that rows of other tables
 * can refer to rows that are not inserted yet. */
#include "model/bundle.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "store/later.h"
#include "store/load.h"
#include "store/txn.h"

#define ROWS 64
#define SIZES 4
/* Enough that the pages of an index are visited once or twice in a load of a hundred thousand rows. */
#define SORTED_BYTES (16u << 20)

/* A cell: what it is in the low bits, above them the number, or the place in texts of a text or of a number that has
 * no room here. */
typedef uint64_t item;
enum { ITEM_NULL, ITEM_INT, ITEM_WIDE, ITEM_TEXT, ITEM_BITS = 2, ITEM_IS = 3 };

struct bundle {
	struct db *db;
	char *table, *columns;
	size_t width;          /* columns */
	item *item;
	size_t n, cap;         /* items collected */
	struct str texts;      /* NUL-terminated one behind the other; and wide numbers */
	const char *into;       /* where the rows go now (later.h), and */
	struct stmt *st[SIZES]; /* for 64, 16, 4 and 1 of them */
	struct bundle *before;  /* inserted first, or NULL */
	bool sorted;
	size_t by;              /* the column they are sorted by */
	int64_t next;           /* number of the next row; 0: not ours to give */
	struct {
		size_t n, texts;
		int64_t next;
	} mark;                 /* what stays when the last row of the file is taken back */
	struct bundle *other;   /* in the list of all */
};

/* All that exist, for what concerns a row of a file as a whole: mark, back, settle. */
static struct bundle *all;
static bool held;

/* A row and the beginning of the text it is sorted by. */
struct place {
	uint64_t order;
	const item *row;
};

/* The number of the next row of a table. */
static int64_t next_id(struct db *db, const char *table)
{
	int64_t last = txn_last_given(db, table);

	return last < 0 ? 1 : last + 1;
}

struct bundle *bundle_new(struct db *db, const char *table, const char *columns)
{
	struct bundle *b = mem_zero(sizeof *b);

	b->db = db;
	b->table = mem_copy(table);
	b->columns = mem_copy(columns);
	b->width = 1;
	for (const char *s = columns; (s = strchr(s, ',')); s++)
		b->width++;
	b->other = all;
	all = b;
	return b;
}

/* Place of a column in "company, kind, value". */
static size_t column_of(const struct bundle *b, const char *name)
{
	size_t n = strlen(name), i = 0;

	for (const char *s = b->columns; s; s = strchr(s, ','), i++) {
		s += strspn(s, ", ");
		if (strncmp(s, name, n) == 0 && (s[n] == ',' || !s[n]))
			return i;
	}
	return 0;
}

void bundle_number(struct bundle *b)
{
	char *columns = mem_printf("id, %s", b->columns);

	free(b->columns);
	b->columns = columns;
	b->width++;
	b->next = b->mark.next = next_id(b->db, b->table);
}

int64_t bundle_next(const struct bundle *b)
{
	return b->next;
}

int64_t bundle_first(const struct bundle *b)
{
	return b->next - (int64_t)(b->n / b->width);
}

void bundle_sort(struct bundle *b, const char *column)
{
	bundle_number(b);
	b->by = column_of(b, column);
	b->sorted = true;
}

static struct stmt *prepare(struct bundle *b, size_t rows)
{
	struct str sql = {0};
	struct stmt *st;

	str_addf(&sql, LOAD_INSERT " %s (%s) VALUES ", b->into, b->columns);
	for (size_t r = 0; r < rows; r++) {
		str_add(&sql, r ? ", (" : "(");
		for (size_t i = 0; i < b->width; i++)
			str_add(&sql, i ? ", ?" : "?");
		str_addc(&sql, ')');
	}
	st = db_prepare(b->db, str_text(&sql));
	str_free(&sql);
	return st;
}

static const char *text_of(const struct bundle *b, item it)
{
	return (it & ITEM_IS) == ITEM_TEXT ? b->texts.s + (it >> ITEM_BITS) : "";
}

static int64_t number_of(const struct bundle *b, item it)
{
	int64_t i = (int64_t)(it >> ITEM_BITS);

	if ((it & ITEM_IS) == ITEM_WIDE)
		memcpy(&i, b->texts.s + (it >> ITEM_BITS), sizeof i);
	return i;
}

static void bind_row(struct bundle *b, struct stmt *st, int at, const item *row)
{
	for (size_t i = 0; i < b->width; i++, row++, at++) {
		if (*row == ITEM_NULL)
			db_bind_null_at(st, at);
		else if ((*row & ITEM_IS) == ITEM_TEXT)
			db_bind_text_at(st, at, text_of(b, *row));
		else
			db_bind_int_at(st, at, number_of(b, *row));
	}
}

/* Rows with the same text may stand in any order: their numbers are given already. */
static int by_text(const void *a, const void *b, void *bundle)
{
	const struct bundle *of = bundle;
	const struct place *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return strcmp(text_of(of, x->row[of->by]), text_of(of, y->row[of->by]));
}

static struct place *places(struct bundle *b, size_t rows)
{
	struct place *place = mem_alloc((rows + 1) * sizeof *place);

	for (size_t i = 0; i < rows; i++) {
		const item *row = &b->item[i * b->width];

		place[i] = (struct place){b->sorted ? text_order(text_of(b, row[b->by])) : 0, row};
	}
	if (b->sorted)
		qsort_r(place, rows, sizeof *place, by_text, b);
	return place;
}

void bundle_after(struct bundle *b, struct bundle *before)
{
	b->before = before;
}

/* Statements for another table are no use any more. */
static void turn_to(struct bundle *b, const char *table)
{
	if (b->into == table)
		return;
	memset(b->st, 0, sizeof b->st);
	b->into = table;
}

void bundle_flush(struct bundle *b)
{
	size_t n = b->n / b->width, rows = ROWS, done = 0;
	struct place *place;

	if (n == 0)
		return;
	if (b->before)
		bundle_flush(b->before);
	turn_to(b, later_table(b->db, b->table));
	place = places(b, n);
	/* what is left over goes in fours: at most three statements of each smaller size */
	for (size_t i = 0; i < SIZES; i++, rows /= 4) {
		if (n - done >= rows && !b->st[i])
			b->st[i] = prepare(b, rows);
		for (; n - done >= rows; done += rows) {
			for (size_t r = 0; r < rows; r++)
				bind_row(b, b->st[i], (int)(r * b->width) + 1, place[done + r].row);
			db_run(b->st[i]);
		}
	}
	free(place);
	/* what is in the base cannot be taken back here any more; bundles are held while a row
	 * may be refused */
	b->n = b->mark.n = b->mark.texts = 0;
	str_clear(&b->texts);
}

static void put(struct bundle *b, item it)
{
	b->item = mem_grow(b->item, &b->cap, b->n + 1, sizeof *b->item);
	b->item[b->n++] = it;
}

static bool is_full(const struct bundle *b)
{
	return b->sorted ? b->n * sizeof *b->item + b->texts.n > SORTED_BYTES : b->n >= ROWS * b->width;
}

/* The bytes go behind the texts there are. */
static item kept(struct bundle *b, const void *bytes, size_t n, item is)
{
	item it = (item)b->texts.n << ITEM_BITS | is;

	str_addn(&b->texts, bytes, n);
	return it;
}

static item number(struct bundle *b, int64_t i)
{
	/* negative ones, and those that need the two bits, go beside the texts */
	return i >= 0 && i <= INT64_MAX >> ITEM_BITS ? (item)i << ITEM_BITS | ITEM_INT
						     : kept(b, &i, sizeof i, ITEM_WIDE);
}

static void add(struct bundle *b, item it)
{
	if (b->next && b->n % b->width == 0)
		put(b, number(b, b->next++));
	put(b, it);
	if (!held && b->n % b->width == 0 && is_full(b))
		bundle_flush(b);
}

void bundle_int(struct bundle *b, int64_t i)
{
	add(b, number(b, i));
}

void bundle_text(struct bundle *b, const char *text)
{
	add(b, text ? kept(b, text, strlen(text) + 1, ITEM_TEXT) : ITEM_NULL);
}

void bundle_value(struct bundle *b, const struct value *v)
{
	if (v->is == VALUE_INT)
		bundle_int(b, v->i);
	else
		bundle_text(b, v->is == VALUE_TEXT ? v->text.s : NULL);
}

void bundle_free(struct bundle *b)
{
	struct bundle **at = &all;

	if (!b)
		return;
	while (*at != b)
		at = &(*at)->other;
	*at = b->other;
	str_free(&b->texts);
	free(b->item);
	free(b->table);
	free(b->columns);
	free(b);
}

void bundle_hold(bool on)
{
	held = on;
}

void bundle_mark(void)
{
	for (struct bundle *b = all; b; b = b->other) {
		b->mark.n = b->n;
		b->mark.texts = b->texts.n;
		b->mark.next = b->next;
	}
}

void bundle_back(void)
{
	for (struct bundle *b = all; b; b = b->other) {
		b->n = b->mark.n;
		b->texts.n = b->mark.texts;
		b->next = b->mark.next;
	}
}

void bundle_settle(void)
{
	for (struct bundle *b = all; b; b = b->other)
		if (is_full(b))
			bundle_flush(b);
}

void bundle_flush_all(void)
{
	for (struct bundle *b = all; b; b = b->other)
		bundle_flush(b);
}
