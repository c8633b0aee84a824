/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fuzz_csv - any bytes as CSV and TSV, broken quotes mended or not: no crash, and what is read, written and read
 * again is equal */
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

enum kind { CSV, TSV, MENDED };

/* Reads everything and writes it again; the result of the last csv_next. */
static int copy(const char *s, size_t n, size_t step, char delim, enum kind kind, struct str *out)
{
	struct bytes b = {s, n, step};
	bool tsv = kind == TSV;
	struct csv *c = csv_open_with(give, &b, "fuzz", delim, tsv);
	struct csv_row row;
	struct str why = {0};
	long line = 0;
	int got;

	str_clear(out);
	if (kind == MENDED)
		csv_mend(c);
	while ((got = csv_next(c, &row, &why)) == 1) {
		if (row.line <= line || !row.n)
			abort();
		if (row.broken && (kind != MENDED || row.broken_cell >= row.n))
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

/* Might there be more columns than are allowed? */
static bool many(const char *s, size_t n, char delim)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += s[i] == delim;
	return count >= CSV_COLUMNS_MAX;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char delims[] = ",;\t|";
	static struct str first, again, dripped;
	enum kind kind = !n ? CSV : data[0] & 4 ? TSV : data[0] & 8 ? MENDED : CSV;
	char delim = kind == TSV ? '\t' : delims[n ? data[0] & 3 : 0];
	const char *s = (const char *)data + (n > 0);
	int got;

	n -= n > 0;
	got = copy(s, n, n + 1, delim, kind, &first);
	for (size_t step = 1; step < 4; step += 2)
		if (copy(s, n, step, delim, kind, &dripped) != got || dripped.n != first.n ||
		    strcmp(str_text(&dripped), str_text(&first)))
			abort(); /* how the bytes arrive must not matter */
	/* what is broken ends its line, a NUL byte all of it */
	if (kind == MENDED && got < 0 && !memchr(s, '\0', n) && n < CSV_FIELD_MAX && !many(s, n, delim))
		abort();
	/* a row of one cell that begins with a BOM loses it when it comes first: that is the BOM */
	if (first.n >= 3 && !memcmp(first.s, "\xEF\xBB\xBF", 3))
		return 0;
	if (copy(str_text(&first), first.n, n + 1, delim, kind == MENDED ? CSV : kind, &again) != 0 ||
	    strcmp(str_text(&again), str_text(&first)))
		abort();
	return 0;
}
