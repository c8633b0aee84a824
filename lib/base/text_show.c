/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text_show - text on a terminal: width, what must be escaped, reasons, near words */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/text.h"

enum { ESCAPE_SIZE = 16, VALUE_SHOWN = 60, WORD_MAX = 48 };

/* What reorders, hides or breaks a line: C1, bidirectional marks, zero width, tags. */
static bool harmful(int32_t c)
{
	if (c < 0x600)
		return c >= 0x7F && c < 0xA0;
	return c == 0x61C || c == 0x180E || c == 0x200B || (c >= 0x200E && c <= 0x200F) ||
	       (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
	       (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE0FFF);
}

/* The next character: its columns, and in out its escaped form or "". What is shown and how wide
 * it is come from one function, so that columns cannot go out of step. */
static int show_next(const char **s, char out[ESCAPE_SIZE])
{
	unsigned char first = (unsigned char)**s;
	int32_t c = text_next(s);

	out[0] = '\0';
	if (c < 0x20 || c == 0x7F)
		return snprintf(out, ESCAPE_SIZE, "\\x%02x", (unsigned)first);
	if (harmful(c))
		return snprintf(out, ESCAPE_SIZE, "\\u{%04x}", (unsigned)c);
	return c < 0x300 || (c >= 0x400 && c < 0x482) ? 1 : utf8proc_charwidth(c);
}

int text_width(const char *s)
{
	char escaped[ESCAPE_SIZE];
	int width = 0;

	while (*s)
		width += show_next(&s, escaped);
	return width;
}

void text_printable(const char *s, struct str *out)
{
	char escaped[ESCAPE_SIZE];
	const char *from = s;

	while (*s) {
		const char *here = s;
		int32_t c = text_next(&s);

		if (c >= 0x20 && !harmful(c))
			continue;
		str_addn(out, from, (size_t)(here - from));
		from = here;
		show_next(&from, escaped);
		str_add(out, escaped);
	}
	str_addn(out, from, (size_t)(s - from));
}

int text_refuse(struct str *why, const char *value, const char *fmt, ...)
{
	struct str fresh = {0};
	const char *end = value;
	char *part;
	va_list ap;

	if (!why)
		return -1;
	for (int i = 0; i < VALUE_SHOWN && *end; i++)
		text_next(&end);
	part = mem_copyn(value, (size_t)(end - value));
	str_addc(&fresh, '\'');
	text_printable(part, &fresh);
	free(part);
	str_add(&fresh, *end ? "…' " : "' ");
	va_start(ap, fmt);
	str_addv(&fresh, fmt, ap);
	va_end(ap);
	str_free(why);
	*why = fresh;
	return -1;
}

int text_place(struct str *why, const char *place)
{
	struct str placed = {0};

	if (!why)
		return -1;
	str_setf(&placed, "%s: %s", place, str_text(why));
	str_free(why);
	*why = placed;
	return -1;
}

/* Code points of the folded word; 0 when it is too long to be one. */
static int word_points(const char *s, int32_t out[WORD_MAX])
{
	struct str folded = {0};
	const char *at;
	int n = 0;

	text_fold(s, &folded);
	for (at = str_text(&folded); *at && n < WORD_MAX;)
		out[n++] = text_next(&at);
	if (*at)
		n = 0;
	str_free(&folded);
	return n;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours. */
static int distance(const int32_t *a, int n, const int32_t *b, int m)
{
	int row[3][WORD_MAX + 1];

	for (int j = 0; j <= m; j++)
		row[0][j] = j;
	for (int i = 1; i <= n; i++) {
		int *now = row[i % 3], *last = row[(i + 2) % 3], *older = row[(i + 1) % 3];

		now[0] = i;
		for (int j = 1; j <= m; j++) {
			now[j] = least(least(last[j], now[j - 1]) + 1,
				       last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], older[j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

static const char *nearest(const char *s, const char *const *words, size_t count)
{
	int32_t a[WORD_MAX], b[WORD_MAX];
	int n = word_points(s, a), best = WORD_MAX;
	const char *found = NULL;

	for (size_t i = 0; n && i < count; i++) {
		int m = word_points(words[i], b);
		int d = m ? distance(a, n, b, m) : WORD_MAX;

		if (d < best && 3 * d <= (n > m ? n : m)) {
			best = d;
			found = words[i];
		}
	}
	return found;
}

const char *text_nearest(const char *s, const char *const *words)
{
	size_t n = 0;

	while (words[n])
		n++;
	return nearest(s, words, n);
}

const char *text_nearest_of(const char *s, const struct strs *words)
{
	return nearest(s, (const char *const *)words->v, words->n);
}
