/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card - one record with everything tied to it, and its time line
 *
 * Nothing here knows a kind of record by name, but for claims and logs: what is tied to a record
 * is found in the registry, by the references that lead to its kind. What is asked of each record is
 * compiled once: for the first it takes ten times as long as the answers. */
#include "model/card.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "model/card_parts.h"
#include "model/find.h"

#define SMALL_TABLE 100000 /* rows that may be read without an index */

void card_add(struct card *c, enum card_section section, const char *at, const char *what, const char *text,
              int64_t id)
{
	struct card_row *r;

	c->row = mem_grow(c->row, &c->cap, c->n + 1, sizeof *c->row);
	r = &c->row[c->n++];
	*r = (struct card_row){.section = section, .at = mem_copy(at), .what = mem_copy(what),
	                       .text = mem_copy(text), .id = id};
}

static void forget_rows(struct card *c)
{
	for (size_t i = 0; i < c->n; i++) {
		free(c->row[i].at);
		free(c->row[i].what);
		free(c->row[i].text);
	}
	c->n = 0;
}

void card_free(struct card *c)
{
	forget_rows(c);
	free(c->row);
	for (size_t i = 0; i < c->links; i++) {
		query_free(c->link[i].q);
		free(c->link[i].what);
	}
	free(c->link);
	for (size_t i = 0; i < c->ones; i++)
		query_free(c->one[i].q);
	free(c->one);
	free(c->source);
	query_free(c->fields);
	query_free(c->claims);
	str_free(&c->title);
	free(c);
}

/* Is the column needless in the words about a row: its number, what is shown beside it, the record
 * of the card itself, or a number whose name comes next? */
static bool is_needless(const struct card *c, const struct entity *e, const struct query *q, size_t column)
{
	const struct field *f = query_field(q, column);
	const struct entity *to = f->type == F_REF ? registry_entity(f->ref) : NULL;
	const char *name = query_name(q, column);
	size_t n = strlen(c->entity->name);

	if (column == 0 || (e->dated && strcmp(f->name, e->dated) == 0))
		return true;
	if (strncmp(name, c->entity->name, n) == 0 && (!name[n] || strcmp(name + n, "_name") == 0))
		return true;
	return to && !to->code && to->label;
}

static void add_columns(struct query *q, const char *list)
{
	struct str why = {0};

	if (query_columns(q, list, &why) < 0)
		die(CRM_STORAGE, "%s", str_text(&why));
}

/* Names that are not shown need not be looked up. */
struct query *card_query(const struct card *c, const struct entity *e)
{
	struct query *q = query_new(c->db, e), *all = query_new(c->db, e);
	struct str list = {0};

	add_columns(all, NULL);
	str_add(&list, "id");
	for (size_t i = 0; i < query_width(all); i++)
		if (!is_needless(c, e, all, i))
			str_addf(&list, ",%s", query_name(all, i));
	add_columns(q, str_text(&list));
	query_free(all);
	str_free(&list);
	return q;
}

/* A cell says little without its name when it is a yes or no: then the name says it. */
void card_words(struct query *q, struct str *out)
{
	str_clear(out);
	for (size_t i = 1; i < query_width(q); i++) {
		const char *text = query_text(q, i);

		if (query_field(q, i)->type == F_BOOL)
			text = query_int(q, i) ? query_name(q, i) : "";
		if (!*text)
			continue;
		str_add(out, out->n ? "; " : "");
		str_add(out, text);
	}
}

/* Counting what refers to a record must not read a whole large table. */
static bool has_index(const struct card *c, const struct entity *e, const struct field *f)
{
	char *sql;
	int64_t last;

	if (f->flags & FIELD_INDEXED)
		return true;
	sql = mem_printf("SELECT max(id) FROM %s", e->name);
	last = db_get_int(c->db, 0, sql, NULL);
	free(sql);
	return last < SMALL_TABLE;
}

static bool is_link(const struct card *c, const struct entity *e, const struct field *f)
{
	return f->type == F_REF && !(f->flags & FIELD_DERIVED) && strcmp(f->ref, c->entity->name) == 0 &&
	       has_index(c, e, f);
}

