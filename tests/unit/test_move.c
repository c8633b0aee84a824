/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_move - deals and companies moved: business time, closing, gates, duties, history */
#include "base.h"
#include "model/move.h"

enum { NEED = 1, MEET, OFFER, CONTRACT, PAID, LOST };

static int filled(void **state)
{
	if (base_new(state) < 0)
		return -1;
	clock_at("2026-01-01T09:00:00");
	change("INSERT INTO rep (login) VALUES ('head'), ('anna'), ('boris');"
	       "INSERT INTO rep_role (rep, role) VALUES (2, 'closer'), (3, 'account');"
	       "INSERT INTO pipeline (code) VALUES ('sale'), ('repeat');"
	       "INSERT INTO stage (pipeline, code, position, kind) VALUES (1, 'need', 1, 'open'), "
	       "(1, 'meet', 2, 'open'), (1, 'offer', 3, 'open'), (1, 'contract', 4, 'won'), "
	       "(1, 'paid', 5, 'won'), (1, 'lost', 9, 'lost'), (2, 'need', 1, 'open');"
	       "INSERT INTO category (code, position, kind) VALUES ('lead', 1, 'open'), "
	       "('customer', 2, 'client'), ('lost', 9, 'lost');"
	       "INSERT INTO lost_reason (code) VALUES ('price'), ('late');"
	       "INSERT INTO company (name, category, created_at) VALUES ('Alpha', 1, '2026-01-01')");
	return 0;
}

/* A deal opened in a stage at a moment, as the writer makes it. */
static int64_t opened(int stage, const char *at)
{
	struct stmt *st;
	int64_t id;

	txn_begin(db);
	st = db_prepare(db, "INSERT INTO deal (company, owner, pipeline, stage, created_at, moved_at) "
	                    "VALUES (1, 2, 1, :stage, :at, :at)");
	db_bind_int(st, "stage", stage);
	db_bind_text(st, "at", at);
	db_run(st);
	id = db_last_id(db);
	st = db_prepare(db, "INSERT INTO stage_change (deal, to_stage, at, owner) "
	                    "VALUES (:deal, :stage, :at, 2)");
	db_bind_int(st, "deal", id);
	db_bind_int(st, "stage", stage);
	db_bind_text(st, "at", at);
	db_run(st);
	txn_commit(db, NULL);
	return id;
}

static struct str wish, why;

static int move_with(int64_t deal, int stage, const struct move *m)
{
	int rc;

	txn_begin(db);
	db_temp_ids(db, "told");
	rc = move_deal(db, deal, stage, m, &wish, &why);
	txn_commit(db, NULL);
	return rc;
}

static void moved(int64_t deal, int stage, const char *at)
{
	struct move m = {.at = at};

	assert_int_equal(move_with(deal, stage, &m), 1);
}

static void refused(int64_t deal, int stage, const char *at, const char *reason)
{
	struct move m = {.at = at};

	assert_int_equal(move_with(deal, stage, &m), -1);
	assert_string_equal(str_text(&why), reason);
}

static void stands(const char *sql, const char *expected)
{
	char *rows = dump(db, sql);

	assert_string_equal(rows, expected);
	free(rows);
}

/* KPI.md, worked example 1. */
static void test_closing(void **state)
{
	(void)state;
	clock_at("2026-05-15T12:00:00");
	opened(NEED, "2026-03-02");
	moved(1, CONTRACT, "2026-03-20");
	opened(NEED, "2026-03-05");
	moved(2, LOST, "2026-03-25");
	moved(2, OFFER, "2026-04-02");
	moved(2, CONTRACT, "2026-04-28");
	opened(NEED, "2026-02-10");
	moved(3, LOST, "2026-03-12");
	opened(NEED, "2026-03-28");
	opened(NEED, "2026-01-15");
	moved(5, CONTRACT, "2026-03-05");
	moved(5, PAID, "2026-04-01");
	stands("SELECT id, stage, moved_at, closed_at FROM deal ORDER BY id",
	       "1|4|2026-03-20|2026-03-20\n"
	       "2|4|2026-04-28|2026-04-28\n"
	       "3|6|2026-03-12|2026-03-12\n"
	       "4|1|2026-03-28|~\n"
	       "5|5|2026-04-01|2026-03-05\n");
	stands("SELECT deal, rep, part FROM deal_rep ORDER BY deal",
	       "1|2|closer\n2|2|closer\n5|2|closer\n");
	stands("SELECT from_category, to_category, at FROM category_change", "1|2|2026-03-20\n");
}

