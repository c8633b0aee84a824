/* SPDX-License-Identifier: GPL-2.0-or-later */
/* history_sets - the change sets that are asked for, as a table of them or of their fields */
#include "model/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/text.h"
#include "io/opt.h"
#include "model/find.h"
#include "model/query.h"
#include "store/txn.h"

enum { CHANGE, AT, REP, COMMAND, OP, ENTITY, ROW, FIELD, OLD, NEW, FIELDS };

static const struct out_column field_columns[FIELDS] = {
	[CHANGE] = {"change", OUT_NUMBER}, [AT] = {"at", OUT_DATE},        [REP] = {"rep", OUT_TEXT},
	[COMMAND] = {"command", OUT_TEXT}, [OP] = {"op", OUT_TEXT},        [ENTITY] = {"entity", OUT_TEXT},
	[ROW] = {"row", OUT_NUMBER},       [FIELD] = {"field", OUT_TEXT},  [OLD] = {"old", OUT_TEXT},
	[NEW] = {"new", OUT_TEXT}};

enum { COUNTS = 3 };
static const struct out_column set_columns[] = {
	{"change", OUT_NUMBER}, {"at", OUT_DATE}, {"rep", OUT_TEXT},
	{"counts", OUT_TEXT}, {"undoes", OUT_NUMBER}, {"command", OUT_TEXT}};

/* entity=deal,task; row!=7; new~text */
struct condition {
	int column;
	char sign; /* = ! ~ */
	struct strs words;
};

struct history {
	struct history_wish wish;
	struct shape *out;
	struct condition *conditions;
	size_t n, cap;
	struct strs filters; /* the other ones, for change sets */
	struct db *db;
	struct query *q;     /* the change set whose rows are being written */
	int64_t last;        /* its number */
	bool wanted;
	int64_t row;         /* of the one record; 0: all */
	long rows;
};

static void split(const char *list, struct strs *out)
{
	char *copy = mem_copy(list), *rest = copy, *word;

	while ((word = strsep(&rest, ",")))
		strs_add(out, word);
	free(copy);
}

/* Is it a condition on a change? Else it is one on change sets. */
static bool take_condition(struct history *h, const char *text)
{
	size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");
	/* Letters only: a path with a dot is one of the change set. */
	const char *sign = text + n, *value = sign + (*sign == '!' ? 2 : 1);
	struct condition c = {.column = OP, .sign = *sign};

	if (!((*sign == '!' && sign[1] == '=') || *sign == '=' || *sign == '~'))
		return false;
	while (c.column < FIELDS && (strncmp(field_columns[c.column].name, text, n) != 0 ||
	                             field_columns[c.column].name[n]))
		c.column++;
	if (c.column == FIELDS)
		return false;
	if (c.sign == '~')
		strs_add(&c.words, value);
	else
		split(value, &c.words);
	for (size_t i = 0; c.column == ENTITY && c.sign != '~' && i < c.words.n; i++) {
		struct str why = {0};

		if (!registry_entity(c.words.v[i]) && registry_unknown_entity(c.words.v[i], &why))
			opt_usage("'%s': %s", text, str_text(&why));
	}
	h->conditions = mem_grow(h->conditions, &h->cap, h->n + 1, sizeof *h->conditions);
	h->conditions[h->n++] = c;
	return true;
}

/* Behind the columns of a change stand those of the table on stdin. */
static void open_fed(struct history *h)
{
	struct out_column columns[FIELDS + 1];

	memcpy(columns, field_columns, sizeof field_columns);
	columns[FIELDS] = (struct out_column){h->wish.entity->name, OUT_NUMBER};
	h->out = feed_shape(h->wish.feed, columns, FIELDS + 1);
}

struct history *history_open(const struct history_wish *wish)
{
	struct history *h = mem_zero(sizeof *h);

	h->wish = *wish;
	for (char **f = wish->filters; f && *f; f++)
		if (!take_condition(h, *f))
			strs_add(&h->filters, *f);
	h->wish.fields = wish->fields || wish->entity || h->n;
	if (opt.sort)
		h->wish.limit = 0; /* the table cuts itself when it is sorted */
	else if (h->wish.fields)
		opt.limit = NULL; /* counted between records, which are not cut in two */
	if (wish->feed)
		open_fed(h);
	else
		h->out = h->wish.fields ? shape_open(field_columns, FIELDS)
		                        : shape_open(set_columns, sizeof set_columns / sizeof *set_columns);
	return h;
}

struct shape *history_shape(struct history *h)
{
	return h->out;
}

