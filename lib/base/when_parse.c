/* SPDX-License-Identifier: GPL-2.0-or-later */
/* when_parse - dates and moments as people write them, in English and Russian
 *
 * A day first, in one of a few shapes that their first characters tell apart, then perhaps a
 * time. All shapes are closed lists: what is not known is refused with them, never guessed. */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "base/when.h"

enum { COUNT_MAX = 99999 };

static const char forms[] =
	"expected 2026-11-22, 22.11.2026, today, tomorrow, yesterday, friday, +3d, -2w, +1m, +1y, "
	"+2wd, eow, eom, eoq, eoy, bow …, each with a time if wanted (tomorrow 15:30), now, +2h, "
	"+30min";

struct word {
	const char *text; /* folded */
	int value;
};

enum unit { UNIT_DAY = 1, UNIT_WEEK, UNIT_MONTH, UNIT_QUARTER, UNIT_YEAR, UNIT_WORKDAY, UNIT_HOUR,
	    UNIT_MINUTE };

static const struct word days[] = {
	{"позавчера", -2}, {"yesterday", -1}, {"вчера", -1},      {"today", 0}, {"сегодня", 0},
	{"tomorrow", 1},   {"завтра", 1},     {"послезавтра", 2}, {NULL, 0},
};

static const struct word weekdays[] = {
	{"monday", 1},      {"mon", 1},     {"понедельник", 1}, {"пн", 1},
	{"tuesday", 2},     {"tue", 2},     {"вторник", 2},     {"вт", 2},
	{"wednesday", 3},   {"wed", 3},     {"среда", 3},       {"среду", 3},
	{"ср", 3},          {"thursday", 4}, {"thu", 4},        {"четверг", 4},
	{"чт", 4},          {"friday", 5},  {"fri", 5},         {"пятница", 5},
	{"пятницу", 5},     {"пт", 5},      {"saturday", 6},    {"sat", 6},
	{"суббота", 6},     {"субботу", 6}, {"сб", 6},          {"sunday", 7},
	{"sun", 7},         {"воскресенье", 7}, {"вс", 7},      {NULL, 0},
};

static const struct word units[] = {
	{"d", UNIT_DAY},        {"day", UNIT_DAY},      {"days", UNIT_DAY},
	{"д", UNIT_DAY},        {"дн", UNIT_DAY},       {"день", UNIT_DAY},
	{"дня", UNIT_DAY},      {"дней", UNIT_DAY},     {"w", UNIT_WEEK},
	{"week", UNIT_WEEK},    {"weeks", UNIT_WEEK},   {"н", UNIT_WEEK},
	{"нед", UNIT_WEEK},     {"неделя", UNIT_WEEK},  {"неделю", UNIT_WEEK},
	{"недели", UNIT_WEEK},  {"недель", UNIT_WEEK},  {"m", UNIT_MONTH},
	{"month", UNIT_MONTH},  {"months", UNIT_MONTH}, {"м", UNIT_MONTH},
	{"мес", UNIT_MONTH},    {"месяц", UNIT_MONTH},  {"месяца", UNIT_MONTH},
	{"месяцев", UNIT_MONTH}, {"q", UNIT_QUARTER},   {"кв", UNIT_QUARTER},
	{"y", UNIT_YEAR},       {"year", UNIT_YEAR},    {"years", UNIT_YEAR},
	{"г", UNIT_YEAR},       {"год", UNIT_YEAR},     {"года", UNIT_YEAR},
	{"лет", UNIT_YEAR},     {"wd", UNIT_WORKDAY},   {"рд", UNIT_WORKDAY},
	{"h", UNIT_HOUR},       {"hour", UNIT_HOUR},    {"hours", UNIT_HOUR},
	{"ч", UNIT_HOUR},       {"час", UNIT_HOUR},     {"часа", UNIT_HOUR},
	{"часов", UNIT_HOUR},   {"min", UNIT_MINUTE},   {"мин", UNIT_MINUTE},
	{"минут", UNIT_MINUTE}, {NULL, 0},
};

