/* SPDX-License-Identifier: GPL-2.0-or-later */
/* listing - a query's rows as a table, narrowed to the records that a table on stdin names
 *
 * The table on stdin is joined to the query through a temporary table of numbers; its other
 * columns wait in a second one, of which only cells that say something are kept. */
#include "model/listing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/die.h"
#include "io/opt.h"
#include "io/tablein.h"
#include "model/find.h"
#include "model/gate.h"
#include "model/value.h"

/* --missing: the records lack what the gate of this kind asks for where they stand, which is a column. */
static enum gate_of missing_of;
static bool missing;

struct listing {
	const struct entity *entity;
	struct tablein *in;
	int key;
	int *extra; /* columns of the input that are passed on */
	size_t extras;
};

struct query *listing_query(struct db *db, const struct entity *e, char **filters)
{
	struct query *q = query_new(db, e);
	struct str why = {0};

	if (query_columns(q, opt.columns, &why) < 0)
		opt_usage("--columns: %s", str_text(&why));
	if (query_sort(q, opt.sort, &why) < 0)
		opt_usage("--sort: %s", str_text(&why));
	for (; *filters; filters++)
		if (query_filter(q, *filters, &why) < 0)
			opt_usage("%s", str_text(&why));
	query_limit(q, opt_limit(0));
	str_free(&why);
	return q;
}

struct listing *listing_read(const struct entity *e)
{
	struct listing *l;

	l = mem_zero(sizeof *l);
	l->entity = e;
	l->in = tablein_read(STDIN_FILENO, "stdin", e->name);
	l->key = tablein_column(l->in, e->name);
	if (l->key < 0)
		die(CRM_INPUT, "stdin:1: no column '%s'", e->name);
	return l;
}

void listing_free(struct listing *l)
{
	if (!l)
		return;
	tablein_free(l->in);
	free(l->extra);
	free(l);
}

static bool is_shown(const struct query *q, const char *name)
{
	for (size_t i = 0; i < query_width(q); i++)
		if (strcmp(query_name(q, i), name) == 0)
			return true;
	return false;
}

/* Columns that the query does not print itself. */
static void choose_extra(struct listing *l, const struct query *q)
{
	l->extra = mem_alloc((l->in->names.n + 1) * sizeof *l->extra);
	for (size_t i = 0; i < l->in->names.n; i++)
		if ((int)i != l->key && !is_shown(q, l->in->names.v[i]))
			l->extra[l->extras++] = (int)i;
}

/* The record of the current row; 0: the cell is empty; -1: refused. */
static int64_t named(struct listing *l, struct db *db, struct str *why)
{
	const char *text = l->in->cell[l->key];

	if (!*text)
		return 0;
	return find_record(db, l->entity, text, why);
}

/* The numbers and cells wait in temporary tables, which SQLite moves to disk when they grow. */
static void keep_row(struct listing *l, struct db *db, int64_t id)
{
	struct stmt *st = db_prepare(db, "INSERT INTO listed (id) VALUES (:id) ON CONFLICT DO NOTHING");

	db_bind_int(st, "id", id);
	db_run(st);
	if (!db_changes(db))
		return;
	for (size_t i = 0; i < l->extras; i++) {
		if (!*l->in->cell[l->extra[i]])
			continue;
		st = db_prepare(db, "INSERT INTO listed_cell (id, i, cell) VALUES (:id, :i, :cell)");
		db_bind_int(st, "id", id);
		db_bind_int(st, "i", (int64_t)i);
		db_bind_text(st, "cell", l->in->cell[l->extra[i]]);
		db_run(st);
	}
}

long listing_narrow(struct listing *l, struct db *db, struct query *q)
{
	struct str why = {0};
	long refused = 0;

	if (!l)
		return 0;
	choose_extra(l, q);
	db_temp_ids(db, "listed");
	db_script(db, "CREATE TEMP TABLE IF NOT EXISTS listed_cell (id INTEGER, i INTEGER, cell TEXT, "
	              "PRIMARY KEY (id, i)); DELETE FROM listed_cell");
	while (tablein_next(l->in)) {
		int64_t id = named(l, db, &why);

		if (id > 0) {
			keep_row(l, db, id);
		} else if (id < 0) {
			complain("stdin:%ld: column '%s': %s", l->in->line, l->entity->name, str_text(&why));
			refused++;
		}
	}
	str_free(&why);
	query_among(q, "listed");
	return refused;
}

void listing_missing(struct db *db, const struct entity *e, struct query *q)
{
	missing = true;
	missing_of = strcmp(e->name, "deal") == 0 ? GATE_STAGE : GATE_CATEGORY;
	gate_find(db, missing_of, "lacking");
	query_among(q, "lacking");
}

static struct out *open_table(const struct listing *l, const struct query *q)
{
	size_t own = query_width(q), n = own + (l ? l->extras : 0);
	struct out_column *columns = mem_zero((n + 2) * sizeof *columns);
	struct out *out;

	for (size_t i = 0; i < n; i++) {
		if (i < own)
			columns[i] = (struct out_column){query_name(q, i), value_out_kind(query_field(q, i))};
		else
			columns[i].name = l->in->names.v[l->extra[i - own]];
	}
	if (missing)
		columns[n++] = (struct out_column){"missing", OUT_TEXT};
	out = out_open(columns, n);
	free(columns);
	return out;
}

/* Cells that were empty were not kept. */
static void add_extra(const struct listing *l, struct db *db, int64_t id, struct out *out)
{
	struct stmt *st = db_prepare(db, "SELECT i, cell FROM listed_cell WHERE id = :id ORDER BY i");
	size_t at = 0;

	db_bind_int(st, "id", id);
	while (db_step(st)) {
		for (; at < (size_t)db_int(st, 0); at++)
			out_cell(out, "");
		out_cell(out, db_text(st, 1));
		at++;
	}
	for (; at < l->extras; at++)
		out_cell(out, "");
}

struct out *listing_out(struct listing *l, struct db *db, struct query *q, long *count)
{
	struct out *out = open_table(l, q);
	struct str lacks = {0};

	for (*count = 0; query_next(q); ++*count) {
		for (size_t i = 0; i < query_width(q); i++)
			out_cell(out, query_text(q, i));
		if (l && l->extras)
			add_extra(l, db, query_id(q), out);
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
