/* SPDX-License-Identifier: GPL-2.0-or-later */
/* group_path - a relation path as a chain of arrays
 *
 * Each step of a path is a column of a table read whole into an array by record number: placing
 * a fact is then a few look-ups in arrays, where a join for each of millions of facts would cost
 * most of a report. An array of four bytes a record is what that takes. */
#include "measure/group_path.h"

#include <stdlib.h>
#include <string.h>
#include "model/value.h"

const char *const key_names[] = {"rep", "company", "deal", "product", "campaign", "territory", NULL};

/* What the first word of a path may stand for, in the order in which it is tried. */
static const struct {
	const char *word;
	const char *ways[PATH_WAYS];
} meanings[] = {
	{"rep", {"rep"}},
	{"team", {"rep.team"}},
	{"company", {"company", "deal.company"}},
	{"deal", {"deal"}},
	{"product", {"product"}},
	{"campaign", {"campaign", "deal.campaign"}},
	{"territory", {"company.territory", "deal.company.territory", "territory"}},
	{"source", {"deal.source", "company.source", "deal.company.source"}},
	{"category", {"company.category", "deal.company.category"}},
};
#define MEANINGS (sizeof meanings / sizeof *meanings)

/* Where a word that is no key is looked for. */
static const char *const homes[] = {"company", "deal", "rep", "product", NULL};

static const struct entity *entity_of(enum key key)
{
	return registry_entity(key_names[key]);
}

bool path_is_text(const struct field *f)
{
	return f->type == F_TEXT || f->type == F_ENUM;
}

/* Amounts, dates and numbers are kept as people read them. */
static int32_t code_of(struct path_columns *all, const struct field *f, struct stmt *st, struct str *shown)
{
	if (path_is_text(f))
		return dict_code(&all->dict, db_text(st, 1));
	value_show(all->db, f, st, 1, shown);
	return dict_code(&all->dict, str_text(shown));
}

static void column_read(struct path_columns *all, struct column *c)
{
	struct str sql = {0}, shown = {0};
	struct stmt *st;
	size_t cap = 0;

	str_add(&sql, "SELECT t.id, ");
	registry_column(c->field, "t", &sql);
	str_addf(&sql, " FROM %s t", c->of->name);
	st = db_prepare(all->db, str_text(&sql));
	while (db_step(st)) {
		size_t id = (size_t)db_int(st, 0), old = cap;

		c->v = mem_grow(c->v, &cap, id + 1, sizeof *c->v);
		if (cap > old)
			memset(c->v + old, 0, (cap - old) * sizeof *c->v);
		if (id >= c->n)
			c->n = id + 1;
		c->v[id] = c->field->type == F_REF ? (int32_t)db_int(st, 1)
		                                   : code_of(all, c->field, st, &shown);
	}
	str_free(&shown);
	str_free(&sql);
}

static struct column *column_get(struct path_columns *all, const struct entity *of, const struct field *field)
{
	struct column *c;

	for (c = all->first; c; c = c->next)
		if (c->of == of && c->field == field)
			return c;
	c = mem_zero(sizeof *c);
	c->of = of;
	c->field = field;
	column_read(all, c);
	c->next = all->first;
	all->first = c;
	return c;
}

void path_columns_free(struct path_columns *all)
{
	for (struct column *c = all->first, *next; c; c = next) {
		next = c->next;
		free(c->v);
		free(c);
	}
	dict_free(&all->dict);
	state_free(all->state);
}

static int key_of(const char *word)
{
	for (int k = 0; k < KEYS; k++)
		if (strcmp(key_names[k], word) == 0)
			return k;
	return -1;
}

/* One more step along a field; of is where the way stands, and where it leads after. */
static int extend(struct path_columns *all, struct way *way, const char *word, const struct entity **of,
                  struct str *why)
{
	const struct field *field;

