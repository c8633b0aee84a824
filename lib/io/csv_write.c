/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_write - single cells as CSV and TSV */
#include "io/csv.h"

#include <string.h>

void csv_quote_with(struct str *out, const char *cell, char delim, char quote)
{
	/* only where it has to be; libcsv's own csv_write quotes every cell */
	char special[] = {delim, '\r', '\n', quote, '\0'};

	if (!quote || !cell[strcspn(cell, special)]) {
		str_add(out, cell);
		return;
	}
	str_addc(out, quote);
	for (const char *inner; (inner = strchr(cell, quote)); cell = inner + 1) {
		str_addn(out, cell, (size_t)(inner + 1 - cell));
		str_addc(out, quote);
	}
	str_add(out, cell);
	str_addc(out, quote);
}

void csv_quote(struct str *out, const char *cell, char delim)
{
	csv_quote_with(out, cell, delim, '"');
}

void tsv_escape(struct str *out, const char *cell)
{
	for (;;) {
		size_t plain = strcspn(cell, "\t\n\r\\");

		str_addn(out, cell, plain);
		cell += plain;
		switch (*cell++) {
		case '\0':
			return;
		case '\t':
			str_add(out, "\\t");
			break;
		case '\n':
			str_add(out, "\\n");
			break;
		case '\r':
			str_add(out, "\\r");
			break;
		default:
			str_add(out, "\\\\");
		}
	}
}
