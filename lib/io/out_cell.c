/* SPDX-License-Identifier: GPL-2.0-or-later */
/* out_cell - one cell in each output format */
#include "io/out_cell.h"

#include <string.h>
#include "base/when.h"
#include "io/csv.h"

/* The letter after the backslash for the characters TSV escapes, 0 for all others. */
static const char escapes[256] = {['\t'] = 't', ['\n'] = 'n', ['\r'] = 'r', ['\\'] = '\\'};

void out_cell_tsv(struct spool *sp, const char *cell)
{
	char *to = spool_room(sp, 2 * strlen(cell)), *start = to;

	for (; *cell; cell++) {
		char e = escapes[(unsigned char)*cell];

		if (e) {
			*to++ = '\\';
			*to++ = e;
		} else {
			*to++ = *cell;
		}
	}
	sp->n += (size_t)(to - start);
}

/* -12.5: what JSON calls a number, and what is safe to hand to a spreadsheet as one. Leading
 * zeros make it text: 007 is an article number, and JSON has no such number. */
static bool is_number(const char *s)
{
	const char *digits;

	s += *s == '-';
	digits = s;
	s += strspn(s, "0123456789");
	if (s == digits || (*digits == '0' && s - digits > 1))
		return false;
	if (*s == '.') {
		size_t n = strspn(++s, "0123456789");

		if (!n)
			return false;
		s += n;
	}
	return !*s;
}

static bool starts_formula(const char *s)
{
	/* the full-width forms of = + - @ are formulas in some spreadsheets too */
	static const char *const wide[] = {"\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

	if (*s && strchr("=+@\t\r\n", *s))
		return true;
	if (*s == '-') /* a negative number is one */
		return s[1 + strspn(s + 1, "0123456789 ,.%")] || !s[1];
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (!strncmp(s, wide[i], 3))
			return true;
	return false;
}

bool out_cell_formula(const char *text)
{
	while (*text == '\'')
		text++;
	return starts_formula(text);
}

/* 2026-11-22T10:05:00 as dd.mm.yyyy hh:mm, with seconds only if there are any; for excel the T
 * becomes a space. What is no date stays as it is. */
static const char *spreadsheet_date(const char *cell, enum dialect dialect, struct str *tmp)
{
	const char *time = cell + 10;

	if (!when_is_date(cell) && !when_is_moment(cell))
		return cell;
	str_clear(tmp);
	if (dialect == DIALECT_EXCEL_RU)
		str_addf(tmp, "%.2s.%.2s.%.4s", cell + 8, cell + 5, cell);
	else
		str_addn(tmp, cell, 10);
	if (*time)
		str_addf(tmp, " %.*s", strcmp(time + 6, ":00") ? 8 : 5, time + 1);
	return str_text(tmp);
}

static const char *for_spreadsheet(const char *cell, enum out_kind kind, enum dialect dialect,
                                   struct str *tmp)
{
	if (kind == OUT_DATE)
		return spreadsheet_date(cell, dialect, tmp);
	if (kind == OUT_NUMBER && is_number(cell)) {
		char *point;

		str_set(tmp, cell);
		point = strchr(tmp->s, '.');
		if (point && dialect == DIALECT_EXCEL_RU)
			*point = ',';
		return str_text(tmp);
	}
	if (out_cell_formula(cell)) {
		str_set(tmp, "'");
		str_add(tmp, cell);
		return str_text(tmp);
	}
	return cell;
}

void out_cell_csv(struct spool *sp, const char *cell, enum out_kind kind, enum dialect dialect)
{
	/* kept from cell to cell, of which a report has millions */
	static struct str tmp, quoted;

	if (dialect != DIALECT_NONE && *cell)
		cell = for_spreadsheet(cell, kind, dialect, &tmp);
	str_clear(&quoted);
	csv_quote(&quoted, cell, dialect == DIALECT_EXCEL_RU ? ';' : ',');
	spool_add(sp, str_text(&quoted), quoted.n);
}

static void json_string(struct spool *sp, const char *s)
{
	static const char hex[] = "0123456789abcdef";
	char *to = spool_room(sp, 6 * strlen(s) + 2), *start = to;

	*to++ = '"';
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		char e = c == '"' ? '"' : escapes[c];

		if (e) {
			*to++ = '\\';
			*to++ = e;
		} else if (c < 0x20 || c == 0x7f) {
			memcpy(to, "\\u00", 4);
			to[4] = hex[c >> 4];
			to[5] = hex[c & 15];
			to += 6;
		} else {
			*to++ = *s;
		}
	}
	*to++ = '"';
	sp->n += (size_t)(to - start);
}

void out_cell_json(struct spool *sp, const char *cell, enum out_kind kind)
{
	const char *bare = NULL;

	if (!*cell)
		bare = "null";
	else if (kind == OUT_NUMBER && is_number(cell))
		bare = cell;
	else if (kind == OUT_BOOL && (!strcmp(cell, "yes") || !strcmp(cell, "1")))
		bare = "true";
	else if (kind == OUT_BOOL && (!strcmp(cell, "no") || !strcmp(cell, "0")))
		bare = "false";
	if (bare)
		spool_add(sp, bare, strlen(bare));
	else
		json_string(sp, cell);
}
