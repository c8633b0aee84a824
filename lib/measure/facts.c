/* SPDX-License-Identifier: GPL-2.0-or-later */
/* facts - the rows of an indicator, one by one
 *
 * An indicator's file is wrapped: SELECT what is needed FROM (file). Columns have roles by their
 * names; what has none is extra and only shown by --explain. So a file can say all it knows, and
 * a plain count pays for none of it. */
#include "measure/facts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "measure/dict.h"
#include "sql.h"
#include "store/db_each.h"

/* Facts with a number below it in their only key are counted first and handed over together. */
enum { TALLIED = 4096 };

enum role { ROLE_PERIOD = KEYS, ROLE_PART, ROLE_AT, ROLE_V, ROLE_U, ROLE_CURRENCY, ROLES };
static const char *const role_names[] = {"period", "part", "at", "v", "u", "currency"};

struct facts {
	struct db *db;
	const struct kpi *kpi;
	struct stmt *st;      /* one of both */
	struct stmt *ordered; /* of those opened with all */
	int only_part;       /* the part of all rows, -1: there are several */
	int column[ROLES];   /* in the statement, -1: not fetched */
	int key[KEYS];       /* those that are fetched */
	int keys;
	bool bare;           /* nothing but keys and the part is fetched */
	int64_t *tally[KPI_PARTS]; /* of the period, by the only key */
	int64_t tallied;           /* the highest key in them + 1 */
	struct row row;
	const struct db_row *cells; /* of the row that is met */
	facts_take *take;
	void *arg;
	unsigned has;        /* keys in the file's own columns */
	bool has_role[ROLES];
	struct strs extras;
	int first_extra;
	struct dict units;
};

void facts_prepare(struct db *db, const struct group *g)
{
	struct strs names = {0};
	struct stmt *st;

	/* Facts are met period by period along the index on their moment; an index made for the
	 * occasion costs more than it saves. */
	db_script(db, "PRAGMA automatic_index = off; "
	              "CREATE TEMP TABLE IF NOT EXISTS asked (name TEXT); DELETE FROM temp.asked");
	db_script(db, sql_views);
	group_names(g, &names);
	st = db_prepare(db, "INSERT INTO temp.asked (name) VALUES (:name)");
	for (size_t i = 0; i < names.n; i++) {
		db_bind_text(st, "name", names.v[i]);
		db_run(st);
	}
	strs_free(&names);
}

/* The statement without the semicolon and the space at its end. */
static char *bare_sql(const struct kpi *kpi)
{
	size_t n = strlen(kpi->sql);

	while (n && (isspace((unsigned char)kpi->sql[n - 1]) || kpi->sql[n - 1] == ';'))
		n--;
	return mem_copyn(kpi->sql, n);
}

static int role_of(const char *name)
{
	for (int k = 0; k < KEYS; k++)
		if (strcmp(key_names[k], name) == 0)
			return k;
	for (int r = ROLE_PERIOD; r < ROLES; r++)
		if (strcmp(role_names[r - KEYS], name) == 0)
			return r;
	return -1;
}

/* Which columns the file's own statement has. */
static int look(struct facts *f, struct db *db, const char *sql, struct str *why)
{
	/* The newline ends a comment on the last line of the file. */
	char *probe = mem_printf("SELECT * FROM (%s\n) f LIMIT 0", sql);
	struct str reason = {0};
	struct stmt *st = db_prepare_foreign(db, probe, &reason);

	free(probe);
	if (!st) {
		str_setf(why, "%s: the statement cannot be read: %s", f->kpi->name, str_text(&reason));
		str_free(&reason);
		return -1;
	}
	for (int i = 0; i < db_columns(st); i++) {
		const char *name = db_column_name(st, i);
		int role = role_of(name);

		if (role < 0)
			strs_add(&f->extras, name);
		else
			f->has_role[role] = true;
	}
	for (int k = 0; k < KEYS; k++)
		if (f->has_role[k])
			f->has |= 1u << k;
	db_finalize(st);
	return 0;
}

