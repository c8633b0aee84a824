/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_replay - random days of work, then every day seen again through --known and --as-of
 *
 * About 200 lines a run: records added, changed and deleted, deals moved (also with a past date), a
 * history imported, change sets undone and redone, the clock set back. At the end of each day the
 * tables are saved as they are. --known must print exactly that. --as-of is compared with a
 * second computation that knows nothing of lib/store/past: it works on all states that every row
 * ever had, kept in memory. */
#include "base.h"
#include "store/undo.h"

enum { COMPANY, DEAL, MOVE, TABLES };
enum { DAYS = 40, LINES = 5, ROWS = 600 };

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
static char *saved[DAYS][TABLES];
static char days[DAYS][WHEN_SIZE];
static uint64_t seed;

static int64_t pick(int64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)n);
}

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

/* ---- the work of a day */

static int64_t random_id(int t)
{
	char *sql = mem_printf("SELECT id FROM %s ORDER BY id LIMIT 1 OFFSET %lld", tables[t],
	                       (long long)pick(1 + db_get_int(db, 0, t == COMPANY
		? "SELECT count(*) FROM company" : "SELECT count(*) FROM deal", NULL)));
	int64_t id = db_get_int(db, 0, sql, NULL);

	free(sql);
	return id;
}

static void run(const char *fmt, ...)
{
	char sql[2000];
	va_list args;

	va_start(args, fmt);
	vsnprintf(sql, sizeof sql, fmt, args);
	va_end(args);
	db_script(db, sql);
}

/* The deal's own fields after its moves, from the moves themselves. */
static void settle(int64_t deal)
{
	struct stmt *st = db_prepare_own(db, "SELECT to_stage, at FROM stage_change WHERE deal = :deal "
	                                     "ORDER BY at, id");
	char closed[WHEN_SIZE] = "", moved[WHEN_SIZE] = "";
	int64_t stage = 0;

	db_bind_int(st, "deal", deal);
	while (db_step(st)) {
		int64_t to = db_int(st, 0);

		if (strcmp(kinds[to], "open") == 0)
			closed[0] = '\0';
		else if (stage == 0 || strcmp(kinds[to], kinds[stage]) != 0)
			strcpy(closed, db_text(st, 1));
		stage = to;
		strcpy(moved, db_text(st, 1));
	}
	db_finalize(st);
	run("UPDATE deal SET stage = %d, moved_at = '%s', closed_at = nullif('%s', ''), competitor = %s "
	    "WHERE id = %lld", (int)stage, moved, closed,
	    stage == 5 ? "(SELECT competitor FROM stage_change WHERE deal = deal.id ORDER BY at DESC, id DESC)"
	               : "NULL", (long long)deal);
}

static void move(int64_t deal, const char *at)
{
	int64_t to = 1 + pick(5);

	run("INSERT INTO stage_change (deal, from_stage, to_stage, at, competitor) SELECT id, stage, %d, "
	    "'%s', %s FROM deal WHERE id = %lld AND moved_at <= '%s'", (int)to, at,
	    to == 5 ? "'Конкурент'" : "NULL", (long long)deal, at);
	settle(deal);
}

/* A deal, its opening move, and for an imported one a history. The record itself is written
 * in its final state, as an import does. */
static void add_deal(const char *opened, int moves)
{
	int64_t id = db_get_int(db, 0, "SELECT seq + 1 FROM sqlite_sequence WHERE name = 'deal'", NULL);
	char at[WHEN_SIZE], closed[WHEN_SIZE] = "";
	int stage = 1;

	id = id ? id : 1;
	strcpy(at, opened);
	db_script(db, "PRAGMA defer_foreign_keys = ON");
	run("INSERT INTO stage_change (deal, to_stage, at) VALUES (%d, 1, '%s')", (int)id, at);
	for (int i = 0; i < moves; i++) {
		int to = 1 + (int)pick(5);

		when_add_seconds(at, 3600 * (1 + pick(100)), at);
		run("INSERT INTO stage_change (deal, from_stage, to_stage, at) VALUES (%d, %d, %d, '%s')",
		    (int)id, stage, to, at);
		if (strcmp(kinds[to], "open") == 0)
			closed[0] = '\0';
		else if (strcmp(kinds[to], kinds[stage]) != 0)
			strcpy(closed, at);
		stage = to;
	}
	run("INSERT INTO deal (id, company, pipeline, stage, amount, created_at, moved_at, closed_at) VALUES "
	    "(%d, nullif(%d, 0), 1, %d, %d, '%s', '%s', nullif('%s', ''))", (int)id,
	    (int)random_id(COMPANY), stage, (int)pick(1000), opened, at, closed);
}

static void ignore(void *arg, const struct undo_conflict *c)
{
	(void)c;
	++*(int *)arg;
}

/* Undo or redo; one that would leave something standing is given up. */
static void undo(void)
{
	struct str why = {0};
	int conflicts = 0;
	int64_t id = txn_id(db) - 1 - pick(12);
	int64_t n = undo_apply(db, id, false, ignore, &conflicts, &why);

	if (n < 0 || conflicts)
		txn_rollback(db);
	str_free(&why);
}

static void past_moment(const char *now, int64_t seconds, char out[WHEN_SIZE])
{
	when_add_seconds(now, -pick(seconds), out);
}

