/* SPDX-License-Identifier: GPL-2.0-or-later */
/* feed - the records a program acts on: operands, or the key column of a table on stdin
 *
 * Operands and the table on stdin are one sequence; "-" says where in it the table stands, and
 * may come again. Rows are counted before the base is opened (feed_expected), because what a
 * program may do to many is asked of the user first. */
#include "model/feed.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "model/find.h"

#define MOST_KEYS 3

struct feed {
	const struct entity *entity; /* of the current record */
	char **operands;
	int n, at;            /* at: the operand that comes next */
	struct tablein *in;   /* NULL: operands only */
	int key;              /* column of the table, of the current record */
	const struct entity *kinds[MOST_KEYS]; /* what a row may name: the first that it fills counts */
	int keys[MOST_KEYS];
	size_t keys_n;
	bool in_table;        /* the current record came from the table */
	long refused;
	bool (*there)(void *arg, int64_t id); /* or NULL */
	void *arg;
	int *extra;           /* columns of the table that are passed on */
	size_t extras;
	const char **row;     /* cells of an output row */
	size_t own;
};

/* Turns to the first key column that the row fills; false when it fills none. */
static bool choose_key(struct feed *f)
{
	for (size_t i = 0; i < f->keys_n; i++) {
		f->key = f->keys[i];
		f->entity = f->kinds[i];
		if (*f->in->cell[f->key])
			return true;
	}
	return false;
}

/* Finds the key columns; entities: NULL-terminated. */
static void read_table(struct feed *f, const char *const *entities)
{
	f->in = tablein_read(0, "stdin", entities[0]);
	for (const char *const *e = entities; *e; e++) {
		int key = tablein_column(f->in, *e);

		if (key < 0)
			continue;
		f->kinds[f->keys_n] = registry_entity(*e);
		f->keys[f->keys_n++] = key;
	}
	if (!f->keys_n)
		(void)tablein_need(f->in, entities[0]);
}

struct feed *feed_open_any(const char *const *entities)
{
	struct feed *f = mem_zero(sizeof *f);

	read_table(f, entities);
	return f;
}

struct feed *feed_over(struct tablein *in)
{
	struct feed *f = mem_zero(sizeof *f);

	f->in = in;
	return f;
}

bool feed_step(struct feed *f)
{
	return f->in_table = tablein_next(f->in);
}

const struct entity *feed_entity(const struct feed *f)
{
	return f->entity;
}

struct feed *feed_open(const struct entity *e, char **operands, int n)
{
	struct feed *f = mem_zero(sizeof *f);
	bool dash = n == 0;

	f->entity = e;
	f->operands = operands;
	f->n = n;
	for (int i = 0; i < n; i++)
		dash = dash || strcmp(operands[i], "-") == 0;
	if (n == 0 && !tablein_waiting())
		opt_usage("no %s given, neither as operand nor on standard input", e->name);
	if (dash)
		read_table(f, (const char *const[]){e->name, NULL});
	return f;
}

long feed_expected(struct feed *f)
{
	long n = 0;

	for (int i = 0; i < f->n; i++)
		n += strcmp(f->operands[i], "-") != 0;
	if (!f->in)
		return n;
	while (tablein_next(f->in))
		n += choose_key(f);
	tablein_rewind(f->in);
	return n;
}

const struct strs *feed_columns(const struct feed *f)
{
	return f->in ? &f->in->names : NULL;
}

/* The text that names the next record, or NULL at the end. The table stands where "-" does. */
static const char *next_text(struct feed *f)
{
	for (;;) {
		if (f->in_table || f->n == 0) {
			while ((f->in_table = tablein_next(f->in)) && !choose_key(f))
				tablein_blank(f->in);
			if (f->in_table)
				return f->in->cell[f->key];
			if (f->n == 0)
				return NULL;
		}
		if (f->at >= f->n)
			return NULL;
		if (strcmp(f->operands[f->at++], "-") != 0)
			return f->operands[f->at - 1];
		tablein_rewind(f->in);
		f->in_table = true;
	}
}

/* What names no record is the fault of the key column, anything else that of the record. */
static void refuse_key(struct feed *f, const char *reason)
{
	f->refused++;
	if (f->in_table)
		complain("%s:%ld: column '%s': %s", f->in->source, f->in->line, f->entity->name, reason);
	else
		complain("%s: %s: %s", die_name, f->operands[f->at - 1], reason);
}

