/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_vcard - any bytes as an address book or calendar: no crash, however they arrive; what is written is read again */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/vline.h"
#include "exchange/vtable.h"

struct bytes {
	const char *s;
	size_t n, step;
};

static long give(void *arg, char *buf, size_t n)
{
	struct bytes *b = arg;
	size_t now = b->n < b->step ? b->n : b->step;

	if (now > n)
		now = n;
	if (now)
		memcpy(buf, b->s, now);
	b->s += now;
	b->n -= now;
	return (long)now;
}

/* All cells of all rows; the result of the last vtable_next. */
static int read_all(enum vtable_form form, const char *s, size_t n, size_t step, struct str *out)
{
	struct bytes b = {s, n, step};
	struct vtable *v = vtable_open(form, give, &b, "fuzz");
	struct csv_row row;
	struct str why = {0};
	size_t width = 0;
	long line = 0;
	int got;

	str_set(out, "");
	while ((got = vtable_next(v, &row, &why)) == 1) {
		if (row.line < line || !row.n || (width && row.n != width))
			abort();
		line = row.line;
		width = row.n;
		for (size_t i = 0; i < row.n; i++) {
			if (strlen(row.cell[i]) != row.len[i])
				abort();
			str_addf(out, "%ld:%s\t", row.line, row.cell[i]);
		}
	}
	if ((got < 0) != (why.n > 0))
		abort();
	str_add(out, str_text(&why));
	vtable_close(v);
	str_free(&why);
	return got;
}

/* A text as a property, folded and read again. */
static void check_writing(const char *text)
{
	static struct str line, folded, plain, back;
	struct bytes b;
	struct vlines *v;
	struct vline l;

	str_set(&line, "NOTE:");
	vline_escape(&line, text);
	str_set(&folded, "");
	vline_put(&folded, line.s);
	str_set(&plain, "");
	for (const char *s = text; *s; s++)
		if (*s != '\r' || s[1] != '\n')
			str_addc(&plain, *s == '\r' ? '\n' : *s);
	b = (struct bytes){folded.s, folded.n, folded.n};
	v = vlines_open(give, &b, "fuzz");
	if (vlines_next(v, &l, NULL) != 1 || strcmp(l.name, "NOTE") != 0)
		abort();
	vline_text(&l, &back);
	if (strcmp(str_text(&back), plain.s) != 0 || vlines_next(v, &l, NULL) != 0)
		abort();
	vlines_close(v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct str whole, dripped;
	enum vtable_form form = n && data[0] & 1 ? VTABLE_ICAL : VTABLE_VCARD;
	const char *s = (const char *)data + (n > 0);
	char *text;

	n -= n > 0;
	text = mem_copyn(s, n);
	n = strlen(text); /* decode leaves no NUL */
	if (read_all(form, text, n, n + 1, &whole) != read_all(form, text, n, 1, &dripped) ||
	    strcmp(whole.s, dripped.s) != 0)
		abort();
	check_writing(text);
	free(text);
	return 0;
}
