/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_line - whole lines are cut without the parser
 *
 * libcsv looks at each byte through a switch and a call or two, which is half of reading a large table. Nearly all
 * lines of nearly all tables are whole records, and memchr finds their ends and delimiters ten times as fast.
 * Whatever is not as plain as that is left to the parser: the rows are the same either way. */
#include <string.h>
#include "io/csv_in.h"

static const char *skip_spaces(const struct csv *c, const char *s, const char *stop)
{
	while (c->mends && s < stop && *s == ' ')
		s++;
	return s;
}

/* Both copy the cell that begins at s to *to and return its delimiter, or stop; NULL: it is not that plain. */
static const char *copy_plain(const struct csv *c, const char *s, const char *stop, char **to)
{
	const char *end = memchr(s, c->parser.delim_char, (size_t)(stop - s));
	size_t n;

	end = end ? end : stop;
	n = (size_t)(end - s);
	while (c->mends && n && s[n - 1] == ' ')
		n--;
	memcpy(*to, s, n);
	*to += n;
	return end;
}

static const char *copy_quoted(const struct csv *c, const char *s, const char *stop, char **to)
{
	const char *quote;

	while ((quote = memchr(s, c->quote, (size_t)(stop - s)))) {
		bool doubled = quote + 1 < stop && (unsigned char)quote[1] == c->quote;
		size_t n = (size_t)(quote - s) + doubled;

		memcpy(*to, s, n);
		*to += n;
		s = quote + 1 + doubled;
		if (doubled)
			continue;
		s = skip_spaces(c, s, stop);
		return s == stop || (unsigned char)*s == c->parser.delim_char ? s : NULL;
	}
	return NULL;
}

static bool cut(struct csv *c, const char *s, const char *stop, char *to)
{
	for (;; s++) {
		char *from = to;
		bool quoted;

		s = skip_spaces(c, s, stop);
		quoted = c->quote && s < stop && (unsigned char)*s == c->quote;
		s = quoted ? copy_quoted(c, s + 1, stop, &to) : copy_plain(c, s, stop, &to);
		/* what was cut so far is forgotten by the caller, and the parser reads the line
		 * from its beginning */
		if (!s || c->cells - c->first == CSV_COLUMNS_MAX)
			return false;
		csv_add_cell(c, (size_t)(from - c->text.s), (size_t)(to - from), quoted || to > from);
		*to++ = '\0';
		if (s == stop)
			break;
	}
	c->text.n = (size_t)(to - c->text.s);
	return true;
}

bool csv_take_line(struct csv *c, size_t end)
{
	const char *s = c->buf + c->at, *lf = memchr(s, '\n', end - c->at), *stop;
	size_t n;

	if (!lf)
		return false;
	stop = lf > s && lf[-1] == '\r' ? lf - 1 : lf;
	n = (size_t)(stop - s);
	/* a line of spaces is none */
	if (!n || n > CSV_FIELD_MAX || *s == ' ' || memchr(s, '\r', n))
		return false;
	if (!cut(c, s, stop, str_room(&c->text, n + 1))) {
		c->cells = c->first;
		return false;
	}
	c->row_line = c->line++;
	csv_take_record(c, NULL, 0);
	c->at += (size_t)(lf + 1 - s);
	c->row_done = true;
	c->after_cr = false;
	return true;
}
