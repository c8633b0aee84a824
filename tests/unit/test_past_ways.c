/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_past_ways - random days: what was printed then, row by row and from whole old images
 *
 * A statement on a past date avoids the log where it knows (altered.h) that it could tell nothing. Here every
 * statement is asked both ways, and --known against what the base answered on that very day. */
#include "base.h"
#include "store/past.h"
#include "store/undo.h"

enum { DAYS = 24, SEEDS = 6 };

/* Look-ups by number, by indexed and other columns, ranges, lists, NULL, order, joins, aggregates. */
static const char *const queries[] = {
	"SELECT * FROM deal ORDER BY id",
	"SELECT id, stage, moved_at, closed_at FROM deal WHERE owner = 2 ORDER BY id",
	"SELECT id, title, amount FROM deal WHERE owner = 2 AND stage = 2 ORDER BY moved_at DESC, id",
	"SELECT id FROM deal WHERE stage IN (1, 3, 5) ORDER BY id",
	"SELECT id, owner FROM deal WHERE company IN (1, 2, 3, 7, 19) ORDER BY company, id",
	"SELECT id, closed_at FROM deal WHERE closed_at >= '2026-11-08' AND closed_at < '2026-11-20' ORDER BY closed_at, id",
	"SELECT id, amount FROM deal WHERE amount IS NULL OR amount > 500 ORDER BY amount, id",
	"SELECT d.id, d.stage, c.name FROM deal d JOIN company c ON c.id = d.company WHERE d.id IN (1, 3, 5, 8, 40, 41) "
	"ORDER BY d.id",
	"SELECT s.id, count(d.id), sum(d.amount) FROM stage s LEFT JOIN deal d ON d.stage = s.id GROUP BY s.id",
	"SELECT id, name, class, note, category, owner FROM company ORDER BY name, id",
	"SELECT id, category FROM company WHERE owner = 1 ORDER BY id",
	"SELECT id FROM company WHERE owner = 2 AND category IN (1, 3) ORDER BY id",
	"SELECT id, name FROM company WHERE category = 2 AND name > 'c' ORDER BY name DESC, id LIMIT 9",
	"SELECT id, note FROM company WHERE note IS NOT NULL AND id BETWEEN 4 AND 33 ORDER BY id DESC",
	"SELECT c.id, (SELECT max(a.at) FROM activity a WHERE a.company = c.id), "
	"(SELECT count(*) FROM task t WHERE t.company = c.id AND t.status = 'open') FROM company c ORDER BY c.id",
	"SELECT * FROM task ORDER BY id",
	"SELECT id, title, due_at FROM task WHERE assignee = 2 AND status = 'open' ORDER BY due_at, id",
	"SELECT id, status, done_at, result FROM task WHERE assignee = 1 AND due_at < '2026-11-22' ORDER BY id",
	"SELECT id, priority FROM task WHERE status = 'done' ORDER BY done_at DESC, id",
	"SELECT company, count(*), max(score) FROM activity WHERE company IS NOT NULL GROUP BY company ORDER BY company",
	"SELECT id, score, text FROM activity WHERE company = 5 ORDER BY at DESC, id DESC",
	"SELECT count(*), sum(score) FROM activity WHERE at >= '2026-11-05' AND at < '2026-11-15' AND kind = 'call'",
	"SELECT deal, to_stage, at FROM stage_change WHERE deal BETWEEN 3 AND 30 ORDER BY deal, at, id",
};

#define QUERIES (sizeof queries / sizeof *queries)

static char *then_said[DAYS][QUERIES];
static char now[WHEN_SIZE + 16];

static int at_random(int n)
{
	return (int)(random() % n);
}

/* Texts of the same moment for all that one change set writes. */
static void run(const char *format, ...)
{
	struct str sql = {0};
	va_list args;

	va_start(args, format);
	str_addv(&sql, format, args);
	va_end(args);
	db_script(db, str_text(&sql));
	str_free(&sql);
}

static int one_of(const char *table)
{
	char *sql = mem_printf("SELECT id FROM %s ORDER BY (id * 7919 + %d) %% 1009 LIMIT 1", table, at_random(1000));
	int id = (int)db_get_int(db, 0, sql, NULL);

	free(sql);
	return id;
}

