/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group_term - "PATH=VALUE,VALUE": what facts must have to be counted */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "measure/group_in.h"
#include "model/codes.h"
#include "model/find.h"
#include "model/value.h"

/* What stands in the column, for a word that does not. */
static void unknown_text(const struct group *g, const struct column *c, const char *text, struct str *why)
{
	size_t words = g->columns.dict.words.n, n = 0;
	bool *seen = mem_zero((words + 1) * sizeof *seen);
	const char **list = mem_alloc((words + 1) * sizeof *list), *near;

	for (size_t i = 0; i < c->n; i++)
		if (c->v[i] > 0 && !seen[c->v[i]]) {
			seen[c->v[i]] = true;
			list[n++] = dict_text(&g->columns.dict, c->v[i]);
		}
	list[n] = NULL;
	near = text_nearest(text, list);
	str_setf(why, "no %s has the %s '%s'", c->of->name, c->field->name, text);
	if (near)
		str_addf(why, ", did you mean '%s'?", near);
	free(list);
	free(seen);
}

/* The code of what was typed for a field that is no reference; 0: refused. A value that could stand
 * there but does not is -1, which no fact has. */
static int64_t term_text(struct group *g, const struct column *c, const char *text, struct str *why)
{
	struct value v = {0};
	struct str shown = {0}, reason = {0};
	struct stmt *st;
	int32_t code;

	if (value_read(g->db, c->field, text, &v, &reason) < 0) {
		str_setf(why, "%s: %s", c->field->name, str_text(&reason));
		str_free(&reason);
		value_free(&v);
		return 0;
	}
	st = db_prepare(g->db, "SELECT 0, ?1");
	value_bind_at(st, 1, &v);
	db_step(st);
	value_show(g->db, c->field, st, 1, &shown);
	db_reset(st);
	code = dict_find(&g->columns.dict, str_text(&shown));
	if (code < 0 && c->field->type == F_TEXT) {
		unknown_text(g, c, text, why);
		code = 0;
	}
	value_free(&v);
	str_free(&shown);
	return code;
}

static int term_value(struct group *g, struct term *t, const char *text, struct str *why)
{
	int64_t *ids = NULL;
	size_t n = 0;

	if (!*text || strcmp(text, GROUP_NONE_TEXT) == 0) {
		ids = mem_zero(sizeof *ids);
		n = 1;
	} else if (!t->path.ref) {
		const struct way *way = &t->path.way[0];

		ids = mem_zero(sizeof *ids);
		ids[0] = term_text(g, way->step[way->n - 1], text, why);
		n = ids[0] != 0;
	} else if (t->path.ref->code) {
		n = codes_ids(g->db, t->path.ref, text, &ids, why);
	} else {
		ids = mem_zero(sizeof *ids);
		ids[0] = find_record(g->db, t->path.ref, text, why);
		n = ids[0] > 0;
	}
	for (size_t i = 0; i < n; i++) {
		t->values = mem_grow(t->values, &t->cap, t->n + 1, sizeof *t->values);
		t->values[t->n++] = (int32_t)ids[i];
	}
	free(ids);
	return n ? 0 : -1;
}

int group_term(struct group *g, const char *text, struct str *why)
{
	struct term *t = &g->terms[g->n_terms];
	size_t n = strcspn(text, "=");
	char *word = mem_copyn(text, n), *values, *rest, *value;
	int rc;

	*t = (struct term){0};
	rc = path_parse(&g->columns, word, &t->path, why);
	free(word);
	if (rc < 0)
		return -1;
	g->n_terms++;
	g->by_product = g->by_product || t->path.of_product;
	rest = values = mem_copy(text + n + 1);
	t->single = !strchr(values, ',');
	while (rc == 0 && (value = strsep(&rest, ",")))
		rc = term_value(g, t, value, why);
	free(values);
	return rc;
}
