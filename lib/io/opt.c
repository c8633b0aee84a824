/* SPDX-License-Identifier: GPL-2.0-or-later */
/* opt - options declared once: parsing
 *
 * getopt_long does the parsing; here its two tables are made from the options of a program, and
 * its complaints are replaced by ones that name the nearest word. Everything shared (--db,
 * --output …) is a group in the table of each program, so --help, the manual and the parser
 * cannot differ. */
#include "io/opt.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/text.h"
#include "io/help.h"

/* getopt_long reports option i as FIRST + i, above every letter. */
#define FIRST 256

struct parser {
	const struct opt **list;
	size_t n, cap;
	struct option *longs;
	char *letters;
};

static bool want_help, want_version, want_dump;

static const struct opt builtin[] = {
	{'h', "help", OPT_FLAG, &want_help, NULL, "show this"},
	{'V', "version", OPT_FLAG, &want_version, NULL, "show the version"},
	{0, "dump-options", OPT_FLAG, &want_dump, NULL, NULL},
	OPT_END
};

static struct str command_line;

void opt_usage(const char *fmt, ...)
{
	struct str cause = {0};
	va_list ap;

	va_start(ap, fmt);
	str_addv(&cause, fmt, ap);
	va_end(ap);
	die(CRM_USAGE, "%s\ntry '%s --help'", str_text(&cause), die_name);
}

static bool is_end(const struct opt *o)
{
	return !o->letter && !o->name && o->kind != OPT_GROUP;
}

static void flatten(struct parser *p, const struct opt *table)
{
	for (; table && !is_end(table); table++) {
		if (table->kind == OPT_GROUP) {
			flatten(p, table->dest);
			continue;
		}
		p->list = mem_grow(p->list, &p->cap, p->n + 1, sizeof *p->list);
		p->list[p->n++] = table;
	}
}

/* The table in the form that getopt_long wants. */
static void prepare(struct parser *p, const struct opt *table)
{
	struct option *l;
	char *c;

	flatten(p, table);
	flatten(p, builtin);
	l = p->longs = mem_zero((p->n + 1) * sizeof *p->longs);
	c = p->letters = mem_zero(2 * p->n + 2);
	*c++ = ':'; /* a missing argument is told from an unknown option */
	for (size_t i = 0; i < p->n; i++) {
		const struct opt *o = p->list[i];

		if (o->letter)
			*c++ = o->letter;
		if (o->letter && o->kind != OPT_FLAG)
			*c++ = ':';
		if (o->name) {
			l->name = o->name;
			l->has_arg = o->kind == OPT_FLAG    ? no_argument
			             : o->kind == OPT_MAYBE ? optional_argument
			                                    : required_argument;
			l->val = FIRST + (int)i;
			l++;
		}
	}
}

static void parser_free(struct parser *p)
{
	free(p->list);
	free(p->longs);
	free(p->letters);
}

static const struct opt *found(const struct parser *p, int c)
{
	if (c >= FIRST)
		return p->list[c - FIRST];
	for (size_t i = 0; i < p->n; i++)
		if (p->list[i]->letter == c)
			return p->list[i];
	return NULL;
}

_Noreturn static void unknown_long(const struct parser *p, const char *word)
{
	const char **names = mem_zero((p->n + 1) * sizeof *names);
	char *name = mem_copyn(word + 2, strcspn(word + 2, "="));
	const char *near = NULL;
	size_t n = 0;

	if (!strcmp(name, "as-of") || !strcmp(name, "known"))
		opt_usage("'--%s' is for programs that read: the past cannot be changed", name);
	for (size_t i = 0; i < p->n; i++) {
		if (!p->list[i]->name || !p->list[i]->help)
			continue;
		names[n++] = p->list[i]->name;
		if (!near && !strncmp(p->list[i]->name, name, strlen(name)))
			near = p->list[i]->name; /* an abbreviation: the whole name is meant */
	}
	if (!near)
		near = text_nearest(name, names);
	if (near)
		opt_usage("unknown option '--%s', did you mean '--%s'?", name, near);
	opt_usage("unknown option '--%s'", name);
}

/* The word that getopt_long has just worked on. */
static const char *current_word(char **argv)
{
	bool separate = optarg && optind > 1 && optarg == argv[optind - 1];

	return argv[optind - (separate ? 2 : 1)];
}

