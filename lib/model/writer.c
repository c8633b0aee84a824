/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer - a list of fields taken apart once, then rows added through prepared statements
 *
 * Fields are sorted when it is opened: columns of the table, cells that go to a row of another (tied) or to
 * several (ways), spares for what is not said. Per row only values move. The INSERT names all columns
 * that any row may fill, so one compiled statement serves all. */
#include "model/writer.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "model/codes.h"
#include "model/search.h"
#include "model/writer_parts.h"
#include "store/trigger.h"
#include "store/txn.h"
#include "store/who.h"

int writer_refuse(const char *field, struct str *why)
{
	char *reason;

	if (why) {
		reason = mem_copy(str_text(why));
		str_setf(why, "%s: %s", field, reason);
		free(reason);
	}
	return -1;
}

struct cell *writer_cell(struct writer *w, const char *name)
{
	for (size_t i = 0; i < w->n; i++)
		if (!w->cell[i].tied && !w->cell[i].ways && strcmp(w->cell[i].name, name) == 0)
			return &w->cell[i];
	return NULL;
}

struct column *writer_column(struct writer *w, const char *name)
{
	for (size_t i = 0; i < w->columns; i++)
		if (strcmp(w->column[i].f->name, name) == 0)
			return &w->column[i];
	return NULL;
}

/* Finds where a field goes. */
static int place(struct writer *w, struct cell *c, struct str *why)
{
	c->f = registry_field(w->e, c->name);
	if (c->f && (c->f->type == F_ID || c->f->type == F_KEY))
		return str_setf(why, "field '%s' of %s is kept by the program", c->name, w->e->name);
	if (c->f && !(c->f->flags & FIELD_DERIVED))
		return 0;
	if (ways_take(w, c) || tied_takes(w, c))
		return 0;
	if (c->f)
		return str_setf(why, "field '%s' of %s is computed and cannot be set", c->name, w->e->name);
	return registry_unknown_field(w->e, c->name, why);
}

bool writer_is_log(const struct entity *e)
{
	return !trigger_recorded(e);
}

int writer_settable(const struct entity *e, const char *name, struct str *why)
{
	struct writer w = {.e = e};
	struct cell c = {.name = name};
	int rc = place(&w, &c, why);

	if (rc == 0 && (c.f->flags & FIELD_KEPT))
		return str_setf(why, "field '%s' of %s is kept by the program", name, e->name);
	return rc;
}

struct writer *writer_open(struct db *db, const struct entity *e, const char *const *fields, size_t n, struct str *why)
{
	struct writer *w;

	if (writer_is_log(e)) {
		str_setf(why, "%s is kept by the program", e->name);
		return NULL;
	}
	w = mem_zero(sizeof *w);
	w->db = db;
	w->e = e;
	w->n = n;
	w->rules = rules_of(e);
	w->cell = mem_zero((n + 1) * sizeof *w->cell);
	for (size_t i = 0; i < n; i++) {
		w->cell[i].name = mem_copy(fields[i]);
		for (size_t j = 0; j < i; j++)
			if (strcmp(fields[j], fields[i]) == 0) {
				str_setf(why, "field '%s' is given twice", fields[i]);
				writer_close(w);
				return NULL;
			}
		if (place(w, &w->cell[i], why) != 0) {
			writer_close(w);
			return NULL;
		}
	}
	w->who.is = who_id(db) > 0 ? VALUE_INT : VALUE_NULL;
	w->who.i = who_id(db);
	w->moment.is = w->day.is = w->entered.is = VALUE_TEXT;
	str_set(&w->entered.text, txn_at(db));
	writer_at(w, NULL);
	return w;
}

void writer_clear_empty(struct writer *w)
{
	w->clear_empty = true;
}

void writer_at(struct writer *w, const char *at)
{
	str_set(&w->moment.text, at ? at : txn_at(w->db));
	str_clear(&w->day.text);
	str_addn(&w->day.text, w->moment.text.s, 10);
}

void writer_allow_kept(struct writer *w)
{
	w->allow_kept = true;
}

void writer_bulk(struct writer *w)
{
	w->bulk = true;
}

