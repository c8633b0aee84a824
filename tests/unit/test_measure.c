/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_measure - formulas, reducers, indicator files, stays and traces */
#include "unit.h"
#include "measure/dict.h"
#include "measure/figure.h"
#include "measure/formula.h"
#include "measure/kpi_file.h"
#include "model/metric.h"
#include "measure/reduce.h"
#include "measure/span.h"
#include "measure/standing.h"
#include "measure/survive.h"
#include "measure/trace.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* a is 6, b is 4, z is 0, e is empty. */
static struct figure given(void *arg, size_t i)
{
	const char *name = formula_name(arg, i);

	switch (name[0]) {
	case 'a':
		return (struct figure){6, true};
	case 'b':
		return (struct figure){4, true};
	case 'z':
		return (struct figure){0, true};
	default:
		return (struct figure){0, false};
	}
}

static void formulas(void **state)
{
	static const struct {
		const char *text, *value;
	} cases[] = {{"a", "6.00"},         {"100 * a / (a + b)", "60.00"}, {"-a + b", "-2.00"},
	             {"a - b - 1", "1.00"}, {"a / b / 2", "0.75"},          {"a * (b - 1) + 0.5", "18.50"},
	             {"a / z", ""},         {"a + e", ""},                  {"e", ""},
	             {"--a", "6.00"},       {"(((a)))", "6.00"},            {"z / a", "0.00"}};
	static const struct {
		const char *text;
		bool adds_up;
	} sums[] = {{"a", true}, {"100 * (a - b) / 2", true}, {"-a", true}, {"a / b", false}, {"a * b", false},
	            {"a + 1", false}, {"2", false}, {"a - 3 * (b + c)", true}, {"0 * a / a", false}};
	static const char *const bad[] = {"", "a b", "a +", "(a", "a)", "* a", "1..2.3 x", "a $ b", "@", "((((((((((((((((((((((((((((((((((a"};
	char text[FIGURE_SIZE];
	struct str why = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct formula *f = formula_parse(cases[i].text, &why);

		assert_non_null(f);
		figure_text(formula_value(f, given, f), UNIT_RATIO, text);
		assert_string_equal(text, cases[i].value);
		formula_free(f);
	}
	for (size_t i = 0; i < COUNT(sums); i++) {
		struct formula *f = formula_parse(sums[i].text, &why);

		assert_true(formula_adds_up(f) == sums[i].adds_up);
		formula_free(f);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		str_clear(&why);
		assert_null(formula_parse(bad[i], &why));
		assert_true(why.n > 0);
	}
	str_free(&why);
}

static void assert_reduced(enum reducer r, const int64_t (*rows)[2], size_t n, const char *want)
{
	struct cell c = {0};
	char text[FIGURE_SIZE];

	for (size_t i = 0; i < n; i++)
		reduce_add(&c, r, rows[i][0], rows[i][1]);
	figure_text(reduce_figure(&c, r), UNIT_RATIO, text);
	assert_string_equal(text, want);
	reduce_free(&c);
}

static void reducers(void **state)
{
	/* v, u */
	static const int64_t rows[][2] = {{50, 1}, {30, 2}, {10, 3}, {10, 3}, {-7, 4}};

	(void)state;
	assert_reduced(REDUCE_SUM, rows, 5, "93.00");
	assert_reduced(REDUCE_COUNT, rows, 5, "5.00");
	assert_reduced(REDUCE_DISTINCT, rows, 5, "4.00");
	assert_reduced(REDUCE_MEDIAN, rows, 5, "10.00");
	assert_reduced(REDUCE_MEDIAN, rows, 2, "40.00");
	assert_reduced(REDUCE_MAX, rows, 5, "50.00");
	assert_reduced(REDUCE_HHI, rows, 5, "3800.00");
	assert_reduced(REDUCE_K80, rows, 5, "2.00");
	assert_reduced(REDUCE_BELOW, rows, 5, "1.00");
	assert_reduced(REDUCE_CV, rows, 2, "0.25");
	assert_reduced(REDUCE_SUM, rows, 0, "0.00");
	assert_reduced(REDUCE_DISTINCT, rows, 0, "0.00");
	assert_reduced(REDUCE_MEDIAN, rows, 0, "");
	assert_reduced(REDUCE_HHI, rows, 0, "");
}

