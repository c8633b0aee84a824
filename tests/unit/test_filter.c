/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_filter - the filter language against a small base */
#include "filters.h"

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
		{"company", "name=Salt and Sons", "filter 'name=Salt and Sons', character 15: unknown field of company 'Sons', see crm-tables(5)"},
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
		{"company", "inn~77360", "1"},
		{"deal", "product=pump", "1"},
		{"deal", "product=bolt", "1 3"},
		{"deal", "product!=pump", "2 3 4"},
		{"deal", "product~UM", "1"},
		{"deal", "product=", "2 4"},
		{"rep", "role=caller", "2"},
		{"rep", "role=account,closer", "2"},
		{"company", "owner.role=caller", "1"},
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
		 "character 1: unknown field of rep 'task', see crm-tables(5)"},
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equality), cmocka_unit_test(keys), cmocka_unit_test(numbers),
		cmocka_unit_test(times), cmocka_unit_test(pieces_of_text), cmocka_unit_test(paths),
		cmocka_unit_test(relations), cmocka_unit_test(precedence),
	};

	return cmocka_run_group_tests(tests, start, end);
}
