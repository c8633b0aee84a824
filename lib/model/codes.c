/* SPDX-License-Identifier: GPL-2.0-or-later */
/* codes - reference rows by the code people type */
#include "model/codes.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "model/words.h"

#define KNOWN_SHOWN 12

struct code {
	int64_t id;
	int64_t above; /* pipeline of a stage, parent of a territory; else 0 */
	const char *code; /* behind the colon of full, or full itself */
	char *full, *name; /* name may be "" */
};

struct table {
	const char *entity; /* the registry's own pointer */
	struct code *row;   /* ordered by id */
	size_t n, cap;
	struct words exact; /* full codes; made when first asked for, as is fold: whoever shows codes asks for neither */
	struct words fold;  /* codes, bare codes and names, folded */
	struct table *next;
};

static struct table *tables;
static struct db *owner; /* the base they were read from */

static bool is_stage(const char *entity)
{
	return strcmp(entity, "stage") == 0;
}

static char *folded(const char *s)
{
	struct str out = {0};

	text_fold(s, &out);
	return str_take(&out);
}

/* one: the row :id alone */
static char *select_codes(const struct entity *e, bool one)
{
	const char *label = e->label ? e->label : e->code;

	if (is_stage(e->name))
		return mem_printf("SELECT s.id, p.code || ':' || s.code, coalesce(s.name, ''), s.pipeline "
		                  "FROM stage s JOIN pipeline p ON p.id = s.pipeline %s",
		                  one ? "WHERE s.id = :id" : "ORDER BY s.id");
	return mem_printf("SELECT id, %s, coalesce(%s, ''), %s FROM %s %s", e->code, label,
	                  strcmp(e->name, "territory") == 0 ? "parent" : "0", e->name,
	                  one ? "WHERE id = :id" : "ORDER BY id");
}

static void fold_row(struct table *t, size_t i)
{
	const struct code *c = &t->row[i];

	words_add(&t->fold, folded(c->full), i, false);
	if (c->code > c->full)
		words_add(&t->fold, folded(c->code), i, false);
	if (*c->name)
		words_add(&t->fold, folded(c->name), i, true);
}

static void add_row(struct table *t, struct stmt *st)
{
	struct code *c;
	const char *colon;

	t->row = mem_grow(t->row, &t->cap, t->n + 1, sizeof *t->row);
	c = &t->row[t->n];
	c->id = db_int(st, 0);
	c->full = mem_copy(db_text0(st, 1));
	colon = is_stage(t->entity) ? strchr(c->full, ':') : NULL;
	c->code = colon ? colon + 1 : c->full;
	c->name = mem_copy(db_text0(st, 2));
	c->above = db_int(st, 3);
	if (t->exact.n)
		words_add(&t->exact, mem_copy(c->full), t->n, false);
	t->n++;
}

static struct table *load(struct db *db, const struct entity *e)
{
	struct table *t = mem_zero(sizeof *t);
	char *sql = select_codes(e, false);
	struct stmt *st = db_prepare_own(db, sql);

	t->entity = e->name;
	while (db_step(st))
		add_row(t, st);
	db_finalize(st);
	free(sql);
	t->next = tables;
	tables = t;
	return t;
}

/* Another base may have come to the same address: follow opens it again and again, and says
 * codes_forget. */
static struct table *loaded(struct db *db, const struct entity *e)
{
	if (owner != db)
		codes_forget();
	owner = db;
	for (struct table *t = tables; t; t = t->next)
		if (t->entity == e->name)
			return t;
	return NULL;
}

static struct table *table_of(struct db *db, const struct entity *e)
{
	struct table *t = loaded(db, e);

	return t ? t : load(db, e);
}

void codes_forget(void)
{
	while (tables) {
		struct table *t = tables;

		tables = t->next;
		for (size_t i = 0; i < t->n; i++) {
			free(t->row[i].full);
			free(t->row[i].name);
		}
		free(t->row);
		words_free(&t->exact);
		words_free(&t->fold);
		free(t);
	}
}

