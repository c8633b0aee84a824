/* SPDX-License-Identifier: GPL-2.0-or-later */
/* opt - options declared once: parsing, --help, manual, completion */
#ifndef CRM_OPT_H
#define CRM_OPT_H

#include <stdbool.h>
#include "base/str.h"

enum opt_kind {
	OPT_FLAG, /* bool *: set to true */
	OPT_TEXT, /* const char **: last one wins */
	OPT_LIST, /* struct strs *: every one is kept, in order */
	OPT_MAYBE, /* const char **: a value only behind '=', "" without one; long name only */
	OPT_INT,  /* long *: whole number >= 0 */
	OPT_GROUP /* a table of further options (dest: const struct opt *) */
};

/* One option. short 0: long only; long NULL: short only. arg names the value in help.
 * A table ends with OPT_END. */
struct opt {
	char letter;
	const char *name;
	enum opt_kind kind;
	void *dest;
	const char *arg;
	const char *help; /* one sentence, lower case, no full stop */
};
#define OPT_END {0, NULL, OPT_FLAG, NULL, NULL, NULL}
#define OPT_INCLUDE(table) {0, NULL, OPT_GROUP, (void *)(table), NULL, NULL}

struct cmd {
	const char *name;            /* "crm-add" */
	const char *brief;           /* the .Nd line of the manual */
	const char *const *synopsis; /* lines without the name, NULL-terminated */
	const char *const *examples; /* lines shown first by --help, NULL-terminated */
	const struct opt *options;
};

/* Shared fragments: the same letter means the same everywhere. */
extern const struct opt opt_base[];   /* -d --db, -q --quiet, -v --verbose */
extern const struct opt opt_output[]; /* -o --output, -H --no-header, --for */
extern const struct opt opt_select[]; /* -c --columns, -s --sort, -l --limit */
extern const struct opt opt_past[];   /* --as-of, --known */
extern const struct opt opt_period[]; /* -p --period, --from, --to, --per */
extern const struct opt opt_write[];  /* -n --dry-run, -y --yes, --max, --key */

/* What the fragments fill in. */
struct opt_values {
	const char *db, *output, *dialect, *columns, *sort, *as_of, *known;
	const char *period, *from, *to, *per, *key;
	const char *limit; /* text, so that each program can have its default */
	bool quiet, verbose, no_header, dry_run, yes;
	long max; /* -1: no limit */
};
extern struct opt_values opt;

/* Parses argv (getopt_long; permutes; abbreviations of long options refused; `--` respected).
 * --help, --version and --dump-options print and exit 0. Returns the index in argv of the
 * first operand; the operands stand at argv[i] .. argv[argc-1]. Sets die_name, ignores SIGPIPE and
 * keeps the places of closed standard descriptors.
 * Unknown options die with CRM_USAGE and the nearest known one. */
int opt_parse(const struct cmd *, int argc, char **argv);
/* Dies with CRM_USAGE: the cause, then "try 'crm-x --help'". */
_Noreturn void opt_usage(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* --limit as a number (0: all); dflt when not given; dies when it is none. */
long opt_limit(long dflt);
/* The whole command line as typed, quoted for a shell, for the change set. */
const char *opt_command_line(void);

#endif
