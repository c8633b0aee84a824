/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source - where the bytes of a table come from; inside lib/io only */
#ifndef CRM_SOURCE_H
#define CRM_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include "base/str.h"

struct source {
	long (*fill)(void *, char *, size_t);
	void *arg;
	const char *name; /* for messages */
	bool started;
};

/* read(2) on the descriptor that arg points to, through signals. */
long source_fill_fd(void *arg, char *buf, size_t n);
/* Fills buf (n ≥ 4): bytes, 0 at the end, -1 and why. A BOM at the start is left out. */
long source_read(struct source *, char *buf, size_t n, struct str *why);

#endif