/* KPI.md, worked example 2: jumps and moves back are recorded as what they are. */
static void test_steps(void **state)
{
	(void)state;
	clock_at("2026-04-30T12:00:00");
	opened(NEED, "2026-03-01");
	moved(1, MEET, "2026-03-05");
	moved(1, OFFER, "2026-03-09");
	moved(1, CONTRACT, "2026-03-20");
	opened(NEED, "2026-03-03");
	moved(2, OFFER, "2026-03-10");
	moved(2, LOST, "2026-03-15");
	opened(NEED, "2026-03-04");
	moved(3, MEET, "2026-03-08");
	moved(3, NEED, "2026-03-12");
	opened(MEET, "2026-03-06");
	moved(4, LOST, "2026-03-09");
	opened(NEED, "2026-03-30");
	moved(5, MEET, "2026-04-02");
	stands("SELECT deal, from_stage, to_stage, at FROM stage_change WHERE from_stage IS NOT NULL "
	       "ORDER BY deal, id",
	       "1|1|2|2026-03-05\n1|2|3|2026-03-09\n1|3|4|2026-03-20\n"
	       "2|1|3|2026-03-10\n2|3|6|2026-03-15\n"
	       "3|1|2|2026-03-08\n3|2|1|2026-03-12\n"
	       "4|2|6|2026-03-09\n5|1|2|2026-04-02\n");
	stands("SELECT id, stage, closed_at FROM deal ORDER BY id",
	       "1|4|2026-03-20\n2|6|2026-03-15\n3|1|~\n4|6|2026-03-09\n5|2|~\n");
}

static void test_business_time(void **state)
{
	(void)state;
	clock_at("2026-03-10T12:00:00");
	opened(NEED, "2026-03-05T10:00:00");
	refused(1, MEET, "2026-03-04", "'2026-03-04' lies before the last move, 2026-03-05T10:00:00");
	refused(1, MEET, "2026-03-05T09:59:59",
	        "'2026-03-05T09:59:59' lies before the last move, 2026-03-05T10:00:00");
	refused(1, MEET, "2026-03-11", "'2026-03-11' lies after now, 2026-03-10T12:00:00");
	moved(1, MEET, "2026-03-05");
	stands("SELECT at FROM stage_change ORDER BY id", "2026-03-05T10:00:00\n2026-03-05T10:00:00\n");
	moved(1, OFFER, "2026-03-10");
	clock_at("2026-03-01T00:00:00");
	moved(1, MEET, NULL);
	stands("SELECT stage, moved_at FROM deal", "2|2026-03-10T12:00:00\n");
	assert_int_equal(move_with(1, MEET, &(struct move){.at = NULL}), 0);
	refused(1, 7, NULL, "stage 'repeat:need' is not of the deal's pipeline 'sale'");
	refused(99, MEET, NULL, "there is no deal 99");
}

static void test_lost(void **state)
{
	(void)state;
	clock_at("2026-03-10T12:00:00");
	opened(NEED, "2026-03-01");
	assert_int_equal(move_with(1, LOST, &(struct move){.at = "2026-03-02"}), 1);
	assert_string_equal(str_text(&wish), "the reason why it is lost");
	moved(1, OFFER, "2026-03-03");
	assert_int_equal(
		move_with(1, LOST, &(struct move){.at = "2026-03-04", .lost_reason = 2, .competitor = "Rival"}),
		1);
	assert_string_equal(str_text(&wish), "");
	stands("SELECT closed_at, lost_reason, competitor FROM deal", "2026-03-04|2|Rival\n");
	moved(1, NEED, "2026-03-05");
	stands("SELECT closed_at, lost_reason, competitor FROM deal", "~|~|~\n");
}

static void test_gates(void **state)
{
	(void)state;
	clock_at("2026-03-10T12:00:00");
	opened(NEED, "2026-03-01");
	change("UPDATE deal SET company = NULL, owner = NULL;"
	       "INSERT INTO gate (entity, stage, needs, test, required, part, at_least) VALUES "
	       "('deal', 3, 'the value', 'amount!=', 1, NULL, NULL), "
	       "('deal', 3, 'the terms', 'terms!=', 0, NULL, NULL), "
	       "('deal', 3, 'a title', 'title!=', 1, 'any', 2), "
	       "('deal', 3, 'a note', 'note!=', 1, 'any', 2), "
	       "('deal', 3, 'a source', 'source!=', 1, 'any', 2)");
	refused(1, OFFER, NULL, "missing for 'sale:offer': the value; 2 more of: a title, a note, a source");
	change("UPDATE deal SET amount = 100, note = 'x'");
	refused(1, OFFER, NULL, "missing for 'sale:offer': 1 more of: a title, a source");
	assert_int_equal(move_with(1, OFFER, &(struct move){.forced = "the head said so"}), 1);
	assert_string_equal(str_text(&wish), "the terms");
	stands("SELECT forced FROM stage_change WHERE to_stage = 3", "the head said so\n");
	refused(1, CONTRACT, NULL, "the deal needs a company to be won");
}

