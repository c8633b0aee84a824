/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_replay - random days of work, then every day seen again through --known and --as-of
 *
 * About 200 lines a run: records added, changed and deleted, deals moved (also with a past date), a
 * history imported, change sets undone and redone, the clock set back. At the end of each day the
 * tables are saved as they are. --known must print exactly that. --as-of is compared with a
 * second computation that knows nothing of lib/store/past: it works on all states that every row
 * ever had, kept in memory. */
#include "base.h"
#include "replay_states.h"
#include "store/undo.h"

enum { DAYS = 40, LINES = 5 };

static char *saved[DAYS][TABLES];
static char days[DAYS][WHEN_SIZE];
static uint64_t seed;

/* ---- the work of a day */

static int64_t pick(int64_t n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int64_t)((seed >> 33) % (uint64_t)n);
}

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

/* Undo or redo, but of the first change set, which made the department; one that would leave something
 * standing is given up. */
static void undo(void)
{
	struct str why = {0};
	int conflicts = 0;
	int64_t id = txn_id(db) - 1 - pick(12);
	int64_t n = id > 1 ? undo_apply(db, id, false, &(struct undo_told){.conflict = ignore, .arg = &conflicts}, &why) : -1;

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
	forget_states();
	for (int t = 0; t < TABLES; t++)
		for (int day = 0; day < DAYS; day++)
			free(saved[day][t]);
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
	/* The run was worth something; one of a drawn seed may undo nothing twice. */
	assert_true(given || db_get_int(db, 0, "SELECT count(*) FROM txn_undo WHERE undoes IN "
	                                "(SELECT txn FROM txn_undo)", NULL) > 0);
	assert_true(given || db_get_int(db, 0, "SELECT count(*) FROM change WHERE op = 'I'", NULL) > 0);
	forget();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(replay, base_new, base_end)};

	return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