static int complete(const struct facts *f, struct str *why)
{
	if (!f->has_role[ROLE_PERIOD] || !f->has_role[ROLE_PART])
		return str_setf(why, "%s: the statement has no column '%s'", f->kpi->name,
		                f->has_role[ROLE_PERIOD] ? "part" : "period");
	for (int i = 0; i < KPI_PARTS; i++) {
		const struct kpi_part *part = &f->kpi->part[i];

		if (part->is && reduce_has_units(part->reducer) && !f->has_role[ROLE_U])
			return str_setf(why, "%s: part %c is reduced by %s and the statement has no column 'u'",
			                f->kpi->name, 'a' + i, reduce_name(part->reducer));
	}
	return 0;
}

static int single_part(const struct kpi *kpi)
{
	int found = -1;

	for (int i = 0; i < KPI_PARTS; i++) {
		if (kpi->part[i].is && found >= 0)
			return -1;
		if (kpi->part[i].is)
			found = i;
	}
	return found;
}

static bool wanted(const struct facts *f, int role, const struct group *g, bool all)
{
	if (!f->has_role[role])
		return false;
	if (role == ROLE_PERIOD)
		return false;
	if (role == ROLE_PART)
		return f->only_part < 0;
	if (all || role == ROLE_V || role == ROLE_CURRENCY)
		return true;
	if (role == ROLE_AT)
		return group_needs_at(g);
	if (role < KEYS)
		return (group_needs(g) & 1u << role) != 0;
	for (int i = 0; i < KPI_PARTS; i++)
		if (f->kpi->part[i].is && reduce_has_units(f->kpi->part[i].reducer))
			return true;
	return false;
}

/* What is shown stands in the same order whatever way the rows are met, in the past too: by moment, then by
 * everything else. */
static void order(const struct facts *f, int columns, struct str *text)
{
	if (f->column[ROLE_AT] >= 0)
		str_addf(text, " ORDER BY %d", f->column[ROLE_AT] + 1);
	for (int i = 1; i <= columns; i++)
		str_addf(text, "%s%d", i > 1 || f->column[ROLE_AT] >= 0 ? ", " : " ORDER BY ", i);
}

static void prepare_all(struct facts *f, struct db *db, const char *from, const struct str *list)
{
	struct str text = {0};

	str_addf(&text, "SELECT %s FROM %s", str_text(list), from);
	order(f, f->first_extra + (int)f->extras.n, &text);
	f->ordered = db_prepare_own(db, str_text(&text));
	str_free(&text);
}

/* Selecting from the file's statement only what is read lets the engine skip the rest, and often
 * the table itself where an index has it all. */
static void prepare(struct facts *f, struct db *db, const char *sql, const struct group *g, bool all)
{
	char *from = mem_printf("(%s\n) f", sql);
	struct str list = {0};
	int n = 0;

	for (int r = 0; r < ROLES; r++) {
		f->column[r] = -1;
		if (!wanted(f, r, g, all))
			continue;
		str_addf(&list, "%sf.%s", n ? ", " : "", r < KEYS ? key_names[r] : role_names[r - KEYS]);
		f->column[r] = n++;
		if (r < KEYS)
			f->key[f->keys++] = r;
	}
	f->first_extra = n;
	f->bare = f->column[ROLE_AT] < 0 && f->column[ROLE_V] < 0 && f->column[ROLE_U] < 0 && f->column[ROLE_CURRENCY] < 0;
	f->row = (struct row){.part = f->only_part, .times = 1, .has_v = true, .fact = {.v = 1}};
	for (size_t i = 0; all && i < f->extras.n; i++)
		str_addf(&list, "%sf.%s", n + (int)i ? ", " : "", f->extras.v[i]);
	/* A bare count needs nothing but the rows. */
	if (!list.n)
		str_add(&list, "1");
	if (all)
		prepare_all(f, db, from, &list);
	else
		f->st = db_prepare_each(db, list.s, from);
	str_free(&list);
	free(from);
}

struct facts *facts_open(struct db *db, const struct kpi *kpi, const struct group *g, bool all,
                         struct str *why)
{
	struct facts *f = mem_zero(sizeof *f);
	char *sql = bare_sql(kpi);
	int rc;

	f->db = db;
	f->kpi = kpi;
	f->only_part = single_part(kpi);
	rc = look(f, db, sql, why);
	if (rc == 0)
		rc = complete(f, why);
	if (rc == 0)
		prepare(f, db, sql, g, all);
	free(sql);
	if (rc < 0) {
		facts_close(f);
		return NULL;
	}
	return f;
}