static void test_category_gates(void **state)
{
	struct move m = {.at = NULL};

	(void)state;
	change("INSERT INTO gate (entity, category, needs, test) VALUES "
	       "('company', 1, 'a note', 'note!='), ('company', 2, 'a site', 'site!=')");
	txn_begin(db);
	assert_int_equal(move_company(db, 1, 2, &m, &wish, &why), -1);
	assert_string_equal(str_text(&why), "missing for 'customer': a note; a site");
	assert_int_equal(move_company(db, 1, 3, &m, &wish, &why), 1);
	assert_int_equal(move_company(db, 1, 3, &m, &wish, &why), 0);
	txn_commit(db, NULL);
	opened(NEED, "2026-01-01");
	assert_int_equal(move_with(1, CONTRACT, &m), 1);
	assert_string_equal(str_text(&wish),
	                    "company 1 is no customer yet, missing for 'customer': a note; a site");
	stands("SELECT category FROM company", "3\n");
}

static void test_duties(void **state)
{
	(void)state;
	clock_at("2026-03-10T12:00:00");
	change("INSERT INTO duty (stage, role, title, days) VALUES (3, NULL, 'call', 2), "
	       "(4, 'account', 'hand over', 1), (4, 'consultant', 'train', 7)");
	opened(NEED, "2026-03-01");
	change("INSERT INTO deal_rep (deal, rep, part) VALUES (1, 3, 'account')");
	moved(1, OFFER, "2026-03-05T11:00:00");
	moved(1, CONTRACT, NULL);
	stands("SELECT title, assignee, due_at, company, deal FROM task ORDER BY id",
	       "call|2|2026-03-07|1|1\nhand over|3|2026-03-11|1|1\ntrain|2|2026-03-17|1|1\n");
}

static void test_history(void **state)
{
	(void)state;
	clock_at("2026-05-01T12:00:00");
	change("INSERT INTO gate (entity, stage, needs, test) VALUES ('deal', 4, 'x', 'amount!=')");
	opened(CONTRACT, "2026-04-20");
	assert_int_equal(move_with(1, NEED, &(struct move){.at = "2026-02-01", .imported = true}), 1);
	assert_int_equal(move_with(1, OFFER, &(struct move){.at = "2026-03-01", .imported = true}), 1);
	stands("SELECT from_stage, to_stage, at FROM stage_change ORDER BY at",
	       "~|1|2026-02-01\n1|3|2026-03-01\n3|4|2026-04-20\n");
	stands("SELECT stage, created_at, closed_at FROM deal", "4|2026-02-01|2026-04-20\n");
	stands("SELECT count(*) FROM task", "0\n");
}

static void test_owner(void **state)
{
	struct move m = {.at = "2026-02-01", .forced = "left"};

	(void)state;
	clock_at("2026-03-10T12:00:00");
	opened(NEED, "2026-01-01");
	txn_begin(db);
	assert_int_equal(move_owner(db, "deal", 1, 3, &m, &why), 1);
	assert_int_equal(move_owner(db, "deal", 1, 3, &m, &why), 0);
	assert_int_equal(move_owner(db, "company", 1, 2, &m, &why), 1);
	assert_int_equal(move_owner(db, "company", 1, 0, &m, &why), 1);
	assert_int_equal(move_owner(db, "company", 77, 0, &m, &why), -1);
	txn_commit(db, NULL);
	moved(1, MEET, "2026-01-20");
	moved(1, OFFER, "2026-02-20");
	stands("SELECT deal, company, from_owner, to_owner, at, reason FROM owner_change ORDER BY id",
	       "1|~|2|3|2026-02-01|left\n~|1|~|2|2026-02-01|left\n~|1|2|~|2026-02-01|left\n");
	stands("SELECT to_stage, owner FROM stage_change ORDER BY id", "1|2\n2|2\n3|3\n");
	stands("SELECT d.owner, c.owner FROM deal d, company c", "3|~\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_closing, filled, base_end),
		cmocka_unit_test_setup_teardown(test_steps, filled, base_end),
		cmocka_unit_test_setup_teardown(test_business_time, filled, base_end),
		cmocka_unit_test_setup_teardown(test_lost, filled, base_end),
		cmocka_unit_test_setup_teardown(test_gates, filled, base_end),
		cmocka_unit_test_setup_teardown(test_category_gates, filled, base_end),
		cmocka_unit_test_setup_teardown(test_duties, filled, base_end),
		cmocka_unit_test_setup_teardown(test_history, filled, base_end),
		cmocka_unit_test_setup_teardown(test_owner, filled, base_end),
	};

	return cmocka_run_group_tests_name("move", tests, NULL, NULL);
}
