/* SPDX-License-Identifier: GPL-2.0-or-later */
/* when - dates, moments and periods as text in the department's time zone
 *
 * A date is "2026-11-22", a moment "2026-11-22T10:05:00". Both sort as text.
 * A date without a time stays a date. WHEN_SIZE holds either. */
#ifndef CRM_WHEN_H
#define CRM_WHEN_H

#include <stdbool.h>
#include <stdint.h>
#include "base/str.h"

#define WHEN_SIZE 20

/* The department's zone (IANA name such as "Europe/Moscow"; "" is the system's).
 * Returns -1 when the system does not know the zone. */
int when_set_zone(const char *zone);
/* The clock: CRM_NOW if set (a moment or a date; dies with CRM_USAGE when it is neither), else
 * the system's in the department's zone. when_set_now overrides both (--as-of). */
const char *when_now(void);   /* moment */
const char *when_today(void); /* date */
void when_set_now(const char *moment);
/* The moment in another zone for a client's local time; -1 unknown zone. */
int when_in_zone(const char *moment, const char *zone, char out[WHEN_SIZE]);
/* The other way: a moment told in that zone as the department's clock showed it. */
int when_from_zone(const char *moment, const char *zone, char out[WHEN_SIZE]);

/* Reads what people type (English and Russian): ISO (also with a space or T and with or
 * without seconds), dd.mm.yyyy, dd.mm.yy (69 to 99 are 19yy), today, tomorrow, yesterday, now, weekday names (the next
 * one, today included not), +3d -2w +1m +1y +2wd (working days), +2h +30min, eow eom eoq eoy, bow bom boq boy,
 * each date with a time if wanted ("tomorrow 15:30", "завтра 15:30").
 * Returns 0, or -1 and in why the forms accepted. Impossible dates (31.02.) are refused. */
int when_parse(const char *s, char out[WHEN_SIZE], struct str *why);
/* The ISO forms only: a date or a moment, as in files and CRM_NOW. */
bool when_parse_iso(const char *s, char out[WHEN_SIZE]);
bool when_is_date(const char *s);   /* well-formed and possible date */
bool when_is_moment(const char *s);

/* Days since 1 January 1970 of the date part, and back; what lies outside the years
 * 1 to 9999 becomes the nearest date inside, also in the arithmetic below. */
int64_t when_day(const char *t);
void when_of_day(int64_t day, char out[WHEN_SIZE]);

/* Arithmetic on the date part; a time part is kept. */
void when_add_days(const char *t, int64_t days, char out[WHEN_SIZE]);
void when_add_months(const char *t, int months, char out[WHEN_SIZE]); /* 31 Jan + 1 = 28/29 Feb */
void when_add_seconds(const char *t, int64_t seconds, char out[WHEN_SIZE]); /* a date becomes a moment */
void when_add_workdays(const char *t, int days, char out[WHEN_SIZE]); /* Mon to Fri, less holidays */
/* Who knows the days on which nobody works; NULL: nobody does, there are none. */
void when_set_holidays(bool (*is)(void *arg, const char *date), void *arg);
int64_t when_days_between(const char *a, const char *b);    /* b - a, date parts */
int64_t when_seconds_between(const char *a, const char *b); /* a date is its midnight */
int when_weekday(const char *t);                            /* 1 Monday .. 7 Sunday */
/* Exclusive end of what t names: the next day of a date, the next second of a moment (a midnight as its date). */
void when_after(const char *t, char out[WHEN_SIZE]);

/* A period [s, e), both dates, e exclusive; label as people write it. */
struct period {
	char label[24]; /* 2026, 2026-Q3, 2026-11, 2026-W47, 2026-11-22, 2026-11-02..2026-11-20 */
	char s[WHEN_SIZE], e[WHEN_SIZE];
};
enum per { PER_NONE, PER_DAY, PER_WEEK, PER_MONTH, PER_QUARTER, PER_YEAR };

/* 2026, 2026-Q3, 2026-11, 2026-W47, a date, A..B (B included), today, yesterday, this-/last-/next-
 * day/week/month/quarter/year (also Russian: эта-неделя, прошлый-месяц …). -1 and why otherwise. */
int period_parse(const char *s, struct period *, struct str *why);
/* Any two dates, e exclusive; a calendar period gets its own label. */
void period_between(const char *s, const char *e, struct period *);
int per_parse(const char *s, enum per *, struct str *why); /* day week month quarter year */
/* The calendar period of that kind around a date. */
void period_around(const char *date, enum per, struct period *);
/* The period of the same length (calendar kind) before it. */
void period_before(const struct period *, struct period *out);
/* Cuts p into calendar pieces, the first and last cut to p, each labelled with its
 * calendar period all the same. Returns the count;
 * *out is the caller's to free. PER_NONE gives p itself. */
size_t period_split(const struct period *, enum per, struct period **out);

#endif
