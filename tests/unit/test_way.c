/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_way - telephones and addresses of one cell */
#include "unit.h"

#include <string.h>
#include "model/way.h"

static char *read_cell(const char *kind, const char *cell)
{
	struct ways ways = {.kind = kind};
	struct str out = {0}, why = {0};

	if (way_read(&ways, "RU", cell, &why))
		str_addf(&out, "none: %s", why.s);
	for (size_t i = 0; i < ways.n; i++)
		str_addf(&out, "%s%s%s%s%s%s", i ? " | " : "", ways.way[i].key.s, ways.way[i].ext.n ? " x" : "",
			 str_text(&ways.way[i].ext), ways.way[i].label.n ? " " : "", str_text(&ways.way[i].label));
	way_free(&ways);
	str_free(&why);
	return str_take(&out);
}

static void check(const char *kind, const char *const examples[][2], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *got = read_cell(kind, examples[i][0]);

		if (strncmp(got, "none", 4) || strcmp(examples[i][1], "none"))
			assert_string_equal(got, examples[i][1]);
		free(got);
	}
}

static void phones(void **state)
{
	static const char *const examples[][2] = {
		{"8 (495) 111-22-33", "+74951112233"},
		{"+7 495 111-22-33, 8 (903) 123-45-67 доб. 12", "+74951112233 | +79031234567 x12"},
		{"8 495 111-22-33/8 903 123 45 67", "+74951112233 | +79031234567"},
		{"8 495 111-22-33\r\n8 903 123-45-67\n", "+74951112233 | +79031234567"},
		{"8 495 111-22-33, доб. 12; 8 903 123-45-67", "+74951112233 x12 | +79031234567"},
		{"8 495 111-22-33, доб. 12, 8 903 123-45-67", "+74951112233 x12 | +79031234567"},
		{"8 495 111-22-33 (приёмная); 8 903 123-45-67 (Иван)", "+74951112233 приёмная | +79031234567 Иван"},
		{"приёмная: 8 495 111-22-33", "+74951112233 приёмная"},
		{"8 495 111-22-33 доб. 5 - Иван", "+74951112233 x5 Иван"},
		{"тел. 8 495 111-22-33, факс 8 495 111-22-34", "+74951112233 | +74951112234"},
		{"8 495 111-22-33; +7 (495) 1112233", "+74951112233"},
		{"8 495 111-22-33 доб. 1; 8 495 111-22-33 доб. 2", "+74951112233 x1 | +74951112233 x2"},
		/* a number that stands there already may be parted from its extension all the same */
		{"8 495 111-22-33 доб. 12; 8 495 111-22-33, доб. 12", "+74951112233 x12"},
		{"8 495 111-22-33; 8 495 111-22-33, доб. 12", "+74951112233 | +74951112233 x12"},
		{"8 495 111-22-33; 8 495 111-22-33, +7 495 111 22 33", "+74951112233"},
		/* a letter typed for a digit is no label */
		{"8 495 123-45-6О", "none"},
		{"8 495 111-22-33; 12-34", "none"},
		{"нет", "none"},
		{";", "none"},
	};

	(void)state;
	check("phone", examples, sizeof examples / sizeof *examples);
}

static void mailboxes(void **state)
{
	static const char *const examples[][2] = {
		{"Info@Acme.example", "info@acme.example"},
		{"a@acme.example, b@acme.example;c@acme.example", "a@acme.example | b@acme.example | c@acme.example"},
		{"a@acme.example b@acme.example", "a@acme.example | b@acme.example"},
		{"Anna Smith <anna@acme.example>", "anna@acme.example Anna Smith"},
		{"buh@acme.example (бухгалтерия)", "buh@acme.example бухгалтерия"},
		{"acme.example", "none"},
		{"a@acme.example; none", "none"},
	};

	(void)state;
	check("email", examples, sizeof examples / sizeof *examples);
}

static void written(void **state)
{
	struct ways ways = {.kind = "phone"};
	struct str out = {0};

	(void)state;
	assert_int_equal(way_read(&ways, "RU", "8 495 111-22-33 (Иван), 8 903 123-45-67 доб. 1", NULL), 0);
	way_write(&ways, "mobile", &out);
	assert_string_equal(out.s, "8 495 111-22-33 (Иван); 8 903 123-45-67 доб. 1 (mobile)");
	str_free(&out);
	way_free(&ways);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(phones), cmocka_unit_test(mailboxes), cmocka_unit_test(written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