static void add_some(void)
{
	int company;

	run("INSERT INTO company (name, class, category, owner, created_at) VALUES ('%c%d', %s, %d, %d, '%s')",
	    'a' + at_random(6), at_random(90), at_random(2) ? "'A'" : "NULL", 1 + at_random(3), 1 + at_random(2), now);
	company = one_of("company");
	run("INSERT INTO deal (company, owner, pipeline, stage, title, amount, created_at, moved_at) "
	    "VALUES (%d, %d, 1, 1, 'd%d', %d, '%s', '%s')", company, 1 + at_random(2), at_random(50),
	    at_random(1000), now, now);
	run("INSERT INTO stage_change (deal, to_stage, at, rep) SELECT max(id), 1, '%s', 1 FROM deal", now);
	run("INSERT INTO task (title, assignee, company, due_at, created_at) VALUES ('t%d', %d, %d, '2026-11-%02d', '%s')",
	    at_random(50), 1 + at_random(2), company, 2 + at_random(28), now);
	run("INSERT INTO activity (kind, company, rep, at, score, created_at) VALUES ('%s', %d, %d, '%s', %d, '%s')",
	    at_random(2) ? "call" : "visit", company, 1 + at_random(2), now, at_random(9), now);
}

static void move_deal(void)
{
	int deal = one_of("deal"), to = 1 + at_random(5);

	run("INSERT INTO stage_change (deal, from_stage, to_stage, at, rep) SELECT id, stage, %d, '%s', 1 FROM deal "
	    "WHERE id = %d AND stage <> %d", to, now, deal, to);
	run("UPDATE deal SET closed_at = CASE WHEN %d < 3 THEN NULL WHEN stage < 3 OR (stage = 5) <> (%d = 5) THEN '%s' "
	    "ELSE closed_at END, stage = %d, moved_at = '%s' WHERE id = %d AND stage <> %d", to, to, now, to, now, deal,
	    to);
}

static void hand_over(void)
{
	int company = one_of("company"), deal = one_of("deal"), category = 1 + at_random(3);

	run("INSERT INTO owner_change (company, from_owner, to_owner, at) SELECT id, owner, 3 - owner, '%s' FROM company "
	    "WHERE id = %d; UPDATE company SET owner = 3 - owner WHERE id = %d", now, company, company);
	run("INSERT INTO owner_change (deal, from_owner, to_owner, at) SELECT id, owner, 3 - owner, '%s' FROM deal "
	    "WHERE id = %d; UPDATE deal SET owner = 3 - owner WHERE id = %d", now, deal, deal);
	company = one_of("company");
	run("INSERT INTO category_change (company, from_category, to_category, at) SELECT id, category, %d, '%s' "
	    "FROM company WHERE id = %d AND category <> %d; UPDATE company SET category = %d WHERE id = %d", category, now,
	    company, category, category, company);
}

/* A record that goes, a deal with its moves. */
static void take_out(void)
{
	int deal = one_of("deal");

	switch (at_random(3)) {
	case 0:
		run("DELETE FROM activity WHERE id = %d", one_of("activity"));
		break;
	case 1:
		run("DELETE FROM task WHERE id = %d", one_of("task"));
		break;
	default:
		run("DELETE FROM stage_change WHERE deal = %d; DELETE FROM owner_change WHERE deal = %d; "
		    "DELETE FROM deal WHERE id = %d", deal, deal, deal);
	}
}

/* kind: what may happen at all, so that some seeds leave some columns alone. */
static void alter(int kind)
{
	switch (at_random(10)) {
	case 0:
		run("UPDATE company SET note = 'n%d' WHERE id = %d", at_random(9), one_of("company"));
		break;
	case 1:
		run("UPDATE deal SET amount = %s WHERE id = %d", at_random(3) ? "17" : "NULL", one_of("deal"));
		break;
	case 2:
		run("UPDATE task SET status = 'done', done_at = '%s', result = 'r' WHERE id = %d AND status = 'open'", now,
		    one_of("task"));
		break;
	case 3:
		run("UPDATE activity SET score = score + 1 WHERE id %% 5 = %d", at_random(5));
		break;
	case 4:
		run("UPDATE task SET priority = 3, due_at = NULL WHERE id = %d", one_of("task"));
		break;
	case 5:
		move_deal();
		break;
	case 6:
		if (kind > 0)
			hand_over();
		break;
	case 7:
		if (kind > 1)
			run("UPDATE activity SET company = %d WHERE company = %d", one_of("company"), one_of("company"));
		break;
	case 8:
		if (kind > 1)
			run("UPDATE task SET status = 'open', done_at = NULL, result = NULL, assignee = 3 - assignee "
			    "WHERE id = %d", one_of("task"));
		break;
	default:
		if (kind > 2)
			take_out();
		break;
	}
}

static void take_back(int kind, int64_t id)
{
	struct str why = {0};

	if (kind < 3 || at_random(3))
		return;
	txn_begin(db);
	undo_apply(db, id, false, &(struct undo_told){0}, &why);
	txn_commit(db, NULL);
	str_free(&why);
}

