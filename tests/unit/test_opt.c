/* SPDX-License-Identifier: GPL-2.0-or-later */
/* test_opt - options: parsing, refusals, help, standard descriptors that are closed */
#include "unit.h"

#include <fcntl.h>
#include "base/die.h"
#include "io/opt.h"
#include "io/out.h"
#include "io/tablein.h"

static const char *title;
static struct strs tags;
static bool clear_empty;
static long count = 7;

static const struct opt options[] = {
	{0, "title", OPT_TEXT, &title, "TEXT", "what it is called"},
	{'t', "tag", OPT_LIST, &tags, "WORD", "may be repeated"},
	{0, "clear-empty", OPT_FLAG, &clear_empty, NULL, "empty cells empty the field"},
	{'N', "count", OPT_INT, &count, "N", "how many"},
	OPT_INCLUDE(opt_base),
	OPT_INCLUDE(opt_output),
	OPT_INCLUDE(opt_select),
	OPT_INCLUDE(opt_past),
	OPT_INCLUDE(opt_period),
	OPT_INCLUDE(opt_write),
	OPT_END
};

static const char *const synopsis[] = {"ENTITY [options] [FIELD=VALUE …]", "ENTITY [options] < TABLE", NULL};
static const char *const examples[] = {"crm-add company name='ООО Ромашка'", NULL};
static const struct cmd cmd = {"crm-add", "add records", synopsis, examples, options};