static void one_line(void)
{
	char at[WHEN_SIZE];
	const char *now = txn_at(db);
	int64_t deal = random_id(DEAL), what = pick(100);

	if (what < 12)
		run("INSERT INTO company (name, name_key, note, created_at) VALUES ('c%d', 'c%d', 'n', '%s')",
		    (int)(what + txn_id(db)), (int)(what + txn_id(db)), now);
	else if (what < 24)
		run("UPDATE company SET note = 'n%d', potential = %d WHERE id = %d", (int)pick(9), (int)pick(9),
		    (int)random_id(COMPANY));
	else if (what < 40)
		add_deal(now, 0);
	else if (what < 46) {
		past_moment(now, 40 * 86400, at);
		when_add_days(at, -60, at);
		add_deal(at, 1 + (int)pick(6));
	} else if (what < 52)
		run("UPDATE deal SET amount = %d, title = 't' WHERE id = %d", (int)pick(1000), (int)deal);
	else if (what < 75 && deal) {
		past_moment(now, what < 60 ? 6 * 86400 : 1, at);
		move(deal, at);
	} else if (what < 80)
		run("DELETE FROM stage_change WHERE deal = %d; DELETE FROM deal WHERE id = %d", (int)deal,
		    (int)deal);
	else if (what < 84)
		run("DELETE FROM company WHERE id = %d AND id NOT IN (SELECT company FROM deal WHERE company "
		    "IS NOT NULL)", (int)random_id(COMPANY));
	else
		undo();
}

static void work(int day)
{
	char now[WHEN_SIZE], back[WHEN_SIZE], *last;

	when_add_days("2026-11-01T09:00:00", day, now);
	for (int line = 0; line < LINES; line++) {
		when_add_seconds(now, 600 + pick(4000), now);
		strcpy(back, now);
		/* Not before the day's first change set, which would then belong to a day already saved. */
		last = db_get_text(db, "SELECT substr(max(at), 1, 10) FROM txn", NULL);
		if (strncmp(last, now, 10) == 0 && pick(10) == 0)
			when_add_seconds(now, -pick(5 * 86400), back);
		free(last);
		clock_at(back);
		txn_begin(db);
		one_line();
		if (txn_id(db)) {
			char at[WHEN_SIZE];

			strcpy(at, txn_at(db));
			txn_commit(db, NULL);
			take_note(at);
		}
	}
	memcpy(days[day], now, 10);
	days[day][10] = '\0';
	for (int t = 0; t < TABLES; t++)
		saved[day][t] = table_now(db, t);
}

/* ---- the second computation of --as-of */

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
	hidden = strcmp(when, before) >= 0;
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

	for (int id = 0; id < ROWS; id++) {
		const char *line = line_at(MOVE, id, before);

		if (!line || cell_int(line, column(MOVE, "deal")) != deal)
			continue;
		list[n].id = id;
		list[n].to = (int)cell_int(line, column(MOVE, "to_stage"));
		list[n].competitor = cell(line, column(MOVE, "competitor"));
		strcpy(list[n++].at, cell(line, column(MOVE, "at")));
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

/* ---- the comparison */

static void same(const char *mode, int day, int t, const char *want, const char *got)
{
	if (strcmp(want, got) != 0)
		fail_msg("%s %s, %s:\nwant\n%sgot\n%s", mode, days[day], tables[t], want, got);
}

static void look_back(int day)
{
	char before[WHEN_SIZE];

	when_after(days[day], before);
	for (int known = 0; known < 2; known++) {
		struct db *then;

		opt.known = known ? days[day] : NULL;
		opt.as_of = known ? NULL : days[day];
		then = db_open(DB_READ);
		for (int t = 0; t < TABLES; t++) {
			char *got = table_now(then, t);
			char *want = known ? mem_copy(saved[day][t]) : table_at(t, before);

			same(known ? "--known" : "--as-of", day, t, want, got);
			free(got);
			free(want);
		}
		db_close(then);
	}
	opt.as_of = opt.known = NULL;
}

static void forget(void)
{
	for (int t = 0; t < TABLES; t++) {
		for (int id = 0; id < ROWS; id++) {
			for (size_t i = 0; i < rows[t][id].n; i++)
				free(rows[t][id].v[i].line);
			free(rows[t][id].v);
		}
		for (int day = 0; day < DAYS; day++)
			free(saved[day][t]);
	}
	memset(rows, 0, sizeof rows);
}

static void replay(void **state)
{
	const char *given = getenv("CRM_SEED");

	(void)state;
	seed = given ? strtoull(given, NULL, 10) : 20261122;
	print_message("# CRM_SEED=%llu\n", (unsigned long long)seed);
	change("INSERT INTO rep (login) VALUES ('head'); INSERT INTO pipeline (code) VALUES ('sale');"
	       "INSERT INTO stage (pipeline, code, kind) VALUES (1, 'a', 'open'), (1, 'b', 'open'), "
	       "(1, 'c', 'won'), (1, 'd', 'won'), (1, 'e', 'lost')");
	for (int day = 0; day < DAYS; day++)
		work(day);
	for (int day = 0; day < DAYS; day++)
		look_back(day);
	/* The run was worth something. */
	assert_true(db_get_int(db, 0, "SELECT count(*) FROM txn WHERE undoes IN (SELECT id FROM txn "
	                              "WHERE undoes IS NOT NULL)", NULL) > 0);
	assert_true(db_get_int(db, 0, "SELECT count(*) FROM change WHERE op = 'I'", NULL) > 0);
	forget();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(replay, base_new, base_end)};

	return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
