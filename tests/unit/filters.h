/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filters - a small base to filter, and expectations */
#ifndef CRM_TEST_FILTERS_H
#define CRM_TEST_FILTERS_H

#include "base.h"
#include "model/filter.h"
#include "model/query.h"

static const char data[] =
	"INSERT INTO territory (id, code, name, parent) VALUES (1, 'RU', 'Россия', NULL),"
	" (2, 'Tver', 'Тверь', 1), (3, 'Rzhev', 'Ржев', 2), (4, 'Ufa', NULL, 1);"
	"INSERT INTO rep (id, login, name, team, territory) VALUES (1, 'head', 'Head', 'top', NULL),"
	" (2, 'ivanova', 'Иванова А.', 'north', 2), (3, 'petrov', 'Петров', 'South', 4);"
	"INSERT INTO category (id, code, kind) VALUES (1, 'lead', 'open'), (2, 'client', 'client');"
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
	"INSERT INTO product (id, code) VALUES (1, 'bolt'), (2, 'Pump');"
	"INSERT INTO deal_item (deal, product) VALUES (1, 2), (1, 1), (3, 1);"
	"INSERT INTO rep_role (rep, role, since, until) VALUES (2, 'caller', NULL, NULL), (2, 'account', NULL, NULL),"
	" (3, 'caller', NULL, '2026-01-01'), (3, 'closer', '2027-01-01', NULL);"
	"INSERT INTO activity (id, kind, company, rep, at, outcome, text, created_at) VALUES"
	" (1, 'call', 1, 2, '2026-11-20T10:00:00', 'talked', 'О цене', '2026-11-20'),"
	" (2, 'meeting', 1, 2, '2026-09-01', 'held', NULL, '2026-09-01'),"
	" (3, 'call', 2, 3, '2026-09-02', 'no-answer', NULL, '2026-09-02');"
	"INSERT INTO task (id, title, assignee, created_by, created_at, due_at, status, company) VALUES"
	" (1, 'today', 2, 1, '2026-11-01', '2026-11-22', 'open', 1),"
	" (2, 'noon', 2, 1, '2026-11-01', '2026-11-22T12:00:00', 'open', 1),"
	" (3, 'morning', 3, 1, '2026-11-01', '2026-11-22T08:00:00', 'open', 2),"
	" (4, 'old', 3, 2, '2026-11-01', '2026-11-21', 'done', NULL), (5, 'none', NULL, 2, '2026-11-01', NULL, 'open', NULL);";

static int start(void **state)
{
	int rc = base_new(state);

	clock_at("2026-11-22T10:05:00");
	change(data);
	return rc;
}

static int end(void **state)
{
	filter_forget();
	return base_end(state);
}

/* The numbers of the records that fulfil it, or why not. */
static char *select_ids(const char *entity, const char *expression)
{
	struct query *q = query_new(db, registry_entity(entity));
	struct str out = {0}, why = {0};

	if (query_filter(q, expression, &why) < 0)
		str_add(&out, str_text(&why));
	else
		while (query_next(q))
			str_addf(&out, "%s%lld", out.n ? " " : "", (long long)query_id(q));
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

#endif