unsigned facts_has(const struct facts *f)
{
	return f->has;
}

/* Numbers stand for themselves, other units get numbers below 0. */
static int64_t unit_code(struct facts *f, const char *text)
{
	size_t n = strspn(text, "0123456789");

	/* Eighteen digits always fit. */
	if (n && n < 19 && !text[n])
		return strtoll(text, NULL, 10);
	return -1 - (int64_t)dict_code(&f->units, text);
}

static const char *text_at(const struct facts *f, int role)
{
	return f->column[role] < 0 ? NULL : db_row_text(f->cells, f->column[role]);
}

static int part_of(const struct facts *f)
{
	const char *text = text_at(f, ROLE_PART);
	int part = text && text[0] >= 'a' && text[0] <= 'z' ? text[0] - 'a' : 0;
	if (!text || !f->kpi->part[part].is)
		die(CRM_USAGE, "%s: the statement returns part '%s', which is not declared", f->kpi->name,
		    text ? text : "");
	return part;
}

/* Millions of rows come by here: what the statement does not return stands in the row from the beginning. */
static void take(void *arg, const struct db_row *cells)
{
	struct facts *f = arg;
	struct row *r = &f->row;
	const char *text;

	f->cells = cells;
	if (f->only_part < 0)
		r->part = part_of(f);
	for (int i = 0; i < f->keys; i++)
		r->fact.id[f->key[i]] = db_row_int(cells, f->column[f->key[i]]);
	if (!f->bare) {
		r->fact.at = text_at(f, ROLE_AT);
		r->fact.currency = text_at(f, ROLE_CURRENCY);
		r->has_v = f->column[ROLE_V] < 0 || !db_row_null(cells, f->column[ROLE_V]);
		r->fact.v = f->column[ROLE_V] < 0 ? 1 : db_row_int(cells, f->column[ROLE_V]);
		text = text_at(f, ROLE_U);
		r->has_unit = text != NULL;
		r->unit = text ? unit_code(f, text) : 0;
	}
	f->take(f->arg, r);
}

/* Calls by rep, deals by stage: finding their group and cell once for all that are alike saves half the cost of a row
 * outside of SQLite. */
static void tally(void *arg, const struct db_row *cells)
{
	struct facts *f = arg;
	int64_t id = db_row_int(cells, f->column[f->key[0]]), **to;

	if (id < 0 || id >= TALLIED) {
		take(arg, cells);
		return;
	}
	f->cells = cells;
	to = &f->tally[f->only_part < 0 ? part_of(f) : f->only_part];
	if (!*to)
		*to = mem_zero(TALLIED * sizeof **to);
	(*to)[id]++;
	if (id >= f->tallied)
		f->tallied = id + 1;
}

static void give_tallies(struct facts *f)
{
	struct row *r = &f->row;

	for (int64_t id = 0; id < f->tallied; id++)
		for (int part = 0; part < KPI_PARTS; part++) {
			if (!f->tally[part] || !f->tally[part][id])
				continue;
			r->part = part;
			r->fact.id[f->key[0]] = id;
			r->times = f->tally[part][id];
			f->take(f->arg, r);
			f->tally[part][id] = 0;
		}
	r->times = 1;
	r->part = f->only_part;
	f->tallied = 0;
}

void facts_each(struct facts *f, const struct span *span, bool prev, facts_take *each, void *arg)
{
	span_fill(f->db, span, prev);
	f->take = each;
	f->arg = arg;
	if (f->st)
		db_each(f->st, f->bare && f->keys == 1 ? tally : take, f);
	else
		while (db_step(f->ordered))
			take(f, db_row_of(f->ordered));
	give_tallies(f);
}

size_t facts_extras(const struct facts *f)
{
	return f->extras.n;
}

const char *facts_extra_name(const struct facts *f, size_t i)
{
	return f->extras.v[i];
}

const char *facts_extra(const struct facts *f, size_t i)
{
	return db_text(f->ordered, f->first_extra + (int)i);
}

void facts_close(struct facts *f)
{
	if (!f)
		return;
	db_finalize(f->st);
	db_finalize(f->ordered);
	for (int part = 0; part < KPI_PARTS; part++)
		free(f->tally[part]);
	strs_free(&f->extras);
	dict_free(&f->units);
	free(f);
}
