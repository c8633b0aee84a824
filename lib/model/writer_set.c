/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_set - changing one record
 *
 * A record is read, compared, and only what differs is written, so that a list that comes again
 * changes nothing and has no history. First come the fields with rules (stages, owners: those
 * are moves of their own), then the plain columns in one UPDATE, then what is kept in other
 * tables. */
#include <stdlib.h>
#include <string.h>
#include "model/codes.h"
#include "base/text.h"
#include "model/search.h"
#include "model/writer_parts.h"
#include "store/key.h"
#include "store/txn.h"

void writer_mark(struct writer *w)
{
	if (!w->marked)
		txn_mark(w->db);
	w->marked = true;
}

int writer_unmark(struct writer *w, bool keep)
{
	if (w->marked && keep)
		txn_keep(w->db);
	else if (w->marked)
		txn_back(w->db);
	w->marked = false;
	return keep ? 0 : -1;
}

static bool is_entity(const struct writer *w, const char *name)
{
	return strcmp(w->e->name, name) == 0;
}

static bool is_own(const struct cell *c)
{
	return !c->tied && !c->ways;
}

/* Columns that moves write and an UPDATE here must not touch. */
static bool is_moved(const struct writer *w, const char *name)
{
	if (is_entity(w, "company"))
		return strcmp(name, "category") == 0 || strcmp(name, "owner") == 0;
	return is_entity(w, "deal") && (strcmp(name, "stage") == 0 || strcmp(name, "pipeline") == 0 ||
	                                strcmp(name, "owner") == 0);
}

/* The search key is written with the columns it is made of, and only with them: its index is rewritten each time. */
static const char *key_column(struct writer *w)
{
	if (is_entity(w, "company") || is_entity(w, "contact"))
		return writer_cell(w, "name") ? "name_key" : NULL;
	return is_entity(w, "channel") && (writer_cell(w, "kind") || writer_cell(w, "value")) ? "key" : NULL;
}

static void prepare_set(struct writer *w)
{
	struct str get = {0}, set = {0};
	const char *key = key_column(w);
	char *sql;

	str_add(&get, "SELECT id");
	if (key)
		str_add(&get, is_entity(w, "channel") ? ", kind, value" : ", name, ''");
	for (size_t i = 0; i < w->n; i++)
		if (is_own(&w->cell[i])) {
			str_addf(&get, ", %s", w->cell[i].name);
			if (!is_moved(w, w->cell[i].name))
				str_addf(&set, "%s%s = ?", set.n ? ", " : "", w->cell[i].name);
		}
	str_addf(&get, " FROM %s WHERE id = :id", w->e->name);
	w->select = db_prepare_own(w->db, str_text(&get));
	w->was = mem_zero((w->n + 1) * sizeof *w->was);
	if (set.n) {
		if (key)
			str_addf(&set, ", %s = ?", key);
		sql = mem_printf("UPDATE %s SET %s WHERE id = ?", w->e->name, str_text(&set));
		w->update = db_prepare_own(w->db, sql);
		free(sql);
	}
	str_free(&get);
	str_free(&set);
}

/* Reads what is there; key_from gets the texts its search key is made of. */
static int load(struct writer *w, int64_t id, struct str key_from[2], struct str *why)
{
	bool found = false;

	db_bind_int(w->select, "id", id);
	while (db_step(w->select)) {
		int column = 1;

		found = true;
		for (int i = 0; i < 2 && key_column(w); i++)
			str_set(&key_from[i], db_text0(w->select, column++));
		for (size_t i = 0; i < w->n; i++)
			if (is_own(&w->cell[i]))
				value_load(w->cell[i].f, w->select, column++, &w->was[i]);
	}
	return found ? 0 : str_setf(why, "there is no %s %lld", w->e->name, (long long)id);
}

/* A stage is read as text; the bare code means the one it stands in, if it has that code. */
static bool same_stage(struct writer *w, const char *text, int64_t now)
{
	int64_t *ids;
	size_t n = codes_ids(w->db, registry_entity("stage"), text, &ids, NULL);
	bool same = false;

	for (size_t i = 0; i < n; i++)
		same = same || ids[i] == now;
	free(ids);
	return same;
}

int writer_compare(struct writer *w, struct str *why)
{
	for (size_t i = 0; i < w->n; i++) {
		struct cell *c = &w->cell[i];

		if (!is_own(c) || !c->given)
			continue;
		if (c->v.is == VALUE_NULL && c->f->dflt) {
			str_set(&c->v.text, c->f->dflt);
			c->v.i = strtoll(c->f->dflt, NULL, 10);
			c->v.is = c->f->type == F_ENUM ? VALUE_TEXT : VALUE_INT;
		}
		if (c->v.is == VALUE_NULL && c->f->flags & FIELD_REQUIRED)
			return str_setf(why, "%s: a value is needed", c->name);
		if (c->v.is == VALUE_TEXT && w->was[i].is == VALUE_INT)
			c->changed = !same_stage(w, c->v.text.s, w->was[i].i);
		else
			c->changed = !value_same(&c->v, &w->was[i]);
	}
	return 0;
}

bool writer_ruled(const struct rules *rules, const char *field)
{
	return rules && rules->change && (!rules->changed || registry_choice(rules->changed, field));
}

