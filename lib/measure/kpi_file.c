/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_file - one indicator as its file describes it: the comment header */
#include "measure/kpi_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include "base/lang.h"
#include "base/text.h"

static const char *const unit_names[] = {"count", "percent", "money", "days", "ratio", "index", NULL};
static const char *const better_names[] = {"up", "down", "-", NULL};
static const char *const kind_names[] = {"flow", "stock", "cohort", "forward", NULL};
static const char *const credit_names[] = {"rep", "none", NULL};
static const char *const split_names[] = {"none", "amount", "margin", "quantity", NULL};
static const char *const entry_names[] = {"title", "title.ru", "unit",   "value",  "uses",
                                          "warn",  "warn.ru",  "refuses", NULL};
/* Words inside an entry that are followed by a colon and a value of their own. */
static const char *const inner_names[] = {"better", "kind", "source", "credit", "split", "unit", NULL};

struct reader {
	struct kpi *kpi;
	const char *name;
	long line;
	struct str *why;
};

/* Words of one entry, cut apart: value stands before the first inner word, words for people
 * behind the value of the last one. */
struct entry {
	char *value, *words;
	struct strs keys, values;
};

static int bad(struct reader *r, const char *message, const char *value, const char *const *words)
{
	struct str list = {0};

	for (; words && *words; words++)
		str_addf(&list, "%s%s", list.n ? ", " : ", expected: ", *words);
	str_setf(r->why, "%s:%ld: %s '%s'%s", r->name, r->line, message, value, str_text(&list));
	str_free(&list);
	return -1;
}

static int among(const char *word, const char *const *words)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* Reads one of a list of words into an enum. */
static int choose(struct reader *r, const char *what, const char *word, const char *const *words, int *out)
{
	*out = among(word, words);
	return *out < 0 ? bad(r, what, word, words) : 0;
}

/* The next "word:" of the inner ones in s; its length goes to n. */
static const char *inner(const char *s, size_t *n)
{
	for (const char *p = s; *p; p++) {
		if (p > s && !isspace((unsigned char)p[-1]))
			continue;
		for (int i = 0; inner_names[i]; i++) {
			*n = strlen(inner_names[i]);
			if (strncmp(p, inner_names[i], *n) == 0 && p[*n] == ':')
				return p;
		}
	}
	return NULL;
}

static void entry_cut(const char *s, struct entry *e)
{
	size_t n, len;
	const char *p = inner(s, &n), *next;

	*e = (struct entry){0};
	e->words = mem_copy("");
	e->value = text_trim(p ? mem_copyn(s, (size_t)(p - s)) : mem_copy(s));
	while (p) {
		char *key = mem_copyn(p, n), *value;

		p += n + 1;
		next = inner(p, &n);
		value = next ? mem_copyn(p, (size_t)(next - p)) : mem_copy(p);
		text_trim(value);
		len = strcspn(value, " \t");
		free(e->words);
		e->words = text_trim(mem_copy(value + len));
		value[len] = '\0';
		strs_add(&e->keys, key);
		strs_add(&e->values, value);
		free(key);
		free(value);
		p = next;
	}
}

static void entry_free(struct entry *e)
{
	free(e->value);
	free(e->words);
	strs_free(&e->keys);
	strs_free(&e->values);
}

static const char *entry_get(const struct entry *e, const char *key, const char *dflt)
{
	int i = strs_find(&e->keys, key);

	return i < 0 ? dflt : e->values.v[i];
}

static int read_unit(struct reader *r, const struct entry *e)
{
	int unit, better, kind;

	if (choose(r, "unknown unit", e->value, unit_names, &unit) < 0 ||
	    choose(r, "unknown direction", entry_get(e, "better", "-"), better_names, &better) < 0 ||
	    choose(r, "unknown kind", entry_get(e, "kind", "flow"), kind_names, &kind) < 0)
		return -1;
	r->kpi->unit = (enum kpi_unit)unit;
	r->kpi->better = (enum kpi_better)better;
	r->kpi->kind = (enum kpi_kind)kind;
	return 0;
}

/* "a: distinct u  credit: rep  words" */
static int read_part(struct reader *r, int i, const struct entry *e)
{
	struct kpi_part *part = &r->kpi->part[i];
	size_t n = strcspn(e->value, " \t");
	char *word = mem_copyn(e->value, n);
	enum reducer reducer = reduce_parse(word);
	int credit = 0, split = 0, unit = 0, rc = 0;

	if (reducer == REDUCERS)
		rc = bad(r, "unknown reducer", word, reduce_names);
	else if (part->is)
		rc = bad(r, "declared twice: part", (char[]){(char)('a' + i), '\0'}, NULL);
	else if (choose(r, "unknown credit", entry_get(e, "credit", "rep"), credit_names, &credit) < 0 ||
	         choose(r, "unknown split", entry_get(e, "split", "none"), split_names, &split) < 0 ||
	         choose(r, "unknown unit", entry_get(e, "unit", "count"), unit_names, &unit) < 0)
		rc = -1;
	free(word);
	if (rc < 0)
		return -1;
	part->is = true;
	part->reducer = reducer;
	part->shared = credit == 1;
	part->split = (enum kpi_split)split;
	part->unit = (enum kpi_unit)unit;
	part->words = mem_copy(e->words);
	return 0;
}