void writer_no_search(struct writer *w)
{
	w->no_search = true;
}

void writer_flush(struct writer *w)
{
	if (w->rows)
		bundle_flush(w->rows);
	if (w->channels)
		bundle_flush(w->channels);
	if (w->history)
		bundle_flush(w->history);
	tied_flush(w);
}

void writer_no_twins(struct writer *w)
{
	w->no_twins = true;
}

bool writer_changed(const struct writer *w, size_t i)
{
	return w->cell[i].changed;
}

/* What a deal's stage means depends on its pipeline: writer_deal.c makes it out. */
static bool is_deal_stage(const struct writer *w, const struct cell *c)
{
	return w->rules == &deal_rules && strcmp(c->name, "stage") == 0;
}

int writer_read(struct writer *w, const char *const *cells, struct str *why)
{
	static const struct field plain = {.type = F_TEXT};

	for (size_t i = 0; i < w->n; i++) {
		struct cell *c = &w->cell[i];
		int rc;

		if (c->f->flags & FIELD_KEPT && !w->allow_kept && !c->tied && !c->ways)
			return str_setf(why, "%s: is kept by the program", c->name);
		if (c->ways)
			rc = ways_read(w, c, cells[i], why);
		else
			rc = value_read(w->db, is_deal_stage(w, c) ? &plain : c->f, cells[i], &c->v, why);
		if (rc != 0 || rules_past(w, c, why) != 0)
			return writer_refuse(c->name, why);
		c->given = w->clear_empty || c->v.is != VALUE_NULL;
		c->changed = false;
	}
	return 0;
}

static void prepare_insert(struct writer *w)
{
	struct str sql = {0};

	w->column = mem_zero(w->e->n * sizeof *w->column);
	str_addf(&sql, "INSERT INTO %s (", w->e->name);
	for (size_t i = 0; i < w->e->n; i++) {
		struct column *c = &w->column[w->columns];

		c->f = &w->e->fields[i];
		if (c->f->flags & FIELD_DERIVED || c->f->type == F_ID)
			continue;
		c->cell = writer_cell(w, c->f->name);
		c->spare = rules_spare(w, c);
		if (c->cell || c->spare || c->f->flags & FIELD_REQUIRED) {
			str_addf(&sql, "%s%s", w->columns ? ", " : "", c->f->name);
			w->columns++;
		}
	}
	str_add(&sql, ") VALUES (");
	for (size_t i = 0; i < w->columns; i++)
		str_add(&sql, i ? ", ?" : "?");
	str_addc(&sql, ')');
	w->insert = db_prepare_own(w->db, str_text(&sql));
	str_free(&sql);
	if (w->rules && w->rules->prepare)
		w->rules->prepare(w);
}

/* Values into columns, what is missing filled in, rules kept. */
static int settle_columns(struct writer *w, struct str *why)
{
	static const struct value nothing;

	for (size_t i = 0; i < w->columns; i++) {
		struct column *c = &w->column[i];

		c->use = c->cell && c->cell->v.is != VALUE_NULL ? &c->cell->v : c->spare ? c->spare : &nothing;
	}
	if (w->rules && w->rules->check && w->rules->check(w, why) != 0)
		return -1;
	for (size_t i = 0; i < w->columns; i++)
		if (w->column[i].f->flags & FIELD_REQUIRED && w->column[i].use->is == VALUE_NULL)
			return str_setf(why, "%s: a value is needed", w->column[i].f->name);
	return tied_check(w, why);
}

/* "territory.code: this value is taken already" in the words of the row that was given. */
static void name_value(struct writer *w, struct str *why)
{
	size_t n = strlen(w->e->name);
	char *text, *colon;

	if (!why || strncmp(str_text(why), w->e->name, n) != 0 || why->s[n] != '.')
		return;
	text = mem_copy(why->s + n + 1);
	colon = strchr(text, ':');
	if (colon) {
		const struct column *c;

		*colon = '\0';
		c = writer_column(w, text);
		if (c && c->use->is == VALUE_TEXT)
			str_setf(why, "%s: '%s':%s", text, c->use->text.s, colon + 1);
		else
			str_setf(why, "%s:%s", text, colon + 1);
	}
	free(text);
}