/* What is no plain column: 1 when something was done, 0, -1. */
static int change_ruled(struct writer *w, int64_t id, struct str *why)
{
	int done = 0;

	for (size_t i = 0; w->rules && w->rules->change && i < w->n; i++) {
		int rc = 0;

		if (is_own(&w->cell[i]) && w->cell[i].changed && writer_ruled(w->rules, w->cell[i].name))
			rc = w->rules->change(w, id, &w->cell[i], &w->was[i], why);
		if (rc < 0)
			return -1;
		done |= rc;
	}
	return done;
}

/* The search key of what the row will hold. */
static int make_key(struct writer *w, const struct str key_from[2], struct value *key,
                    struct str *why)
{
	const char *parts[2] = {str_text(&key_from[0]), str_text(&key_from[1])};
	const char *names[2] = {is_entity(w, "channel") ? "kind" : "name", "value"};

	for (size_t i = 0; i < 2; i++) {
		const struct cell *c = writer_cell(w, names[i]);

		if (c && c->changed)
			parts[i] = str_text(&c->v.text);
	}
	if (is_entity(w, "channel")) {
		if (key_channel(w->db, parts[0], parts[1], &key->text, why) != 0)
			return writer_refuse("value", why);
	} else {
		text_name_key(parts[0], &key->text);
	}
	key->is = key->text.n ? VALUE_TEXT : VALUE_NULL;
	return 0;
}

static int change_plain(struct writer *w, int64_t id, const struct str key_from[2], struct str *why)
{
	struct value key = {0};
	bool any = false;
	int at = 1, rc = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct cell *c = &w->cell[i];

		if (!is_own(c) || is_moved(w, c->name))
			continue;
		any = any || c->changed;
		/* one prepared UPDATE for all records: what does not change is written as it was */
		value_bind_at(w->update, at++, c->changed ? &c->v : &w->was[i]);
	}
	if (any && key_column(w)) {
		rc = make_key(w, key_from, &key, why);
		value_bind_at(w->update, at++, &key);
	}
	if (any && rc == 0) {
		/* What goes to other tables may yet be refused. */
		if (w->n_tied)
			writer_mark(w);
		db_bind_int_at(w->update, at, id);
		rc = db_try(w->update, why) == 0 ? 1 : -1;
	}
	value_free(&key);
	return rc;
}

static int change(struct writer *w, int64_t id, struct str *why)
{
	struct str key_from[2] = {{0}, {0}};
	int rc = load(w, id, key_from, why), done = 0;

	if (rc == 0)
		rc = writer_compare(w, why);
	if (rc == 0)
		rc = change_ruled(w, id, why);
	if (rc >= 0 && w->update) {
		done |= rc;
		rc = change_plain(w, id, key_from, why);
	}
	if (rc >= 0) {
		done |= rc;
		done |= ways_set(w, id);
		rc = tied_set(w, id, why);
	}
	str_free(&key_from[0]);
	str_free(&key_from[1]);
	return rc < 0 ? -1 : done | rc;
}

/* What is kept in other tables is searched, as a rule. */
static bool words_changed(const struct writer *w)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct cell *c = &w->cell[i];

		if (is_own(c) ? c->changed && search_reads(w->e->name, c->name) : c->given)
			return true;
	}
	return false;
}

int writer_set(struct writer *w, int64_t id, const char *const *cells, struct str *why)
{
	int rc;

	if (!w->select)
		prepare_set(w);
	if (writer_read(w, cells, why) != 0)
		return -1;
	rc = change(w, id, why);
	writer_unmark(w, rc >= 0);
	if (rc <= 0)
		return rc;
	if (words_changed(w))
		search_renew(w->db, w->e->name, id);
	if (w->e->code)
		codes_changed(w->db, w->e, id);
	return 1;
}

/* Columns of its own: 1 some would change, -1 by rules, or they are refused. */
static int would_change(struct writer *w, int64_t id)
{
	struct str key_from[2] = {{0}, {0}};
	bool any = false;
	int rc = 0;

	for (size_t i = 0; i < w->n; i++)
		any = any || (is_own(&w->cell[i]) && w->cell[i].given);
	if (any && (load(w, id, key_from, NULL) != 0 || writer_compare(w, NULL) != 0))
		rc = -1;
	for (size_t i = 0; any && i < w->n && rc >= 0; i++) {
		const struct cell *c = &w->cell[i];

		if (is_own(c) && c->changed)
			rc = is_moved(w, c->name) || writer_ruled(w->rules, c->name) ? -1 : 1;
	}
	str_free(&key_from[0]);
	str_free(&key_from[1]);
	return rc;
}

int writer_would(struct writer *w, int64_t id, const char *const *cells)
{
	int own, ways = 0, tied = 0;

	if (!w->select)
		prepare_set(w);
	w->asking = true;
	own = writer_read(w, cells, NULL) == 0 ? would_change(w, id) : -1;
	if (own >= 0)
		ways = ways_set(w, id);
	if (own >= 0)
		tied = tied_set(w, id, NULL);
	w->asking = false;
	return own < 0 || tied < 0 ? -1 : own | ways | tied;
}