static void show(const void *arg)
{
	const char *const *words = arg;
	char *argv[32];
	struct str text = {0};
	int argc = 0, i;

	for (argv[argc++] = mem_copy("./crm-add"); *words; words++)
		argv[argc++] = mem_copy(*words);
	argv[argc] = NULL;
	i = opt_parse(&cmd, argc, argv);
	str_addf(&text, "title=%s count=%ld limit=%ld sort=%s max=%ld", title ? title : "", count,
	         opt_limit(50), opt.sort ? opt.sort : "", opt.max);
	str_addf(&text, "%s%s%s%s", opt.quiet ? " quiet" : "", opt.dry_run ? " dry" : "",
	         opt.yes ? " yes" : "", clear_empty ? " clear" : "");
	for (size_t k = 0; k < tags.n; k++)
		str_addf(&text, " tag=%s", tags.v[k]);
	for (; i < argc; i++)
		str_addf(&text, " [%s]", argv[i]);
	str_addf(&text, "\n%s\n", opt_command_line());
	out_text(str_text(&text));
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void gives(const char *const *words, const char *want)
{
	struct str out = {0}, err = {0};

	assert_int_equal(unit_child(show, words, -1, &out, &err), 0);
	assert_string_equal(str_text(&err), "");
	assert_string_equal(str_text(&out), want);
	str_free(&out);
	str_free(&err);
}

static void parsing(void **state)
{
	(void)state;
	gives(WORDS("company"), "title= count=7 limit=50 sort= max=-1 [company]\ncrm-add company\n");
	gives(WORDS("company", "-qn", "--title", "a", "name=b c", "--title=", "-y"),
	      "title= count=7 limit=50 sort= max=-1 quiet dry yes [company] [name=b c]\n"
	      "crm-add company -qn --title a 'name=b c' --title= -y\n");
	gives(WORDS("-s", "-amount,name", "-l0", "--max=5", "-tx", "-t", "y", "--tag=-z"),
	      "title= count=7 limit=0 sort=-amount,name max=5 tag=x tag=y tag=-z\n"
	      "crm-add -s -amount,name -l0 --max=5 -tx -t y --tag=-z\n");
	gives(WORDS("a", "--", "-q", "--title"),
	      "title= count=7 limit=50 sort= max=-1 [a] [-q] [--title]\ncrm-add a -- -q --title\n");
	gives(WORDS("--clear-empty", "-N", "0", "-", "", "it's", "Ю", "a\xFF"),
	      "title= count=0 limit=50 sort= max=-1 clear [-] [] [it's] [Ю] [a\xFF]\n"
	      "crm-add --clear-empty -N 0 - '' 'it'\\''s' 'Ю' $'a\\xff'\n");
}

static void refuses(const char *const *words, const char *cause)
{
	struct str out = {0}, err = {0}, want = {0};

	str_addf(&want, "crm-add: %s\ntry 'crm-add --help'\n", cause);
	assert_int_equal(unit_child(show, words, -1, &out, &err), CRM_USAGE);
	assert_string_equal(str_text(&out), "");
	assert_string_equal(str_text(&err), str_text(&want));
	str_free(&out);
	str_free(&err);
	str_free(&want);
}

static void refusals(void **state)
{
	(void)state;
	refuses(WORDS("--colums", "x"), "unknown option '--colums', did you mean '--columns'?");
	refuses(WORDS("--col", "x"), "unknown option '--col', did you mean '--columns'?");
	refuses(WORDS("--dry"), "unknown option '--dry', did you mean '--dry-run'?");
	refuses(WORDS("--titl=x"), "unknown option '--titl', did you mean '--title'?");
	refuses(WORDS("--titl", "x"), "unknown option '--titl', did you mean '--title'?");
	refuses(WORDS("--c"), "unknown option '--c', did you mean '--clear-empty'?");
	refuses(WORDS("--frobnicate"), "unknown option '--frobnicate'");
	refuses(WORDS("--dump"), "unknown option '--dump'");
	refuses(WORDS("-Z"), "unknown option '-Z'");
	refuses(WORDS("-qZ"), "unknown option '-Z'");
	refuses(WORDS("-Ю"), "unknown option: not an ASCII letter");
	refuses(WORDS("a", "--title"), "option '--title' needs a value: TEXT");
	refuses(WORDS("-s"), "option '-s' needs a value: LIST");
	refuses(WORDS("--quiet=yes"), "option '--quiet' takes no value");
	refuses(WORDS("--count", "1x"), "option '--count': '1x' is not a whole number");
	refuses(WORDS("-N", "-1"), "option '--count': '-1' is not a whole number");
	refuses(WORDS("-N", "99999999999999999999"),
	        "option '--count': '99999999999999999999' is not a whole number");
	refuses(WORDS("--limit", ""), "option '--limit': '' is not a whole number");
	refuses(WORDS("--title", "a\xff"), "option '--title': 'a\\xff' is not valid UTF-8");
}

static void help(void **state)
{
	struct str out = {0};
	size_t lines = 0;

	(void)state;
	assert_int_equal(unit_child(show, WORDS("x", "--help", "--nonsense"), -1, &out, NULL), 0);
	assert_memory_equal(out.s, "crm-add - add records\n\nexamples:\n  crm-add company", 50);
	assert_non_null(strstr(out.s, "\nusage:\n  crm-add ENTITY [options] [FIELD=VALUE …]\n"));
	assert_non_null(strstr(out.s, "\n  -t, --tag WORD          may be repeated\n"));
	assert_null(strstr(out.s, "dump"));
	for (const char *s = out.s; *s; s++)
		lines += *s == '\n';
	assert_in_range(lines, 20, 40);
	assert_int_equal(unit_child(show, WORDS("-V"), -1, &out, NULL), 0);
	assert_string_equal(out.s, "crm-add (crm) 0.1\n");
	assert_int_equal(unit_child(show, WORDS("--dump-options"), -1, &out, NULL), 0);
	assert_memory_equal(out.s, "letter\tname\targ\thelp\n\ttitle\tTEXT\twhat it is called\n", 50);
	str_free(&out);
}

static void help_unwritable(void **state)
{
	int full = open("/dev/full", O_WRONLY);

	(void)state;
	assert_int_equal(unit_child(show, WORDS("--help"), full, NULL, NULL), CRM_STORAGE);
	close(full);
}

/* With stdin, stdout and stderr closed the next file opened must not become one of them. */
static void closed_child(const void *arg)
{
	char name[] = "crm-add";
	char *argv[] = {name, NULL};
	int fd;

	(void)arg;
	close(0);
	close(1);
	close(2);
	opt_parse(&cmd, 1, argv);
	fd = open("/dev/null", O_RDWR);
	if (fd <= 2 || tablein_waiting() || write(1, "x", 1) >= 0)
		exit(99);
	out_text("x");
}

static void closed_descriptors(void **state)
{
	(void)state;
	assert_int_equal(unit_child(closed_child, NULL, -1, NULL, NULL), CRM_STORAGE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parsing),         cmocka_unit_test(refusals),
		cmocka_unit_test(help),            cmocka_unit_test(help_unwritable),
		cmocka_unit_test(closed_descriptors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
