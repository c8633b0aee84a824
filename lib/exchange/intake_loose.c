/* SPDX-License-Identifier: GPL-2.0-or-later */
/* intake_loose - a row whose quotes follow no rules
 *
 * Exports without proper quoting hold ООО "Ромашка" as it is. Cut at every delimiter the row is
 * right when it has the width of the header; a delimiter between the quotes would make it wider. */
#include <string.h>
#include "base/text.h"
#include "exchange/intake.h"

static size_t count_quotes(const char *s, char quote)
{
	size_t count = 0;

	while ((s = strchr(s, quote))) {
		count++;
		s++;
	}
	return count;
}

/* Does the quote at the beginning pair with the one at the end? A quote opens behind a space, a bracket or another
 * one that opens, else it closes: "ООО "Ромашка"" is wrapped, "Ромашка" и "Ко" is not. */
static bool is_wrapped(const char *s, size_t n, char quote)
{
	bool opens = true;
	int depth = 0;

	if (n < 2 || s[0] != quote || s[n - 1] != quote)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] != quote) {
			opens = strchr(" ([", s[i]);
			continue;
		}
		depth += opens ? 1 : -1;
		if (depth == 0 && i + 1 < n)
			return false;
	}
	return depth == 0;
}

static void unwrap(char **cell, size_t *len, char quote)
{
	char *s = text_trim(*cell), *to;
	size_t n = strlen(s);

	if (is_wrapped(s, n, quote)) {
		s[n - 1] = '\0';
		to = ++s;
		for (const char *from = s; *from; from++) {
			*to++ = *from;
			from += from[0] == quote && from[1] == quote;
		}
		*to = '\0';
	}
	*cell = s;
	*len = strlen(s);
}

bool intake_loose(struct csv_row *row, size_t width, char quote)
{
	while (row->n > width && !*row->cell[row->n - 1])
		row->n--;
	if (row->n != width)
		return false;
	for (size_t i = 0; i < row->n; i++)
		if (count_quotes(row->cell[i], quote) % 2)
			return false;
	for (size_t i = 0; i < row->n; i++)
		unwrap(&row->cell[i], &row->len[i], quote);
	return true;
}
