/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_clean - streets and towns as written, brought to what tells them apart */
#include <string.h>
#include "base/latin.h"
#include "exchange/dup_in.h"

/* Words of addresses that say what kind of thing follows, in latin_text; in byte order. */
static const char *const kinds[] = {
	"apartment", "apt", "ave", "avenue", "blvd", "boulevard", "bul", "bulvar", "circuit", "city", "close", "court",
	"cres", "crescent", "dom", "drive", "flat", "flt", "gor", "gorod", "house", "korp", "korpus", "kv", "kvartira",
	"lane", "liter", "litera", "nab", "naberezhnaya", "of", "ofis", "office", "pereulok", "per", "pl", "place",
	"ploshchad", "pom", "pomeshchenie", "pos", "poselok", "pr", "proezd", "prosp", "prospekt", "prt", "rd", "road",
	"sh", "shosse", "square", "str", "strasse", "street", "st", "stroenie", "suite", "terrace", "ul", "ulitsa", "unit",
	"way"};

/* The same town by another name. */
static const char *const towns[][2] = {
	{"moscow", "moskva"}, {"msk", "moskva"}, {"spb", "sankt peterburg"}, {"piter", "sankt peterburg"},
	{"st petersburg", "sankt peterburg"}, {"saint petersburg", "sankt peterburg"},
	{"ekb", "ekaterinburg"}, {"yekaterinburg", "ekaterinburg"}, {"nyc", "new york"}};

static bool is_kind(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (strncmp(kinds[i], s, n) == 0 && !kinds[i][n])
			return true;
	return false;
}

static void add_word(struct str *out, const char *s, size_t n)
{
	if (out->n)
		str_addc(out, ' ');
	str_addn(out, s, n);
}

void dup_clean_street(const char *text, struct str *words, struct str *numbers)
{
	struct str latin = {0};

	latin_text(text, &latin);
	str_clear(words);
	str_clear(numbers);
	for (const char *s = str_text(&latin); *s;) {
		size_t n = strcspn(s, " ");

		if (*s >= '0' && *s <= '9')
			add_word(numbers, s, n);
		else if (n > 1 && !is_kind(s, n))
			add_word(words, s, n);
		s += n + (s[n] == ' ');
	}
	str_free(&latin);
}

void dup_clean_city(const char *text, struct str *out)
{
	struct str latin = {0};

	latin_text(text, &latin);
	str_clear(out);
	for (const char *s = str_text(&latin); *s;) {
		size_t n = strcspn(s, " ");

		if (n > 1 && strncmp(s, "gorod ", 6) != 0 && strncmp(s, "gor ", 4) != 0)
			add_word(out, s, n);
		s += n + (s[n] == ' ');
	}
	for (size_t i = 0; i < sizeof towns / sizeof *towns; i++)
		if (strcmp(str_text(out), towns[i][0]) == 0)
			str_set(out, towns[i][1]);
	str_free(&latin);
}
