/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_csv - any bytes as CSV and TSV: no crash, and what is read, written and read again is equal */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "io/csv.h"

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

/* Reads everything and writes it again; the result of the last csv_next. */
static int copy(const char *s, size_t n, size_t step, char delim, bool tsv, struct str *out)
{
	struct bytes b = {s, n, step};
	struct csv *c = csv_open_with(give, &b, "fuzz", delim, tsv);
	struct csv_row row;
	struct str why = {0};
	long line = 0;
	int got;

	str_clear(out);
	while ((got = csv_next(c, &row, &why)) == 1) {
		if (row.line <= line || !row.n)
			abort();
		line = row.line;
		for (size_t i = 0; i < row.n; i++) {
			if (strlen(row.cell[i]) != row.len[i])
				abort();
			if (i)
				str_addc(out, delim);
			if (tsv)
				tsv_escape(out, row.cell[i]);
			else if (row.n == 1 && !row.len[i])
				str_add(out, "\"\"");
			else
				csv_quote(out, row.cell[i], delim);
		}
		str_addc(out, '\n');
	}
	if ((got < 0) != (why.n > 0))
		abort();
	csv_close(c);
	str_free(&why);
	return got;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char delims[] = ",;\t|";
	static struct str first, again, dripped;
	bool tsv = n && data[0] & 4;
	char delim = tsv ? '\t' : delims[n ? data[0] & 3 : 0];
	const char *s = (const char *)data + (n > 0);
	int got;

	n -= n > 0;
	got = copy(s, n, n + 1, delim, tsv, &first);
	if (copy(s, n, 1, delim, tsv, &dripped) != got || dripped.n != first.n ||
	    strcmp(str_text(&dripped), str_text(&first)))
		abort(); /* how the bytes arrive must not matter */
	/* a row of one cell that begins with a BOM loses it when it comes first: that is the BOM */
	if (first.n >= 3 && !memcmp(first.s, "\xEF\xBB\xBF", 3))
		return 0;
	if (copy(str_text(&first), first.n, n + 1, delim, tsv, &again) != 0 ||
	    strcmp(str_text(&again), str_text(&first)))
		abort();
	return 0;
}
