/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines - plain lines of text coming in */
#include "io/lines.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"

void lines_read(struct strs *lines)
{
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	for (long number = 1; (n = getline(&line, &cap, stdin)) >= 0; number++) {
		if (!text_valid(line, (size_t)n, NULL))
			die(CRM_INPUT, "stdin:%ld: not valid UTF-8", number);
		if (*text_trim(line))
			strs_add(lines, line);
	}
	if (ferror(stdin))
		die(CRM_INPUT, "stdin: cannot be read: %s", strerror(errno));
	free(line);
}
