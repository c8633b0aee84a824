/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gone - lists of the rows that a change set deleted or brought back
 *
 * They are made at its end from the rows of the log that it has just written, not beside them row by row: so they hold
 * what the log holds, whoever wrote it and whatever was taken back in between. What an undo sweeps out together is
 * listed no more than by its bounds: before the import that brought it in none of it shows, and no date but one between
 * the two has to read it. */
#include "store/gone.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/conn.h"
#include "store/key.h"
#include "store/past_kept_parts.h"
#include "store/trigger.h"

/* So many rows make a line of each field. */
#define TOGETHER 8192
/* From so many rows on that went or came together they are not listed. */
#define SWEPT_MANY 2000

struct lists {
	struct db *db;
	const struct entity *e;
	int64_t txn;
	struct str images;
	size_t *at; /* in images */
	size_t n, cap;
	struct value *row, *back, *v; /* as values, so that one function writes all; v is for one field at a time */
	size_t cap_row, n_back, cap_back, cap_v;
	struct str cells, key;
	struct image image;
};

bool gone_listed(const struct field *f)
{
	return (f->flags & FIELD_INDEXED) && !(f->flags & (FIELD_DERIVED | FIELD_CUSTOM)) &&
	       (f->type == F_REF || f->type == F_KEY || registry_is_time(f));
}

/* A million of them: one that a question does not mean is met by few. */
int64_t gone_number(const char *key, size_t n)
{
	return (int64_t)(text_hash(key, n) % 1000000);
}

static void write_line(struct db *db, const struct entity *e, const char *field, int64_t txn, const char *cells)
{
	struct stmt *st = db_prepare(db, "INSERT INTO gone (entity, field, txn, cells) VALUES (:entity, :field, :txn, :cells)");

	db_bind_text(st, "entity", e->name);
	db_bind_text(st, "field", field);
	db_bind_int(st, "txn", txn);
	db_bind_text(st, "cells", cells);
	db_run(st);
}

static int in_order(const void *a, const void *b)
{
	return kept_compare(a, b);
}

/* Rows are deleted in their order more often than not. */
static void sort(struct value *v, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (kept_compare(&v[i - 1], &v[i]) > 0) {
			qsort(v, n, sizeof *v, in_order);
			return;
		}
}

static void add_number(struct str *out, int64_t n)
{
	char digits[24], *to = digits + sizeof digits;

	do
		*--to = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	str_addn(out, to, (size_t)(digits + sizeof digits - to));
}

static void add_value(struct str *out, const struct value *v)
{
	if (v->type == IS_INT)
		add_number(out, v->number);
	else if (v->type == IS_TEXT)
		str_addn(out, v->text, v->n);
	else
		str_addc(out, GONE_UNKNOWN);
}

/* What could not be told from the rest of the line is unknown. */
static void check_value(struct value *v)
{
	bool plain = v->type == IS_INT ? v->number >= 0 : v->type == IS_TEXT && v->n > 0 && *v->text != GONE_UNKNOWN;

	for (size_t i = 0; plain && v->type == IS_TEXT && i < v->n; i++)
		plain = (unsigned char)v->text[i] > ' ';
	if (!plain)
		*v = (struct value){.type = IS_UNKNOWN, .text = "", .row = v->row};
}

static bool read_key(struct lists *l, const struct field *f, const char *image, struct value *v)
{
	if (image_parse(&l->image, image) != 0)
		conn_die(l->db, SQLITE_CORRUPT, "change.old");
	if (!key_make(l->db, f, &l->image, &l->key))
		return false;
	*v = (struct value){.type = IS_INT, .number = gone_number(l->key.s, l->key.n)};
	return true;
}