void feed_refuse(struct feed *f, const char *reason)
{
	f->refused++;
	if (f->in_table)
		complain("%s:%ld: %s %s: %s", f->in->source, f->in->line, f->entity->name, f->in->cell[f->key], reason);
	else
		complain("%s: %s: %s", die_name, f->operands[f->at - 1], reason);
}

void feed_known(struct feed *f, bool (*there)(void *arg, int64_t id), void *arg)
{
	f->there = there;
	f->arg = arg;
}

/* Bare numbers of a long table: whoever reads the records in their order knows sooner than a search for each. */
static bool is_known(struct feed *f, const char *text, int64_t *id)
{
	*id = f->there ? find_plain(text) : -1;
	return *id >= 0 && f->there(f->arg, *id);
}

bool feed_next(struct feed *f, struct db *db, int64_t *id)
{
	struct str why = {0};
	const char *text;

	while ((text = next_text(f))) {
		if (is_known(f, text, id))
			break;
		if (*text)
			*id = find_record(db, f->entity, text, &why);
		else
			*id = str_setf(&why, "is empty");
		if (*id >= 0)
			break;
		refuse_key(f, str_text(&why));
	}
	str_free(&why);
	if (!text && f->in)
		tablein_tell_blank(f->in, f->in->names.v[f->keys[0]]);
	return text != NULL;
}

bool feed_has(const struct feed *f, const char *column)
{
	return f->in && tablein_column(f->in, column) >= 0;
}

bool feed_any(struct feed *f, const char *column)
{
	int i = f->in ? tablein_column(f->in, column) : -1;
	bool any = false;

	while (i >= 0 && !any && tablein_next(f->in))
		any = *f->in->cell[i] != '\0';
	if (f->in)
		tablein_rewind(f->in);
	return any;
}

const char *feed_cell(const struct feed *f, const char *column)
{
	int i = f->in_table ? tablein_column(f->in, column) : -1;

	return i < 0 ? NULL : f->in->cell[i];
}

long feed_refused(const struct feed *f)
{
	return f->refused;
}

static bool is_own(const char *name, const struct out_column *own, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(own[i].name, name) == 0)
			return true;
	return false;
}

/* The own columns and those that are passed on; n gets how many there are. */
static struct out_column *all_columns(struct feed *f, const struct out_column *own, size_t *n)
{
	size_t most = *n + (f->in ? f->in->names.n : 0);
	struct out_column *all = mem_zero((most + 1) * sizeof *all);

	memcpy(all, own, *n * sizeof *own);
	f->row = mem_zero((most + 1) * sizeof *f->row);
	f->extra = mem_zero((most + 1) * sizeof *f->extra);
	f->own = *n;
	for (size_t i = 0; f->in && i < f->in->names.n; i++) {
		const char *name = f->in->names.v[i];

		if (is_own(name, own, f->own))
			continue;
		all[(*n)++] = (struct out_column){name, OUT_TEXT};
		f->extra[f->extras++] = (int)i;
	}
	return all;
}

struct out *feed_out(struct feed *f, const struct out_column *own, size_t n)
{
	struct out_column *all = all_columns(f, own, &n);
	struct out *out = out_open(all, n);

	free(all);
	return out;
}

struct shape *feed_shape(struct feed *f, const struct out_column *own, size_t n)
{
	struct out_column *all = all_columns(f, own, &n);
	struct shape *shape = shape_open(all, n);

	free(all);
	return shape;
}

const char *const *feed_cells(struct feed *f, const char *const *own)
{
	memcpy(f->row, own, f->own * sizeof *own);
	for (size_t i = 0; i < f->extras; i++)
		f->row[f->own + i] = f->in_table ? f->in->cell[f->extra[i]] : NULL;
	return f->row;
}

void feed_row(struct feed *f, struct out *out, const char *const *own)
{
	out_row(out, feed_cells(f, own));
}

void feed_free(struct feed *f)
{
	if (!f)
		return;
	if (f->in)
		tablein_free(f->in);
	free(f->extra);
	free(f->row);
	free(f);
}
