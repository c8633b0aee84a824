/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help - what --help, --version and --dump-options print */
#ifndef CRM_HELP_H
#define CRM_HELP_H

#include <stddef.h>
#include "io/opt.h"

/* Each writes to stdout, checked. list: the options of the command, groups resolved; an option
 * whose help is NULL is hidden. */
void help_print(const struct cmd *, const struct opt *const *list, size_t n);
void help_version(const struct cmd *);
/* A table of letter, name, arg, help: what manual pages and completions are checked against. */
void help_dump(const struct opt *const *list, size_t n);

#endif
