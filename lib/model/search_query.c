/* SPDX-License-Identifier: GPL-2.0-or-later */
/* search_query - words looked for: read, put to the index, compared with a record
 *
 * A word is asked of the index as a prefix and compared with the record in the same way. Each
 * piece starts with a space, as the words of search_words do: strstr is then a search for
 * beginnings. */
#include "model/search_query.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/phone.h"
#include "base/text.h"

enum {
	ASKED = 24,    /* so many terms are put to the index; the rest is only compared */
	SNIPPET = 60,  /* bytes shown behind a hit */
	BEFORE = 24    /* and before it, at most */
};

/* Nothing but digits and what stands between them, and enough digits to look for. */
static bool is_number(const char *s)
{
	size_t digits = 0;

	for (; *s; s++) {
		if (!strchr("0123456789+-(). \t\n", *s))
			return false;
		digits += isdigit((unsigned char)*s) != 0;
	}
	return digits >= 4;
}

/* A number may be typed with the 8 that Russians dial first. */
static char *digits_of(const char *s)
{
	struct str digits = {0};

	phone_digits(s, &digits);
	if (digits.n == 11 && digits.s[0] == '8')
		str_set(&digits, digits.s + 1);
	return str_take(&digits);
}

/* The beginning of a number as it is dialled within the country, as it is kept: behind the country's code. NULL: it is
 * no such beginning, or with the code left out would be too short to look for. */
static char *from_abroad(const char *digits)
{
	if (strlen(digits) < 5)
		return NULL;
	return *digits == '8' ? mem_printf("7%s", digits + 1) : *digits == '0' ? mem_copy(digits + 1) : NULL;
}

static void add_term(struct search_query *q, const char *word)
{
	struct search_term t = {0};
	struct str folded = {0};

	search_words(word, &folded);
	for (const char *p = str_text(&folded), *end; *p; p = end) {
		char *piece;

		end = strchr(p + 1, ' ');
		end = end ? end : p + strlen(p);
		piece = mem_copyn(p, (size_t)(end - p));
		strs_add(&t.pieces, piece);
		free(piece);
	}
	str_free(&folded);
	if (!t.pieces.n)
		return;
	if (is_number(word)) {
		t.digits = digits_of(word);
		t.abroad = from_abroad(t.digits);
	}
	q->terms = mem_grow(q->terms, &q->cap, q->n + 1, sizeof *q->terms);
	q->terms[q->n++] = t;
}

void search_query_read(struct search_query *q, const char *text)
{
	char *copy;

	*q = (struct search_query){0};
	/* Spaces and brackets part the pieces of one number, not several. */
	if (is_number(text)) {
		add_term(q, text);
		return;
	}
	copy = mem_copy(text);
	for (char *p = copy, *end; *p; p = end) {
		bool last;

		p += strspn(p, " \t\r\n");
		end = p + strcspn(p, " \t\r\n");
		last = !*end;
		*end = '\0';
		add_term(q, p);
		end += !last;
	}
	free(copy);
}

void search_query_free(struct search_query *q)
{
	for (size_t i = 0; i < q->n; i++) {
		strs_free(&q->terms[i].pieces);
		free(q->terms[i].digits);
		free(q->terms[i].abroad);
	}
	free(q->terms);
}

/* What a record said once stands in the index, but not in which column: of names the words that went out of them are
 * there. */
static void ask_pieces(const struct search_term *t, bool names, bool past, struct str *out)
{
	const char *columns = names ? "{name} : " : past ? "" : "{name body} : ";

	for (size_t i = 0; i < t->pieces.n; i++) {
		const char *piece = t->pieces.v[i] + 1;

		str_addf(out, "%s(%s\"%s\"*", i ? " AND " : "", columns, piece);
		if (names && past)
			str_addf(out, " OR \"" SEARCH_FORMER "%s\"*", piece);
		str_addc(out, ')');
	}
}

/* Numbers are kept in pieces of three digits, one from every place on: all of them in a record is near enough, and
 * search_query_fits sees whether they follow each other. */
static void ask_digits(const char *digits, bool past, struct str *out)
{
	str_addf(out, " OR %s(", past ? "" : "{number} : ");
	for (size_t i = 0; i + 3 <= strlen(digits); i++)
		str_addf(out, "%s\"%.3s\"", i ? " AND " : "", digits + i);
	str_addc(out, ')');
}

