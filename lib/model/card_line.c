/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card_line - what happened around a record: dated records of every kind, merged by time
 *
 * Of each dated kind the newest `limit` rows are read by their index, merged by time and cut:
 * what is shown cannot lie among the others. Only then are words made, for those few. */
#include <stdlib.h>
#include <string.h>

#include "model/card_parts.h"

struct event {
	char *at;
	const struct entity *entity;
	int64_t id;
};

struct line {
	struct event *v;
	size_t n, cap;
};

/* When a record took place. What is to be done stands where it was done or is due. */
static const char *moment(const struct entity *e)
{
	return strcmp(e->name, "task") == 0 ? "coalesce(t.done_at, t.due_at, t.created_at)" : NULL;
}

/* The newest rows of one kind that are tied to the record. */
static void add_events(const struct card *c, const struct entity *e, const char *tied, struct line *l)
{
	struct str text = {0}, at = {0};
	struct stmt *st;

	str_addf(&at, "t.%s", e->dated);
	if (moment(e))
		str_set(&at, moment(e));
	str_addf(&text, "SELECT %s, t.id FROM %s t WHERE t.%s AND %s IS NOT NULL ORDER BY %s DESC, t.id DESC",
	         str_text(&at), e->name, tied, str_text(&at), str_text(&at));
	if (c->limit > 0)
		str_addf(&text, " LIMIT %ld", c->limit);
	st = db_prepare(c->db, str_text(&text));
	db_bind_int(st, "record", c->id);
	while (db_step(st)) {
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
		l->v[l->n++] = (struct event){.at = mem_copy(db_text(st, 0)), .entity = e, .id = db_int(st, 1)};
	}
	db_reset(st);
	str_free(&text);
	str_free(&at);
}

/* What is tied to a company's deals and not to the company itself is part of its story. */
static void add_kind(const struct card *c, const struct entity *e, struct line *l)
{
	const struct field *deal = registry_field(e, "deal");
	bool direct = false, deals = false;

	for (size_t i = 0; i < c->links; i++) {
		const struct card_link *link = &c->link[i];

		direct = direct || link->entity == e;
		deals = deals || (strcmp(link->entity->name, "deal") == 0 && link->found);
		/* even where there are none, to put them in order costs more than to have counted them */
		if (link->entity == e && link->found) {
			char *tied = mem_printf("%s = :record", link->field->name);

			add_events(c, e, tied, l);
			free(tied);
		}
	}
	if (deals && strcmp(c->entity->name, "company") == 0 && deal && (deal->flags & FIELD_INDEXED) &&
	    (!direct || strcmp(e->name, "owner_change") == 0))
		add_events(c, e, "deal IN (SELECT d.id FROM deal d WHERE d.company = :record)", l);
}

/* Equal moments: what the same command wrote later, as far as kinds and numbers tell. */
static int newest_first(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int order = strcmp(y->at, x->at);

	if (order == 0)
		order = strcmp(y->entity->name, x->entity->name);
	return order ? order : (y->id > x->id) - (y->id < x->id);
}

static bool same(const struct event *a, const struct event *b)
{
	return a->entity == b->entity && a->id == b->id;
}

static struct query *query_of(struct card *c, const struct entity *e)
{
	struct card_one *one;

	for (size_t i = 0; i < c->ones; i++)
		if (c->one[i].entity == e)
			return c->one[i].q;
	c->one = mem_grow(c->one, &c->one_cap, c->ones + 1, sizeof *c->one);
	one = &c->one[c->ones++];
	*one = (struct card_one){e, card_query(c, e)};
	query_only(one->q, 0);
	return one->q;
}

/* Only the events that are shown cost a query of their own. */
static void describe(struct card *c, const struct event *ev)
{
	struct query *q = query_of(c, ev->entity);
	struct str words = {0};

	query_turn(q, ev->id);
	if (query_next(q))
		card_words(c, ev->entity, q, &words);
	card_add(c, CARD_LINE, ev->at, ev->entity->name, str_text(&words), ev->id);
	str_free(&words);
}

void card_line(struct card *c)
{
	struct line l = {0};
	const struct entity *e;
	long shown = 0;

	for (size_t i = 0; (e = registry_at(i)); i++)
		if (e->dated && !e->internal)
			add_kind(c, e, &l);
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, newest_first);
	for (size_t i = 0; i < l.n; i++) {
		/* A row that refers twice to the record came twice. */
		if ((i == 0 || !same(&l.v[i - 1], &l.v[i])) && (c->limit == 0 || shown++ < c->limit))
			describe(c, &l.v[i]);
	}
	for (size_t i = 0; i < l.n; i++)
		free(l.v[i].at);
	free(l.v);
}
