/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_time - conditions on days and moments by day, period or moment
 *
 * Stored values are dates or moments and compare as text. What people type becomes the two ends of the time
 * it names, the second exclusive. A stored date lasts to the end of its day, so that it is not
 * before a moment of that day: due today is not overdue at noon. */
#include <string.h>

#include "base/when.h"
#include "model/filter_read.h"

/* The calendar ends with the year 9999, and many write its last day where they mean never. Periods and moments that end
 * with it cannot name the day behind it; this stands there as text. */
#define LAST_DAY "9999-12-31"
#define BEHIND_ALL "9999-12-32"

struct ends {
	char lo[WHEN_SIZE], hi[WHEN_SIZE];
	char day[WHEN_SIZE]; /* of a moment; "" when whole days are meant */
};

static int read_ends(struct filter *f, const struct filter_column *c, const char *text, const char *at,
                     struct ends *ends)
{
	struct str why = {0};
	struct period period;

	*ends = (struct ends){0};
	if (when_parse(text, ends->lo, &why) == 0) {
		when_after(ends->lo, ends->hi);
		if (strcmp(ends->hi, ends->lo) <= 0)
			memcpy(ends->hi, BEHIND_ALL, sizeof BEHIND_ALL);
		if (!when_is_date(ends->lo))
			memcpy(ends->day, ends->lo, sizeof "2026-11-22" - 1);
	} else if (period_parse(text, &period, NULL) == 0) {
		memcpy(ends->lo, period.s, WHEN_SIZE);
		memcpy(ends->hi, strcmp(period.e, LAST_DAY) == 0 ? BEHIND_ALL : period.e, sizeof BEHIND_ALL);
	} else {
		filter_fail(f, at, "field '%s': %s; a period such as 2026-11, 2026-Q4, 2026-W47, this-month will do too",
		            c->field->name, str_text(&why));
		str_free(&why);
		return -1;
	}
	str_free(&why);
	return 0;
}

/* The plain comparison comes first, for the index. */
static void from(struct filter *f, const struct filter_column *c, const char *bound, const char *day,
                 struct str *out)
{
	const char *x = str_text(&c->sql);

	str_addf(out, "%s >= ", x);
	filter_bind_text(f->sql, out, *day ? day : bound);
	if (!*day)
		return;
	str_addf(out, " AND (%s >= ", x);
	filter_bind_text(f->sql, out, bound);
	str_addf(out, " OR %s = ", x);
	filter_bind_text(f->sql, out, day);
	str_add(out, ")");
}

static void before(struct filter *f, const struct filter_column *c, const char *bound, const char *day,
                   struct str *out)
{
	const char *x = str_text(&c->sql);

	str_addf(out, "%s < ", x);
	filter_bind_text(f->sql, out, bound);
	if (!*day)
		return;
	/* as text a bare date comes before every moment of its day */
	str_addf(out, " AND %s <> ", x);
	filter_bind_text(f->sql, out, day);
}

static int between(struct filter *f, const struct filter_column *c, const struct filter_item *i, struct str *out)
{
	struct ends lo = {0}, hi = {0};

	if (*i->lo && read_ends(f, c, i->lo, i->at, &lo) < 0)
		return -1;
	if (*i->hi && read_ends(f, c, i->hi, i->at, &hi) < 0)
		return -1;
	if (*i->lo && *i->hi && strcmp(lo.lo, hi.hi) >= 0)
		return filter_fail(f, i->at, "field '%s': '%s' is later than '%s'", c->field->name, i->lo, i->hi);
	if (*i->lo)
		from(f, c, lo.lo, lo.day, out);
	str_add(out, *i->lo && *i->hi ? " AND " : "");
	if (*i->hi)
		before(f, c, hi.hi, hi.day, out);
	return 0;
}

int filter_time(struct filter *f, const struct filter_column *c, enum filter_op op, const struct filter_item *i,
                struct str *out)
{
	struct ends ends;

	if (i->range)
		return between(f, c, i, out);
	if (read_ends(f, c, i->lo, i->at, &ends) < 0)
		return -1;
	switch (op) {
	case OP_LT:
		before(f, c, ends.lo, ends.day, out);
		break;
	case OP_LE:
		before(f, c, ends.hi, ends.day, out);
		break;
	case OP_GT:
		from(f, c, ends.hi, ends.day, out);
		break;
	case OP_GE:
		from(f, c, ends.lo, ends.day, out);
		break;
	default:
		from(f, c, ends.lo, "", out);
		str_add(out, " AND ");
		before(f, c, ends.hi, "", out);
	}
	return 0;
}