bool search_query_ask(const struct search_query *q, bool names, bool past, struct str *out)
{
	size_t n = q->n < ASKED ? q->n : ASKED;

	str_clear(out);
	for (size_t i = 0; i < n; i++) {
		const struct search_term *t = &q->terms[i];

		str_add(out, i ? " AND ((" : "((");
		ask_pieces(t, names, past, out);
		str_addc(out, ')');
		if (t->digits && !names)
			ask_digits(t->digits, past, out);
		if (t->abroad && !names)
			ask_digits(t->abroad, past, out);
		str_addc(out, ')');
	}
	return n > 0;
}

static bool pieces_fit(const struct search_term *t, const char *words)
{
	for (size_t i = 0; i < t->pieces.n; i++)
		if (!strstr(words, t->pieces.v[i]))
			return false;
	return true;
}

/* Numbers stand as people wrote them when they could not be read; only digits count. */
static bool digits_fit(const char *digits, const char *numbers)
{
	struct str run = {0};
	bool found = false;

	for (; *numbers && !found; numbers++) {
		if (isdigit((unsigned char)*numbers))
			str_addc(&run, *numbers);
		if (!isdigit((unsigned char)*numbers) || !numbers[1]) {
			found = strstr(str_text(&run), digits) != NULL;
			str_clear(&run);
		}
	}
	str_free(&run);
	return found;
}

static bool term_digits_fit(const struct search_term *t, const char *numbers)
{
	return (t->digits && digits_fit(t->digits, numbers)) || (t->abroad && digits_fit(t->abroad, numbers));
}

enum search_hit search_query_fits(const struct search_query *q, const struct search_text *t)
{
	struct str name = {0}, all = {0};
	enum search_hit hit = SEARCH_NAME;

	search_words(str_text(&t->name), &name);
	for (size_t i = 0; i < q->n && hit == SEARCH_NAME; i++)
		if (!pieces_fit(&q->terms[i], str_text(&name)))
			hit = SEARCH_REST;
	if (hit == SEARCH_REST) {
		search_words(str_text(&t->body), &all);
		str_add(&all, str_text(&name));
	}
	for (size_t i = 0; i < q->n && hit == SEARCH_REST; i++) {
		const struct search_term *term = &q->terms[i];

		if (!pieces_fit(term, str_text(&all)) &&
		    !term_digits_fit(term, str_text(&t->number)))
			hit = SEARCH_NONE;
	}
	str_free(&name);
	str_free(&all);
	return hit;
}

static bool word_fits(const struct search_query *q, const char *word)
{
	for (size_t i = 0; i < q->n; i++)
		for (size_t j = 0; j < q->terms[i].pieces.n; j++)
			if (strstr(word, q->terms[i].pieces.v[j]))
				return true;
	return false;
}

/* Cuts at spaces, so that no word and no character is torn. */
static void excerpt(const char *text, const char *hit, struct str *out)
{
	const char *from = text, *to = hit;

	if (hit - text > BEFORE)
		for (from = hit; from > text && (hit - from < BEFORE || from[-1] != ' '); from--)
			;
	while (*to && (to - hit < SNIPPET || *to != ' '))
		to++;
	if (from > text)
		str_add(out, "… ");
	str_addn(out, from, (size_t)(to - from));
	if (*to)
		str_add(out, " …");
}

void search_query_snippet(const struct search_query *q, const struct search_text *t, struct str *out)
{
	const char *body = str_text(&t->body);
	struct str folded = {0};

	str_clear(out);
	for (const char *p = body, *end; *p && !out->n; p = end) {
		char *word;

		p += strspn(p, " \n\t");
		end = p + strcspn(p, " \n\t");
		word = mem_copyn(p, (size_t)(end - p));
		search_words(word, &folded);
		free(word);
		if (word_fits(q, str_text(&folded)))
			excerpt(body, p, out);
	}
	for (size_t i = 0; i < q->n && !out->n; i++)
		if (term_digits_fit(&q->terms[i], str_text(&t->number)))
			str_add(out, str_text(&t->number));
	if (!out->n)
		excerpt(body, body, out);
	str_free(&folded);
}