static void write_field(struct lists *l, const struct field *f)
{
	char *before = kept_before(f->name);
	size_t n = 0, length = strlen(before);

	l->v = mem_grow(l->v, &l->cap_v, l->n + 1, sizeof *l->v);
	for (size_t i = 0; i < l->n; i++) {
		const char *image = l->images.s + l->at[i];

		if (f->type == F_KEY ? !read_key(l, f, image, &l->v[n]) : !kept_value(image, before, length, &l->v[n]))
			continue;
		l->v[n].row = l->row[i].number;
		check_value(&l->v[n++]);
	}
	free(before);
	if (n == 0)
		return;
	sort(l->v, n);
	str_clear(&l->cells);
	for (size_t i = 0; i < n; i++) {
		if (i == 0 || kept_compare(&l->v[i - 1], &l->v[i]) != 0) {
			str_add(&l->cells, i ? "\n" : "");
			add_value(&l->cells, &l->v[i]);
		}
		str_addc(&l->cells, ' ');
		add_number(&l->cells, l->v[i].row);
	}
	write_line(l->db, l->e, f->name, l->txn, str_text(&l->cells));
}

static void write_numbers(struct lists *l, const char *field, const struct value *v, size_t n)
{
	if (n == 0)
		return;
	str_clear(&l->cells);
	for (size_t i = 0; i < n; i++) {
		str_add(&l->cells, i ? " " : "");
		add_number(&l->cells, v[i].number);
	}
	write_line(l->db, l->e, field, l->txn, str_text(&l->cells));
}

static void flush(struct lists *l)
{
	for (size_t i = 0; i < l->e->n; i++)
		if (gone_listed(&l->e->fields[i]))
			write_field(l, &l->e->fields[i]);
	write_numbers(l, GONE_DELETED, l->row, l->n);
	write_numbers(l, GONE_BACK, l->back, l->n_back);
	l->n = l->n_back = 0;
	str_clear(&l->images);
}

static void add(struct lists *l, int64_t row, const char *image)
{
	struct value v = {.type = IS_INT, .number = row};

	if (!image) {
		l->back = mem_grow(l->back, &l->cap_back, l->n_back + 1, sizeof *l->back);
		l->back[l->n_back++] = v;
		return;
	}
	l->row = mem_grow(l->row, &l->cap_row, l->n + 1, sizeof *l->row);
	l->at = mem_grow(l->at, &l->cap, l->n + 1, sizeof *l->at);
	l->row[l->n] = v;
	l->at[l->n++] = l->images.n;
	str_addn(&l->images, image, strlen(image) + 1);
}

/* Of what the log tells from a row of it on. */
static void list(struct db *db, const struct entity *e, int64_t first)
{
	struct lists l = {.db = db, .e = e};
	struct stmt *st = db_prepare_own(db, "SELECT txn, row, CASE WHEN op = 'D' THEN old END FROM change "
	                                     "WHERE entity = :entity AND op <> 'U' AND id >= :first ORDER BY id");

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "first", first);
	while (db_step(st)) {
		if (db_int(st, 0) != l.txn || l.n + l.n_back >= TOGETHER)
			flush(&l);
		l.txn = db_int(st, 0);
		add(&l, db_int(st, 1), db_text(st, 2));
	}
	flush(&l);
	db_finalize(st);
	free(l.row);
	free(l.back);
	free(l.v);
	free(l.at);
	str_free(&l.images);
	str_free(&l.cells);
	str_free(&l.key);
	image_free(&l.image);
}

void gone_write(struct db *db, const struct entity *e, const struct sweep *s)
{
	char *bounds;

	if (s->rows < SWEPT_MANY) {
		list(db, e, db_get_int_id(db, INT64_MAX, "SELECT id FROM change WHERE txn = :id ORDER BY id LIMIT 1", db->txn.id));
		return;
	}
	bounds = s->all > s->rows ? mem_copy("") : mem_printf("%lld %lld", (long long)s->first, (long long)s->last);
	write_line(db, e, GONE_UNLISTED, db->txn.id, bounds);
	free(bounds);
}

void gone_renew(struct db *db)
{
	const struct entity *e;

	if (db_get_int(db, 0, "SELECT 1 FROM gone LIMIT 1", NULL))
		return;
	for (size_t i = 0; (e = registry_at(i)); i++)
		if (trigger_recorded(e))
			list(db, e, 0);
}