void history_free(struct history *h)
{
	for (size_t i = 0; i < h->n; i++)
		strs_free(&h->conditions[i].words);
	free(h->conditions);
	strs_free(&h->filters);
	free(h);
}

bool history_full(const struct history *h)
{
	return h->wish.limit && h->rows >= h->wish.limit;
}

static bool holds(const struct condition *c, const char *cell)
{
	if (!cell)
		cell = "";
	if (c->sign == '~')
		return text_contains(cell, c->words.v[0]);
	return (strs_find(&c->words, cell) >= 0) == (c->sign == '=');
}

static void add_row(void *arg, const struct history_field *f)
{
	struct history *h = arg;
	char row[24];
	const char *cells[FIELDS + 1] = {[OP] = f->op, [ENTITY] = f->entity->name, [ROW] = row,
	                                 [FIELD] = f->field, [OLD] = f->old, [NEW] = f->new, [FIELDS] = row};

	if (h->row && f->row != h->row)
		return;
	snprintf(row, sizeof row, "%lld", (long long)f->row);
	for (size_t i = 0; i < h->n; i++)
		if (!holds(&h->conditions[i], cells[h->conditions[i].column]))
			return;
	for (int i = CHANGE; i <= COMMAND; i++)
		cells[i] = query_text(h->q, (size_t)i);
	shape_row(h->out, h->wish.feed ? feed_cells(h->wish.feed, cells) : cells);
	h->rows++;
}

static void narrow(struct query *q, const char *left, const char *value, const char *right)
{
	char *text = mem_printf("%s%s%s", left, value ? value : "", right);
	struct str why = {0};

	if (value && query_filter(q, text, &why) < 0)
		opt_usage("%s", str_text(&why));
	free(text);
	str_free(&why);
}

static struct query *choose(struct history *h, struct db *db, int64_t after, int64_t last)
{
	const struct history_wish *w = &h->wish;
	struct query *q = query_new(db, registry_entity("txn"));
	char from[24], to[24];

	for (int i = CHANGE; w->fields && i <= COMMAND; i++)
		query_column(q, i == CHANGE ? "id" : field_columns[i].name, NULL);
	for (size_t i = 0; !w->fields && i < sizeof set_columns / sizeof *set_columns; i++)
		query_column(q, i == 0 ? "id" : set_columns[i].name, NULL);
	snprintf(from, sizeof from, "%lld", (long long)after + 1);
	snprintf(to, sizeof to, "%lld", (long long)last);
	narrow(q, "id=", after ? from : NULL, "..");
	narrow(q, "id=..", last ? to : NULL, "");
	narrow(q, "rep=", w->rep, "");
	narrow(q, "at=", w->period, "");
	narrow(q, "at=", w->from, "..");
	narrow(q, "at=..", w->to, "");
	for (size_t i = 0; i < h->filters.n; i++)
		narrow(q, "", h->filters.v[i], "");
	return q;
}

static void list_set(struct history *h)
{
	const char *cells[sizeof set_columns / sizeof *set_columns];
	struct str did = {0};

	for (size_t i = 0; i < sizeof set_columns / sizeof *set_columns; i++)
		cells[i] = query_text(h->q, i);
	if (shape_wants(h->out, COUNTS)) {
		history_did(h->db, query_id(h->q), cells[COUNTS], &did);
		cells[COUNTS] = str_text(&did);
	}
	shape_row(h->out, cells);
	h->rows++;
	str_free(&did);
}

static bool concerns(const struct history *h, const struct entity *e)
{
	return e && (!h->wish.entity || h->wish.entity == e);
}

static void added(struct history *h, const struct entity *e, int64_t first, int64_t last)
{
	if (h->row) {
		if (h->row >= first && h->row <= last)
			history_added(h->db, e, h->row, add_row, h);
		return;
	}
	for (int64_t row = first; row <= last && !history_full(h); row++)
		history_added(h->db, e, row, add_row, h);
}

static void list_fields(struct history *h)
{
	int64_t id = query_id(h->q);
	struct stmt *st = db_prepare_own(h->db, "SELECT entity, first, last FROM txn_range WHERE txn = :id ORDER BY id");

	db_bind_int(st, "id", id);
	while (!history_full(h) && db_step(st)) {
		const struct entity *e = registry_entity(db_text0(st, 0));

		if (concerns(h, e))
			added(h, e, db_int(st, 1), db_int(st, 2));
	}
	db_finalize(st);
	st = db_prepare_own(h->db, "SELECT id, entity, row FROM change WHERE txn = :id ORDER BY id");
	db_bind_int(st, "id", id);
	while (!history_full(h) && db_step(st))
		if (concerns(h, registry_entity(db_text0(st, 1))) && (!h->row || h->row == db_int(st, 2)))
			history_fields(h->db, db_int(st, 0), add_row, h);
	db_finalize(st);
}

