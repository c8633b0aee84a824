/* SPDX-License-Identifier: GPL-2.0-or-later */
/* filter_lex - words, operators and values of the filter language
 *
 * There are no keywords that a value could not hold: where a value ends is decided by looking
 * ahead for what can only be the beginning of the next term (a field with an operator, a
 * relation with its parenthesis), so that 'name=Roga and Kopyta' needs no quotes outside
 * parentheses. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/filter_read.h"

#define SHOWN 60 /* bytes of a long expression that a message repeats */

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Letters of other scripts count, so that a message can name what was meant as a field. */
static bool in_name(char c, bool first)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80) ||
	       (!first && c >= '0' && c <= '9');
}

/* The expression around a place, cut at whole characters. */
static void add_excerpt(const struct filter *f, const char *at, struct str *out)
{
	const char *from = f->text, *to = from + strlen(from);
	char *part;

	if (to - from > SHOWN) {
		if (at - from > SHOWN / 2)
			from = at - SHOWN / 2;
		while (from > f->text && (*from & 0xc0) == 0x80)
			from--;
		if (to - from > SHOWN)
			to = from + SHOWN;
		while ((*to & 0xc0) == 0x80)
			to--;
	}
	part = mem_copyn(from, (size_t)(to - from));
	str_add(out, from > f->text ? "…" : "");
	text_printable(part, out);
	str_add(out, *to ? "…" : "");
	free(part);
}

int filter_fail(struct filter *f, const char *at, const char *fmt, ...)
{
	char *before = mem_copyn(f->text, (size_t)(at - f->text));
	struct str reason = {0}, excerpt = {0};
	va_list ap;

	va_start(ap, fmt);
	str_addv(&reason, fmt, ap);
	va_end(ap);
	add_excerpt(f, at, &excerpt);
	str_setf(f->why, "filter '%s', character %zu: %s", str_text(&excerpt), text_length(before) + 1,
	         str_text(&reason));
	str_free(&reason);
	str_free(&excerpt);
	free(before);
	return -1;
}

void filter_space(struct filter *f)
{
	while (is_space(*f->p))
		f->p++;
}

/* Is the word at p, in either case, and not the beginning of a longer one? A bit makes capitals
 * small; what is no letter then fits no letter of the word. */
static bool word_at(const char *p, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++)
		if ((p[i] | 0x20) != word[i])
			return false;
	return !in_name(p[n], false) && p[n] != '.';
}

bool filter_word(struct filter *f, const char *word)
{
	filter_space(f);
	if (!word_at(f->p, word))
		return false;
	f->p += strlen(word);
	return true;
}

/* Behind a path: names with single dots between them. The dots of a range end it. */
static const char *name_end(const char *p)
{
	while (in_name(*p, true)) {
		while (in_name(*p, false))
			p++;
		if (*p != '.' || !in_name(p[1], true))
			break;
		p++;
	}
	return p;
}

char *filter_name(struct filter *f)
{
	const char *start, *end;

	filter_space(f);
	start = f->p;
	end = name_end(start);
	if (end == start)
		return NULL;
	f->p = end;
	return mem_copyn(start, (size_t)(end - start));
}

static enum filter_op operator_at(const char *p, size_t *n)
{
	static const struct {
		const char *text;
		enum filter_op op;
	} ops[] = {{"!=", OP_NE}, {"!~", OP_HASNT}, {"<=", OP_LE}, {">=", OP_GE},
	           {"=", OP_EQ}, {"<", OP_LT}, {">", OP_GT}, {"~", OP_HAS}};

	for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
		*n = strlen(ops[i].text);
		if (strncmp(p, ops[i].text, *n) == 0)
			return ops[i].op;
	}
	return OP_NONE;
}

/* "owner= and …" asks for the empty; "owner = ivanova" has spaces on both sides. */
enum filter_op filter_operator(struct filter *f)
{
	bool spaced = is_space(*f->p);
	enum filter_op op;
	size_t n;

	filter_space(f);
	op = operator_at(f->p, &n);
	if (op == OP_NONE)
		return op;
	f->p += n;
	if (spaced || (op != OP_EQ && op != OP_NE))
		filter_space(f);
	return op;
}

