/* SPDX-License-Identifier: GPL-2.0-or-later */
/* die - messages, exit codes, and the end of a program */
#include "base/die.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/str.h"
#include "base/text.h"

const char *die_name = "crm";
int die_quiet;

/* Messages quote what users and files say, so nothing in them may drive the
 * terminal; only the line breaks of a list of candidates are our own. */
static void say(const char *kind, const char *fmt, va_list ap)
{
	struct str raw = {0}, line = {0};

	if (kind)
		str_addf(&line, "%s: %s", die_name, kind);
	str_addv(&raw, fmt, ap);
	for (char *at = raw.s, *end; at; at = end ? end + 1 : NULL) {
		end = strchr(at, '\n');
		if (end)
			*end = '\0';
		text_printable(at, &line);
		str_addc(&line, '\n');
	}
	/* When stderr itself is broken there is nobody left to tell. */
	(void)!fwrite(str_text(&line), 1, line.n, stderr);
	str_free(&raw);
	str_free(&line);
}

void die(enum exit_code code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say("", fmt, ap);
	va_end(ap);
	exit((int)code);
}

void warn(const char *fmt, ...)
{
	va_list ap;

	if (die_quiet)
		return;
	va_start(ap, fmt);
	say("warning: ", fmt, ap);
	va_end(ap);
}

void complain(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say(NULL, fmt, ap);
	va_end(ap);
}

void note(const char *fmt, ...)
{
	va_list ap;

	if (die_quiet)
		return;
	va_start(ap, fmt);
	say(NULL, fmt, ap);
	va_end(ap);
}
