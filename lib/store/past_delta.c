/* SPDX-License-Identifier: GPL-2.0-or-later */
/* past_delta - rows as they stood: from old images, or from today's row with what follows the events */
#include <stdlib.h>
#include <string.h>

#include "store/key.h"
#include "store/past_early.h"
#include "store/past_follow.h"

/* The INSERT into the delta, with what it takes to find an image's values quickly. */
struct filler {
	struct stmt *insert, *copy;
	struct stmt *one;                   /* reads the changes of one row; NULL until needed */
	struct stmt *reopen, *end_as_today; /* NULL: nothing in this table ends */
	struct image image;
	struct str key;
	const struct field **field; /* parallel to the columns */
	int *today;                 /* column of the reading statement that has today's value, or 0 */
};

/* Columns of the statement that reads changes. */
enum { C_ROW, C_OP, C_OLD, C_MOVED, C_CREATED };

/* What follows from a deal's moves is in today's row right as long as no move is dated later. */
static const char *const follows[] = {"moved_at", "created_at", "stage", "closed_at", "lost_reason",
                                      "competitor"};

static bool is_deal(const struct shadow *s)
{
	return strcmp(s->e->name, "deal") == 0;
}

/* Whose a deal was at its moves follows from hand-overs, also from those that were entered since. */
static bool is_move(const struct shadow *s)
{
	return strcmp(s->e->name, "stage_change") == 0;
}

bool past_delta_follows(const struct shadow *s, const char *column)
{
	for (size_t k = 0; k < sizeof follows / sizeof *follows && is_deal(s); k++)
		if (strcmp(column, follows[k]) == 0)
			return true;
	return is_move(s) && strcmp(column, "owner") == 0;
}

/* ---- filling */

void past_delta_create(struct db *db, struct shadow *s)
{
	struct str sql = {0};

	if (s->created)
		return;
	s->created = true;
	str_addf(&sql, "CREATE TABLE past.%s (id INTEGER PRIMARY KEY", s->e->name);
	for (size_t i = 1; i < s->column.n; i++)
		str_addf(&sql, ", %s %s", s->column.v[i], s->type.v[i]);
	str_add(&sql, ")");
	conn_exec(db, str_text(&sql));
	str_free(&sql);
}

static void prepare_copy(struct db *db, const struct shadow *s, struct filler *f)
{
	struct str sql = {0};

	str_addf(&sql, "INSERT INTO past.%s SELECT id", s->e->name);
	for (size_t i = 1; i < s->column.n; i++) {
		str_add(&sql, ", ");
		past_ended_column(db, s, s->column.v[i], &sql);
	}
	str_addf(&sql, " FROM main.%s WHERE id = :id AND %s", s->e->name, s->where ? s->where : "true");
	f->copy = db_prepare_own(db, str_text(&sql));
	str_free(&sql);
}

static struct filler *filler_of(struct db *db, struct shadow *s)
{
	struct filler *f = s->filler;
	struct str sql = {0};

	if (f)
		return f;
	past_delta_create(db, s);
	f = s->filler = mem_zero(sizeof *f);
	f->field = mem_zero(s->column.n * sizeof *f->field);
	f->today = mem_zero(s->column.n * sizeof *f->today);
	str_addf(&sql, "INSERT INTO past.%s VALUES (?", s->e->name);
	for (size_t i = 1; i < s->column.n; i++)
		str_add(&sql, ", ?");
	str_add(&sql, ")");
	f->insert = db_prepare_own(db, str_text(&sql));
	prepare_copy(db, s, f);
	if (past_is_as_of(db))
		past_ended_prepare(db, s, &f->reopen, &f->end_as_today);
	for (size_t i = 0; i < s->column.n; i++) {
		f->field[i] = registry_field(s->e, s->column.v[i]);
		for (size_t k = 0; k < sizeof follows / sizeof *follows && is_deal(s); k++)
			if (strcmp(s->column.v[i], follows[k]) == 0)
				f->today[i] = C_MOVED + (int)k;
	}
	str_free(&sql);
	return f;
}

/* Images keep the order of the columns, so the next value is nearly always the one that is sought. */
static const struct image_value *value_of(const struct image *im, const char *column, size_t *next)
{
	if (*next < im->n && strcmp(im->v[*next].name, column) == 0)
		return &im->v[(*next)++];
	return image_find(im, column);
}

/* Today's value at its place in the statement that reads the changes. */
static void bind_today(struct stmt *insert, int i, struct stmt *changes, int column, enum field_type type)
{
	if (db_null(changes, column))
		db_bind_null_at(insert, i);
	else if (type == F_REF)
		db_bind_int_at(insert, i, db_int(changes, column));
	else
		db_bind_text_at(insert, i, db_text(changes, column));
}

/* What is taken from today's row of a deal instead of its image. */
struct takes {
	bool moves;   /* what follows from its moves */
	bool opening; /* its date: its history was entered later and told that it was opened earlier */
};