/* Rows are read in the order of their numbers and only added at the end, see codes_added. */
static const struct code *by_id(const struct table *t, int64_t id)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (t->row[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < t->n && t->row[low].id == id ? &t->row[low] : NULL;
}

/* What the base says of one row, ready to be stepped to. */
static struct stmt *select_one(struct db *db, const struct entity *e, int64_t id)
{
	char *sql = select_codes(e, true);
	struct stmt *st = db_prepare(db, sql);

	free(sql);
	db_bind_int(st, "id", id);
	return st;
}

void codes_added(struct db *db, const struct entity *e, int64_t id)
{
	struct table *t = loaded(db, e);
	struct stmt *st;

	if (!t)
		return;
	/* A number that came back, by undo or import, has no place at the end of the list: read anew when next asked. */
	if (t->n && t->row[t->n - 1].id >= id) {
		codes_forget();
		return;
	}
	st = select_one(db, e, id);
	for (; db_step(st); t->fold.n ? fold_row(t, t->n - 1) : (void)0)
		add_row(t, st);
}

void codes_changed(struct db *db, const struct entity *e, int64_t id)
{
	struct table *t = loaded(db, e);
	const struct code *c = t ? by_id(t, id) : NULL;
	struct stmt *st;
	bool same = false;

	if (!c) {
		codes_forget();
		return;
	}
	st = select_one(db, e, id);
	while (db_step(st))
		same = strcmp(c->full, db_text0(st, 1)) == 0 && strcmp(c->name, db_text0(st, 2)) == 0 &&
		       c->above == db_int(st, 3);
	if (!same)
		codes_forget();
}

const char *codes_text(struct db *db, const struct entity *e, int64_t id)
{
	const struct code *c = by_id(table_of(db, e), id);

	return c ? c->full : "";
}

static const struct code *exactly(struct table *t, const char *text)
{
	const struct word *w;

	if (t->exact.n == 0)
		for (size_t i = 0; i < t->n; i++)
			words_add(&t->exact, mem_copy(t->row[i].full), i, false);
	w = words_find(&t->exact, text);
	return w ? &t->row[w->row] : NULL;
}

static const struct code *by_number(const struct table *t, const char *text)
{
	char *end;
	long long id;

	if (*text < '0' || *text > '9')
		return NULL;
	errno = 0;
	id = strtoll(text, &end, 10);
	return *end || errno ? NULL : by_id(t, id);
}

/* Rows whose code (full, or behind the colon) or name is the text, case-blind; codes go before
 * names. within: only stages of this pipeline, 0 all. Returns how many, their indexes in hit. */
static size_t case_blind(struct table *t, int64_t within, const char *text, size_t *hit)
{
	char *fold = folded(text);
	const struct word *first;
	size_t n = 0;

	/* made at the first text that is no exact code */
	if (t->fold.n == 0)
		for (size_t i = 0; i < t->n; i++)
			fold_row(t, i);
	first = words_find(&t->fold, fold);
	for (int names = 0; names < 2 && n == 0; names++)
		for (const struct word *w = first; w; w = words_next(&t->fold, w))
			if (w->name == names && (!within || t->row[w->row].above == within))
				hit[n++] = w->row;
	free(fold);
	return n;
}

static int64_t several(const struct table *t, const char *text, const size_t *hit, size_t n,
                       struct str *why)
{
	str_setf(why, "%s '%s' is not clear, it could be ", t->entity, text);
	for (size_t i = 0; why && i < n; i++)
		str_addf(why, "%s'%s'", i == 0 ? "" : i + 1 == n ? " or " : ", ", t->row[hit[i]].full);
	return -1;
}

static int64_t unknown(const struct table *t, int64_t within, const char *text, struct str *why)
{
	const char **words = mem_alloc((t->n * 2 + 1) * sizeof *words);
	const char *near;
	size_t n = 0, shown = 0;

	if (!why) {
		free(words);
		return -1;
	}
	for (size_t i = 0; i < t->n; i++)
		if (!within || t->row[i].above == within) {
			words[n++] = t->row[i].full;
			if (t->row[i].code > t->row[i].full)
				words[n++] = t->row[i].code;
		}
	words[n] = NULL;
	near = text_nearest(text, words);
	str_setf(why, "unknown %s '%s'", t->entity, text);
	if (near)
		str_addf(why, ", did you mean '%s'?", near);
	else if (n == 0)
		str_addf(why, ", there is none yet");
	else if (n <= KNOWN_SHOWN)
		for (size_t i = 0; words[i]; i++)
			if (strchr(words[i], ':') || !is_stage(t->entity))
				str_addf(why, "%s%s", shown++ ? ", " : ", expected one of ", words[i]);
	free(words);
	return -1;
}

static int64_t one(struct table *t, int64_t within, const char *text, struct str *why)
{
	const struct code *c = exactly(t, text);
	size_t *hit, n;
	int64_t id;

	if (!c)
		c = by_number(t, text);
	/* an exact code, or a number, goes before names */
	if (c && (!within || c->above == within))
		return c->id;
	hit = mem_alloc((t->n + 1) * sizeof *hit);
	n = case_blind(t, within, text, hit);
	if (n == 1)
		id = t->row[hit[0]].id;
	else if (n > 1)
		id = several(t, text, hit, n, why);
	else
		id = unknown(t, within, text, why);
	free(hit);
	return id;
}

int64_t codes_id(struct db *db, const struct entity *e, const char *text, struct str *why)
{
	return one(table_of(db, e), 0, text, why);
}

int64_t codes_stage(struct db *db, int64_t pipeline, const char *text, struct str *why)
{
	return one(table_of(db, registry_entity("stage")), pipeline, text, why);
}

/* The row and everything below it in the tree; a row that is its own ancestor is taken once. */
static size_t with_below(const struct table *t, int64_t top, int64_t *ids)
{
	size_t n = 1;

	ids[0] = top;
	for (size_t done = 0; done < n; done++)
		for (size_t i = 0; i < t->n; i++) {
			size_t seen = 0;

			if (t->row[i].above != ids[done])
				continue;
			while (seen < n && ids[seen] != t->row[i].id)
				seen++;
			if (seen == n)
				ids[n++] = t->row[i].id;
		}
	return n;
}

size_t codes_ids(struct db *db, const struct entity *e, const char *text, int64_t **ids,
                 struct str *why)
{
	struct table *t = table_of(db, e);
	size_t *hit = mem_alloc((t->n + 1) * sizeof *hit), n = 0;
	int64_t id;

	*ids = mem_alloc((t->n + 1) * sizeof **ids);
	if (is_stage(e->name) && !exactly(t, text)) {
		n = case_blind(t, 0, text, hit);
		for (size_t i = 0; i < n; i++)
			(*ids)[i] = t->row[hit[i]].id;
	}
	free(hit);
	if (n > 0)
		return n;
	id = one(t, 0, text, why);
	if (id < 0) {
		free(*ids);
		*ids = NULL;
		return 0;
	}
	if (strcmp(e->name, "territory") == 0)
		return with_below(t, id, *ids);
	(*ids)[0] = id;
	return 1;
}