/* "warn: c  words" */
static int read_warning(struct reader *r, const char *value, int language)
{
	int i = value[0] - 'a';

	if (i < 0 || i >= KPI_PARTS || !isspace((unsigned char)value[1]))
		return bad(r, "a part and words are expected, not", value, NULL);
	free(r->kpi->part[i].warning[language]);
	r->kpi->part[i].warning[language] = text_trim(mem_copy(value + 1));
	return 0;
}

/* "refuses: rep team; the market has no rep" */
static void read_refusal(struct reader *r, const char *value)
{
	size_t n = strcspn(value, ";");
	char *words = mem_copyn(value, n), *rest = words, *word;

	while ((word = strsep(&rest, " \t")))
		if (*word)
			strs_add(&r->kpi->refuses, word);
	free(words);
	free(r->kpi->refusal);
	r->kpi->refusal = value[n] ? text_trim(mem_copy(value + n + 1)) : NULL;
}

static int read_value(struct reader *r, const char *value)
{
	struct str why = {0};

	if (r->kpi->value)
		return bad(r, "a second value", value, NULL);
	r->kpi->value = formula_parse(value, &why);
	if (!r->kpi->value)
		str_setf(r->why, "%s:%ld: %s", r->name, r->line, str_text(&why));
	str_free(&why);
	return r->kpi->value ? 0 : -1;
}

static void replace(char **slot, const char *value)
{
	free(*slot);
	*slot = mem_copy(value);
}

static int read_entry(struct reader *r, const char *key, const char *text)
{
	struct entry e;
	int rc = 0;

	entry_cut(text, &e);
	if (!key[1] && key[0] >= 'a' && key[0] <= 'z')
		rc = read_part(r, key[0] - 'a', &e);
	else if (strcmp(key, "title") == 0)
		replace(&r->kpi->title[0], text);
	else if (strcmp(key, "title.ru") == 0)
		replace(&r->kpi->title[1], text);
	else if (strcmp(key, "unit") == 0)
		rc = read_unit(r, &e);
	else if (strcmp(key, "value") == 0)
		rc = read_value(r, text);
	else if (strcmp(key, "warn") == 0)
		rc = read_warning(r, text, 0);
	else if (strcmp(key, "warn.ru") == 0)
		rc = read_warning(r, text, 1);
	else if (strcmp(key, "refuses") == 0)
		read_refusal(r, text);
	else if (strcmp(key, "uses") != 0) /* what is used stands in value; uses is for readers */
		rc = bad(r, "unknown entry", key, entry_names);
	entry_free(&e);
	return rc;
}

/* A comment line "-- key: value" is an entry; any other comment is for people. */
static int read_line(struct reader *r, const char *line)
{
	size_t n;
	char *key, *value;
	int rc;

	if (strncmp(line, "-- ", 3) != 0 || !islower((unsigned char)line[3]))
		return 0;
	line += 3;
	n = strspn(line, "abcdefghijklmnopqrstuvwxyz.");
	if (line[n] != ':' || !isspace((unsigned char)line[n + 1]))
		return 0;
	key = mem_copyn(line, n);
	value = text_trim(mem_copy(line + n + 1));
	rc = read_entry(r, key, value);
	free(key);
	free(value);
	return rc;
}

static int complete(struct reader *r)
{
	const char *name;

	if (!r->kpi->title[0] || !r->kpi->value)
		return str_setf(r->why, "%s: the header lacks '%s:'", r->name,
		                r->kpi->title[0] ? "value" : "title");
	for (size_t i = 0; (name = formula_name(r->kpi->value, i)); i++)
		if (!name[1] && !r->kpi->part[name[0] - 'a'].is)
			return str_setf(r->why, "%s: the value speaks of part '%s', which is not declared",
			                r->name, name);
	return 0;
}

struct kpi *kpi_parse(const char *name, const char *text, struct str *why)
{
	struct kpi *kpi = mem_zero(sizeof *kpi);
	struct reader r = {.kpi = kpi, .name = name, .why = why};
	const char *p, *end;
	int rc = 0;

	kpi->name = mem_copy(name);
	kpi->better = BETTER_NONE;
	p = kpi->text = mem_copy(text);
	while (rc == 0 && (strncmp(p, "--", 2) == 0 || *p == '\n')) {
		char *line;

		end = p + strcspn(p, "\n");
		line = mem_copyn(p, (size_t)(end - p));
		r.line++;
		rc = read_line(&r, line);
		free(line);
		p = *end ? end + 1 : end;
	}
	kpi->sql = p;
	if (rc == 0)
		rc = complete(&r);
	if (rc < 0) {
		kpi_free(kpi);
		return NULL;
	}
	return kpi;
}

void kpi_free(struct kpi *kpi)
{
	if (!kpi)
		return;
	for (int i = 0; i < KPI_PARTS; i++) {
		free(kpi->part[i].words);
		free(kpi->part[i].warning[0]);
		free(kpi->part[i].warning[1]);
	}
	free(kpi->name);
	free(kpi->title[0]);
	free(kpi->title[1]);
	free(kpi->text);
	free(kpi->refusal);
	strs_free(&kpi->refuses);
	formula_free(kpi->value);
	free(kpi);
}

int kpi_language(void)
{
	return lang_russian();
}

const char *kpi_title(const struct kpi *kpi)
{
	const char *title = kpi->title[kpi_language()];

	return title ? title : kpi->title[0];
}

const char *kpi_unit_name(enum kpi_unit u)
{
	return unit_names[u];
}

const char *kpi_kind_name(enum kpi_kind k)
{
	return kind_names[k];
}

const char *kpi_better_name(enum kpi_better b)
{
	return better_names[b];
}