static void many_units(void **state)
{
	struct cell c = {0};

	(void)state;
	for (int64_t i = 0; i < 100000; i++)
		reduce_add(&c, REDUCE_DISTINCT, 1, i * 7919 % 1000);
	assert_true(reduce_figure(&c, REDUCE_DISTINCT).v > 999.5);
	assert_int_equal(c.used, 1000);
	assert_true(c.cap < 10000);
	reduce_free(&c);
}

static const char file[] = "-- title: Rate\n-- title.ru: Доля\n-- unit: percent   better: down   kind: cohort\n"
                           "-- a: distinct u   credit: rep   what went on\n-- b: distinct u   credit: none\n"
                           "-- value: 100 * a / b\n-- warn: b are in it\n-- refuses: rep team; nobody did it\n"
                           "-- Free words: with a colon.\n--\nSELECT 1\n";

static void files(void **state)
{
	struct str why = {0};
	struct kpi *k = kpi_parse("x.y", file, &why);

	(void)state;
	assert_non_null(k);
	assert_string_equal(k->title[1], "Доля");
	assert_int_equal(k->unit, UNIT_PERCENT);
	assert_int_equal(k->better, BETTER_DOWN);
	assert_int_equal(k->kind, KIND_COHORT);
	assert_int_equal(k->part[0].reducer, REDUCE_DISTINCT);
	assert_string_equal(k->part[0].words, "what went on");
	assert_false(k->part[0].shared);
	assert_true(k->part[1].shared);
	assert_string_equal(k->part[1].warning[0], "are in it");
	assert_int_equal(k->refuses.n, 2);
	assert_string_equal(k->refusal, "nobody did it");
	assert_string_equal(k->sql, "SELECT 1\n");
	kpi_free(k);
}

static void bad_files(void **state)
{
	static const char *const cases[][2] = {
		{"-- title: x\n-- value: b\n", "x: the value speaks of part 'b', which is not declared"},
		{"-- title: x\n-- a: summ v\n", "x:2: unknown reducer 'summ', expected: sum, count, distinct, median, "
		                                "max, hhi, k80, cv, below"},
		{"-- title: x\n-- a: sum v credit: all\n", "x:2: unknown credit 'all', expected: rep, none"},
		{"-- titel: x\n", "x:1: unknown entry 'titel', expected: title, title.ru, unit, value, uses, warn, "
		                  "warn.ru, refuses"},
		{"-- title: x\nSELECT 1", "x: the header lacks 'value:'"},
		{"-- a: count\n-- value: a\nSELECT 1", "x: the header lacks 'title:'"},
		{"-- title: x\n-- a: count\n-- a: count\n", "x:3: declared twice: part 'a'"},
		{"-- title: x\n-- a: count\n-- value: a +\n", "x:3: 'a +': a number or a name is expected at the end"},
	};
	struct str why = {0};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_null(kpi_parse("x", cases[i][0], &why));
		assert_string_equal(str_text(&why), cases[i][1]);
	}
	str_free(&why);
}

/* Every indicator that comes with the program can be read. */
static void all_files(void **state)
{
	struct strs names = {0};
	struct str why = {0};

	(void)state;
	metric_names(&names);
	assert_true(names.n >= 20);
	for (size_t i = 0; i < names.n; i++) {
		struct kpi *k = kpi_load(names.v[i], &why);

		assert_non_null(k);
		assert_non_null(k->title[1]);
		kpi_free(k);
	}
	strs_free(&names);
}

static void assert_median(const struct stay *list, size_t n, double want)
{
	struct stays s = {0};
	struct figure f;

	for (size_t i = 0; i < n; i++)
		survive_add(&s, list[i].seconds, list[i].ended);
	f = survive_median(&s);
	assert_int_equal(f.is, want >= 0);
	assert_true(!f.is || (f.v > want - 1e-9 && f.v < want + 1e-9));
	survive_free(&s);
}

static void medians(void **state)
{
	static const struct stay all[] = {{3, true}, {1, true}, {2, true}, {4, true}};
	static const struct stay open[] = {{1, true}, {5, false}, {9, false}, {7, true}};
	static const struct stay young[] = {{1, true}, {2, false}, {2, false}};

	(void)state;
	assert_median(all, 3, 2);
	assert_median(all, 4, 2.5);
	assert_median(all, 0, -1);
	assert_median(open, 4, 7);
	assert_median(young, 3, -1);
}

static void walk(struct trace *t, const int *steps, size_t n, bool rising)
{
	char at[WHEN_SIZE] = "2026-03-01";

	trace_clear(t);
	for (size_t i = 0; i < n; i++, at[9]++)
		trace_move(t, &(struct move_row){.from = STEP_NONE, .to = steps[i], .at = at}, rising);
}