static void insert(struct db *db, struct shadow *s, struct stmt *changes, struct takes take)
{
	struct filler *f = s->filler;
	size_t next = 0;

	for (size_t i = 0; i < s->column.n; i++) {
		const struct image_value *v = value_of(&f->image, s->column.v[i], &next);

		if (f->today[i] && (f->today[i] == C_CREATED ? take.opening : take.moves))
			bind_today(f->insert, (int)i + 1, changes, f->today[i], f->field[i]->type);
		else if (!f->field[i] || f->field[i]->type != F_KEY)
			image_bind_at(f->insert, (int)i + 1, v);
		else if (key_make(db, f->field[i], &f->image, &f->key))
			db_bind_text_at(f->insert, (int)i + 1, str_text(&f->key));
		else
			db_bind_null_at(f->insert, (int)i + 1);
	}
	db_run(f->insert);
	s->delta_rows++;
}

/* Does the record's date, or none, lie before the moment? Known mode knows no such condition. */
static bool shows(struct db *db, const struct shadow *s, const struct image *im, int64_t id)
{
	const struct image_value *v;

	if (!past_is_as_of(db) || !s->e->dated)
		return true;
	v = image_find(im, s->e->dated);
	return !v || !v->text || strcmp(v->text, db->past->before) < 0 || past_is_early(db, s, id);
}

static struct takes takes(struct db *db, struct shadow *s, struct stmt *changes, const struct image *im)
{
	const struct image_value *created = image_find(im, "created_at");
	bool stands = !db_null(changes, C_MOVED);

	return (struct takes){
		.moves = stands && !past_concerns(db, s, BY_MOVE, db_int(changes, C_ROW)),
		.opening = stands && created && created->text &&
		           strcmp(db_text0(changes, C_CREATED), created->text) < 0};
}

static void set_end(struct stmt *st, int64_t id)
{
	db_bind_int(st, "id", id);
	db_run(st);
}

static void set_owner(struct db *db, int64_t move)
{
	struct stmt *st = db_prepare(db, "UPDATE past.stage_change SET owner = (SELECT m.owner FROM main.stage_change m "
	                                 "WHERE m.id = :id) WHERE id = :id AND EXISTS "
	                                 "(SELECT 1 FROM main.stage_change m WHERE m.id = :id)");

	db_bind_int(st, "id", move);
	db_run(st);
}

/* A row as its first change since says that it stood. */
static void fill_image(struct db *db, struct shadow *s, struct stmt *changes)
{
	struct filler *f = s->filler;
	struct takes take = {false, false};
	bool there;

	if (image_parse(&f->image, db_text0(changes, C_OLD)) != 0)
		conn_die(db, SQLITE_CORRUPT, "change.old");
	if (past_is_as_of(db) && is_deal(s))
		take = takes(db, s, changes, &f->image);
	there = take.opening ? strcmp(db_text0(changes, C_CREATED), db->past->before) < 0
	                     : shows(db, s, &f->image, db_int(changes, C_ROW));
	if (!there)
		return;
	insert(db, s, changes, take);
	if (past_is_as_of(db))
		past_moved_apply(db, s, db_int(changes, C_ROW));
	if (past_is_as_of(db) && is_move(s))
		set_owner(db, db_int(changes, C_ROW));
	if (f->reopen) {
		set_end(f->reopen, db_int(changes, C_ROW));
		set_end(f->end_as_today, db_int(changes, C_ROW));
	}
}

/* A row that did not change, and whose fields follow the events. */
static void fill_copy(struct db *db, struct shadow *s, int64_t id)
{
	struct stmt *copy = filler_of(db, s)->copy;

	bits_add(&s->filled, id);
	db_bind_int(copy, "id", id);
	db_run(copy);
	if (db_changes(db) == 0)
		return;
	s->delta_rows++;
	past_moved_apply(db, s, id);
}

/* Merged is not taken back: what was entered about it is still true. */
static bool is_merged(struct db *db, const struct shadow *s, int64_t id)
{
	struct stmt *st = db_prepare(db, "SELECT 1 FROM main.redirect WHERE entity = :entity AND gone = :id");
	bool merged;

	db_bind_text(st, "entity", s->e->name);
	db_bind_int(st, "id", id);
	merged = db_step(st);
	db_reset(st);
	return merged;
}

bool past_delta_stands(struct db *db, const struct shadow *s, int64_t id)
{
	char *sql = mem_printf("SELECT 1 FROM main.%s WHERE id = :id", s->e->name);
	bool stands = db_get_int_id(db, 0, sql, id) == 1;

	free(sql);
	return stands || is_merged(db, s, id);
}

/* The first image of a row is how it stood. A row whose first change is an insertion was not there, and
 * of one that was inserted since and is gone again nothing shows. */