/* A load has the table to itself, so it can number the rows. */
static void begin_rows(struct writer *w)
{
	struct str columns = {0};

	for (size_t i = 0; i < w->columns; i++)
		str_addf(&columns, "%s%s", i ? ", " : "", w->column[i].f->name);
	w->rows = bundle_new(w->db, w->e->name, str_text(&columns));
	bundle_number(w->rows);
	str_free(&columns);
}

static int64_t insert_in_bundle(struct writer *w)
{
	int64_t id;

	if (!w->rows)
		begin_rows(w);
	id = bundle_next(w->rows);
	for (size_t i = 0; i < w->columns; i++)
		bundle_value(w->rows, w->column[i].use);
	return id;
}

static int64_t insert_one(struct writer *w, struct str *why)
{
	for (size_t i = 0; i < w->columns; i++)
		value_bind_at(w->insert, (int)i + 1, w->column[i].use);
	if (db_try(w->insert, why) != 0) {
		name_value(w, why);
		return -1;
	}
	return db_last_id(w->db);
}

/* What was just added is referred to by the rows of other tables. */
static void order_bundles(struct writer *w)
{
	if (w->channels)
		bundle_after(w->channels, w->rows);
	if (w->history)
		bundle_after(w->history, w->rows);
	for (size_t i = 0; i < w->n_tied; i++)
		if (w->tied[i].insert)
			bundle_after(w->tied[i].insert, w->rows);
}

static int64_t add(struct writer *w, const char *const *cells, struct str *why)
{
	int64_t id;

	if (writer_read(w, cells, why) != 0 || settle_columns(w, why) != 0 || (w->no_twins && twin_find(w, why)))
		return -1;
	id = w->bulk ? insert_in_bundle(w) : insert_one(w, why);
	if (id < 0)
		return -1;
	if (w->rules && w->rules->after)
		w->rules->after(w, id);
	ways_add(w, id);
	tied_add(w, id);
	if (w->bulk)
		order_bundles(w);
	else
		writer_flush(w);
	writer_enter(w, id);
	return id;
}

int64_t writer_add(struct writer *w, const char *const *cells, struct str *why)
{
	int64_t id;

	if (!w->insert)
		prepare_insert(w);
	id = add(w, cells, why);
	if (writer_unmark(w, id >= 0) < 0)
		return -1;
	w->first = w->first ? w->first : id;
	w->last = id;
	if (w->e->code)
		codes_added(w->db, w->e, id);
	return id;
}

const struct value *writer_stored(struct writer *w, const char *field)
{
	const struct column *c = writer_column(w, field);

	return c ? c->use : NULL;
}

bool writer_wrote(const struct writer *w, int64_t id)
{
	return !w->rows || id < bundle_first(w->rows);
}

static void renew_search(struct writer *w)
{
	if (!w->first)
		return;
	if (w->no_search)
		search_owes(w->db, true);
	else if (search_knows(w->e->name))
		search_rebuild(w->db, w->e->name, w->first, w->last);
	else
		for (int64_t id = w->first; id <= w->last; id++)
			search_renew(w->db, w->e->name, id);
}

void writer_close(struct writer *w)
{
	if (!w)
		return;
	writer_flush(w);
	renew_search(w);
	db_finalize(w->insert);
	db_finalize(w->select);
	db_finalize(w->update);
	for (size_t i = 0; i < w->columns; i++)
		value_free(&w->column[i].own);
	for (size_t i = 0; i < w->n; i++) {
		value_free(&w->cell[i].v);
		if (w->was)
			value_free(&w->was[i]);
		free((char *)w->cell[i].name);
	}
	many_free(w->many);
	ways_free(w);
	tied_free(w);
	bundle_free(w->rows);
	bundle_free(w->history);
	deal_free(w);
	value_free(&w->moment);
	value_free(&w->day);
	value_free(&w->entered);
	free(w->column);
	free(w->was);
	free(w->cell);
	free(w);
}
