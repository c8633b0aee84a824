/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_filter - the filter language against a small base */
#include <stdio.h>

#include "base.h"
#include "model/codes.h"
#include "model/filter.h"
#include "model/query.h"

static const char data[] =
	"INSERT INTO territory (id, code, name, parent) VALUES (1, 'RU', 'Россия', NULL), (2, 'Tver', 'Тверь', 1),"
	" (3, 'Rzhev', 'Ржев', 2), (4, 'Ufa', NULL, 1);"
	"INSERT INTO rep (id, login, name, team, territory) VALUES (1, 'head', 'Head', 'top', NULL),"
	" (2, 'ivanova', 'Иванова А.', 'north', 2), (3, 'petrov', 'Петров', 'South', 4);"
	"INSERT INTO category (id, code, position, kind) VALUES (1, 'lead', 1, 'open'), (2, 'client', 2, 'client');"
	"INSERT INTO pipeline (id, code) VALUES (1, 'sale'), (2, 'repeat');"
	"INSERT INTO stage (id, pipeline, code, position, kind, max_days) VALUES (1, 1, 'need', 1, 'open', 14),"
	" (2, 1, 'offer', 2, 'open', 30), (3, 1, 'won', 3, 'won', NULL), (4, 2, 'offer', 1, 'open', 10);"
	"INSERT INTO company (id, name, name_key, category, class, territory, owner, created_at, created_by) VALUES"
	" (1, 'ООО \"Ромашка\"', 'ромашка', 1, 'A', 2, 2, '2026-01-10', 2),"
	" (2, 'Salt, Pepper and Sons', 'salt pepper and sons', 2, 'B', 3, 3, '2026-11-22T09:00:00', 2),"
	" (3, 'Ёлка', 'елка', 1, NULL, NULL, NULL, '2026-11-21T23:59:59', NULL);"
	"INSERT INTO contact (id, name, name_key, created_at) VALUES (1, 'Анна Смирнова', 'анна смирнова', '2026-02-01'),"
	" (2, 'Bob', 'bob', '2026-02-01');"
	"INSERT INTO employment (contact, company, position, role, until) VALUES (1, 1, 'Директор', 'decides', NULL),"
	" (2, 2, 'Buyer', 'uses', '2026-01-01');"
	"INSERT INTO channel (company, kind, value, is_main, state, key) VALUES"
	" (1, 'phone', '8 495 123-45-67', 1, 'ok', '+74951234567'), (1, 'phone', '123', 0, 'wrong', '+74822321000'),"
	" (2, 'email', 'A@B.ru', 1, 'ok', 'a@b.ru');"
	"INSERT INTO legal_entity (company, legal_name, inn, is_main) VALUES (1, 'ООО Ромашка', '7707083893', 1),"
	" (1, 'ИП', '7736050003', 0);"
	"INSERT INTO deal (id, company, owner, pipeline, stage, title, amount, cost, expected_on, created_at, moved_at,"
	" closed_at) VALUES"
	" (1, 1, 2, 1, 2, 'Pumps', 10000000, 9000000, '2026-11-30', '2026-10-01', '2026-10-05T10:00:00', NULL),"
	" (2, 1, 3, 1, 3, 'Насосы', 5000050, NULL, NULL, '2026-09-01', '2026-10-30T12:00:00', '2026-10-30T12:00:00'),"
	" (3, 2, 3, 2, 4, 'a, b', NULL, NULL, '2026-12-05', '2026-11-20', '2026-11-20T08:00:00', NULL),"
	" (4, NULL, NULL, 1, 1, NULL, 0, 100, NULL, '2026-11-01', '2026-11-01', NULL);"
	"INSERT INTO activity (id, kind, company, rep, at, outcome, text, created_at) VALUES"
	" (1, 'call', 1, 2, '2026-11-20T10:00:00', 'talked', 'О цене', '2026-11-20'),"
	" (2, 'meeting', 1, 2, '2026-09-01', 'held', NULL, '2026-09-01'),"
	" (3, 'call', 2, 3, '2026-09-02', 'no-answer', NULL, '2026-09-02');"
	"INSERT INTO task (id, title, assignee, created_by, created_at, due_at, status, company) VALUES"
	" (1, 'today', 2, 1, '2026-11-01', '2026-11-22', 'open', 1),"
	" (2, 'noon', 2, 1, '2026-11-01', '2026-11-22T12:00:00', 'open', 1),"
	" (3, 'morning', 3, 1, '2026-11-01', '2026-11-22T08:00:00', 'open', 2),"
	" (4, 'yesterday', 3, 2, '2026-11-01', '2026-11-21', 'done', NULL),"
	" (5, 'none', NULL, 2, '2026-11-01', NULL, 'open', NULL);";