static long list(struct history *h, struct query *q)
{
	long n = 0;

	h->q = q;
	for (; !history_full(h) && query_next(q); n++) {
		h->last = query_id(q);
		if (h->wish.fields)
			list_fields(h);
		else
			list_set(h);
	}
	query_free(q);
	return n;
}

/* A number may be that of a record that is gone. */
static int find_row(struct history *h, struct db *db, struct str *why)
{
	const char *what = h->wish.record;
	bool number = *what && !what[strspn(what, "0123456789")] && strlen(what) < 18;

	if (h->row)
		return 0;
	h->row = find_record(db, h->wish.entity, what, number ? NULL : why);
	if (h->row < 0 && number)
		h->row = strtoll(what, NULL, 10);
	return h->row < 0 ? -1 : 0;
}

/* Makes the change set the one whose rows are written; false: it is not asked for. Changes of
 * one record are read newest first over all change sets, so each is asked for by its number, and at
 * the same time whether the filters let it through. */
static bool turn_to(struct history *h, int64_t id)
{
	if (h->last != id) {
		query_turn(h->q, id);
		h->last = id;
		h->wanted = query_next(h->q);
	}
	return h->wanted;
}

/* The story of record h->row. */
static int read_story(struct history *h, struct str *why)
{
	const struct entity *e = h->wish.entity;
	struct stmt *st = db_prepare(h->db, "SELECT id, txn FROM change WHERE entity = :entity AND row = :row ORDER BY id DESC");
	bool known = false;
	int64_t by;

	db_bind_text(st, "entity", e->name);
	db_bind_int(st, "row", h->row);
	while (!history_full(h) && db_step(st)) {
		known = true;
		if (turn_to(h, db_int(st, 1)))
			history_fields(h->db, db_int(st, 0), add_row, h);
	}
	db_reset(st);
	by = txn_inserted(h->db, e->name, h->row);
	if (by && !history_full(h) && turn_to(h, by))
		history_added(h->db, e, h->row, add_row, h);
	return known || by ? 0 : str_setf(why, "nothing is known of %s %lld", e->name, (long long)h->row);
}

/* Records that are gone have a story too. */
static bool is_gone(void *history, int64_t id)
{
	const struct history *h = history;

	return find_number(h->db, h->wish.entity, id, NULL) < 0 && id <= txn_last_given(h->db, h->wish.entity->name);
}

static void read_fed(struct history *h)
{
	struct str why = {0};

	feed_known(h->wish.feed, is_gone, h);
	while (!history_full(h) && feed_next(h->wish.feed, h->db, &h->row))
		if (read_story(h, &why) < 0)
			feed_refuse(h->wish.feed, str_text(&why));
	str_free(&why);
}

static int read_records(struct history *h, struct str *why)
{
	int rc = 0;

	h->q = choose(h, h->db, h->wish.first ? h->wish.first - 1 : 0, h->wish.last);
	query_only(h->q, 0);
	if (h->wish.feed)
		read_fed(h);
	else
		rc = find_row(h, h->db, why) < 0 ? -1 : read_story(h, why);
	query_free(h->q);
	h->q = NULL;
	return rc;
}

int history_read(struct history *h, struct db *db, struct str *why)
{
	const struct history_wish *w = &h->wish;
	struct query *q;

	h->db = db;
	if (w->entity)
		return read_records(h, why);
	if (w->one && !db_get_int_id(db, 0, "SELECT 1 FROM txn WHERE id = :id", w->first))
		return str_setf(why, "there is no change set %lld", (long long)w->first);
	q = choose(h, db, w->first ? w->first - 1 : 0, w->last);
	query_sort(q, "-id", NULL);
	query_limit(q, w->fields ? 0 : w->limit);
	(void)list(h, q);
	return 0;
}

long history_read_on(struct history *h, struct db *db, int64_t *seen, long n)
{
	int64_t last = db_get_int(db, 0, "SELECT max(id) FROM txn", NULL);
	struct query *q = choose(h, db, *seen, last);
	struct str why = {0};
	long found;

	h->db = db;
	if (h->wish.entity && find_row(h, db, &why) < 0)
		die(CRM_USAGE, "%s", str_text(&why));
	query_sort(q, "id", NULL);
	query_limit(q, n);
	found = list(h, q);
	*seen = found < n ? last : h->last;
	return found;
}