/* Begin (b) and end (e) of the calendar period around today: the kind, negative for the begin. */
static const struct word edges[] = {
	{"eow", PER_WEEK},            {"eom", PER_MONTH},
	{"eoq", PER_QUARTER},         {"eoy", PER_YEAR},
	{"конец-недели", PER_WEEK},   {"конец-месяца", PER_MONTH},
	{"конец-квартала", PER_QUARTER}, {"конец-года", PER_YEAR},
	{"bow", -PER_WEEK},           {"bom", -PER_MONTH},
	{"boq", -PER_QUARTER},        {"boy", -PER_YEAR},
	{"начало-недели", -PER_WEEK}, {"начало-месяца", -PER_MONTH},
	{"начало-квартала", -PER_QUARTER}, {"начало-года", -PER_YEAR},
	{NULL, 0},
};

static const struct word *word_find(const struct word *list, const char *s, size_t n)
{
	for (; list->text; list++)
		if (strncmp(list->text, s, n) == 0 && !list->text[n])
			return list;
	return NULL;
}

static const char *skip_spaces(const char *s)
{
	return s + strspn(s, " ");
}

/* Up to max digits; the number of them. */
static int take_digits(const char **s, int max, int *v)
{
	int n = 0;

	for (*v = 0; n < max && **s >= '0' && **s <= '9'; n++)
		*v = *v * 10 + *(*s)++ - '0';
	return n;
}

static void put_two(char *s, int v)
{
	s[0] = (char)('0' + v / 10);
	s[1] = (char)('0' + v % 10);
}

/* dd.mm.yyyy or dd.mm.yy at s; 0 when it does not look like one, -1 when it is impossible. */
static int dotted_date(const char **s, char out[WHEN_SIZE])
{
	const char *at = *s;
	int d, m, y, n;

	if (!take_digits(&at, 2, &d) || *at++ != '.' || !take_digits(&at, 2, &m) || *at++ != '.')
		return 0;
	n = take_digits(&at, 4, &y);
	if ((n != 2 && n != 4) || (*at && *at != ' '))
		return 0;
	if (n == 2)
		y += y < 69 ? 2000 : 1900;
	memcpy(out, "0000-00-00", 11);
	put_two(out, y / 100);
	put_two(out + 2, y % 100);
	put_two(out + 5, m);
	put_two(out + 8, d);
	*s = at;
	return when_is_date(out) ? 1 : -1;
}

/* yyyy-mm-dd at s; as above. */
static int iso_date(const char **s, char out[WHEN_SIZE])
{
	static const char shape[] = "0000-00-00";

	for (int i = 0; shape[i]; i++) {
		char c = (*s)[i];

		if (shape[i] == '0' ? c < '0' || c > '9' : c != '-')
			return 0;
		out[i] = c;
	}
	out[10] = '\0';
	*s += 10;
	return when_is_date(out) ? 1 : -1;
}

/* +3d, -2w, +30min: 1 date, 2 moment. */
static int relative(const char **s, char out[WHEN_SIZE])
{
	const char *at = *s, *name;
	int sign = *at == '-' ? -1 : 1, count;
	const struct word *unit;

	if (strncmp(at, "−", strlen("−")) == 0)
		sign = -1;
	else if (*at != '+' && *at != '-')
		return 0;
	at = skip_spaces(*at == '+' || *at == '-' ? at + 1 : at + strlen("−"));
	if (!take_digits(&at, 5, &count) || count > COUNT_MAX)
		return 0;
	name = skip_spaces(at);
	*s = name + strcspn(name, " ");
	unit = word_find(units, name, (size_t)(*s - name));
	if (!unit)
		return 0;
	count *= sign;
	if (unit->value == UNIT_DAY || unit->value == UNIT_WEEK)
		when_add_days(when_today(), unit->value == UNIT_DAY ? count : count * 7, out);
	else if (unit->value == UNIT_WORKDAY)
		when_add_workdays(when_today(), count, out);
	else if (unit->value < UNIT_WORKDAY)
		when_add_months(when_today(),
				count * (unit->value == UNIT_MONTH     ? 1
					 : unit->value == UNIT_QUARTER ? 3
								       : 12),
				out);
	else
		when_add_seconds(when_now(), (int64_t)count * (unit->value == UNIT_HOUR ? 3600 : 60),
				 out);
	return unit->value < UNIT_HOUR ? 1 : 2;
}