static int start(void **state)
{
	if (base_new(state) != 0)
		return -1;
	clock_at("2026-11-22T10:05:00");
	change(data);
	codes_forget();
	return 0;
}

static int end(void **state)
{
	filter_forget();
	codes_forget();
	return base_end(state);
}

/* The numbers of the records that fulfil it, or why not. */
static char *select_ids(const char *entity, const char *expression)
{
	struct query *q = query_new(db, registry_entity(entity));
	struct str out = {0}, why = {0};

	if (query_filter(q, expression, &why) < 0) {
		str_addf(&out, "%s", str_text(&why));
	} else {
		while (query_next(q))
			str_addf(&out, "%s%lld", out.n ? " " : "", (long long)query_id(q));
	}
	query_free(q);
	str_free(&why);
	return str_take(&out);
}

struct expectation {
	const char *entity, *expression, *ids;
};

static void assert_all(const struct expectation *e)
{
	int bad = 0;

	for (; e->entity; e++) {
		char *got = select_ids(e->entity, e->expression);

		if (strcmp(got, e->ids) != 0) {
			print_error("%s '%s': got '%s', expected '%s'\n", e->entity, e->expression, got, e->ids);
			bad++;
		}
		free(got);
	}
	assert_int_equal(bad, 0);
}

static void equality(void **state)
{
	static const struct expectation list[] = {
		{"company", "owner=ivanova", "1"},
		{"company", "owner=ivanova,petrov", "1 2"},
		{"company", "owner!=ivanova", "2 3"},
		{"company", "owner!=ivanova,petrov", "3"},
		{"company", "owner=", "3"},
		{"company", "owner!=", "1 2"},
		{"company", "owner=,petrov", "2 3"},
		{"company", "owner = ivanova", "1"},
		{"company", "class=a", "1"},
		{"company", "name=ромашка", "1"},
		{"company", "name=ооо \"РОМАШКА\"", "1"},
		{"company", "name=\"salt, pepper and sons\"", "2"},
		{"company", "name='Salt, Pepper and Sons', елка", "2 3"},
		{"company", "name!=елка", "1 2"},
		{"company", "territory=Tver", "1 2"},
		{"company", "territory=RU", "1 2"},
		{"company", "territory=Rzhev", "2"},
		{"company", "territory!=Tver", "3"},
		{"company", "id=1,3", "1 3"},
		{"company", "id=2..", "2 3"},
		{"company", "company=2", "2"},
		{"company", "company=Ромашка", "1"},
		{"company", "company=7736050003", "1"},
		{"deal", "company=1", "1 2"},
		{"deal", "deal=3", "3"},
		{"deal", "stage=offer", "1 3"},
		{"deal", "stage=sale:offer", "1"},
		{"deal", "stage!=offer", "2 4"},
		{"deal", "title=насосы", "2"},
		{"deal", "title='a, b'", "3"},
		{"deal", "title=a\\, b", "3"},
		{"deal", "is_repeat=no", "1 2 3 4"},
		{"deal", "title=", "4"},
		{"rep", "team=SOUTH", "3"},
		{"rep", "login=petrov", "3"},
		/* " and " ends a value outside quotes: what follows is then no term */
		{"company", "name=Salt and Sons", "filter 'name=Salt and Sons', character 15: unknown field of company 'Sons'"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void keys(void **state)
{
	static const struct expectation list[] = {
		{"company", "phone='8 (495) 123-45-67'", "1"},
		{"company", "phone=+7 4822 32-10-00", "1"},
		{"company", "phone!=84951234567", "2 3"},
		{"company", "phone~1234567", "1"},
		{"company", "phone~321-00", "1"},
		{"company", "email=a@B.RU", "2"},
		{"company", "email~b.ru", "2"},
		{"company", "email=", "1 3"},
		{"company", "phone!=", "1"},
		{"company", "inn=7736050003", "1"},
		{"company", "inn!=7736050003", "2 3"},
		{"deal", "company.phone=84822321000", "1 2"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void numbers(void **state)
{
	static const struct expectation list[] = {
		{"deal", "amount=100000", "1"},
		{"deal", "amount=50000.5", "2"},
		{"deal", "amount=50 000\\,50", "2"},
		{"deal", "amount=50000..100000", "1 2"},
		{"deal", "amount=..50000.49", "4"},
		{"deal", "amount=50000..", "1 2"},
		{"deal", "amount!=50000..", "3 4"},
		{"deal", "amount<100000", "2 4"},
		{"deal", "amount <= 100000", "1 2 4"},
		{"deal", "amount>0", "1 2"},
		{"deal", "amount>=0", "1 2 4"},
		{"deal", "amount=0,100000", "1 4"},
		{"deal", "amount=", "3"},
		{"deal", "amount=,0..1", "3 4"},
		{"deal", "days_in_stage=2", "3"},
		{"deal", "days_in_stage>stage.max_days", "1 4"},
		{"deal", "amount<cost", "4"},
		{"deal", "margin=..0", "4"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void times(void **state)
{
	static const struct expectation list[] = {
		{"company", "created_at=..2026-11-21", "1 3"},
		{"company", "created_at=2026-11-22", "2"},
		{"company", "created_at=this-month", "2 3"},
		{"company", "created_at=2026-Q4", "2 3"},
		{"company", "created_at<2026-11-22", "1 3"},
		{"company", "created_at<=2026-11-22", "1 2 3"},
		{"company", "created_at>2026-11-21", "2"},
		{"company", "created_at>=21.11.2026", "2 3"},
		{"company", "created_at!=2026-11", "1"},
		{"company", "created_at=2026-01,today", "1 2"},
		{"company", "created_at=2026-11-21 23:59:59", "3"},
		{"deal", "closed_at=2026-10", "2"},
		{"deal", "closed_at=", "1 3 4"},
		{"deal", "moved_at=..-14d", "1 2 4"},
		{"deal", "expected_on=2026-11..2026-12", "1 3"},
		{"deal", "expected_on=..2026-11", "1"},
		{"task", "due_at=today..eow", "1 2 3"},
		{"task", "due_at=..today", "1 2 3 4"},
		/* a day is not over before its end */
		{"task", "due_at<now", "3 4"},
		{"task", "due_at>=now", "1 2"},
		{"task", "due_at=..2026-11-22 12:00", "2 3 4"},
		{"task", "due_at=2026-11-22 12:00..", "1 2"},
		{"task", "due_at>2026-11-22 12:00", "1"},
		{"task", "due_at=2026-11-22 12:00", "2"},
		{"deal", "created_at<moved_at", "1 2"},
		{"deal", "created_at=moved_at", "3 4"},
		{"deal", "closed_at=moved_at", "2"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void pieces_of_text(void **state)
{
	static const struct expectation list[] = {
		{"company", "name~РОМ", "1"},
		{"company", "name~рОМ,ёл", "1 3"},
		{"company", "name!~ром", "2 3"},
		{"company", "owner~иван", "1"},
		{"company", "owner~PETR", "2"},
		{"deal", "company~ромашка", "1 2"},
		{"deal", "stage~off", "1 3"},
		{"activity", "text~ЦЕН", "1"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void paths(void **state)
{
	static const struct expectation list[] = {
		{"deal", "company.territory=Tver", "1 2 3"},
		{"deal", "company.territory.name=ржев", "3"},
		{"deal", "company.owner.team=north", "1 2"},
		{"deal", "owner!=company.owner", "2 4"},
		{"deal", "owner=company.owner", "1 3"},
		{"deal", "company_name=ромашка", "1 2"},
		{"deal", "company.name~SALT", "3"},
		{"deal", "stage.kind=won", "2"},
		{"company", "owner.territory=RU", "1 2"},
		{"contact", "company.name=ромашка", "1"},
		{"task", "assignee=created_by", ""},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void relations(void **state)
{
	static const struct expectation list[] = {
		{"company", "activity(kind=call at=-30d..)", "1"},
		{"company", "no activity(at=-30d..)", "2 3"},
		{"company", "not activity(at=-30d..)", "2 3"},
		{"company", "activity()", "1 2"},
		{"company", "activity", "1 2"},
		{"company", "no task", "3"},
		{"company", "activity(kind=meeting outcome=talked)", ""},
		{"company", "count(deal(stage.kind=won))>=1", "1"},
		{"company", "count(deal)=0", "3"},
		{"company", "count(deal)=1..2", "1 2"},
		{"company", "count(deal)=1,2", "1 2"},
		{"company", "count(activity(kind=call or kind=meeting)) > 1", "1"},
		{"company", "contact(name~анна)", "1"},
		{"company", "contact", "1"},
		{"company", "employment(position~дир role=decides)", "1"},
		{"company", "channel(kind=phone state=wrong)", "1"},
		{"deal", "company(class=A territory=Tver)", "1 2"},
		{"deal", "company.activity(kind=meeting)", "1 2"},
		{"deal", "company.owner.task.assignee(status=done)", "filter 'company.owner.task.assignee(status=done)', "
		 "character 1: unknown field of rep 'task'"},
		{"rep", "task.created_by(status=done)", "2"},
		{"rep", "count(task.created_by)=3", "1"},
		{"company", "deal(company.task(due_at=today) amount>0)", "1"},
		{"company", "owner=ivanova no deal(stage=need)", "1"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

static void precedence(void **state)
{
	static const struct expectation list[] = {
		{"company", "owner=ivanova or owner=petrov and class=A", "1"},
		{"company", "class=B or owner=ivanova and class=A", "1 2"},
		{"company", "(class=B or owner=ivanova) and class=A", "1"},
		{"company", "(class=B or owner=ivanova) class=A", "1"},
		{"company", "not class=A", "2 3"},
		{"company", "not class=A and not owner=petrov", "3"},
		{"company", "not (class=A or owner=petrov)", "3"},
		{"company", "not not class=A", "1"},
		{"company", "owner= and class=", "3"},
		{"company", "(owner= class=)", "3"},
		{"company", "class=A OR class=B", "1 2"},
		{"company", "((((((((((((class=A))))))))))))", "filter '((((((((((((class=A))))))))))))', character 13: "
		 "nested more than 12 levels deep"},
		{"company", "(name=\"salt, pepper and sons\")", "2"},
		{"company", "(name=salt\\,\\ pepper\\ and\\ sons)", "2"},
		{"company", "(phone=8(495)1234567 or class=B)", "1 2"},
		{"company", "class=A owner=ivanova", "1"},
		{"company", "  class=A  ", "1"},
		{NULL, NULL, NULL}
	};

	(void)state;
	assert_all(list);
}

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
		{"company", "name_key=x", "filter 'name_key=x', character 1: unknown field of company 'name_key'"},
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
		{"company", "t.id=1", "filter 't.id=1', character 1: unknown field of company 't'"},
		{"company", "sqlite_master(name=x)", "filter 'sqlite_master(name=x)', character 1: unknown kind of record "
		 "'sqlite_master'"},
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
		cmocka_unit_test(equality), cmocka_unit_test(keys), cmocka_unit_test(numbers),
		cmocka_unit_test(times), cmocka_unit_test(pieces_of_text), cmocka_unit_test(paths),
		cmocka_unit_test(relations), cmocka_unit_test(precedence), cmocka_unit_test(refusals),
		cmocka_unit_test(injections), cmocka_unit_test(limits), cmocka_unit_test(holds),
		cmocka_unit_test(indexes),
	};

	return cmocka_run_group_tests(tests, start, end);
}
