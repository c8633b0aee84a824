/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_delta - old images of the rows that changed since, and which rows of today they hide */
#include <stdlib.h>
#include <string.h>

#include "store/key.h"
#include "store/past_parts.h"

bool bits_has(const struct bits *b, int64_t id)
{
	size_t at = (size_t)id / 8;

	return id >= 0 && at < b->n && (b->v[at] >> (id % 8) & 1);
}

static void bits_room(struct bits *b, int64_t id)
{
	size_t need = (size_t)id / 8 + 1, n = b->n ? b->n : 64;

	if (need <= b->n)
		return;
	while (n < need)
		n *= 2;
	b->v = mem_resize(b->v, n);
	memset(b->v + b->n, 0, n - b->n);
	b->n = n;
}

void bits_add(struct bits *b, int64_t id)
{
	bits_room(b, id);
	b->v[id / 8] = (unsigned char)(b->v[id / 8] | 1 << (id % 8));
}

void bits_add_range(struct bits *b, int64_t first, int64_t last)
{
	bits_room(b, last);
	for (; first <= last && first % 8; first++)
		bits_add(b, first);
	for (; first + 7 <= last; first += 8)
		b->v[first / 8] = 0xff;
	for (; first <= last; first++)
		bits_add(b, first);
}

/* The INSERT into the delta, with what it takes to find an image's values quickly. */
struct filler {
	struct stmt *insert;
	struct image image;
	struct str key;
	const struct field **field; /* parallel to the columns */
};

static void create(struct db *db, struct shadow *s)
{
	struct str sql = {0};

	str_addf(&sql, "CREATE TEMP TABLE past_%s (id INTEGER PRIMARY KEY", s->e->name);
	for (size_t i = 1; i < s->column.n; i++)
		str_addf(&sql, ", %s %s", s->column.v[i], s->type.v[i]);
	str_add(&sql, ")");
	conn_exec(db, str_text(&sql));
	str_free(&sql);
}

static void filler_open(struct db *db, const struct shadow *s, struct filler *f)
{
	struct str sql = {0};

	*f = (struct filler){.field = mem_zero(s->column.n * sizeof *f->field)};
	str_addf(&sql, "INSERT INTO temp.past_%s VALUES (?", s->e->name);
	for (size_t i = 1; i < s->column.n; i++)
		str_add(&sql, ", ?");
	str_add(&sql, ")");
	f->insert = db_prepare_own(db, str_text(&sql));
	for (size_t i = 0; i < s->column.n; i++)
		f->field[i] = registry_field(s->e, s->column.v[i]);
	str_free(&sql);
}

static void filler_close(struct filler *f)
{
	db_finalize(f->insert);
	image_free(&f->image);
	str_free(&f->key);
	free(f->field);
}

/* Images keep the order of the columns, so the next value is nearly always the one that is sought. */
static const struct image_value *value_of(const struct image *im, const char *column, size_t *next)
{
	if (*next < im->n && strcmp(im->v[*next].name, column) == 0)
		return &im->v[(*next)++];
	return image_find(im, column);
}

static void fill(struct db *db, struct shadow *s, struct filler *f)
{
	size_t next = 0;

	for (size_t i = 0; i < s->column.n; i++)
		if (!f->field[i] || f->field[i]->type != F_KEY)
			image_bind_at(f->insert, (int)i + 1, value_of(&f->image, s->column.v[i], &next));
		else if (key_make(db, f->field[i], &f->image, &f->key))
			db_bind_text_at(f->insert, (int)i + 1, str_text(&f->key));
		else
			db_bind_null_at(f->insert, (int)i + 1);
	db_run(f->insert);
	s->delta_rows++;
}

static void read_ranges(struct db *db, struct shadow *s)
{
	struct stmt *st = db_prepare(db, "SELECT first, last FROM main.txn_range WHERE txn >= :txn "
	                                 "AND +entity = :entity");

	db_bind_int(st, "txn", db->past->first_txn);
	db_bind_text(st, "entity", s->e->name);
	while (db_step(st))
		bits_add_range(&s->inserted, db_int(st, 0), db_int(st, 1));
}

static bool stands_today(struct db *db, const struct shadow *s, int64_t id)
{
	char *sql = mem_printf("SELECT 1 FROM main.%s WHERE id = :id", s->e->name);
	bool stands = db_get_int_id(db, 0, sql, id) == 1;

	free(sql);
	return stands;
}

/* Steps through the changes since, oldest first: the first image of a row is how it stood. A row whose
 * first change is an insertion was not there. */
static void read_changes(struct db *db, struct shadow *s, struct filler *f)
{
	bool known = db->past->mode == PAST_KNOWN;
	struct bits absent = {0};
	struct stmt *st = db_prepare(db, "SELECT row, op, old FROM main.change WHERE id >= :first "
	                                 "AND +entity = :entity ORDER BY id");

	db_bind_int(st, "first", db->past->first_change);
	db_bind_text(st, "entity", s->e->name);
	while (db_step(st)) {
		int64_t id = db_int(st, 0);
		bool existed = !bits_has(&s->inserted, id) && !bits_has(&absent, id);

		if (bits_has(&s->hidden, id))
			continue;
		if (strcmp(db_text0(st, 1), "I") == 0) {
			bits_add(&absent, id);
			s->returned = true;
			if (known)
				bits_add(&s->hidden, id);
			continue;
		}
		bits_add(&s->hidden, id);
		if (!existed && (known || !stands_today(db, s, id)))
			continue;
		if (image_parse(&f->image, db_text0(st, 2)) != 0)
			conn_die(db, SQLITE_CORRUPT, "change.old");
		if (past_shows(db->past, s, &f->image))
			fill(db, s, f);
	}
	free(absent.v);
}

bool past_delta_build(struct db *db, struct shadow *s)
{
	struct filler f;

	create(db, s);
	if (!db->past->first_txn)
		return false;
	read_ranges(db, s);
	filler_open(db, s, &f);
	read_changes(db, s, &f);
	filler_close(&f);
	if (db->past->mode == PAST_KNOWN)
		for (size_t i = 0; i < s->inserted.n; i++) {
			bits_room(&s->hidden, (int64_t)s->inserted.n * 8 - 1);
			s->hidden.v[i] |= s->inserted.v[i];
		}
	return s->hidden.n > 0;
}

void past_delta_copy(struct db *db, struct shadow *s, int64_t id)
{
	char *sql;
	struct stmt *st;

	if (bits_has(&s->hidden, id))
		return;
	sql = mem_printf("INSERT INTO temp.past_%s SELECT * FROM main.%s WHERE id = :id AND %s",
	                 s->e->name, s->e->name, s->dated ? s->dated : "true");
	st = db_prepare(db, sql);
	free(sql);
	db_bind_int(st, "id", id);
	db_run(st);
	s->delta_rows += db_changes(db);
	bits_add(&s->hidden, id);
}

void past_delta_indexes(struct db *db, struct shadow *s)
{
	struct str sql = {0};

	for (size_t i = 0; i < s->n_index && s->delta_rows > 0; i++) {
		str_setf(&sql, "CREATE INDEX temp.past_%s_%zu ON past_%s (", s->e->name, i, s->e->name);
		for (int k = 0; k < s->index[i].n; k++)
			str_addf(&sql, "%s%s", k ? ", " : "", s->column.v[s->index[i].column[k]]);
		str_add(&sql, ")");
		if (s->index[i].n > 0)
			conn_exec(db, str_text(&sql));
	}
	str_free(&sql);
}
