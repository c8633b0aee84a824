/* SPDX-License-Identifier: GPL-2.0-or-later */
/* query - records selected, sorted, cut to columns
 *
 * Columns, filters and sorting give their paths to one struct sql, so that a join that two of
 * them need is made once. Everything is written into one SELECT; rows are read as they come,
 * none is kept. */
#include <stdlib.h>
#include <string.h>

#include "model/query.h"
#include "model/value.h"

struct column {
	char *name;
	const struct field *field;
	const char *sql; /* kept by struct sql */
	struct str shown;
};

struct query {
	struct db *db;
	const struct entity *entity;
	struct sql *sql;
	struct column *column;
	size_t n, cap;
	struct str order;
	long limit;
	struct stmt *st, *counting;
};

struct query *query_new(struct db *db, const struct entity *e)
{
	struct query *q = mem_zero(sizeof *q);

	q->db = db;
	q->entity = e;
	q->sql = sql_new(db, e);
	return q;
}

void query_free(struct query *q)
{
	if (!q)
		return;
	db_finalize(q->st);
	db_finalize(q->counting);
	sql_free(q->sql);
	for (size_t i = 0; i < q->n; i++) {
		free(q->column[i].name);
		str_free(&q->column[i].shown);
	}
	free(q->column);
	str_free(&q->order);
	free(q);
}

/* The number of the record is always called after its kind, so that the next program finds it. */
static bool is_number(const struct query *q, const char *path)
{
	return strcmp(path, "id") == 0 ||
	       (strcmp(path, q->entity->name) == 0 && !registry_field(q->entity, path));
}

int query_column(struct query *q, const char *path, struct str *why)
{
	const char *name = is_number(q, path) ? q->entity->name : path;
	const struct field *field;
	const char *sql;
	struct column *c;

	for (size_t i = 0; i < q->n; i++) /* no table has a column twice */
		if (strcmp(q->column[i].name, name) == 0)
			return (int)i;
	sql = sql_path(q->sql, path, &field, why);
	if (!sql)
		return -1;
	q->column = mem_grow(q->column, &q->cap, q->n + 1, sizeof *q->column);
	c = &q->column[q->n++];
	*c = (struct column){.field = field, .sql = sql};
	c->name = mem_copy(name);
	return (int)q->n - 1;
}

/* The name of a record that people do not know by its number stands beside it. */
static int name_beside(struct query *q, const struct field *f, struct str *why)
{
	const struct entity *e = f->type == F_REF ? registry_entity(f->ref) : NULL;
	char *name;
	int rc;

	if (!e || e->code || !e->label)
		return 0;
	name = mem_printf("%s_name", f->name);
	rc = query_column(q, name, why);
	free(name);
	return rc < 0 ? -1 : 0;
}

/* The number first, then the fields that the schema marks with a star. */
static int default_columns(struct query *q, struct str *why)
{
	const struct entity *e = q->entity;
	int rc = query_column(q, "id", why);

	for (size_t i = 1; i < e->n && rc >= 0; i++) {
		if (!(e->fields[i].flags & FIELD_DEFAULT))
			continue;
		rc = query_column(q, e->fields[i].name, why);
		if (rc >= 0)
			rc = name_beside(q, &e->fields[i], why);
	}
	return rc < 0 ? -1 : 0;
}

/* Calls use for each word between commas; words are trimmed, empty ones refused. */
static int each_word(struct query *q, const char *list, int (*use)(struct query *, char *, struct str *),
                     struct str *why)
{
	char *copy = mem_copy(list), *rest = copy, *word;
	int rc = 0;

	while (rc >= 0 && (word = strsep(&rest, ","))) {
		while (*word == ' ')
			word++;
		for (size_t n = strlen(word); n && word[n - 1] == ' '; n--)
			word[n - 1] = '\0';
		rc = *word ? use(q, word, why) : str_setf(why, "'%s': a name is missing between the commas", list);
	}
	free(copy);
	return rc < 0 ? -1 : 0;
}

static int use_column(struct query *q, char *word, struct str *why)
{
	return query_column(q, word, why);
}

int query_columns(struct query *q, const char *list, struct str *why)
{
	if (!list)
		return default_columns(q, why);
	if (*list != '+')
		return each_word(q, list, use_column, why);
	if (default_columns(q, why) < 0)
		return -1;
	return each_word(q, list + 1, use_column, why);
}

