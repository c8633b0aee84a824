/* SPDX-License-Identifier: GPL-2.0-or-later */
/* replay_states - all states that every row ever had, and what they say of a past date
 *
 * The second computation of --as-of, for test_replay: it reads today's tables after each change set
 * and knows nothing of lib/store/past. */
#ifndef CRM_TEST_REPLAY_STATES_H
#define CRM_TEST_REPLAY_STATES_H

#include "base.h"

enum { COMPANY, DEAL, MOVE, TABLES };
enum { ROWS = 600 };

static const char *const tables[TABLES] = {"company", "deal", "stage_change"};
static const char *const dated[TABLES] = {"created_at", "created_at", "at"};
static const char *const kinds[] = {"", "open", "open", "won", "won", "lost"};

/* A state of a row: the change set that made it, and its line; NULL: no row. */
struct version {
	char *line;
	char at[WHEN_SIZE];
};
struct row {
	struct version *v;
	size_t n, cap;
};
static struct row rows[TABLES][ROWS];

static char *table_now(struct db *from, int t)
{
	char *sql = mem_printf("SELECT * FROM %s ORDER BY id", tables[t]), *all = dump(from, sql);

	free(sql);
	return all;
}

/* ---- cells of a line */

static int column(int t, const char *name)
{
	char *sql = mem_printf("SELECT cid FROM pragma_table_info('%s') WHERE name = '%s'", tables[t], name);
	int64_t at = db_get_int(db, -1, sql, NULL);

	free(sql);
	assert_true(at >= 0);
	return (int)at;
}

static char *cell(const char *line, int at)
{
	for (; at > 0; at--)
		line = strchr(line, '|') + 1;
	return mem_copyn(line, strcspn(line, "|"));
}

static char *with_cell(char *line, int at, const char *value)
{
	const char *p = line;
	char *new;

	for (int i = at; i > 0; i--)
		p = strchr(p, '|') + 1;
	new = mem_printf("%.*s%s%s", (int)(p - line), line, value, p + strcspn(p, "|"));
	free(line);
	return new;
}

static int64_t cell_int(const char *line, int at)
{
	char *text = cell(line, at);
	int64_t value = strtoll(text, NULL, 10);

	free(text);
	return value;
}

/* ---- all states of all rows */

static const char *last_line(const struct row *r)
{
	return r->n ? r->v[r->n - 1].line : NULL;
}

static void add_version(struct row *r, const char *line, const char *at)
{
	const char *last = last_line(r);

	if ((!line && !last) || (line && last && strcmp(line, last) == 0))
		return;
	r->v = mem_grow(r->v, &r->cap, r->n + 1, sizeof *r->v);
	r->v[r->n].line = line ? mem_copy(line) : NULL;
	strcpy(r->v[r->n++].at, at);
}

static void take_note(const char *at)
{
	for (int t = 0; t < TABLES; t++) {
		const char *now[ROWS] = {0};
		char *all = table_now(db, t), *save = NULL;

		for (char *line = strtok_r(all, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
			assert_true(strtol(line, NULL, 10) < ROWS);
			now[strtol(line, NULL, 10)] = line;
		}
		for (int id = 0; id < ROWS; id++)
			add_version(&rows[t][id], now[id], at);
		free(all);
	}
}

/* ---- the second computation of --as-of */

/* A company that came in without a day of its own: is a deal told of it that is older and came in no earlier? */
static bool told_early(int id, const char *before)
{
	static int created = -1, company = -1, deal_created = -1;
	const struct row *c = &rows[COMPANY][id];
	bool told = false;
	char *at;

	if (created < 0) {
		created = column(COMPANY, "created_at");
		company = column(DEAL, "company");
		deal_created = column(DEAL, "created_at");
	}
	if (!last_line(c))
		return false;
	at = cell(last_line(c), created);
	for (int i = 0; i < ROWS && strcmp(at, c->v[0].at) == 0 && !told; i++) {
		const char *line = last_line(&rows[DEAL][i]);
		char *opened = line ? cell(line, deal_created) : NULL;

		told = line && cell_int(line, company) == id && strcmp(opened, before) < 0 &&
		       strcmp(rows[DEAL][i].v[0].at, c->v[0].at) >= 0;
		free(opened);
	}
	free(at);
	return told;
}

/* The line of a row as of a moment, or NULL. */
static const char *line_at(int t, int id, const char *before)
{
	static int date[TABLES] = {-1, -1, -1};
	const struct row *r = &rows[t][id];
	const char *then = NULL, *image = NULL, *when;
	char *at;
	bool hidden;

	if (date[t] < 0)
		date[t] = column(t, dated[t]);
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->v[i].at, before) < 0)
			then = r->v[i].line;
		else if (i > 0 && r->v[i - 1].line && !image)
			image = r->v[i - 1].line;
	if (!image)
		image = last_line(r);
	if (!image || (!then && !last_line(r)))
		return NULL;
	at = cell(image, date[t]);
	when = at;
	hidden = strcmp(when, before) >= 0 && !(t == COMPANY && told_early(id, before));
	free(at);
	return hidden ? NULL : image;
}

struct event {
	char at[WHEN_SIZE];
	int id, to;
	char *competitor;
};

static int earlier(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int rc = strcmp(x->at, y->at);

	return rc ? rc : x->id - y->id;
}

static size_t events_of(int64_t deal, const char *before, struct event *list)
{
	size_t n = 0;
	char *at;

	for (int id = 0; id < ROWS; id++) {
		const char *line = line_at(MOVE, id, before);

		if (!line || cell_int(line, column(MOVE, "deal")) != deal)
			continue;
		list[n].id = id;
		list[n].to = (int)cell_int(line, column(MOVE, "to_stage"));
		list[n].competitor = cell(line, column(MOVE, "competitor"));
		at = cell(line, column(MOVE, "at"));
		strcpy(list[n++].at, at);
		free(at);
	}
	qsort(list, n, sizeof *list, earlier);
	return n;
}

/* Where the moves of that time leave the deal. */
static char *deal_at(const char *image, int64_t deal, const char *before)
{
	struct event list[100];
	size_t n = events_of(deal, before, list), first;
	char *line = mem_copy(image), *stage;
	const struct event *last;

	assert_true(n > 0);
	last = &list[n - 1];
	for (first = n - 1; first > 0 && strcmp(kinds[list[first - 1].to], kinds[last->to]) == 0;)
		first--;
	stage = mem_printf("%d", last->to);
	line = with_cell(line, column(DEAL, "stage"), stage);
	line = with_cell(line, column(DEAL, "moved_at"), last->at);
	line = with_cell(line, column(DEAL, "closed_at"),
	                 strcmp(kinds[last->to], "open") ? list[first].at : "~");
	line = with_cell(line, column(DEAL, "competitor"), last->competitor);
	free(stage);
	for (size_t i = 0; i < n; i++)
		free(list[i].competitor);
	return line;
}

static char *table_at(int t, const char *before)
{
	struct str out = {0};

	for (int id = 0; id < ROWS; id++) {
		const char *image = line_at(t, id, before);
		char *line;

		if (!image)
			continue;
		line = t == DEAL ? deal_at(image, id, before) : mem_copy(image);
		str_addf(&out, "%s\n", line);
		free(line);
	}
	return str_take(&out);
}

static void forget_states(void)
{
	for (int t = 0; t < TABLES; t++)
		for (int id = 0; id < ROWS; id++) {
			for (size_t i = 0; i < rows[t][id].n; i++)
				free(rows[t][id].v[i].line);
			free(rows[t][id].v);
		}
	memset(rows, 0, sizeof rows);
}

#endif
