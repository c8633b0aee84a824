/* SPDX-License-Identifier: GPL-2.0-or-later */
/* csv_write - single cells as CSV and TSV */
#include "io/csv.h"

#include <string.h>

void csv_quote(struct str *out, const char *cell, char delim)
{
	char special[] = {delim, '"', '\r', '\n', '\0'};

	if (!cell[strcspn(cell, special)]) {
		str_add(out, cell);
		return;
	}
	str_addc(out, '"');
	for (const char *quote; (quote = strchr(cell, '"')); cell = quote + 1) {
		str_addn(out, cell, (size_t)(quote - cell));
		str_add(out, "\"\"");
	}
	str_add(out, cell);
	str_addc(out, '"');
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
