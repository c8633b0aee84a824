/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_similar - likeness of words, and names in Latin letters */
#include "unit.h"
#include "base/latin.h"
#include "base/similar.h"

static int edits(const char *a, const char *b, int most)
{
	int there = similar_edits(a, strlen(a), b, strlen(b), most);

	assert_int_equal(there, similar_edits(b, strlen(b), a, strlen(a), most));
	return there;
}

static int jaro(const char *a, const char *b)
{
	int there = similar_jaro(a, strlen(a), b, strlen(b));

	assert_int_equal(there, similar_jaro(b, strlen(b), a, strlen(a)));
	return there;
}

static void typing_errors(void **state)
{
	(void)state;
	assert_int_equal(edits("", "", 2), 0);
	assert_int_equal(edits("", "ab", 2), 2);
	assert_int_equal(edits("", "abc", 2), 3);
	assert_int_equal(edits("lenina", "lenina", 1), 0);
	assert_int_equal(edits("lenina", "lenna", 1), 1);
	assert_int_equal(edits("lenina", "lennia", 1), 1);
	assert_int_equal(edits("ab", "ba", 1), 1);
	assert_int_equal(edits("lenina", "linena", 1), 2);
	assert_int_equal(edits("lenina", "linena", 2), 2);
	assert_int_equal(edits("kitten", "sitting", 4), 3);
	assert_int_equal(edits("kitten", "sitting", 2), 3);
	assert_int_equal(edits("ca", "abc", 4), 3); /* no edits between exchanged letters */
	assert_int_equal(edits("abcdefgh", "hgfedcba", 8), 7);
	assert_int_equal(edits("abcdefgh", "12345678", 8), 8);
}

/* The plain table, for what the band must agree with. */
static int slow(const char *a, const char *b)
{
	int d[12][12], na = (int)strlen(a), nb = (int)strlen(b);

	for (int i = 0; i <= na; i++)
		for (int j = 0; j <= nb; j++) {
			int best = i == 0 ? j : j == 0 ? i : 99;

			if (i && j) {
				int cost = a[i - 1] != b[j - 1];

				best = d[i - 1][j - 1] + cost;
				best = d[i - 1][j] + 1 < best ? d[i - 1][j] + 1 : best;
				best = d[i][j - 1] + 1 < best ? d[i][j - 1] + 1 : best;
				if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
				    d[i - 2][j - 2] + 1 < best)
					best = d[i - 2][j - 2] + 1;
			}
			d[i][j] = best;
		}
	return d[na][nb];
}

static void against_the_table(void **state)
{
	unsigned seed = 7;
	char a[10], b[10];

	(void)state;
	for (int round = 0; round < 200000; round++) {
		int na, nb, most, want;

		seed = seed * 1103515245 + 12345;
		na = (int)(seed >> 16) % 9;
		nb = (int)(seed >> 20) % 9;
		most = (int)(seed >> 24) % 9;
		for (int i = 0; i < 9; i++) {
			seed = seed * 1103515245 + 12345;
			a[i] = (char)('a' + (seed >> 16) % 3);
			b[i] = (char)('a' + (seed >> 20) % 3);
		}
		a[na] = b[nb] = '\0';
		want = slow(a, b);
		assert_int_equal(similar_edits(a, (size_t)na, b, (size_t)nb, most), want > most ? most + 1 : want);
	}
}

/* The examples of Winkler 1990. */
static void common_letters(void **state)
{
	(void)state;
	assert_int_equal(jaro("", "a"), 0);
	assert_int_equal(jaro("a", "a"), 1000);
	assert_int_equal(jaro("abc", "xyz"), 0);
	assert_in_range(jaro("martha", "marhta"), 960, 961);
	assert_in_range(jaro("dwayne", "duane"), 839, 840);
	assert_in_range(jaro("dixon", "dicksonx"), 812, 813);
	assert_true(jaro("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg",
	                 "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggghhhhhh") == 1000);
}

static void latin(const char *s, const char *want)
{
	struct str out = {0};

	latin_text(s, &out);
	assert_string_equal(str_text(&out), want);
	str_free(&out);
}

static void in_latin_letters(void **state)
{
	(void)state;
	latin("Ромашка", "romashka");
	latin("  ЩУКИН,  Ёж-2 ", "shchukin ezh 2");
	latin("Müller & Søn", "muller son");
	latin("Straße", "strasse");
	latin("O’Neill O'Neill", "oneill oneill");
	latin("Łódź", "lodz");
	latin("Київ Алматы", "kiiv almaty");
	latin("№ 5 ½", "5 12");
	latin("東京", "東京");
	latin("!?", "");
}

static void sounds(const char *word, const char *want)
{
	struct str out = {0};

	latin_skeleton(word, strlen(word), &out);
	assert_string_equal(str_text(&out), want);
	str_free(&out);
}

static void as_it_sounds(void **state)
{
	(void)state;
	sounds("romashka", "rmsk");
	sounds("romaschka", "rmsk");
	sounds("romachka", "rmsk");
	sounds("shchukin", "skn");
	sounds("schukin", "skn");
	sounds("ivanov", "avnv");
	sounds("iwanoff", "avnf");
	sounds("philip", "flp");
	sounds("filipp", "flp");
	sounds("cook", "kk");
	sounds("1100", "1100");
	sounds("", "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typing_errors), cmocka_unit_test(against_the_table),
		cmocka_unit_test(common_letters), cmocka_unit_test(in_latin_letters), cmocka_unit_test(as_it_sounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