static int edge_date(int kind, char out[WHEN_SIZE])
{
	struct period p;

	period_around(when_today(), (enum per)abs(kind), &p);
	if (kind < 0)
		memcpy(out, p.s, WHEN_SIZE);
	else
		when_add_days(p.e, -1, out);
	return 1;
}

/* A word for a day at s: 1 date, 2 moment, 0 unknown. */
static int day_word(const char **s, char out[WHEN_SIZE])
{
	size_t n = strcspn(*s, " ");
	const struct word *w;
	const char *at = *s;

	*s = at + n;
	if ((n == 3 && strncmp(at, "now", n) == 0) ||
	    (n == strlen("сейчас") && strncmp(at, "сейчас", n) == 0)) {
		memcpy(out, when_now(), WHEN_SIZE);
		return 2;
	}
	if ((w = word_find(edges, at, n)))
		return edge_date(w->value, out);
	if ((w = word_find(days, at, n))) {
		when_add_days(when_today(), w->value, out);
		return 1;
	}
	if ((w = word_find(weekdays, at, n))) {
		/* 1 to 7: said on a Friday, friday is the next one */
		int ahead = (w->value - when_weekday(when_today()) + 6) % 7 + 1;

		when_add_days(when_today(), ahead, out);
		return 1;
	}
	return 0;
}

/* "15:30" or "9:05:30" up to the end of s, appended to the date. */
static bool add_time(const char *s, char out[WHEN_SIZE])
{
	int h, m, sec = 0;

	if (!take_digits(&s, 2, &h) || *s++ != ':' || take_digits(&s, 2, &m) != 2)
		return false;
	if (*s == ':' && (s++, take_digits(&s, 2, &sec) != 2))
		return false;
	if (*s || h > 23 || m > 59 || sec > 59)
		return false;
	memcpy(out + 10, "T00:00:00", 10);
	put_two(out + 11, h);
	put_two(out + 14, m);
	put_two(out + 17, sec);
	return true;
}

/* The folded text: 0 read, -1 no such form, -2 an impossible date. */
static int read_words(const char *s, char out[WHEN_SIZE])
{
	int got = iso_date(&s, out);
	bool iso = got > 0;

	if (!got)
		got = dotted_date(&s, out);
	if (!got)
		got = *s == '+' || *s == '-' || strncmp(s, "−", 3) == 0 ? relative(&s, out)
									: day_word(&s, out);
	if (got < 0)
		return -2;
	if (!got)
		return -1;
	if (!*s)
		return 0;
	if (got == 2 || (*s != ' ' && !(iso && *s == 't')))
		return -1;
	s = skip_spaces(s + 1);
	if (strncmp(s, "at ", 3) == 0 || strncmp(s, "в ", 3) == 0)
		s = skip_spaces(s + 3);
	return add_time(s, out) ? 0 : -1;
}

/* Folds, trims, and makes "конец недели" one word like the hyphenated form. */
static char *tidy(const char *s)
{
	struct str folded = {0};
	char *gap;

	text_fold(s, &folded);
	text_trim(folded.s);
	gap = strchr(folded.s, ' ');
	if (gap && (strncmp(folded.s, "конец ", (size_t)(gap + 1 - folded.s)) == 0 ||
		    strncmp(folded.s, "начало ", (size_t)(gap + 1 - folded.s)) == 0))
		*gap = '-';
	return str_take(&folded);
}

int when_parse(const char *s, char out[WHEN_SIZE], struct str *why)
{
	const char *end = s;
	char *text;
	int got;

	/* What files are full of needs no folding. */
	if (when_parse_iso(s, out) || (dotted_date(&end, out) > 0 && !*end))
		return 0;
	text = tidy(s);
	got = read_words(text, out);
	free(text);
	if (got == -2)
		return text_refuse(why, s, "is not a date: there is no such day");
	return got ? text_refuse(why, s, "is not a date; %s", forms) : 0;
}
