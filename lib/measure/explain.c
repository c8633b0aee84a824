/* SPDX-License-Identifier: GPL-2.0-or-later */
/* explain - the facts behind indicators, as a table
 *
 * The same facts, grouping and shares as engine counts, printed row by row: what a figure sums
 * is what stands here. Hits and misses are told apart by the unit (deal, company) that part a
 * has or lacks. */
#include "measure/explain.h"

#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "measure/dict.h"
#include "measure/table.h"
#include "model/codes.h"
#include "model/labels.h"

/* One indicator whose facts are shown; those made of others only stand for what they use. */
struct shown {
	const struct kpi *kpi;
	struct kpi *own; /* loaded here */
	bool prev;
	struct facts *facts;
};
struct explaining {
	const struct kpi_table *t;
	enum explain_which which;
	struct shown *v;
	size_t n, cap;
	unsigned has; /* keys of any of them */
	struct strs extras;
	struct dict seen; /* units already counted */
	struct dict hits; /* units of part a */
	struct table *table;
	struct labels *labels[KEYS]; /* of those without a code */
};
/* What the facts that are met belong to. */
struct meeting {
	struct explaining *x;
	const struct shown *s;
	int span;
};

int explain_parse(const char *word, enum explain_which *which, struct str *why)
{
	static const char *const words[] = {"", "hit", "miss"};

	for (int i = 0; i < 3; i++)
		if (strcmp(words[i], word) == 0) {
			*which = (enum explain_which)i;
			return 0;
		}
	return text_refuse(why, word, "is not known, expected: hit, miss or nothing");
}

static int add(struct explaining *x, const struct kpi *kpi, struct kpi *own, bool prev, struct str *why)
{
	const struct kpi_table *t = x->t;
	struct shown *s;
	bool any = false;
	const char *name;
	int rc = 0;

	for (int i = 0; i < KPI_PARTS; i++)
		any = any || kpi->part[i].is;
	for (size_t i = 0; rc == 0 && (name = formula_name(kpi->value, i)); i++) {
		char *other;
		struct kpi *used;

		/* a part of its own; hits and misses are told apart by these alone */
		if (!name[1] || (any && x->which != EXPLAIN_ALL))
			continue;
		other = mem_copyn(name, strcspn(name, "@"));
		used = kpi_load(other, why);
		rc = used ? add(x, used, used, prev || strchr(name, '@'), why) : -1;
		free(other);
	}
	if (!any || rc < 0) {
		kpi_free(own);
		return rc;
	}
	x->v = mem_grow(x->v, &x->cap, x->n + 1, sizeof *x->v);
	s = &x->v[x->n++];
	*s = (struct shown){.kpi = kpi, .own = own, .prev = prev};
	s->facts = facts_open(t->db, kpi, t->group, true, why);
	if (!s->facts || group_allows(t->group, facts_has(s->facts), why) < 0)
		return -1;
	if (x->which != EXPLAIN_ALL && !kpi->part[1].is)
		return str_setf(why, "%s has only one part: nothing tells hits and misses apart", kpi->name);
	x->has |= facts_has(s->facts);
	for (size_t i = 0; i < facts_extras(s->facts); i++)
		if (strs_find(&x->extras, facts_extra_name(s->facts, i)) < 0)
			strs_add(&x->extras, facts_extra_name(s->facts, i));
	return 0;
}

static void head(struct explaining *x)
{
	struct table *out = x->table;

	table_column(out, "period", OUT_TEXT);
	table_group_columns(out, x->t->group);
	table_column(out, "kpi", OUT_TEXT);
	table_column(out, "part", OUT_TEXT);
	table_column(out, "at", OUT_DATE);
	for (int k = 0; k < KEYS; k++) {
		const struct entity *e = registry_entity(key_names[k]);
		char *label = mem_printf("%s_name", key_names[k]);

		if (!(x->has & 1u << k)) {
			free(label);
			continue;
		}
		/* A group of the same name stands there already. */
		if (!group_has_column(x->t->group, key_names[k])) {
			table_column(out, key_names[k], OUT_TEXT);
			if (!e->code) {
				table_column(out, label, OUT_TEXT);
				x->labels[k] = labels_open(x->t->db, e);
			}
		}
		free(label);
	}
	table_column(out, "value", OUT_NUMBER);
	table_column(out, "unit", OUT_TEXT);
	for (size_t i = 0; i < x->extras.n; i++)
		table_column(out, x->extras.v[i], OUT_TEXT);
	table_start(out);
}

static void put_keys(struct explaining *x, const struct fact *f)
{
	struct str text = {0};

	for (int k = 0; k < KEYS; k++) {
		const struct entity *e = registry_entity(key_names[k]);

		if (!(x->has & 1u << k) || group_has_column(x->t->group, key_names[k]))
			continue;
		str_clear(&text);
		if (e->code) {
			table_cell(x->table, f->id[k] ? codes_text(x->t->db, e, f->id[k]) : "");
			continue;
		}
		if (f->id[k])
			str_setf(&text, "%lld", (long long)f->id[k]);
		table_cell(x->table, str_text(&text));
		table_cell(x->table, labels_of(x->labels[k], f->id[k]));
	}
	str_free(&text);
}

static bool in_value(const struct kpi *kpi, int part)
{
	const char *name;

	for (size_t i = 0; (name = formula_name(kpi->value, i)); i++)
		if (!name[1] && name[0] == 'a' + part)
			return true;
	return false;
}