	if (!*of)
		return str_setf(why, "'.%s' cannot follow: what stands before it is no record", word);
	field = registry_field(*of, word);
	if (!field || field->type == F_KEY)
		return registry_unknown_field(*of, word, why);
	if (way->n == PATH_STEPS)
		return str_setf(why, "the path is too long: at most %d steps", PATH_STEPS);
	way->step[way->n++] = column_get(all, *of, field);
	*of = field->type == F_REF ? registry_entity(field->ref) : NULL;
	return 0;
}

/* A way written out from a key: "deal.company.territory". */
static int way_parse(struct path_columns *all, const char *text, struct path *p, struct str *why)
{
	struct way *way = &p->way[p->ways];
	char *copy = mem_copy(text), *rest = copy, *word = strsep(&rest, ".");
	const struct entity *of;
	int rc = 0;

	*way = (struct way){.start = (enum key)key_of(word)};
	of = entity_of(way->start);
	while (rc == 0 && (word = strsep(&rest, ".")))
		rc = extend(all, way, word, &of, why);
	free(copy);
	if (rc < 0)
		return -1;
	p->ref = of;
	p->of_rep = p->of_rep || way->start == KEY_REP;
	p->of_product = p->of_product || way->start == KEY_PRODUCT;
	p->ways++;
	return 0;
}

static int unknown(const char *word, struct str *why)
{
	struct str list = {0};

	for (size_t i = 0; i < MEANINGS; i++)
		str_addf(&list, "%s%s", i ? ", " : "", meanings[i].word);
	str_setf(why, "unknown group '%s', expected: %s, or a path from one of them such as rep.territory",
	         word, str_text(&list));
	str_free(&list);
	return -1;
}

/* A plain field name belongs to the first record that has it. */
static int home_parse(struct path_columns *all, const char *first, const char *word, struct path *p,
                      struct str *why)
{
	for (int i = 0; homes[i]; i++) {
		char *text;
		int rc;

		if (!registry_field(registry_entity(homes[i]), first))
			continue;
		text = mem_printf("%s.%s", homes[i], word);
		rc = path_parse(all, text, p, why);
		free(text);
		if (rc == 0) {
			free(p->name);
			p->name = mem_copy(word);
		}
		return rc;
	}
	return unknown(word, why);
}

int path_parse(struct path_columns *all, const char *word, struct path *p, struct str *why)
{
	size_t n = strcspn(word, "."), m = 0;
	char *first = mem_copyn(word, n);
	int rc = 0;

	*p = (struct path){0};
	while (m < MEANINGS && strcmp(meanings[m].word, first) != 0)
		m++;
	if (m == MEANINGS)
		rc = home_parse(all, first, word, p, why);
	for (int i = 0; rc == 0 && m < MEANINGS && i < PATH_WAYS && meanings[m].ways[i]; i++) {
		char *text = mem_printf("%s%s", meanings[m].ways[i], word + n);

		rc = way_parse(all, text, p, why);
		free(text);
	}
	free(first);
	if (rc < 0)
		return -1;
	if (!p->name)
		p->name = mem_copy(word);
	p->at_moment = m < MEANINGS && strcmp(meanings[m].word, "category") == 0;
	if (p->at_moment && !all->state)
		all->state = state_categories(all->db);
	return 0;
}

static int32_t step_value(const struct column *c, int64_t id)
{
	return id > 0 && (size_t)id < c->n ? c->v[id] : 0;
}

int32_t path_value(const struct path_columns *all, const struct path *p, const struct fact *f, int64_t product)
{
	for (size_t w = 0; w < p->ways; w++) {
		const struct way *way = &p->way[w];
		int64_t id = way->start == KEY_PRODUCT ? product : f->id[way->start];

		for (size_t i = 0; i < way->n && id > 0; i++) {
			const struct column *c = way->step[i];
			int32_t next = step_value(c, id);

			if (p->at_moment && f->at && *f->at && c->field->type == F_REF &&
			    strcmp(c->field->ref, "category") == 0)
				next = state_at(all->state, id, f->at, next);
			id = next;
		}
		if (id > 0)
			return (int32_t)id;
	}
	return 0;
}

void path_free(struct path *p)
{
	free(p->name);
}