static void live(int kind)
{
	for (int day = 0; day < DAYS; day++) {
		snprintf(now, sizeof now, "2026-11-%02dT10:00:00", day + 2);
		clock_at(now);
		for (int sets = 0; sets < 3; sets++) {
			int64_t id;

			txn_begin(db);
			id = txn_id(db);
			for (int i = 0; i < 5 && day < 15; i++)
				add_some();
			for (int i = 0; i < 4; i++)
				alter(kind);
			txn_commit(db, NULL);
			take_back(kind, id);
		}
		for (size_t q = 0; q < QUERIES; q++)
			then_said[day][q] = dump(db, queries[q]);
	}
}

/* What a past date says. */
static void ask(bool known, int day, char **said)
{
	char date[32];
	struct db *then;

	snprintf(date, sizeof date, "2026-11-%02d", day + 2);
	opt.as_of = known ? NULL : date;
	opt.known = known ? date : NULL;
	then = db_open(DB_READ);
	opt.as_of = opt.known = NULL;
	for (size_t q = 0; q < QUERIES; q++)
		said[q] = dump(then, queries[q]);
	db_close(then);
}

static void same(char **a, char **b, const char *what, int day, int seed)
{
	for (size_t q = 0; q < QUERIES; q++)
		if (strcmp(a[q], b[q]) != 0)
			fail_msg("%s, day %d, seed %d: %s\n%s-- and\n%s", what, day, seed, queries[q], a[q], b[q]);
}

static void forget(char **said)
{
	for (size_t q = 0; q < QUERIES; q++)
		free(said[q]);
}

static void compare(int seed)
{
	static char *asked[2][DAYS][QUERIES];
	char *whole[QUERIES];

	for (int known = 0; known < 2; known++)
		for (int day = 0; day < DAYS; day += 3)
			ask(known, day, asked[known][day]);
	/* from here on anything may have been altered at any time, so that all is read from old images */
	db_script(db, "DELETE FROM altered; INSERT INTO altered (entity, field, txn) "
	              "SELECT DISTINCT c.entity, '*', (SELECT max(id) FROM txn) FROM change c");
	for (int known = 0; known < 2; known++)
		for (int day = 0; day < DAYS; day += 3) {
			ask(known, day, whole);
			same(asked[known][day], whole, known ? "--known both ways" : "--as-of both ways", day, seed);
			if (known)
				same(then_said[day], whole, "--known and that day", day, seed);
			forget(whole);
			forget(asked[known][day]);
		}
}

static void both_ways(void **state)
{
	for (int seed = 0; seed < SEEDS; seed++) {
		if (seed > 0 && (base_end(state) != 0 || base_new(state) != 0))
			fail();
		srandom(20261100U + (unsigned)seed);
		change("INSERT INTO rep (login) VALUES ('head'), ('ivanova'); INSERT INTO pipeline (code) VALUES ('sale');"
		       "INSERT INTO category (code, kind) VALUES ('lead', 'open'), ('customer', 'client'), ('gone', 'lost');"
		       "INSERT INTO stage (pipeline, code, position, kind) VALUES (1, 'new', 1, 'open'), "
		       "(1, 'offer', 2, 'open'), (1, 'won', 3, 'won'), (1, 'paid', 4, 'won'), (1, 'lost', 5, 'lost')");
		live(seed);
		compare(seed);
		for (int day = 0; day < DAYS; day++)
			forget(then_said[day]);
	}
}

static const char *altered(void)
{
	static struct str out;
	char *rows = dump(db, "SELECT entity, field FROM altered ORDER BY entity, field");

	str_set(&out, rows);
	free(rows);
	db_script(db, "DELETE FROM altered");
	return str_text(&out);
}

static void what_was_altered(void **state)
{
	(void)state;
	change("INSERT INTO rep (login) VALUES ('head'); INSERT INTO company (name, created_at) VALUES ('a', '2026')");
	assert_string_equal(altered(), "");
	change("UPDATE company SET note = 'n', name = 'b' WHERE id = 1");
	assert_string_equal(altered(), "company|name\ncompany|note\n");
	change("UPDATE rep SET name = NULL WHERE id = 7");
	assert_string_equal(altered(), "");
	change("DELETE FROM company");
	assert_string_equal(altered(), "company|id\n");
	/* who writes to the log and does not say so is believed to have done anything */
	change("INSERT INTO change (txn, op, entity, row, old) VALUES (crm_txn(), 'U', 'company', 1, '{}')");
	assert_non_null(strstr(altered(), "deal|*\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(what_was_altered, base_new, base_end),
	                                   cmocka_unit_test_setup_teardown(both_ways, base_new, base_end)};

	return cmocka_run_group_tests_name("past both ways", tests, NULL, NULL);
}
