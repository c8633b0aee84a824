/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_vline - content lines of address books and calendars, and the sheets of a workbook's names */
#include "unit.h"

#include "base/when.h"
#include "exchange/ical.h"
#include "exchange/ical_time.h"
#include "exchange/vline.h"
#include "exchange/vtable.h"

struct text {
	const char *s;
};

static long give(void *arg, char *buf, size_t n)
{
	struct text *t = arg;
	size_t left = strlen(t->s), now = left < 3 ? left : 3;

	now = now < n ? now : n;
	memcpy(buf, t->s, now);
	t->s += now;
	return (long)now;
}

/* The value of the first property of a text. */
static char *value_of(const char *s)
{
	struct text t = {s};
	struct vlines *v = vlines_open(give, &t, "test");
	struct str out = {0}, why = {0};
	struct vline l;

	if (vlines_next(v, &l, &why) > 0)
		vline_text(&l, &out);
	else
		str_add(&out, why.n ? why.s : "(end)");
	vlines_close(v);
	str_free(&why);
	return str_take(&out);
}

static void is_value(const char *s, const char *expected)
{
	char *got = value_of(s);

	assert_string_equal(got, expected);
	free(got);
}

static void test_values(void **state)
{
	(void)state;
	is_value("NOTE:a\\nb\\, c\\; d\\\\e\r\n", "a\nb, c; d\\e");
	is_value("NOTE:a\r\n b\r\n\tc\r\n", "abc");
	is_value("item1.note;x=\"a:b;c\":v\n", "v");
	is_value("NOTE;QUOTED-PRINTABLE:=D0=9F=D1=80=\n=D0=B8\n", "При");
	is_value("NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=windows-1251:=CF=F0=E8\n", "При");
	is_value("NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=KOI8-R:=F0=D2=C9\n", "При");
	is_value("NOTE;ENCODING=QUOTED-PRINTABLE:a=0D=0Ab=3D=zz=00\n", "a\nb==zz=00");
	is_value("PHOTO;ENCODING=b:AAAA\n BBBB\nCCCC\n\n", "");
	is_value("\n\n  \n", "test:3: '  ' is no property, expected NAME:value");
	is_value("", "(end)");
}

static void test_old(void **state)
{
	struct text t = {"VERSION:2.1\nNOTE:C:\\new\\; a\n b\nVERSION:3.0\nNOTE:C:\\new\n"};
	struct vlines *v = vlines_open(give, &t, "test");
	struct str out = {0};
	struct vline l;

	(void)state;
	assert_int_equal(vlines_next(v, &l, NULL), 1);
	assert_int_equal(vlines_next(v, &l, NULL), 1);
	vline_text(&l, &out);
	assert_string_equal(out.s, "C:\\new; a b");
	assert_int_equal(l.line, 2);
	assert_int_equal(vlines_next(v, &l, NULL), 1);
	assert_int_equal(vlines_next(v, &l, NULL), 1);
	vline_text(&l, &out);
	assert_string_equal(out.s, "C:\new");
	assert_int_equal(l.line, 5);
	vlines_close(v);
	str_free(&out);
}

static void test_folding(void **state)
{
	struct str out = {0}, text = {0};

	(void)state;
	str_add(&text, "NOTE:");
	for (int i = 0; i < 100; i++)
		str_add(&text, "я");
	vline_put(&out, text.s);
	for (const char *s = out.s; *s; s = strchr(s, '\n') + 1) {
		assert_true(strchr(s, '\r') - s <= 75);
		assert_false(((unsigned char)s[1] & 0xC0) == 0x80 && *s == ' ');
	}
	is_value(out.s, text.s + 5);
	str_free(&out);
	str_free(&text);
}

static void is_time(const char *line, const char *expected)
{
	struct text t = {line};
	struct vlines *v = vlines_open(give, &t, "test");
	char at[WHEN_SIZE] = "";
	struct vline l;

	assert_int_equal(vlines_next(v, &l, NULL), 1);
	assert_int_equal(ical_time(&l, at), *expected != 0);
	if (*expected)
		assert_string_equal(at, expected);
	vlines_close(v);
}

static void test_times(void **state)
{
	int64_t seconds;

	(void)state;
	assert_int_equal(when_set_zone("Europe/Moscow"), 0);
	is_time("DUE:20261122\n", "2026-11-22");
	is_time("DUE:20261122T100500\n", "2026-11-22T10:05:00");
	is_time("DUE:20261122T100500Z\n", "2026-11-22T13:05:00");
	is_time("DUE;TZID=Europe/Berlin:20260701T100500\n", "2026-07-01T11:05:00");
	is_time("DUE;TZID=/some.where/Europe/Berlin:20261201T100500\n", "2026-12-01T12:05:00");
	is_time("DUE;TZID=Nowhere:20261201T100500\n", "");
	is_time("DUE:20261322\n", "");
	is_time("DUE:2026112T\n", "");
	assert_true(ical_lasts("-P1DT2H30M", &seconds));
	assert_int_equal(seconds, -(86400 + 9000));
	assert_true(ical_lasts("P2W", &seconds));
	assert_int_equal(seconds, 2 * 604800);
	assert_false(ical_lasts("1H", &seconds));
	assert_false(ical_lasts("PT99999999999H", &seconds));
}

static void test_zone(void **state)
{
	struct str out = {0};

	(void)state;
	assert_int_equal(when_set_zone("Europe/Moscow"), 0);
	ical_zone("Europe/Moscow", 2014, 2015, &out);
	assert_string_equal(out.s,
		"BEGIN:VTIMEZONE\r\nTZID:Europe/Moscow\r\n"
		"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0400\r\nTZOFFSETTO:+0400\r\nEND:STANDARD\r\n"
		"BEGIN:STANDARD\r\nDTSTART:20141026T020000\r\nTZOFFSETFROM:+0400\r\nTZOFFSETTO:+0300\r\nEND:STANDARD\r\n"
		"END:VTIMEZONE\r\n");
	str_clear(&out);
	assert_int_equal(when_set_zone("Asia/Kolkata"), 0);
	ical_zone("Asia/Kolkata", 2026, 2026, &out);
	assert_string_equal(out.s,
		"BEGIN:VTIMEZONE\r\nTZID:Asia/Kolkata\r\n"
		"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\n"
		"END:VTIMEZONE\r\n");
	str_free(&out);
}

static void test_look(void **state)
{
	(void)state;
	assert_int_equal(vtable_look("begin:vcard\r\n", 13, "x"), VTABLE_VCARD);
	assert_int_equal(vtable_look("\r\n BEGIN:VCALENDAR", 18, "x"), VTABLE_ICAL);
	assert_int_equal(vtable_look("", 0, "x.VCF"), VTABLE_VCARD);
	assert_int_equal(vtable_look("name;phone", 10, "x.csv"), VTABLE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values), cmocka_unit_test(test_old), cmocka_unit_test(test_folding),
		cmocka_unit_test(test_times), cmocka_unit_test(test_zone), cmocka_unit_test(test_look),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
