/* SPDX-License-Identifier: GPL-2.0-or-later */
/* span - the periods of a report: S, E and A of every figure */
#include "measure/span.h"

#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "store/past.h"

#define DAY 86400.0

/* The first moment that is not over yet: ends of periods are exclusive, and what happens this second has happened. */
void span_now(struct db *db, char out[WHEN_SIZE])
{
	const char *before = past_before(db);

	if (before && *before)
		memcpy(out, before, strlen(before) + 1);
	else
		when_after(when_now(), out);
}

static void copy(char out[WHEN_SIZE], const char *s)
{
	memcpy(out, s, strnlen(s, WHEN_SIZE - 1));
	out[strnlen(s, WHEN_SIZE - 1)] = '\0';
}

static void one(const char *before, const struct period *p, struct span *out)
{
	struct period prev;
	bool cut = strcmp(before, p->e) < 0;
	char end[WHEN_SIZE];

	memcpy(out->label, p->label, sizeof out->label);
	copy(out->s, p->s);
	copy(out->next, p->e);
	copy(out->e, cut ? before : p->e);
	period_before(p, &prev);
	copy(out->prev_s, prev.s);
	copy(out->prev_e, prev.e);
	/* a period that is over is compared with the whole of the one before */
	if (!cut)
		return;
	/* Ten days of a month are compared with ten days; the whole of a shorter month at most. */
	when_add_seconds(prev.s, when_seconds_between(p->s, out->e), end);
	if (strcmp(end, prev.e) < 0)
		copy(out->prev_e, end);
}

int spans_make(const char *before, const struct period *p, const char *per, struct spans *spans,
               struct str *why)
{
	struct period *pieces;
	enum per unit = PER_NONE;

	if (per && per_parse(per, &unit, why) < 0)
		return -1;
	spans->n = period_split(p, unit, &pieces);
	spans->v = mem_zero((spans->n + 1) * sizeof *spans->v);
	for (size_t i = 0; i < spans->n; i++)
		one(before, &pieces[i], &spans->v[i]);
	free(pieces);
	return 0;
}

/* The day of a moment, for whole days are asked for. */
static void read_date(const char *name, const char *text, char out[WHEN_SIZE])
{
	struct str why = {0};

	if (when_parse(text, out, &why) < 0)
		die(CRM_USAGE, "option '--%s': %s", name, str_text(&why));
	out[sizeof "2026-11-22" - 1] = '\0';
}

/* --from and --to, or one of them: until today, or from the first of the year of --to. */
static void between(struct period *p)
{
	char s[WHEN_SIZE], last[WHEN_SIZE], e[WHEN_SIZE];
	struct period year;

	copy(last, when_today());
	if (opt.to)
		read_date("to", opt.to, last);
	when_add_days(last, 1, e);
	if (opt.from) {
		read_date("from", opt.from, s);
	} else {
		period_around(last, PER_YEAR, &year);
		copy(s, year.s);
	}
	if (strcmp(s, e) >= 0)
		die(CRM_USAGE, "the period ends on %s, before it begins on %s", last, s);
	period_between(s, e, p);
}

/* "last-month" of a past day is not that of today, which is what one may have had in mind. */
static void tell_clock(const struct period *p)
{
	const char *past = opt.as_of ? opt.as_of : opt.known;

	if (past && opt.period && (*opt.period < '0' || *opt.period > '9'))
		note("%s is %s: --%s sets the clock to %s", opt.period, p->label, opt.as_of ? "as-of" : "known", past);
}

void spans_from_opt(struct db *db, struct spans *spans)
{
	struct str why = {0};
	struct period p;
	char before[WHEN_SIZE];

	span_now(db, before);
	if (opt.period && (opt.from || opt.to))
		opt_usage("give either --period or --from and --to");
	if (opt.from || opt.to)
		between(&p);
	else if (period_parse(opt.period ? opt.period : "this-month", &p, &why) < 0)
		die(CRM_USAGE, "option '--period': %s", str_text(&why));
	if (spans_make(before, &p, opt.per, spans, &why) < 0)
		die(CRM_USAGE, "option '--per': %s", str_text(&why));
	tell_clock(&p);
	str_free(&why);
}

void spans_free(struct spans *spans)
{
	free(spans->v);
	*spans = (struct spans){0};
}

/* A table of one row and no parameters, so that the files of indicators join it like any other, and a statement is
 * compiled once for all periods. */
void span_fill(struct db *db, const struct span *p, bool prev)
{
	struct stmt *st;

	db_script(db, "CREATE TEMP TABLE IF NOT EXISTS period (label TEXT, s TEXT, next TEXT, e TEXT, "
	              "prev_s TEXT, prev_e TEXT); DELETE FROM temp.period");
	st = db_prepare(db, "INSERT INTO temp.period (label, s, next, e, prev_s, prev_e) "
	                    "VALUES (:label, :s, :next, :e, :prev_s, :prev_e)");
	db_bind_text(st, "label", p->label);
	db_bind_text(st, "s", prev ? p->prev_s : p->s);
	db_bind_text(st, "next", prev ? p->s : p->next);
	db_bind_text(st, "e", prev ? p->prev_e : p->e);
	db_bind_text(st, "prev_s", p->prev_s);
	db_bind_text(st, "prev_e", p->prev_e);
	db_run(st);
}

/* The last one that begins no later; behind the end of it, which now may have cut off, nothing is found. */
int spans_find(const struct spans *spans, const char *at)
{
	size_t low = 0, high = spans->n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (strcmp(at, spans->v[mid].s) < 0)
			high = mid;
		else
			low = mid + 1;
	}
	if (low == 0 || strcmp(at, spans->v[low - 1].e) >= 0)
		return -1;
	return (int)low - 1;
}

double span_gone(const struct span *p)
{
	double whole = (double)when_seconds_between(p->s, p->next) / DAY;
	double gone = (double)when_seconds_between(p->s, p->e) / DAY;

	if (gone <= 0 || whole <= 0)
		return 0;
	return 100.0 * gone / whole;
}