static void fill_from(struct db *db, struct shadow *s, struct stmt *changes)
{
	struct bits absent = {0};

	while (db_step(changes)) {
		int64_t id = db_int(changes, C_ROW);

		if (bits_has(&s->filled, id))
			continue;
		if (strcmp(db_text0(changes, C_OP), "I") == 0) {
			bits_add(&absent, id);
			continue;
		}
		bits_add(&s->filled, id);
		if ((id < s->fresh && !bits_has(&absent, id)) || (past_is_as_of(db) && past_delta_stands(db, s, id)))
			fill_image(db, s, changes);
	}
	bits_free(&absent);
}

/* The statement that reads the changes; of deals as-of mode wants today's row beside them. */
static struct stmt *prepare(struct db *db, const struct shadow *s, const char *before, const char *which)
{
	bool joined = past_is_as_of(db) && is_deal(s);
	struct str sql = {0};
	struct stmt *st;

	str_add(&sql, "SELECT c.row, c.op, c.old");
	for (size_t k = 0; joined && k < sizeof follows / sizeof *follows; k++)
		str_addf(&sql, ", d.%s", follows[k]);
	str_addf(&sql, " FROM %smain.change c %s WHERE %s", before,
	         joined ? "LEFT JOIN main.deal d ON d.id = c.row" : "", which);
	st = db_prepare_own(db, str_text(&sql));
	db_bind_int(st, "first", db->past->first_change);
	db_bind_int(st, "last", s->last_change);
	db_bind_text(st, "entity", s->e->name);
	str_free(&sql);
	return st;
}

/* A row of which the log only says that it came back. */
static void fill_again(struct db *db, struct shadow *s, int64_t id)
{
	if (past_is_as_of(db) && !bits_has(&s->filled, id))
		fill_copy(db, s, id);
	bits_add(&s->filled, id);
}

void past_delta_one(struct db *db, struct shadow *s, int64_t id)
{
	struct filler *f = filler_of(db, s);

	if (bits_has(&s->filled, id))
		return;
	if (!past_logged(db, s, id)) {
		fill_copy(db, s, id);
		return;
	}
	if (!f->one)
		f->one = prepare(db, s, "", "c.entity = :entity AND c.row = :row AND c.id BETWEEN :first AND :last ORDER BY c.id");
	db_bind_int(f->one, "row", id);
	fill_from(db, s, f->one);
	fill_again(db, s, id);
}

/* Few among many are fetched one by one; else the log is read as it lies. */
static void fill_logged(struct db *db, struct shadow *s, enum past_cause cause)
{
	struct stmt *st;

	if (s->changes[cause] == 0)
		return;
	(void)filler_of(db, s);
	if (s->changes[cause] >= s->log / 4)
		st = prepare(db, s, "", "+c.entity = :entity AND c.id BETWEEN :first AND :last ORDER BY c.id");
	else if (cause == BY_CHANGE)
		st = prepare(db, s, "", "c.entity = :entity AND +c.id BETWEEN :first AND :last ORDER BY c.row, c.id");
	else
		st = prepare(db, s, "main.change g CROSS JOIN ",
		             "g.entity = :entity AND g.op <> 'U' AND g.id >= :first AND c.entity = :entity "
		             "AND c.row = g.row AND c.id BETWEEN :first AND :last ORDER BY g.id, c.id");
	fill_from(db, s, st);
	db_finalize(st);
}

void past_delta_all(struct db *db, struct shadow *s, enum past_cause cause)
{
	const struct bits *rows = &s->cause[cause].rows;

	if (s->cause[cause].filled)
		return;
	s->cause[cause].filled = true;
	past_find(db, s, cause);
	if (cause <= BY_GONE)
		fill_logged(db, s, cause);
	for (int64_t id = bits_next(rows, 0); id >= 0; id = bits_next(rows, id + 1))
		if (cause == BY_CHANGE)
			fill_again(db, s, id);
		else
			past_delta_one(db, s, id);
}

void past_delta_index(struct db *db, struct shadow *s, int index)
{
	struct shadow_index *ix = &s->index[index];
	struct str sql = {0};

	if (ix->built)
		return;
	ix->built = true;
	str_setf(&sql, "CREATE INDEX past.%s_%d ON %s (", s->e->name, index, s->e->name);
	for (int k = 0; k < ix->n; k++)
		str_addf(&sql, "%s%s", k ? ", " : "", s->column.v[ix->column[k]]);
	str_add(&sql, ")");
	conn_exec(db, str_text(&sql));
	str_free(&sql);
}

void past_delta_free(struct shadow *s)
{
	struct filler *f = s->filler;

	if (!f)
		return;
	db_finalize(f->insert);
	db_finalize(f->copy);
	db_finalize(f->one);
	db_finalize(f->reopen);
	db_finalize(f->end_as_today);
	image_free(&f->image);
	str_free(&f->key);
	free(f->field);
	free(f->today);
	free(f);
}