int query_filter(struct query *q, const char *expression, struct str *why)
{
	return sql_filter(q->sql, expression, why);
}

void query_among(struct query *q, const char *temp_ids)
{
	sql_among(q->sql, temp_ids);
}

void query_only(struct query *q, int64_t id)
{
	sql_only(q->sql, id);
}

int query_refers(struct query *q, const char *path, int64_t id, struct str *why)
{
	return sql_refers(q->sql, path, id, why);
}

void query_limit(struct query *q, long limit)
{
	q->limit = limit;
}

/* What people expect a column to be sorted by: a stage by its place in the pipeline, a rep by login, text blind to case. */
static const char *sort_path(const struct field *f, const char *word, char **made)
{
	const struct entity *e = f->type == F_REF ? registry_entity(f->ref) : NULL;

	if (!e || !e->code)
		return word;
	return *made = mem_printf("%s.%s", word, registry_field(e, "position") ? "position" : e->code);
}

/* Empty cells come last in both directions; a column that is never empty is spared that, for its index. */
static int use_sort(struct query *q, char *word, struct str *why)
{
	bool down = *word == '-';
	const struct field *f;
	const char *sql;
	char *made = NULL;

	word += down || *word == '+';
	sql = sql_path(q->sql, word, &f, why);
	if (sql)
		sql = sql_path(q->sql, sort_path(f, word, &made), &f, why);
	free(made);
	if (!sql)
		return -1;
	str_addf(&q->order, f->type == F_TEXT ? "crm_fold(%s)%s" : "%s%s", sql, down ? " DESC" : "");
	str_add(&q->order, f->flags & FIELD_REQUIRED ? ", " : " NULLS LAST, ");
	return 0;
}

int query_sort(struct query *q, const char *list, struct str *why)
{
	return list ? each_word(q, list, use_sort, why) : 0;
}

/* FROM and WHERE are the same for rows and for their count. */
static void add_source(struct query *q, struct str *text)
{
	str_addf(text, " FROM %s t %s WHERE %s", q->entity->name, sql_joins(q->sql), sql_where(q->sql));
}

/* The number ends every order, so that equal rows stand the same way each time. */
static void run(struct query *q)
{
	struct str text = {0};

	str_add(&text, "SELECT t.id");
	for (size_t i = 0; i < q->n; i++)
		str_addf(&text, ", %s", q->column[i].sql);
	add_source(q, &text);
	str_addf(&text, " ORDER BY %st.id", str_text(&q->order));
	if (q->limit > 0)
		str_addf(&text, " LIMIT %ld", q->limit);
	q->st = db_prepare_own(q->db, str_text(&text));
	sql_bind(q->sql, q->st);
	str_free(&text);
}

int64_t query_count(struct query *q)
{
	struct str text = {0};
	int64_t n;

	if (!q->counting) {
		str_add(&text, "SELECT count(*)");
		add_source(q, &text);
		q->counting = db_prepare_own(q->db, str_text(&text));
		str_free(&text);
	}
	sql_bind(q->sql, q->counting);
	n = db_step(q->counting) ? db_int(q->counting, 0) : 0;
	db_reset(q->counting);
	return n;
}

void query_turn(struct query *q, int64_t id)
{
	sql_turn(q->sql, id);
	if (q->st) {
		db_reset(q->st);
		sql_bind(q->sql, q->st);
	}
}

bool query_next(struct query *q)
{
	if (!q->st)
		run(q);
	return db_step(q->st);
}

int64_t query_id(struct query *q)
{
	return db_int(q->st, 0);
}

size_t query_width(const struct query *q)
{
	return q->n;
}

const char *query_name(const struct query *q, size_t column)
{
	return q->column[column].name;
}

const struct field *query_field(const struct query *q, size_t column)
{
	return q->column[column].field;
}

const char *query_text(struct query *q, size_t column)
{
	struct column *c = &q->column[column];

	value_show(q->db, c->field, q->st, (int)column + 1, &c->shown);
	return str_text(&c->shown);
}

int64_t query_int(struct query *q, size_t column)
{
	return db_int(q->st, (int)column + 1);
}
