/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_str - strings that grow, and messages */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/die.h"
#include "base/str.h"

static void strings(void **state)
{
	struct str s = {0}, empty = {0};
	char *mine;

	(void)state;
	assert_string_equal(str_text(&s), "");
	str_clear(&s);
	str_add(&s, "");
	assert_string_equal(s.s, "");
	for (int i = 0; i < 1000; i++)
		str_addf(&s, "%d,", i);
	assert_int_equal(s.n, strlen(s.s));
	assert_int_equal(s.n, 3890);
	str_set(&s, s.s + 3880);
	assert_string_equal(s.s, "7,998,999,");
	assert_int_equal(str_setf(&s, "<%s>", s.s), -1);
	assert_string_equal(s.s, "<7,998,999,>");
	assert_int_equal(str_setf(NULL, "x"), -1);
	str_addn(&s, "a\0b", 3);
	str_addc(&s, '!');
	assert_int_equal(s.n, 16);
	str_free(&s);
	mine = str_take(&empty);
	assert_string_equal(mine, "");
	free(mine);
	mine = mem_printf("%05d", 7);
	assert_string_equal(mine, "00007");
	free(mine);
}

static void lists(void **state)
{
	struct strs l = {0};

	(void)state;
	assert_int_equal(strs_find(&l, "a"), -1);
	for (int i = 0; i < 100; i++)
		strs_add(&l, i == 50 ? "middle" : "other");
	assert_int_equal(strs_find(&l, "middle"), 50);
	strs_free(&l);
	assert_int_equal(l.n, 0);
}

/* What a child program that dies so says, and its exit code. */
static int last_words(int quiet, char *said, size_t size)
{
	int ends[2], status;
	ssize_t n;

	assert_int_equal(pipe(ends), 0);
	if (fork() == 0) {
		dup2(ends[1], 2);
		die_name = "crm-x";
		die_quiet = quiet;
		warn("'%s'", "\x1B[2J");
		note("3 rows\n  two");
		die(CRM_BUSY, "no '%d'", 5);
	}
	close(ends[1]);
	n = read(ends[0], said, size - 1);
	/* The pipe is read in pieces as they are written. */
	for (ssize_t more; (more = read(ends[0], said + n, size - 1 - (size_t)n)) > 0;)
		n += more;
	said[n] = '\0';
	close(ends[0]);
	wait(&status);
	return WEXITSTATUS(status);
}

static void messages(void **state)
{
	char said[256];

	(void)state;
	assert_int_equal(last_words(0, said, sizeof said), CRM_BUSY);
	assert_string_equal(said, "crm-x: warning: '\\x1b[2J'\n3 rows\n  two\ncrm-x: no '5'\n");
	assert_int_equal(last_words(1, said, sizeof said), CRM_BUSY);
	assert_string_equal(said, "crm-x: no '5'\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(strings),
		cmocka_unit_test(lists),
		cmocka_unit_test(messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
