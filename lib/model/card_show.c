/* SPDX-License-Identifier: GPL-2.0-or-later */
/* card_show - a card as a table for programs or as text for people */
#include <stdlib.h>

#include "base/number.h"
#include "base/text.h"
#include "model/card_parts.h"

static const char *const sections[] = {
	[CARD_CLAIM] = "claim", [CARD_FIELD] = "field", [CARD_COUNT] = "count", [CARD_TIED] = "tied",
	[CARD_LINE] = "time"};

const struct out_column card_columns[CARD_COLUMNS] = {
	{"section", OUT_TEXT}, {"at", OUT_DATE}, {"what", OUT_TEXT}, {"text", OUT_TEXT}, {"id", OUT_NUMBER}};

size_t card_count(const struct card *c)
{
	return c->n;
}

void card_cells(struct card *c, size_t row, const char *cells[CARD_COLUMNS])
{
	const struct card_row *r = &c->row[row];

	number_format(r->id, 0, 0, c->number, sizeof c->number);
	cells[0] = sections[r->section];
	cells[1] = r->at;
	cells[2] = r->what;
	cells[3] = r->text;
	cells[4] = r->id ? c->number : "";
}

/* Line breaks become spaces; what could drive the terminal is escaped. */
static void add_line(struct str *out, const char *text)
{
	char *flat = mem_copy(text);
	struct str line = {0};

	for (char *p = flat; *p; p++)
		if (*p == '\n' || *p == '\r' || *p == '\t')
			*p = ' ';
	text_printable(flat, &line);
	str_addf(out, "%s\n", str_text(&line));
	str_free(&line);
	free(flat);
}

/* By columns on the screen, not bytes. */
static void pad(struct str *out, const char *word, int width)
{
	str_add(out, word);
	for (int n = text_width(word); n < width; n++)
		str_addc(out, ' ');
}

static int widest(const struct card *c, enum card_section section)
{
	int most = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->row[i].section == section && text_width(c->row[i].what) > most)
			most = text_width(c->row[i].what);
	return most + 2;
}

static void add_row(const struct card *c, const struct card_row *r, struct str *out)
{
	switch (r->section) {
	case CARD_CLAIM:
		str_addf(out, "OPEN CLAIM %lld: ", (long long)r->id);
		break;
	case CARD_FIELD:
		str_add(out, "  ");
		pad(out, r->what, widest(c, CARD_FIELD));
		if (r->id)
			str_addf(out, "%lld ", (long long)r->id);
		break;
	case CARD_COUNT:
		str_addf(out, "\n%s: ", r->what);
		break;
	case CARD_TIED:
		str_addf(out, "  %lld  ", (long long)r->id);
		break;
	case CARD_LINE:
		str_add(out, "  ");
		pad(out, r->at, 21);
		pad(out, r->what, widest(c, CARD_LINE));
		break;
	}
	add_line(out, r->text);
}

void card_text(const struct card *c, struct str *out)
{
	enum card_section before = CARD_COUNT;

	str_addf(out, "%s %lld: ", c->entity->name, (long long)c->id);
	add_line(out, str_text(&c->title));
	for (size_t i = 0; i < c->n; i++) {
		const struct card_row *r = &c->row[i];

		if (r->section != before && r->section == CARD_FIELD)
			str_addc(out, '\n');
		if (r->section != before && r->section == CARD_LINE)
			str_add(out, "\ntime line\n");
		before = r->section;
		add_row(c, r, out);
	}
}
