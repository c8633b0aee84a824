/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fns - the SQL functions that hide what engines do differently
 *
 * NULL in, NULL out unless the header says otherwise: a function that sets no result gives NULL. */
#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/money.h"
#include "base/text.h"
#include "base/when.h"
#include "store/conn.h"
#include "store/fns.h"
#include "sql.h"
#include "store/txn.h"

#define RATE_UNIT 1000000 /* rate.value is in millionths */

typedef sqlite3_context ctx;
typedef sqlite3_value val;

static const char *text_of(val *v)
{
	return (const char *)sqlite3_value_text(v);
}

static void fn_txn(ctx *c, int n, val **v)
{
	struct db *db = sqlite3_user_data(c);

	(void)n;
	(void)v;
	if (db->txn.id == 0)
		sqlite3_result_error(c, "no change set is open", -1);
	else
		sqlite3_result_int64(c, db->txn.id);
}

static void fn_changed(ctx *c, int n, val **v)
{
	struct db *db = sqlite3_user_data(c);

	altered_signed(db, sqlite3_value_int(v[0]));
	fn_txn(c, n, v);
}

static void fn_recording(ctx *c, int n, val **v)
{
	struct db *db = sqlite3_user_data(c);

	(void)n;
	(void)v;
	sqlite3_result_int(c, !db->txn.muted);
}

static void fn_now(ctx *c, int n, val **v)
{
	(void)n;
	(void)v;
	sqlite3_result_text(c, when_now(), -1, SQLITE_TRANSIENT);
}

static void fn_today(ctx *c, int n, val **v)
{
	(void)n;
	(void)v;
	sqlite3_result_text(c, when_today(), -1, SQLITE_TRANSIENT);
}

static void fn_days(ctx *c, int n, val **v)
{
	const char *a = text_of(v[0]), *b = text_of(v[1]);

	(void)n;
	if (a && b)
		sqlite3_result_int64(c, when_days_between(a, b));
}

static void fn_seconds(ctx *c, int n, val **v)
{
	const char *a = text_of(v[0]), *b = text_of(v[1]);

	(void)n;
	if (a && b)
		sqlite3_result_int64(c, when_seconds_between(a, b));
}

static void fn_contains(ctx *c, int n, val **v)
{
	const char *text = text_of(v[0]), *what = text_of(v[1]);

	(void)n;
	if (text && what)
		sqlite3_result_int(c, text_contains(text, what));
}

static void fn_fold(ctx *c, int n, val **v)
{
	const char *text = text_of(v[0]);
	struct str out = {0};

	(void)n;
	if (!text)
		return;
	text_fold(text, &out);
	sqlite3_result_text(c, str_text(&out), (int)out.n, SQLITE_TRANSIENT);
	str_free(&out);
}

/* The rate of a day is the last one set on or before it. */
static int64_t rate_at(struct db *db, const char *currency, const char *date)
{
	char day[WHEN_SIZE] = "";

	/* a moment counts by its date */
	strncat(day, date, sizeof "2026-11-22" - 1);
	return db_get_int(db, 0,
	                  "SELECT value FROM rate WHERE currency = :currency AND valid_on <= :day "
	                  "ORDER BY valid_on DESC LIMIT 1",
	                  "currency", currency, "day", day, NULL);
}

/* Said once of each currency: the figure then stands in a line of its own. */
static void not_converted(struct db *db, const char *currency, const char *date, bool rated)
{
	if (strs_find(&db->unrated, currency) >= 0)
		return;
	strs_add(&db->unrated, currency);
	note(rated ? "the rate of '%s' for %s makes amounts too large for sums: such amounts are not converted"
	           : "no rate of '%s' for %s: such amounts are not converted", currency, date ? date : "today");
}

static void fn_base(ctx *c, int n, val **v)
{
	struct db *db = sqlite3_user_data(c);
	const char *currency = text_of(v[1]), *date = text_of(v[2]);
	int64_t amount = sqlite3_value_int64(v[0]), rate, based;

	(void)n;
	if (sqlite3_value_type(v[0]) == SQLITE_NULL)
		return;
	if (!currency || !*currency ||
	    strcmp(currency, db_setting(db, "base_currency", "")) == 0) {
		sqlite3_result_int64(c, amount);
		return;
	}
	rate = rate_at(db, currency, date ? date : when_today());
	based = rate ? money_muldiv(amount, rate, RATE_UNIT) : 0;
	if (rate && based <= MONEY_MOST && based >= -MONEY_MOST)
		sqlite3_result_int64(c, based);
	else
		not_converted(db, currency, date, rate != 0);
}

/* Money that names no invoice pays the earliest due first, so that none is counted twice. A statement of its own:
 * written into every expression that asks for it, it would be too deep for the parser. */
static void fn_open(ctx *c, int n, val **v)
{
	struct stmt *st = db_prepare(sqlite3_user_data(c), sql_invoice_open);
	int64_t own, rest;

	(void)n;
	db_bind_int(st, "id", sqlite3_value_int64(v[0]));
	if (!db_step(st))
		return;
	own = db_int(st, 0);
	rest = db_int(st, 1) - db_int(st, 2);
	db_reset(st);
	if (own > 0)
		own = rest <= 0 ? 0 : rest < own ? rest : own;
	sqlite3_result_int64(c, own);
}

void fns_register(struct db *db)
{
	/* Pure ones give the same for the same arguments, so SQLite may call them once or use
	 * them in an index. What looks at the clock, a table or the change set may not be
	 * promised to do so. */
	const int pure = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
	const int plain = SQLITE_UTF8 | SQLITE_INNOCUOUS;
	const struct {
		const char *name;
		int n, flags;
		void (*fn)(ctx *, int, val **);
	} list[] = {{"crm_txn", 0, plain, fn_txn},         {"crm_recording", 0, plain, fn_recording},
	            {"crm_changed", 1, plain, fn_changed},
	            {"crm_now", 0, plain, fn_now},         {"crm_today", 0, plain, fn_today},
	            {"crm_days", 2, pure, fn_days},        {"crm_seconds", 2, pure, fn_seconds},
	            {"crm_contains", 2, pure, fn_contains},
	            {"crm_fold", 1, pure, fn_fold},        {"crm_base", 3, plain, fn_base},
	            {"crm_open", 1, plain, fn_open}};

	for (size_t i = 0; i < sizeof list / sizeof *list; i++)
		if (sqlite3_create_function(db->h, list[i].name, list[i].n, list[i].flags, db,
		                            list[i].fn, NULL, NULL) != SQLITE_OK)
			conn_die(db, SQLITE_NOMEM, list[i].name);
}
