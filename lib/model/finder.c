/* SPDX-License-Identifier: GPL-2.0-or-later */
/* finder - what crm-find prints */
#include "model/finder.h"

#include <stdio.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "io/opt.h"
#include "model/find.h"
#include "model/search.h"
#include "model/search_text.h"
#include "store/registry.h"

struct finder {
	struct db *db;
	struct shape *out;
	bool one_kind;
	long limit, n;
	struct str label;
};

int finder_knows(const char *entity, struct str *why)
{
	struct str kinds = {0};

	if (search_knows(entity))
		return 0;
	for (int i = 1; search_kind_name(i); i++)
		str_addf(&kinds, "%s%s", i > 1 ? ", " : "", search_kind_name(i));
	str_setf(why, "'%s' is not searched; expected one of %s", entity, str_text(&kinds));
	str_free(&kinds);
	return -1;
}

static void add_row(void *arg, const char *entity, int64_t id, const char *snippet)
{
	struct finder *f = arg;
	char number[24];
	const char *cells[] = {entity, number, NULL, snippet};

	if (f->limit && f->n == f->limit) {
		note("there are more than %ld, --limit 0 shows all", f->limit);
		return;
	}
	f->n++;
	snprintf(number, sizeof number, "%lld", (long long)id);
	find_label(f->db, registry_entity(entity), id, &f->label);
	cells[2] = str_text(&f->label);
	shape_row(f->out, f->one_kind ? cells + 1 : cells);
}

struct shape *finder_run(struct db *db, const char *entity, char *const *words, long limit, long *n)
{
	struct out_column columns[] = {
		{"entity", OUT_TEXT}, {"id", OUT_NUMBER}, {"name", OUT_TEXT}, {"snippet", OUT_TEXT}};
	struct finder f = {.db = db, .limit = limit, .one_kind = entity != NULL};
	struct str text = {0};

	for (; *words; words++) {
		if (!text_valid(*words, strlen(*words), NULL))
			opt_usage("'%s' is not valid UTF-8", *words);
		str_addf(&text, "%s%s", text.n ? " " : "", *words);
	}
	search_words(str_text(&text), &f.label);
	if (!f.label.n)
		opt_usage("'%s' holds no word to look for", str_text(&text));
	if (entity)
		columns[1].name = entity;
	f.out = entity ? shape_open(columns + 1, 3) : shape_open(columns, 4);
	search_run(db, str_text(&text), entity, limit ? limit + 1 : 0, add_row, &f);
	*n = f.n;
	str_free(&text);
	str_free(&f.label);
	return f.out;
}
