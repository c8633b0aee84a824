/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bundle - many rows in one INSERT */
#include "model/bundle.h"

#include <stdlib.h>
#include <string.h>

#define ROWS 64
#define SIZES 4

struct item {
	enum { ITEM_NULL, ITEM_INT, ITEM_TEXT } is;
	int64_t i; /* of a text: where it begins in texts */
};

struct bundle {
	struct db *db;
	char *table, *columns;
	size_t width;          /* columns */
	struct item *item;     /* ROWS * width */
	size_t n;              /* items collected */
	struct str texts;      /* NUL-terminated one behind the other */
	struct stmt *st[SIZES]; /* for 64, 16, 4 and 1 rows */
	struct bundle *before;  /* inserted first, or NULL */
};

struct bundle *bundle_new(struct db *db, const char *table, const char *columns)
{
	struct bundle *b = mem_zero(sizeof *b);

	b->db = db;
	b->table = mem_copy(table);
	b->columns = mem_copy(columns);
	b->width = 1;
	for (const char *s = columns; (s = strchr(s, ',')); s++)
		b->width++;
	b->item = mem_zero(ROWS * b->width * sizeof *b->item);
	return b;
}

static struct stmt *prepare(struct bundle *b, size_t rows)
{
	struct str sql = {0};
	struct stmt *st;

	str_addf(&sql, "INSERT INTO %s (%s) VALUES ", b->table, b->columns);
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

static void run(struct bundle *b, struct stmt *st, size_t from, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct item *item = &b->item[from + i];

		if (item->is == ITEM_NULL)
			db_bind_null_at(st, (int)i + 1);
		else if (item->is == ITEM_INT)
			db_bind_int_at(st, (int)i + 1, item->i);
		else
			db_bind_text_at(st, (int)i + 1, b->texts.s + item->i);
	}
	db_run(st);
}

void bundle_after(struct bundle *b, struct bundle *before)
{
	b->before = before;
}

void bundle_flush(struct bundle *b)
{
	size_t rows = ROWS, from = 0;

	if (b->before && b->n > 0)
		bundle_flush(b->before);
	for (size_t i = 0; i < SIZES; i++, rows /= 4) {
		size_t n = rows * b->width;

		if (b->n - from >= n && !b->st[i])
			b->st[i] = prepare(b, rows);
		for (; b->n - from >= n; from += n)
			run(b, b->st[i], from, n);
	}
	b->n = 0;
	str_clear(&b->texts);
}

static void add(struct bundle *b, struct item item)
{
	b->item[b->n++] = item;
	if (b->n == ROWS * b->width)
		bundle_flush(b);
}

void bundle_int(struct bundle *b, int64_t i)
{
	add(b, (struct item){ITEM_INT, i});
}

void bundle_text(struct bundle *b, const char *text)
{
	size_t at = b->texts.n;

	if (!text) {
		add(b, (struct item){ITEM_NULL, 0});
		return;
	}
	str_addn(&b->texts, text, strlen(text) + 1);
	add(b, (struct item){ITEM_TEXT, (int64_t)at});
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
	if (!b)
		return;
	str_free(&b->texts);
	free(b->item);
	free(b->table);
	free(b->columns);
	free(b);
}
