/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tsv - records of the toolkit's own TSV: one line each, cells split and unescaped in place
 *
 * A line stays in the read buffer and is cut and unescaped there, which works because no escape
 * is shorter than what it stands for; cells point into it until the next call. The unfinished
 * line is all that is ever moved. */
#include "io/tsv.h"

#include <stdlib.h>
#include <string.h>

#define CHUNK (256u * 1024)
#define LINE_MAX_BYTES (16u * CSV_FIELD_MAX)

struct tsv {
	struct source src;
	char *buf; /* at .. end is not used yet; one byte is spare for a final NUL */
	size_t at, end, cap;
	bool ended;
	long line;
	char **cell;
	size_t *len;
	bool *quoted; /* of an empty cell: it was \e, an empty text and not nothing */
	size_t cells_cap, len_cap, quoted_cap;
};

struct tsv *tsv_open(const struct source *src)
{
	struct tsv *t = mem_zero(sizeof *t);

	t->src = *src;
	t->cap = CHUNK;
	t->buf = mem_alloc(t->cap + 1);
	return t;
}

/* More bytes behind the unfinished line, which moves to the front; -1 and why. */
static int fill(struct tsv *t, struct str *why)
{
	long got;

	if (t->at) {
		memmove(t->buf, t->buf + t->at, t->end - t->at);
		t->end -= t->at;
		t->at = 0;
	}
	if (t->cap - t->end < CHUNK / 2) {
		if (t->cap > LINE_MAX_BYTES)
			return str_setf(why, "%s:%ld: the line is longer than %u bytes", t->src.name,
			                t->line + 1, LINE_MAX_BYTES);
		t->cap *= 2;
		t->buf = mem_resize(t->buf, t->cap + 1);
	}
	got = source_read(&t->src, t->buf + t->end, t->cap - t->end, why);
	if (got < 0)
		return -1;
	t->end += (size_t)got;
	t->ended = !got;
	return 0;
}

/* Unescapes in place and returns the new length. What is no escape stays as it is. */
static size_t unescape(char *cell, size_t n)
{
	char *to = memchr(cell, '\\', n);
	const char *from = to, *end = cell + n;

	if (!to)
		return n;
	while (from < end) {
		char c = *from++;

		if (c == '\\' && from < end && strchr("tnr\\", *from)) {
			c = *from++;
			c = (char)(c == 't' ? '\t' : c == 'n' ? '\n' : c == 'r' ? '\r' : '\\');
		}
		*to++ = c;
	}
	*to = '\0';
	return (size_t)(to - cell);
}

static void room_for_cell(struct tsv *t, size_t n)
{
	t->cell = mem_grow(t->cell, &t->cells_cap, n, sizeof *t->cell);
	t->len = mem_grow(t->len, &t->len_cap, n, sizeof *t->len);
	t->quoted = mem_grow(t->quoted, &t->quoted_cap, n, sizeof *t->quoted);
}

/* Cuts the line s of n bytes (s[n] is ours to overwrite) into cells. */
static int split(struct tsv *t, char *s, size_t n, struct csv_row *row, struct str *why)
{
	bool escapes = memchr(s, '\\', n);
	char *end = s + n, *tab;
	size_t count = 0;

	if (memchr(s, '\0', n))
		return str_setf(why, "%s:%ld: NUL byte", t->src.name, t->line);
	*end = '\0';
	do {
		size_t len;

		tab = memchr(s, '\t', (size_t)(end - s));
		len = (size_t)((tab ? tab : end) - s);
		if (len > CSV_FIELD_MAX)
			return str_setf(why, "%s:%ld: a field is longer than %u bytes", t->src.name,
			                t->line, CSV_FIELD_MAX);
		if (count == CSV_COLUMNS_MAX)
			return str_setf(why, "%s:%ld: more than %u columns", t->src.name, t->line,
			                CSV_COLUMNS_MAX);
		room_for_cell(t, count + 1);
		s[len] = '\0';
		t->cell[count] = s;
		t->quoted[count] = len == 2 && !memcmp(s, "\\e", 2);
		if (t->quoted[count])
			s[0] = '\0';
		t->len[count] = t->quoted[count] ? 0 : escapes ? unescape(s, len) : len;
		count++;
		s += len + 1;
	} while (tab);
	*row = (struct csv_row){t->cell, t->len, count, t->line, t->quoted, NULL, 0};
	return 1;
}

int tsv_next(struct tsv *t, struct csv_row *row, struct str *why)
{
	size_t seen = 0; /* of the unfinished line, known to hold no newline */
	char *start, *newline;
	size_t n;

	while (!(newline = memchr(t->buf + t->at + seen, '\n', t->end - t->at - seen)) &&
	       !t->ended) {
		seen = t->end - t->at;
		if (fill(t, why))
			return -1;
	}
	if (!newline && t->at == t->end)
		return 0;
	/* \r before \n: somebody's editor has been at it; a CR of our own is written \r */
	start = t->buf + t->at;
	n = newline ? (size_t)(newline - start) : t->end - t->at;
	t->at += n + (newline ? 1 : 0);
	t->line++;
	if (n && start[n - 1] == '\r')
		n--;
	return split(t, start, n, row, why);
}

void tsv_close(struct tsv *t)
{
	free(t->buf);
	free(t->cell);
	free(t->len);
	free(t->quoted);
	free(t);
}