/* What only the time line shows row by row. */
static bool is_log(const struct entity *e)
{
	static const char *const names[] = {"activity", "stage_change", "category_change", "owner_change",
	                                    "member_change"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(e->name, names[i]) == 0)
			return true;
	return false;
}

/* Whoever is about to call has to know of them first. */
static void open_claims(struct card *c)
{
	const struct entity *e = registry_entity("claim");
	const struct field *link = registry_link(e, c->entity);

	if (!link || strcmp(link->name, c->entity->name) != 0)
		return;
	c->claims = card_query(c, e);
	query_refers(c->claims, link->name, 0, NULL);
	query_filter(c->claims, "closed_on= or closed_on>today", NULL);
	query_sort(c->claims, "-at", NULL);
}

static void claims(struct card *c)
{
	struct str words = {0};

	if (!c->claims)
		return;
	query_turn(c->claims, c->id);
	while (query_next(c->claims)) {
		card_words(c->claims, &words);
		card_add(c, CARD_CLAIM, "", "claim", str_text(&words), query_id(c->claims));
	}
	str_free(&words);
}

/* The name of another record says more than its number, which has a column of its own. */
static void add_field(struct card *c, struct query *q, size_t column, struct str *label)
{
	const struct field *f = query_field(q, column);
	const struct entity *to = f->type == F_REF ? registry_entity(f->ref) : NULL;
	const char *text = query_text(q, column);
	int64_t id = 0;

	if (!*text)
		return;
	if (to && !to->code) {
		id = query_int(q, column);
		find_label(c->db, to, id, label);
		text = str_text(label);
	}
	card_add(c, CARD_FIELD, "", f->name, text, id);
}

static void open_fields(struct card *c)
{
	c->fields = query_new(c->db, c->entity);
	for (size_t i = 0; i < c->entity->n; i++)
		if (c->entity->fields[i].type != F_KEY)
			query_column(c->fields, c->entity->fields[i].name, NULL);
	query_only(c->fields, 0);
}

static void fields(struct card *c)
{
	struct str label = {0};

	query_turn(c->fields, c->id);
	if (query_next(c->fields))
		for (size_t i = 0; i < query_width(c->fields); i++)
			add_field(c, c->fields, i, &label);
	str_free(&label);
}

static void open_link(struct card *c, const struct entity *e, const struct field *f)
{
	bool plain = registry_link(e, c->entity) == f;
	struct card_link *l;

	c->link = mem_grow(c->link, &c->link_cap, c->links + 1, sizeof *c->link);
	l = &c->link[c->links++];
	*l = (struct card_link){.entity = e, .field = f, .log = is_log(e), .q = card_query(c, e)};
	l->what = plain ? mem_copy(e->name) : mem_printf("%s.%s", e->name, f->name);
	query_refers(l->q, f->name, 0, NULL);
	query_sort(l->q, "-id", NULL); /* nearly by age, and no index is needed */
	query_limit(l->q, c->limit);
}

/* How many there are is always told, however few are shown. */
static void tied(struct card *c, struct card_link *l)
{
	char count[24];
	struct str words = {0};

	query_turn(l->q, c->id);
	l->found = query_count(l->q);
	snprintf(count, sizeof count, "%lld", (long long)l->found);
	if (l->found)
		card_add(c, CARD_COUNT, "", l->what, count, 0);
	while (l->found && !l->log && query_next(l->q)) {
		card_words(l->q, &words);
		card_add(c, CARD_TIED, "", l->what, str_text(&words), query_id(l->q));
	}
	str_free(&words);
}

struct card *card_open(struct db *db, const struct entity *e, long limit)
{
	struct card *c = mem_zero(sizeof *c);
	const struct entity *child;

	c->db = db;
	c->entity = e;
	c->limit = limit;
	open_claims(c);
	open_fields(c);
	for (size_t i = 0; (child = registry_at(i)); i++)
		for (size_t k = 0; !child->internal && k < child->n; k++)
			if (is_link(c, child, &child->fields[k]))
				open_link(c, child, &child->fields[k]);
	card_line_open(c);
	return c;
}

void card_read(struct card *c, int64_t id)
{
	forget_rows(c);
	c->id = id;
	find_label(c->db, c->entity, id, &c->title);
	claims(c);
	fields(c);
	for (size_t i = 0; i < c->links; i++)
		tied(c, &c->link[i]);
	card_line(c);
}