/* Does a term begin here? Only then does a space outside parentheses end a value. */
static bool term_at(const struct filter *f, const char *p)
{
	const char *end, *dot;
	char *name;
	bool is;
	size_t n;

	while (word_at(p, "no") || word_at(p, "not"))
		for (p += word_at(p, "no") ? 2 : 3; is_space(*p); p++)
			;
	if (*p == '(')
		return false;
	end = name_end(p);
	if (end == p)
		return false;
	name = mem_copyn(p, (size_t)(end - p));
	if (*end == '(') {
		is = strcmp(name, "count") == 0 || filter_is_relation(f->scope->entity, name);
	} else {
		dot = strchr(name, '.');
		if (dot)
			name[dot - name] = '\0';
		while (is_space(*end))
			end++;
		is = operator_at(end, &n) != OP_NONE &&
		     (registry_field(f->scope->entity, name) || strcmp(name, f->scope->entity->name) == 0);
	}
	free(name);
	return is;
}

/* At a space or the end: does the value end here? */
static bool value_ends(const struct filter *f, const char *p)
{
	if (f->depth > 0)
		return true;
	while (is_space(*p))
		p++;
	return !*p || word_at(p, "and") || word_at(p, "or") || term_at(f, p);
}

/* Two dots, not three: "Wait..." is a title. */
static bool is_range(const char *p)
{
	return p[0] == '.' && p[1] == '.' && p[2] != '.';
}

/* Inside quotes only the quote itself and the backslash need one in front. */
static int read_quoted(struct filter *f, struct str *out)
{
	const char *start = f->p;
	char quote = *f->p++;

	for (; *f->p && *f->p != quote; f->p++) {
		if (*f->p == '\\' && (f->p[1] == quote || f->p[1] == '\\'))
			f->p++;
		str_addc(out, *f->p);
	}
	if (!*f->p)
		return filter_fail(f, start, "the quote is not closed");
	f->p++;
	return 0;
}

/* Up to a comma, the end of the value, or the two dots of a range. */
static void read_plain(struct filter *f, bool ranges, struct str *out)
{
	size_t keep = 0; /* spaces behind this are not part of it, unless escaped */
	int open = 0;

	for (; *f->p && *f->p != ','; f->p++) {
		if (is_space(*f->p) && value_ends(f, f->p))
			break;
		if (f->depth > 0 && *f->p == ')' && open-- == 0)
			break;
		open += *f->p == '(';
		if (ranges && is_range(f->p) && (f->p == f->text || f->p[-1] != '.'))
			break;
		if (*f->p == '\\' && f->p[1]) {
			str_addc(out, *++f->p);
			keep = out->n;
		} else if (!is_space(*f->p) || out->n) {
			str_addc(out, *f->p);
			keep = is_space(*f->p) ? keep : out->n;
		}
	}
	if (out->s)
		out->s[out->n = keep] = '\0';
}

static int read_part(struct filter *f, bool ranges, bool *quoted, char **part)
{
	struct str out = {0};

	if (f->depth == 0 && !value_ends(f, f->p))
		filter_space(f);
	if (*f->p == '"' || *f->p == '\'') {
		*quoted = true;
		if (read_quoted(f, &out) < 0) {
			str_free(&out);
			return -1;
		}
	} else {
		read_plain(f, ranges, &out);
	}
	*part = str_take(&out);
	return 0;
}

/* Does something follow that belongs to no value: a letter behind a closing quote? */
static int check_end(struct filter *f)
{
	if (!*f->p || *f->p == ',' || (f->depth > 0 && *f->p == ')') || (is_space(*f->p) && value_ends(f, f->p)))
		return 0;
	return filter_fail(f, f->p, "expected a comma, 'and', 'or' or the end behind the value");
}

int filter_read(struct filter *f, enum filter_op op, struct filter_items *items)
{
	bool ranges = op != OP_HAS && op != OP_HASNT;

	do {
		struct filter_item *i;

		if (*f->p == ',' && items->n)
			f->p++;
		items->v = mem_grow(items->v, &items->cap, items->n + 1, sizeof *items->v);
		i = &items->v[items->n];
		*i = (struct filter_item){.at = f->p};
		if (read_part(f, ranges, &i->quoted, &i->lo) < 0)
			return -1;
		items->n++;
		if (ranges && is_range(f->p)) {
			f->p += 2;
			i->range = true;
			if (read_part(f, true, &i->quoted, &i->hi) < 0)
				return -1;
		}
		if (check_end(f) < 0)
			return -1;
		if (items->n > FILTER_VALUES)
			return filter_fail(f, i->at, "more than %d values", FILTER_VALUES);
	} while (*f->p == ',');
	return 0;
}

void filter_items_free(struct filter_items *items)
{
	for (size_t i = 0; i < items->n; i++) {
		free(items->v[i].lo);
		free(items->v[i].hi);
	}
	free(items->v);
	*items = (struct filter_items){0};
}
