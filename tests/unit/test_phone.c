/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_phone - telephone numbers of several countries, tax numbers */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/phone.h"
#include "base/taxid.h"

static void numbers(void **state)
{
	static const struct {
		const char *s, *country, *key, *ext;
	} cases[] = {
		{"8 (495) 123-45-67 доб. 12", NULL, "+74951234567", "12"},
		{"+7 495 123-45-67", "RU", "+74951234567", ""},
		{"(903)1234567", "RU", "+79031234567", ""},
		{"482 123-45-67", "RU", "+74821234567", ""},
		{"7 903 123 45 67", "RU", "+79031234567", ""},
		{"88005553535", "RU", "+78005553535", ""},
		{"+7 (903) 123\xE2\x80\x93" "45\xE2\x80\x93" "67", "RU", "+79031234567", ""},
		{"8\xC2\xA0" "903\xC2\xA0" "1234567", "RU", "+79031234567", ""},
		{"тел.: 8 495 1234567, ", "XX", "", ""},
		{"тел.: 8 495 1234567", "RU", "+74951234567", ""},
		{"84951234567 (доб. 345)", "RU", "+74951234567", "345"},
		{"84951234567вн.5", "RU", "+74951234567", "5"},
		{"84951234567 ext 5", "RU", "+74951234567", "5"},
		{"84951234567x5", "RU", "+74951234567", "5"},
		{"84951234567х5", "RU", "+74951234567", "5"},
		{"84951234567 #0012", "RU", "+74951234567", "0012"},
		{"84951234567 ДОБ 7", "RU", "+74951234567", "7"},
		{"+44 20 7946 0958", "RU", "+442079460958", ""},
		{"+44 (0)20 7946 0958", "RU", "+442079460958", ""},
		{"0044 20 7946 0958", "RU", "+442079460958", ""},
		{"8~10 44 20 7946 0958", "RU", "+442079460958", ""},
		{"020 7946 0958", "GB", "+442079460958", ""},
		{"8 727 250 00 00", "KZ", "+77272500000", ""},
		{"8 029 123-45-67", "BY", "+375291234567", ""},
		{"375 29 123-45-67", "BY", "+375291234567", ""},
		{"29 123-45-67", "BY", "+375291234567", ""},
		{"044 123 45 67", "UA", "+380441234567", ""},
		{"(212) 555-0100", "US", "+12125550100", ""},
		{"1-212-555-0100 x99", "US", "+12125550100", "99"},
		{"011 44 20 7946 0958", "US", "+442079460958", ""},
		{"030 1234567", "DE", "+49301234567", ""},
		{"00 7 495 1234567", "DE", "+74951234567", ""},
		{"00 55 11 91234 5678", "BR", "+5511912345678", ""},
		{"06 1234 5678", "IT", "+390612345678", ""},
	};
	struct str key = {0}, ext = {0}, why = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int got = phone_key(cases[i].s, cases[i].country, &key, &ext, &why);

		if (!*cases[i].key) {
			assert_int_equal(got, -1);
			continue;
		}
		if (got < 0)
			fail_msg("%s", str_text(&why));
		assert_string_equal(key.s, cases[i].key);
		assert_string_equal(str_text(&ext), cases[i].ext);
		assert_int_equal(phone_key(cases[i].s, cases[i].country, &key, NULL, NULL), 0);
	}
	str_free(&key);
	str_free(&ext);
	str_free(&why);
}

static void refused(void **state)
{
	static const char *const cases[][3] = {
		{"123-45-67", "RU", "area code is missing; expected 8 495 123-45-67"},
		{"1234567", "DE", "expected 030 1234567"},
		{"", "RU", "0 digits"},
		{"+", "RU", "expected a +"},
		{"+1234567", "RU", "7 digits"},
		{"+1234567890123456", "RU", "16 digits"},
		{"+7 495 123-45-6", "RU", "10 digits"},
		{"+7 095 123-45-67", "RU", "expected a +"},
		{"+375 29 123-45-6", "RU", "11 digits"},
		{"8 495 123-45-678", "RU", "12 digits"},
		{"0 495 123-45-67", "RU", "11 digits"},
		{"Иван", "RU", "unexpected 'И'"},
		{"8 495 123-45-67 Иван", "RU", "unexpected 'И'"},
		{"8 495 123-45-67, 8 495 123-45-68", "RU", "unexpected ','"},
		{"8 495 123-45-6З", "RU", "unexpected 'З'"},
		{"84951234567 доб.", "RU", "unexpected"},
		{"84951234567 доб. 123456789", "RU", "unexpected"},
		{"+7 +7 9031234567", "RU", "unexpected '+'"},
		{"1111111111111111111111111111111", "RU", "unexpected '1'"},
		{"0", "XX", "with + and country code"},
	};
	struct str key = {0}, why = {0};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (phone_key(cases[i][0], cases[i][1], &key, NULL, &why) != -1)
			fail_msg("'%s' taken as %s", cases[i][0], key.s);
		if (!strstr(why.s, cases[i][2]))
			fail_msg("%s, expected: %s", why.s, cases[i][2]);
	}
	str_free(&key);
	str_free(&why);
}

static void digits_only(void **state)
{
	struct str out = {0};

	(void)state;
	phone_digits("+7 (495) 1-2", &out);
	assert_string_equal(out.s, "749512");
	str_free(&out);
}

static void tax_numbers(void **state)
{
	struct str why = {0};

	(void)state;
	assert_int_equal(taxid_inn("7707083893", &why), 0);
	assert_int_equal(taxid_inn("500100732259", &why), 0);
	assert_int_equal(taxid_inn("7707083894", &why), -1);
	assert_non_null(strstr(why.s, "check digit"));
	assert_int_equal(taxid_inn("500100732258", &why), -1);
	assert_int_equal(taxid_inn("0000000000", &why), -1);
	assert_int_equal(taxid_inn("770708389", &why), -1);
	assert_int_equal(taxid_inn("77070838 3", &why), -1);
	assert_int_equal(taxid_inn("", &why), -1);
	assert_int_equal(taxid_ogrn("1027700132195", &why), 0);
	assert_int_equal(taxid_ogrn("1027700132196", &why), -1);
	assert_int_equal(taxid_ogrn("304500116000157", &why), 0);
	assert_int_equal(taxid_ogrn("304500116000158", NULL), -1);
	assert_int_equal(taxid_ogrn("102770013219", &why), -1);
	assert_int_equal(taxid_kpp("773601001", &why), 0);
	assert_int_equal(taxid_kpp("7736AB001", &why), 0);
	assert_int_equal(taxid_kpp("77360100", &why), -1);
	assert_int_equal(taxid_kpp("A73601001", &why), -1);
	str_free(&why);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(refused),
		cmocka_unit_test(digits_only),
		cmocka_unit_test(tax_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
