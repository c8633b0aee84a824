/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listing - a query's rows as a table, narrowed to the records that a table on stdin names */
#include "model/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/text.h"
#include "io/opt.h"
#include "model/gate.h"
#include "model/value.h"

/* --missing: the records lack what the gate of this kind asks for where they stand, which is a column. */
static enum gate_of missing_of;
static bool missing;

/* --columns names what is shown: of stdin's columns these alone. */
static struct strs picked;
static bool picks;

static void pick(struct query *q, const struct narrow *l, const char *word, struct str *why)
{
	if (query_column(q, word, why) >= 0)
		return;
	if (!narrow_has(l, word))
		opt_usage("--columns: %s", str_text(why));
	strs_add(&picked, word);
}

void listing_columns(struct query *q, const struct narrow *l, const char *usual)
{
	const char *list = opt.columns ? opt.columns : usual;
	struct str why = {0};
	char *copy, *rest, *word;

	picks = l && opt.columns && *opt.columns != '+';
	if (!picks && query_columns(q, list, &why) < 0)
		opt_usage("--columns: %s", str_text(&why));
	rest = copy = picks ? mem_copy(list) : NULL;
	while ((word = strsep(&rest, ",")))
		pick(q, l, text_trim(word), &why);
	free(copy);
	str_free(&why);
}

struct query *listing_query(struct db *db, const struct entity *e, const struct narrow *l, const char *usual,
                            char **filters)
{
	struct query *q = query_new(db, e);
	struct str why = {0};

	listing_columns(q, l, usual);
	if (query_sort(q, opt.sort, &why) < 0)
		opt_usage("--sort: %s", str_text(&why));
	for (; *filters; filters++)
		if (query_filter(q, *filters, &why) < 0)
			opt_usage("%s", str_text(&why));
	query_limit(q, opt_limit(0));
	str_free(&why);
	return q;
}

/* Is it no further column of the table? */
static bool is_shown(const void *query, const char *name)
{
	const struct query *q = query;

	for (size_t i = 0; i < query_width(q); i++)
		if (strcmp(query_name(q, i), name) == 0)
			return true;
	return picks && strs_find(&picked, name) < 0;
}

long listing_narrow(struct narrow *l, struct db *db, struct query *q)
{
	long refused;

	if (!l)
		return 0;
	refused = narrow_fill(l, db, is_shown, q);
	query_among(q, NARROW_IDS);
	return refused;
}

void listing_missing(struct db *db, const struct entity *e, struct query *q)
{
	missing = true;
	missing_of = strcmp(e->name, "deal") == 0 ? GATE_STAGE : GATE_CATEGORY;
	gate_find(db, missing_of, "lacking");
	query_among(q, "lacking");
}

static struct out *open_table(const struct narrow *l, const struct query *q)
{
	size_t own = query_width(q), n = own + narrow_width(l);
	struct out_column *columns = mem_zero((n + 2) * sizeof *columns);
	struct out *out;

	for (size_t i = 0; i < n; i++) {
		if (i < own)
			columns[i] = (struct out_column){query_name(q, i), value_out_kind(query_field(q, i))};
		else
			columns[i].name = narrow_name(l, i - own);
	}
	if (missing)
		columns[n++] = (struct out_column){"missing", OUT_TEXT};
	out = out_open(columns, n);
	free(columns);
	return out;
}

struct out *listing_out(struct narrow *l, struct db *db, struct query *q, long *count)
{
	struct out *out = open_table(l, q);
	size_t extras = narrow_width(l);
	const char *const *more;
	struct str lacks = {0};

	for (*count = 0; query_next(q); ++*count) {
		for (size_t i = 0; i < query_width(q); i++)
			out_cell(out, query_text(q, i));
		more = extras ? narrow_cells(l, db, query_id(q)) : NULL;
		for (size_t i = 0; i < extras; i++)
			out_cell(out, more[i]);
		if (missing) {
			gate_missing(db, missing_of, query_id(q), &lacks);
			out_cell(out, str_text(&lacks));
		}
	}
	str_free(&lacks);
	return out;
}

static const char *type_name(enum field_type type)
{
	static const char *const names[] = {
		[F_ID] = "number", [F_TEXT] = "text", [F_CODE] = "code", [F_INT] = "int", [F_BOOL] = "bool",
		[F_MONEY] = "money", [F_MILLI] = "decimal", [F_MICRO] = "decimal", [F_PERCENT] = "percent", [F_DATE] = "date",
		[F_TIME] = "time", [F_PERIOD] = "period", [F_ENUM] = "choice", [F_REF] = "record", [F_PHONE] = "phone",
		[F_EMAIL] = "email", [F_INN] = "inn", [F_KPP] = "kpp", [F_OGRN] = "ogrn", [F_KEY] = "key"};

	return names[type];
}

/* How a field comes by its value. */
static const char *origin(const struct field *f)
{
	if (f->flags & FIELD_DERIVED)
		return "computed";
	if (f->type == F_ID || (f->flags & FIELD_KEPT))
		return "kept";
	return f->flags & FIELD_REQUIRED ? "required" : "";
}

struct out *listing_entities(bool all)
{
	static const struct out_column columns[] = {{"entity", OUT_TEXT}, {"help", OUT_TEXT}};
	struct out *out = out_open(columns, 2);
	const struct entity *e;

	for (size_t i = 0; (e = registry_at(i)); i++) {
		const char *const row[] = {e->name, e->help};

		if (all || !e->internal)
			out_row(out, row);
	}
	return out;
}

struct out *listing_fields(const struct entity *e)
{
	static const struct out_column columns[] = {
		{"field", OUT_TEXT}, {"type", OUT_TEXT}, {"of", OUT_TEXT}, {"how", OUT_TEXT}, {"help", OUT_TEXT}};
	struct out *out = out_open(columns, sizeof columns / sizeof *columns);

	for (size_t i = 0; i < e->n; i++) {
		const struct field *f = &e->fields[i];
		const char *const row[] = {f->name, type_name(f->type), f->ref ? f->ref : f->choices, origin(f), f->help};

		if (f->type != F_KEY)
			out_row(out, row);
	}
	return out;
}