_Noreturn static void refuse(const struct parser *p, int c, char **argv)
{
	const struct opt *o = optopt ? found(p, optopt) : NULL;
	const char *word = argv[optind - 1];

	if (o && c == ':' && o->name && optopt >= FIRST)
		opt_usage("option '--%s' needs a value: %s", o->name, o->arg ? o->arg : "VALUE");
	if (o && c == ':')
		opt_usage("option '-%c' needs a value: %s", o->letter, o->arg ? o->arg : "VALUE");
	if (o && optopt >= FIRST)
		opt_usage("option '--%s' takes no value", o->name);
	if (!optopt)
		unknown_long(p, word);
	if (optopt > 0 && optopt < 0x80)
		opt_usage("unknown option '-%c'", optopt);
	opt_usage("unknown option: not an ASCII letter"); /* only its first byte is known */
}

static long whole(const char *name, const char *value)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (errno || end == value || *end || n < 0)
		opt_usage("option '--%s': '%s' is not a whole number", name, value);
	return n;
}

/* Names of files are any bytes; all else is text, and goes into the base or into messages. */
static void check_text(const struct opt *o)
{
	bool file = o->arg && (strcmp(o->arg, "FILE") == 0 || strcmp(o->arg, "FOLDER") == 0);

	if (!file && optarg && !text_valid(optarg, strlen(optarg), NULL))
		opt_usage("option '--%s': '%s' is not valid UTF-8", o->name, optarg);
}

static void store(const struct opt *o)
{
	check_text(o);
	switch (o->kind) {
	case OPT_FLAG:
		*(bool *)o->dest = true;
		break;
	case OPT_TEXT:
		*(const char **)o->dest = optarg;
		break;
	case OPT_MAYBE:
		*(const char **)o->dest = optarg ? optarg : "";
		break;
	case OPT_LIST:
		strs_add(o->dest, optarg);
		break;
	case OPT_INT:
		*(long *)o->dest = whole(o->name, optarg);
		break;
	case OPT_GROUP:
		break;
	}
}

static void answer(const struct cmd *cmd, const struct parser *p)
{
	if (want_help)
		help_print(cmd, p->list, p->n);
	else if (want_version)
		help_version(cmd);
	else if (want_dump)
		help_dump(p->list, p->n);
	else
		return;
	exit(CRM_DONE);
}

static void remember(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
				    "_./:=,@%+-";

	if (*word && !word[strspn(word, plain)]) {
		str_add(&command_line, word);
	} else if (!text_valid(word, strlen(word), NULL)) {
		str_add(&command_line, "$'");
		text_printable(word, &command_line);
		str_addc(&command_line, '\'');
	} else {
		str_addc(&command_line, '\'');
		for (; *word; word++)
			if (*word == '\'')
				str_add(&command_line, "'\\''");
			else
				str_addc(&command_line, *word);
		str_addc(&command_line, '\'');
	}
}

/* A closed stdin, stdout or stderr would give its number to the base, and a message would land in
 * the file. /dev/null opened the wrong way round keeps the place and still fails. */
static void guard_descriptors(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDWR};

	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			_exit(CRM_STORAGE);
}

int opt_parse(const struct cmd *cmd, int argc, char **argv)
{
	struct parser p = {0};
	int c;

	guard_descriptors();
	/* The reader of a pipe that goes away is seen as EPIPE by the spool: the change is made
	 * by then, and its exit code is to say so. */
	signal(SIGPIPE, SIG_IGN);
	die_name = cmd->name;
	str_set(&command_line, cmd->name);
	for (int i = 1; i < argc; i++) {
		str_addc(&command_line, ' ');
		remember(argv[i]);
	}
	prepare(&p, cmd->options);
	opterr = 0;
	while ((c = getopt_long(argc, argv, p.letters, p.longs, NULL)) != -1) {
		const struct opt *o = c == '?' || c == ':' ? NULL : found(&p, c);
		const char *word;

		if (!o)
			refuse(&p, c, argv);
		word = current_word(argv);
		/* getopt_long takes abbreviations, which break when an option is added; the word
		 * as typed shows them */
		if (c >= FIRST && strlen(o->name) != strcspn(word + 2, "="))
			unknown_long(&p, word);
		store(o);
		/* at once: whoever asks for help gets it whatever stands behind it */
		answer(cmd, &p);
	}
	die_quiet = opt.quiet;
	parser_free(&p);
	return optind;
}

long opt_limit(long dflt)
{
	return opt.limit ? whole("limit", opt.limit) : dflt;
}

const char *opt_command_line(void)
{
	return str_text(&command_line);
}