static struct figure given(void *arg, size_t i)
{
	(void)i;
	return *(struct figure *)arg;
}

/* How much the fact adds: 1 where facts or units are counted, else v in the unit of the part, or of
 * the value when that is made of this part alone. */
static void put_value(struct explaining *x, const struct kpi *kpi, int part, const struct row *r, int64_t v)
{
	enum reducer reducer = kpi->part[part].reducer;
	enum kpi_unit unit = kpi->part[part].unit;
	struct figure f = {(double)v, r->has_v};

	if (reducer == REDUCE_COUNT || reducer == REDUCE_DISTINCT) {
		f = (struct figure){1, true};
		unit = UNIT_COUNT;
	} else if (unit == UNIT_COUNT && !formula_name(kpi->value, 1) && in_value(kpi, part)) {
		f = formula_value(kpi->value, given, &f);
		unit = kpi->unit;
	}
	table_figure(x->table, f, unit);
	table_cell(x->table, kpi_unit_text(x->t->db, unit, r->fact.currency));
}

/* The unit that hits and misses are told apart by. */
static int64_t unit_of(const struct row *r)
{
	if (r->has_unit)
		return r->unit;
	return r->fact.id[KEY_DEAL] ? r->fact.id[KEY_DEAL] : r->fact.id[KEY_COMPANY];
}

/* Was this combination new? */
static bool fresh(struct dict *d, int a, int b, int c, int64_t unit)
{
	char *key = mem_printf("%d %d %d %lld", a, b, c, (long long)unit);
	bool is = dict_find(d, key) < 0;

	dict_code(d, key);
	free(key);
	return is;
}

static bool chosen(struct explaining *x, const struct kpi *kpi, int span, const struct row *r)
{
	bool hit;
	char *key;

	if (x->which == EXPLAIN_ALL)
		return true;
	if (x->which == EXPLAIN_HIT || r->part == 0)
		return x->which == EXPLAIN_HIT && r->part == 0;
	key = mem_printf("%d 0 0 %lld", span, (long long)unit_of(r));
	hit = dict_find(&x->hits, key) > 0;
	free(key);
	return !hit && in_value(kpi, r->part);
}

static void show_row(struct explaining *x, const struct shown *s, int span, const struct row *r,
                     const struct share *share)
{
	table_cell(x->table, x->t->spans->v[span].label);
	table_group(x->table, x->t->group, share->group);
	table_cell(x->table, s->kpi->name);
	table_cell(x->table, (char[]){(char)('a' + r->part), '\0'});
	table_cell(x->table, r->fact.at);
	put_keys(x, &r->fact);
	put_value(x, s->kpi, r->part, r, share->v);
	for (size_t e = 0; e < x->extras.n; e++) {
		const char *text = "";

		for (size_t i = 0; i < facts_extras(s->facts); i++)
			if (strcmp(facts_extra_name(s->facts, i), x->extras.v[e]) == 0)
				text = facts_extra(s->facts, i);
		table_cell(x->table, text);
	}
}

static void show_fact(void *arg, const struct row *r)
{
	const struct meeting *m = arg;
	struct explaining *x = m->x;
	const struct kpi_part *part = &m->s->kpi->part[r->part];
	struct shares shares;

	if ((reduce_has_units(part->reducer) && !r->has_unit) || !chosen(x, m->s->kpi, m->span, r))
		return;
	shares = group_place(x->t->group, &r->fact, facts_has(m->s->facts), part->split, part->shared);
	for (size_t i = 0; i < shares.n; i++)
		if (part->reducer != REDUCE_DISTINCT ||
		    fresh(&x->seen, m->span, shares.v[i].group, r->part, r->unit))
			show_row(x, m->s, m->span, r, &shares.v[i]);
}

/* A unit of part a. */
static void collect_fact(void *arg, const struct row *r)
{
	const struct meeting *m = arg;

	if (r->part == 0)
		fresh(&m->x->hits, m->span, 0, 0, unit_of(r));
}

static void each(struct explaining *x, const struct shown *s, facts_take *take)
{
	for (size_t p = 0; p < x->t->spans->n; p++)
		facts_each(s->facts, &x->t->spans->v[p], s->prev, take, &(struct meeting){x, s, (int)p});
}

/* For telling what is not among the units of part a they are gathered first. */
static void explain(struct explaining *x, const struct shown *s)
{
	dict_free(&x->hits);
	if (x->which == EXPLAIN_MISS)
		each(x, s, collect_fact);
	each(x, s, show_fact);
	dict_free(&x->seen);
}

int explain_show(const struct kpi_table *t, enum explain_which which, struct shape **out, struct str *why)
{
	struct explaining x = {.t = t, .which = which};
	int rc = 0;

	for (size_t i = 0; rc == 0 && i < t->n; i++)
		rc = add(&x, engine_kpi(t->engine, t->kpi[i]), NULL, false, why);
	if (rc == 0) {
		x.table = table_new();
		head(&x);
	}
	for (size_t i = 0; rc == 0 && i < x.n; i++)
		explain(&x, &x.v[i]);
	for (size_t i = 0; i < x.n; i++) {
		facts_close(x.v[i].facts);
		kpi_free(x.v[i].own);
	}
	for (int k = 0; k < KEYS; k++)
		labels_free(x.labels[k]);
	free(x.v);
	strs_free(&x.extras);
	dict_free(&x.hits);
	if (rc == 0)
		*out = table_end(x.table);
	return rc;
}
