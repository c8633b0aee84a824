/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_kept_sets - rows that stood in a column otherwise, found in the change sets that altered it
 *
 * One merge alters the company of ten activities, one large change set the score of fifty thousand. Of large ones is known
 * what they altered (altered.h), and their rows of the log follow each other: a question about the company passes by
 * all those that left it alone. Rows whose value is what it was are found in today's table. */
#include <stdlib.h>
#include <string.h>

#include "store/altered.h"
#include "store/past_kept_parts.h"

/* A large change set, and whether it altered the column. */
struct set {
	int64_t txn, first, last;
	bool altered;
};

struct kept_sets {
	int column;
	bool worth;
	int64_t last; /* row of the log behind which nothing altered the column */
	struct set *v;
	size_t n, cap;
	struct kept *kept; /* of each row its first image among those read */
	struct kept_sets *next;
};

/* ---- what is to be read of the log */

static struct set *set_of(struct kept_sets *k, int64_t txn)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->v[i].txn == txn)
			return &k->v[i];
	k->v = mem_grow(k->v, &k->cap, k->n + 1, sizeof *k->v);
	k->v[k->n] = (struct set){.txn = txn};
	return &k->v[k->n++];
}

static int by_number(const void *a, const void *b)
{
	const struct set *x = a, *y = b;

	return (x->txn > y->txn) - (x->txn < y->txn);
}

/* Does a mark stand for one of the columns? */
static bool stands_for(const struct shadow *s, const char *mark, uint64_t columns)
{
	const char *end = strchr(mark, ALTERED_BY);
	char *field = end ? mem_copyn(mark, (size_t)(end - mark)) : mem_copy(mark);
	bool stands = strcmp(field, ALTERED_ANY) == 0 || strcmp(field, ALTERED_ROWS) == 0 ||
	              (past_bit_of(s, field) & columns);

	free(field);
	return stands;
}

static void read_marks(const struct past *p, const struct shadow *s, struct kept_sets *k, int64_t *last)
{
	uint64_t columns = kept_made_of(s, k->column);

	for (size_t i = 0; i < p->entity.n; i++) {
		const char *by = strchr(p->field.v[i], ALTERED_BY);
		bool ours = strcmp(p->entity.v[i], s->e->name) == 0 && stands_for(s, p->field.v[i], columns);

		if (by)
			set_of(k, strtoll(by + 1, NULL, 10))->altered |= ours;
		else if (ours && p->altered[i] > *last)
			*last = p->altered[i];
	}
	if (k->n > 1)
		qsort(k->v, k->n, sizeof *k->v, by_number);
}

static int64_t end_of(struct db *db, const char *sql, int64_t txn)
{
	return db_get_int_id(db, 0, sql, txn);
}

/* Where the large ones lie in the log; what is left to be read is to be much less than all that was changed. */
static void measure(struct db *db, const struct shadow *s, struct kept_sets *k)
{
	int64_t last = 0, rest;

	read_marks(db->past, s, k, &last);
	k->last = end_of(db, "SELECT id FROM main.change WHERE txn <= :id ORDER BY txn DESC, id DESC LIMIT 1", last);
	rest = last ? k->last - db->past->first_change + 1 : 0;
	for (size_t i = 0; i < k->n; i++) {
		struct set *v = &k->v[i];

		if (v->altered || v->txn > last)
			continue;
		v->first = end_of(db, "SELECT id FROM main.change WHERE txn = :id ORDER BY id LIMIT 1", v->txn);
		v->last = end_of(db, "SELECT id FROM main.change WHERE txn = :id ORDER BY id DESC LIMIT 1", v->txn);
		rest -= v->last - v->first + 1;
	}
	k->worth = rest < s->log / 8;
}

/* ---- reading it */

static void read_part(struct db *db, struct shadow *s, struct kept_sets *k, int64_t from, int64_t to, struct bits *seen)
{
	struct stmt *st = db_prepare(db, "SELECT row, op, old FROM main.change WHERE +entity = :entity "
	                                 "AND id BETWEEN :from AND :to ORDER BY id");

	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "from", from);
	db_bind_int(st, "to", to);
	while (db_step(st)) {
		int64_t row = db_int(st, 0);

		if (bits_has(seen, row))
			continue;
		bits_add(seen, row);
		/* What came back may have had any value; it has no image. */
		if (db_text(st, 2))
			kept_keep(k->kept, row, db_text(st, 2));
		else
			past_delta_one(db, s, row);
	}
}

static void read_sets(struct db *db, struct shadow *s, struct kept_sets *k)
{
	int64_t from = db->past->first_change;
	struct bits seen = {0};

	k->kept = mem_zero(sizeof *k->kept);
	for (size_t i = 0; i < k->n; i++) {
		if (!k->v[i].first)
			continue;
		if (k->v[i].first > from)
			read_part(db, s, k, from, k->v[i].first - 1, &seen);
		from = k->v[i].last + 1;
	}
	if (k->last >= from)
		read_part(db, s, k, from, k->last, &seen);
	bits_free(&seen);
}

static struct kept_sets *sets_of(struct db *db, struct shadow *s, int column)
{
	struct kept_sets *k = s->sets;

	while (k && k->column != column)
		k = k->next;
	if (k)
		return k;
	k = mem_zero(sizeof *k);
	*k = (struct kept_sets){.column = column, .next = s->sets};
	s->sets = k;
	measure(db, s, k);
	if (k->worth)
		read_sets(db, s, k);
	return k;
}

/* ---- what fits today */

static void bind(struct stmt *st, const char *name, sqlite3_value *v)
{
	if (v && sqlite3_value_type(v) == SQLITE_INTEGER)
		db_bind_int(st, name, sqlite3_value_int64(v));
	else if (v)
		db_bind_text(st, name, (const char *)sqlite3_value_text(v));
}

/* Rows that fit and were changed since; false: too many fit. */
static bool fill_today(struct db *db, struct shadow *s, const struct bounds *b)
{
	const char *column = s->column.v[b->column];
	struct str sql = {0};
	struct stmt *st;
	int64_t most = s->log / 8, *rows = NULL;
	size_t n = 0, cap = 0;

	str_addf(&sql, "SELECT id FROM main.%s WHERE ", s->e->name);
	str_addf(&sql, b->from ? "%s >= :from" : "%s IS NOT NULL", column);
	if (b->to)
		str_addf(&sql, " AND %s <= :to", column);
	st = db_prepare_own(db, str_text(&sql));
	bind(st, "from", b->from);
	bind(st, "to", b->to);
	while ((int64_t)n <= most && db_step(st)) {
		rows = mem_grow(rows, &cap, n + 1, sizeof *rows);
		rows[n++] = db_int(st, 0);
	}
	db_finalize(st);
	for (size_t i = 0; i < n && (int64_t)n <= most; i++)
		if (past_concerns(db, s, BY_CHANGE, rows[i]))
			past_delta_one(db, s, rows[i]);
	free(rows);
	str_free(&sql);
	return (int64_t)n <= most;
}

bool past_kept_sets(struct db *db, struct shadow *s, const struct bounds *b)
{
	struct kept_sets *k = sets_of(db, s, b->column);

	return k->worth && kept_fill(db, s, kept_order(db, s, k->kept, b->column), b) && fill_today(db, s, b);
}

void past_kept_sets_free(struct shadow *s)
{
	for (struct kept_sets *k = s->sets, *next; k; k = next) {
		next = k->next;
		if (k->kept)
			kept_forget(k->kept);
		free(k->v);
		free(k);
	}
	s->sets = NULL;
}