static void traces(void **state)
{
	struct trace t;

	(void)state;
	trace_init(&t, 4);
	walk(&t, (const int[]){0, 2, STEP_LOST}, 3, false);
	assert_true(t.entry[1].is && t.entry[1].skipped && t.entry[1].went);
	assert_true(t.entry[2].is && !t.entry[2].went);
	assert_false(t.entry[3].is);
	assert_int_equal(t.now, STEP_LOST);
	walk(&t, (const int[]){1, STEP_LOST, 3}, 3, false);
	assert_false(t.entry[0].is);
	assert_true(t.entry[1].went && t.entry[2].skipped && t.entry[3].is);
	walk(&t, (const int[]){0, 1, 0, 1}, 4, false);
	assert_string_equal(t.entry[1].at, "2026-03-02");
	assert_false(t.entry[1].went);
	assert_int_equal(t.entry[0].stay, 2 * 86400);
	walk(&t, (const int[]){0, 2, 1, 2}, 4, true);
	assert_int_equal(t.now, 2);
	assert_string_equal(t.since, "2026-03-02");
	trace_free(&t);
}

static void spans(void **state)
{
	struct spans s;
	struct str why = {0};
	struct period p;

	(void)state;
	assert_int_equal(period_parse("2026-Q1", &p, &why), 0);
	assert_int_equal(spans_make("2026-03-11T00:00:00", &p, "month", &s, &why), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.v[2].e, "2026-03-11T00:00:00");
	assert_string_equal(s.v[2].prev_s, "2026-02-01");
	assert_string_equal(s.v[2].prev_e, "2026-02-11T00:00:00");
	assert_string_equal(s.v[1].e, "2026-03-01");
	assert_int_equal(spans_find(&s, "2026-02-28T23:59:59"), 1);
	assert_int_equal(spans_find(&s, "2026-03-01"), 2);
	assert_int_equal(spans_find(&s, "2026-03-11T00:00:00"), -1);
	assert_int_equal(spans_find(&s, "2025-12-31"), -1);
	assert_true(span_gone(&s.v[0]) > 99.9 && span_gone(&s.v[2]) < 32.3);
	assert_int_equal(spans_make("2026-03-11", &p, "fortnight", &s, &why), -1);
	str_free(&why);
}

/* Whoever stands in a period is counted as if all were looked at in every one. */
static void standings(void **state)
{
	enum { MANY = 300, PERIODS = 40 };
	struct standing s = {0};
	struct stand all[MANY];
	struct tally *t;
	uint32_t dice = 7;

	(void)state;
	standing_add(&s, 5, 1, 2);
	standing_add(&s, 5, 3, 3);
	standing_add(&s, 5, 5, 6);
	assert_int_equal(s.n, 2);
	standing_free(&s);
	for (int i = 0; i < MANY; i++) {
		int32_t a = (int32_t)((dice = dice * 1103515245 + 12345) >> 16) % PERIODS;
		int32_t b = (int32_t)((dice = dice * 1103515245 + 12345) >> 16) % PERIODS;

		all[i] = (struct stand){(int64_t)(dice >> 20) % 50, a < b ? a : b, a < b ? b : a};
		standing_add(&s, all[i].since, all[i].first, all[i].last);
	}
	t = tally_open(&s);
	for (int p = 0; p < PERIODS; p++) {
		size_t here = 0, older = 0;

		for (int i = 0; i < MANY; i++)
			if (all[i].first <= p && p <= all[i].last) {
				here++;
				older += all[i].since <= p;
			}
		assert_int_equal(tally_at(t, p), here);
		assert_int_equal(tally_since(t, p), older);
	}
	tally_free(t);
	standing_free(&s);
}

static void words(void **state)
{
	struct dict d = {0};
	char word[16];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(word, sizeof word, "слово %d", i % 500);
		assert_int_equal(dict_code(&d, word), i % 500 + 1);
	}
	assert_int_equal(dict_code(&d, ""), 0);
	assert_int_equal(dict_find(&d, "nothing"), -1);
	assert_string_equal(dict_text(&d, 500), "слово 499");
	dict_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(formulas), cmocka_unit_test(reducers),  cmocka_unit_test(many_units),
		cmocka_unit_test(files),    cmocka_unit_test(bad_files), cmocka_unit_test(all_files),
		cmocka_unit_test(medians),  cmocka_unit_test(traces),    cmocka_unit_test(spans),
		cmocka_unit_test(words), cmocka_unit_test(standings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
