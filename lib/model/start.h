/* SPDX-License-Identifier: GPL-2.0-or-later */
/* start - what a new base holds before anybody writes into it, and crm-init's decisions */
#ifndef CRM_START_H
#define CRM_START_H

#include <stdbool.h>

struct start_wish {
	const char *preset; /* name, folder, or NULL */
	const char *lang;   /* en, ru, or NULL: the environment's */
	bool migrate;       /* only bring an older base up to date; one that is there is no mistake */
	char **settings;    /* NAME=VALUE */
	int n;
};

/* Makes the base with its caller as head, its settings and the preset; or migrates an older one; or loads a preset into one
 * that has no categories and pipelines yet. Says on stderr what was done. Dies with CRM_USAGE when the base is
 * there already; what was begun on a new one is then taken away again. */
void start_base(const struct start_wish *);
/* Empties the full-text index of the base and builds it again from the tables. */
void start_reindex(void);

#endif
