/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_filter_limits - what filters refuse, what they withstand, and the indexes they use */
#include "filters.h"

static void refusals(void **state)
{
	static const struct expectation list[] = {
		{"deal", "", "filter '', character 1: expected a field such as 'name=…'"},
		{"deal", "stag=offer", "filter 'stag=offer', character 1: unknown field of deal 'stag', did you mean 'stage'?"},
		{"deal", "stage", "filter 'stage', character 6: expected = != < <= > >= or ~ behind 'stage'"},
		{"deal", "title=x and amount=1o0",
		 "filter 'title=x and amount=1o0', character 20: field 'amount': '1o0' is not a number: 'o' is a letter, not the digit 0"},
		{"deal", "title=Ы and stage=offr",
		 "filter 'title=Ы and stage=offr', character 19: field 'stage': unknown stage 'offr', did you mean 'offer'?"},
		{"deal", "amount=10..5", "filter 'amount=10..5', character 8: field 'amount': '10' is more than '5'"},
		{"deal", "amount=..", "filter 'amount=..', character 8: field 'amount': expected a value before or behind '..'"},
		{"deal", "amount~1", "filter 'amount~1', character 8: field 'amount' is no text, expected '=', '<', '>' or a range"},
		{"deal", "amount>", "filter 'amount>', character 8: field 'amount': expected one value behind '>'"},
		{"deal", "stage>offer",
		 "filter 'stage>offer', character 7: field 'stage' has no order, expected '=' or '!=' and whole values"},
		{"deal", "title~", "filter 'title~', character 7: field 'title': expected a piece of text behind '~'"},
		{"deal", "(stage=offer", "filter '(stage=offer', character 1: the parenthesis is not closed"},
		{"deal", "(stage=offer) )", "filter '(stage=offer) )', character 15: expected a field such as 'name=…'"},
		{"deal", "title=\"abc", "filter 'title=\"abc', character 7: the quote is not closed"},
		{"deal", "title=\"a\"b", "filter 'title=\"a\"b', character 10: expected a comma, 'and', 'or' or the end behind the value"},
		{"deal", "not", "filter 'not', character 4: expected a field such as 'name=…'"},
		{"deal", "stage=offer and", "filter 'stage=offer and', character 16: expected a field such as 'name=…'"},
		{"deal", "stage=offer or", "filter 'stage=offer or', character 15: expected a field such as 'name=…'"},
		{"deal", "amount.x=1",
		 "filter 'amount.x=1', character 1: field 'amount' of deal is no reference, nothing can follow it"},
		{"deal", "rate(currency=USD)", "filter 'rate(currency=USD)', character 1: kind of record 'rate' is not tied to a deal"},
		{"deal", "taks(status=open)",
		 "filter 'taks(status=open)', character 1: unknown kind of record 'taks', did you mean 'task'?"},
		{"company", "activity.kind=call", "filter 'activity.kind=call', character 1: 'activity' is no field of company "
		 "but a kind of record tied to it, expected 'activity(…)'"},
		{"company", "count(task)", "filter 'count(task)', character 12: expected = != < <= > or >= and a number behind count( )"},
		{"company", "name_key=x", "filter 'name_key=x', character 1: unknown field of company 'name_key', see crm-tables(5)"},
		{"company", "class=D", "filter 'class=D', character 7: field 'class': 'D' is not allowed, expected one of key, A, B, C"},
		{"company", "name=\xff", "filter: not valid UTF-8 at byte 6"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

/* What is typed reaches the base as bound values, or not at all. */
static void injections(void **state)
{
	static const struct expectation list[] = {
		{"company", "name=' OR 1=1 --", "filter 'name=' OR 1=1 --', character 6: the quote is not closed"},
		{"company", "name=x') OR 1=1 --", "filter 'name=x') OR 1=1 --', character 13: expected a field such as 'name=…'"},
		{"company", "name=\"'; DROP TABLE company; --\"", ""},
		{"company", "note~%' OR '1'='1", "filter 'note~%' OR '1'='1', character 12: expected a field such as 'name=…'"},
		{"company", "t.id=1", "filter 't.id=1', character 1: unknown field of company 't', see crm-tables(5)"},
		{"company", "sqlite_master(name=x)", "filter 'sqlite_master(name=x)', character 1: unknown kind of record "
		 "'sqlite_master', see crm-tables(5)"},
		{"company", "id;DROP=1", "filter 'id;DROP=1', character 3: expected = != < <= > >= or ~ behind 'id'"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
	assert_int_equal(db_get_int(db, 0, "SELECT count(*) FROM company", NULL), 3);
}

static char *repeated(const char *head, const char *piece, int n, const char *tail)
{
	struct str out = {0};

	str_add(&out, head);
	for (int i = 0; i < n; i++)
		str_add(&out, piece);
	str_add(&out, tail);
	return str_take(&out);
}

static void assert_refused(char *expression, const char *reason)
{
	char *got = select_ids("company", expression);

	if (!strstr(got, reason))
		fail_msg("'%.60s…': got '%.200s', expected '%s'", expression, got, reason);
	free(got);
	free(expression);
}

static void assert_accepted(char *expression)
{
	char *got = select_ids("company", expression);

	if (strncmp(got, "filter", 6) == 0)
		fail_msg("'%.60s…': %s", expression, got);
	free(got);
	free(expression);
}

static void limits(void **state)
{
	(void)state;
	assert_refused(repeated("class=A", " or class=B", 10000, ""), "more than 200 conditions");
	assert_refused(repeated("class=A", " and class=B", 10000, ""), "more than 200 conditions");
	assert_refused(repeated("", "(", 100000, "class=A"), "nested more than");
	assert_refused(repeated("", "not ", 100000, "class=A"), "nested more than");
	assert_refused(repeated("", "deal(company(", 1000, ""), "nested more than");
	assert_refused(repeated("id=1", ",1", 20000, ""), "more than 10000 values");
	assert_refused(repeated("id=1", ",1..2", 300, ""), "more than 200 conditions");
	assert_refused(repeated("name~a", ",a", 300, ""), "more than 200 conditions");
	assert_refused(repeated("parent.", "parent.", 40, "name=x"), "more than 30 records");
	/* just inside them SQLite must not stumble */
	assert_accepted(repeated("class=A", " or class=B", 199, ""));
	assert_accepted(repeated("class=A", " and name~x", 199, ""));
	assert_accepted(repeated("id=1", ",1..2", 198, ""));
	assert_accepted(repeated("id=1", ",1", 9999, ""));
	assert_accepted(repeated("parent.", "parent.", 28, "name=x"));
	assert_accepted(repeated("", "not ", 11, "class=A"));
	assert_accepted(mem_copy("(id=1 or deal(id=1 or company(id=1 or deal(id=1 or company(id=1 or "
	                         "deal(id=1 or company.overdue_days>1))))))"));
	assert_accepted(mem_copy("(id=1 or (id=1 and (id=1 or (id=1 and (id=1 or (id=1 and (id=1 or (id=1 and (id=1 or "
	                         "(id=1 and (id=1 or overdue_days>2)))))))))))"));
	assert_accepted(mem_copy("deal(company(deal(company(deal(stage=offer)))))"));
	assert_accepted(mem_copy("not (id=1 or deal(not (id=1 or company(not (id=1 or count(deal)>0)))))"));
}

static void holds(void **state)
{
	struct str why = {0};
	const struct entity *e = registry_entity("company");

	(void)state;
	for (int i = 0; i < 2; i++) {
		assert_int_equal(filter_holds(db, e, 1, "phone!= and inn!=", &why), 1);
		assert_int_equal(filter_holds(db, e, 2, "phone!= and inn!=", &why), 0);
	}
	assert_int_equal(filter_holds(db, e, 99, "phone=", &why), 0);
	assert_int_equal(filter_holds(db, e, 1, "fone=", &why), -1);
	str_free(&why);
}

/* Equality and ranges on these must go through an index. */
static void assert_index(const char *entity, const char *expression, const char *index)
{
	struct sql *sql = sql_new(db, registry_entity(entity));
	struct str why = {0}, plan = {0};
	struct stmt *st;
	char *text;

	assert_int_equal(sql_filter(sql, expression, &why), 0);
	text = mem_printf("EXPLAIN QUERY PLAN SELECT t.id FROM %s t %s WHERE %s", entity, sql_joins(sql), sql_where(sql));
	st = db_prepare_own(db, text);
	sql_bind(sql, st);
	while (db_step(st))
		str_addf(&plan, "%s\n", db_text0(st, 3));
	if (!strstr(str_text(&plan), index))
		fail_msg("%s '%s': no %s in\n%s\n%s", entity, expression, index, str_text(&plan), text);
	db_finalize(st);
	free(text);
	str_free(&plan);
	str_free(&why);
	sql_free(sql);
}

static void indexes(void **state)
{
	(void)state;
	assert_index("deal", "owner=ivanova", "deal_owner (owner=?)");
	assert_index("deal", "stage=offer", "deal_stage (stage=?)");
	assert_index("deal", "company=1", "deal_company (company=?)");
	assert_index("deal", "created_at=2026-11", "deal_created (created_at>? AND created_at<?)");
	assert_index("deal", "closed_at=this-month", "deal_closed (closed_at>? AND closed_at<?)");
	assert_index("task", "due_at=..today", "task_due (due_at<?)");
	assert_index("task", "due_at<now", "task_due (due_at<?)");
	assert_index("task", "due_at>=now", "task_due (due_at>?)");
	assert_index("task", "assignee=ivanova status=open due_at=..today",
	             "task_assignee (assignee=? AND status=? AND due_at<?)");
	assert_index("company", "territory=Tver", "company_territory (territory=?)");
	assert_index("company", "name=ромашка", "company_name_key (name_key=?)");
	assert_index("company", "phone=84951234567", "channel_key (key=?)");
	assert_index("company", "inn=7707083893", "legal_entity_inn (inn=?)");
	assert_index("company", "activity(at=-30d..)", "activity_company (company=? AND at>?)");
	assert_index("deal", "company.territory=Tver company=1,2", "deal_company (company=?)");
	assert_index("company", "id=1,2", "PRIMARY KEY (rowid=?)");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals), cmocka_unit_test(injections), cmocka_unit_test(limits),
		cmocka_unit_test(holds), cmocka_unit_test(indexes),
	};

	return cmocka_run_group_tests(tests, start, end);
}
