/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card_line - what happened around a record: dated records of every kind, merged by time
 *
 * Of each dated kind all rows are read, or the newest `limit` of many by their index, merged by time and cut:
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

/* More are not put in order here: the base picks the newest of them. */
enum { EVENTS_FEW = 64 };

/* When a record took place. What is to be done stands where it was done or is due. */
static void moment(const struct entity *e, struct str *out)
{
	if (strcmp(e->name, "task") == 0)
		str_set(out, "coalesce(t.done_at, t.due_at, t.created_at)");
	else
		str_setf(out, "t.%s", e->dated);
}

static struct stmt *prepare(const struct card *c, const struct card_source *s, bool newest)
{
	struct str text = {0}, at = {0};
	struct stmt *st;

	moment(s->entity, &at);
	str_addf(&text, "SELECT %s, t.id FROM ", str_text(&at));
	if (s->by)
		str_addf(&text, "%s t WHERE t.%s = :record", s->entity->name, s->by->name);
	else
		str_addf(&text, "deal d JOIN %s t ON t.deal = d.id WHERE d.company = :record", s->entity->name);
	str_addf(&text, " AND %s IS NOT NULL", str_text(&at));
	if (newest)
		str_addf(&text, " ORDER BY %s DESC, t.id DESC LIMIT %ld", str_text(&at), c->limit);
	st = db_prepare(c->db, str_text(&text));
	str_free(&text);
	str_free(&at);
	return st;
}

/* What is tied to a company's deals and not to the company itself is part of its story. */
static bool is_of_deals(const struct card *c, const struct entity *e, bool direct)
{
	const struct field *deal = registry_field(e, "deal");

	return strcmp(c->entity->name, "company") == 0 && deal && (deal->flags & FIELD_INDEXED) &&
	       (!direct || strcmp(e->name, "owner_change") == 0);
}

static void open_source(struct card *c, const struct entity *e, const struct field *by, size_t link)
{
	c->source = mem_grow(c->source, &c->source_cap, c->sources + 1, sizeof *c->source);
	c->source[c->sources++] = (struct card_source){.entity = e, .by = by, .link = link};
}

void card_line_open(struct card *c)
{
	const struct entity *e;

	for (size_t i = 0; (e = registry_at(i)); i++) {
		bool direct = false;

		if (!e->dated || e->internal)
			continue;
		for (size_t k = 0; k < c->links; k++) {
			if (c->link[k].entity != e)
				continue;
			open_source(c, e, c->link[k].field, k);
			direct = true;
		}
		for (size_t k = 0; k < c->links && is_of_deals(c, e, direct); k++)
			if (strcmp(c->link[k].entity->name, "deal") == 0)
				open_source(c, e, NULL, k);
	}
}

static void forget_events(struct line *l, size_t n)
{
	while (l->n > n)
		free(l->v[--l->n].at);
}

/* False: there are too many, and none was taken. */
static bool take_events(const struct card *c, const struct card_source *s, struct stmt *st, size_t most, struct line *l)
{
	size_t before = l->n;

	db_bind_int(st, "record", c->id);
	while (db_step(st)) {
		if (l->n - before == most) {
			db_reset(st);
			forget_events(l, before);
			return false;
		}
		l->v = mem_grow(l->v, &l->cap, l->n + 1, sizeof *l->v);
		l->v[l->n++] = (struct event){.at = mem_copy(db_text(st, 0)), .entity = s->entity, .id = db_int(st, 1)};
	}
	return true;
}

/* Most records have few: to put them in order in the base costs more than to read them. */
static void add_events(struct card *c, struct card_source *s, struct line *l)
{
	size_t most = c->limit > EVENTS_FEW ? (size_t)c->limit : EVENTS_FEW;
	int64_t found = c->link[s->link].found;

	if (!found)
		return;
	if (c->limit == 0 || !s->by || found <= (int64_t)most) {
		if (!s->all)
			s->all = prepare(c, s, false);
		if (take_events(c, s, s->all, c->limit ? most : SIZE_MAX, l))
			return;
	}
	if (!s->newest)
		s->newest = prepare(c, s, true);
	take_events(c, s, s->newest, SIZE_MAX, l);
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
		card_words(q, &words);
	card_add(c, CARD_LINE, ev->at, ev->entity->name, str_text(&words), ev->id);
	str_free(&words);
}

void card_line(struct card *c)
{
	struct line l = {0};
	long shown = 0;

	for (size_t i = 0; i < c->sources; i++)
		add_events(c, &c->source[i], &l);
	if (l.n)
		qsort(l.v, l.n, sizeof *l.v, newest_first);
	for (size_t i = 0; i < l.n; i++) {
		/* A row that refers twice to the record came twice. */
		if ((i == 0 || !same(&l.v[i - 1], &l.v[i])) && (c->limit == 0 || shown++ < c->limit))
			describe(c, &l.v[i]);
	}
	forget_events(&l, 0);
	free(l.v);
}
