/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_base - whatever base reads from people: no crash, and what it writes it reads back */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/phone.h"
#include "base/taxid.h"
#include "base/text.h"
#include "base/when.h"

static struct str out, why;

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void texts(const char *s)
{
	static const char *const words[] = {"company", "этап", NULL};

	text_fold(s, &out);
	text_name_key(s, &out);
	must(strlen(str_text(&out)) == out.n);
	text_email_key(s, &out, &why);
	text_contains(s, "я");
	text_nearest(s, words);
	str_clear(&out);
	text_printable(s, &out);
	must(text_valid(str_text(&out), out.n, NULL));
	must(text_width(s) == text_width(str_text(&out)));
}

static void numbers(const char *s)
{
	char text[MONEY_SIZE], currency[4];
	int64_t v, again;

	if (money_parse(s, &v, currency, &why) == 0) {
		money_format(v, text);
		must(money_parse(text, &again, NULL, NULL) == 0 && again == v);
	}
	if (milli_parse(s, &v, &why) == 0) {
		milli_format(v, text);
		must(milli_parse(text, &again, NULL) == 0 && again == v);
	}
	if (percent_parse(s, &v, &why) == 0) {
		percent_format(v, text);
		must(percent_parse(text, &again, NULL) == 0 && again == v);
	}
	int_parse(s, &v, &why);
	taxid_inn(s, &why);
	taxid_kpp(s, &why);
	taxid_ogrn(s, &why);
}

static void phones(const char *s)
{
	static const char *const countries[] = {NULL, "BY", "DE", "US", "XX"};
	struct str again = {0};

	for (size_t i = 0; i < sizeof countries / sizeof *countries; i++) {
		if (phone_key(s, countries[i], &out, NULL, &why) < 0)
			continue;
		must(phone_key(out.s, countries[i], &again, NULL, NULL) == 0);
		must(strcmp(again.s, out.s) == 0);
	}
	str_free(&again);
}

static void dates(const char *s)
{
	char t[WHEN_SIZE], again[WHEN_SIZE];
	struct period p, same;

	if (when_parse(s, t, &why) == 0) {
		must(when_is_date(t) || when_is_moment(t));
		must(when_parse(t, again, NULL) == 0 && strcmp(t, again) == 0);
	}
	if (period_parse(s, &p, &why) == 0) {
		must(strcmp(p.s, p.e) <= 0);
		must(period_parse(p.label, &same, NULL) == 0);
		must(strcmp(p.s, same.s) == 0 && strcmp(p.e, same.e) == 0);
		period_before(&p, &same);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	char *s = mem_copyn((const char *)data, n);

	when_set_now("2026-11-22T10:05:00");
	text_valid(s, n, NULL);
	texts(s);
	numbers(s);
	phones(s);
	dates(s);
	text_trim(s);
	free(s);
	return 0;
}
