/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_find - an indicator by its name: ours, or the department's, which may only read */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "measure/kpi_file.h"
#include "model/metric.h"

#define FILE_MAX (1u << 20)

/* What a department's own statement may not contain: it reads, and nothing else. The connection
 * itself may only read the base; but the temporary tables a report is counted from can be
 * written even so, and a PRAGMA holds for all that comes after it. */
static const char *const writing[] = {"insert", "update",  "delete", "replace", "attach", "detach",
                                      "pragma", "create",  "drop",   "alter",   "vacuum", "reindex",
                                      "begin",  "commit",  "load_extension", NULL};

static bool is_word(unsigned char c)
{
	return isalnum(c) || c == '_' || c >= 0x80;
}

/* Behind a comment, a string or a quoted name that begins at p; p itself when none does. */
static const char *skip(const char *p)
{
	const char *end;

	if (strncmp(p, "--", 2) == 0)
		return p + strcspn(p, "\n");
	if (strncmp(p, "/*", 2) == 0) {
		end = strstr(p + 2, "*/");
		return end ? end + 2 : p + strlen(p);
	}
	if (*p == '\'' || *p == '"') {
		end = strchr(p + 1, *p);
		return end ? end + 1 : p + strlen(p);
	}
	return p;
}

/* One word of a statement; first: it opens it. */
static int word_reads(char *word, bool first, struct str *why)
{
	for (char *c = word; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	for (int i = 0; writing[i]; i++)
		if (strcmp(word, writing[i]) == 0)
			return str_setf(why, "'%s' does not read: only one SELECT may stand there", word);
	if (first && strcmp(word, "select") != 0 && strcmp(word, "with") != 0)
		return str_setf(why, "a SELECT is expected, not '%s'", word);
	return 0;
}

/* One statement that begins with SELECT or WITH and holds no word that writes; nothing at all will
 * do for an indicator that is made of others. */
static int only_reads(const char *sql, struct str *why)
{
	bool first = true;
	int rc = 0;

	for (const char *p = sql; *p && rc == 0;) {
		const char *q = skip(p);
		size_t n = 0;
		char *word;

		if (*p == ';' && p[1 + strspn(p + 1, " \t\r\n")])
			return str_setf(why, "only one statement may stand there");
		while (q == p && is_word((unsigned char)p[n]))
			n++;
		if (n) {
			word = mem_copyn(p, n);
			/* a function of that name makes one text of another */
			rc = strcasecmp(word, "replace") == 0 && p[n + strspn(p + n, " \t\r\n")] == '('
				? 0 : word_reads(word, first, why);
			free(word);
			first = false;
		}
		p = q > p ? q : p + (n ? n : 1);
	}
	return rc;
}

static char *read_own(const char *name, struct str *why)
{
	struct str path = {0}, text = {0};
	FILE *f = metric_path(name, &path) ? fopen(path.s, "re") : NULL;

	if (!f) {
		str_free(&path);
		return NULL;
	}
	text.n = fread(str_room(&text, FILE_MAX), 1, FILE_MAX, f);
	text.s[text.n] = '\0';
	if (ferror(f))
		str_setf(why, "'%s' cannot be read: %s", path.s, strerror(errno));
	else if (text.n == FILE_MAX)
		str_setf(why, "'%s' is larger than an indicator can be", path.s);
	else if (!text_valid(text.s, text.n, NULL))
		str_setf(why, "'%s' is not UTF-8", path.s);
	fclose(f);
	str_free(&path);
	/* The byte order mark of some editors is no letter of the header. */
	if (strncmp(text.s, "\xEF\xBB\xBF", 3) == 0)
		memmove(text.s, text.s + 3, text.n - 2);
	return str_take(&text);
}

struct kpi *kpi_load(const char *name, struct str *why)
{
	struct str reason = {0};
	const char *text = metric_ours(name);
	char *own = NULL;
	struct kpi *kpi = NULL;

	if (text)
		return kpi_parse(name, text, why);
	own = read_own(name, &reason);
	if (!own && !reason.n)
		metric_unknown(name, &reason);
	if (!reason.n)
		kpi = kpi_parse(name, own, &reason);
	if (kpi && only_reads(kpi->sql, &reason) < 0) {
		str_setf(why, "%s: %s", name, str_text(&reason));
		str_set(&reason, str_text(why));
		kpi_free(kpi);
		kpi = NULL;
	}
	if (kpi)
		kpi->own = true;
	else
		str_set(why, str_text(&reason));
	free(own);
	str_free(&reason);
	return kpi;
}

/* An indicator that the value speaks of. The period before is another one. */
static bool used_adds_up(const char *name)
{
	struct str why = {0};
	struct kpi *used = strchr(name, '@') ? NULL : kpi_load(name, &why);
	bool yes = used && kpi_adds_up(used);

	kpi_free(used);
	str_free(&why);
	return yes;
}

bool kpi_adds_up(const struct kpi *kpi)
{
	const char *name;

	if ((kpi->unit != UNIT_COUNT && kpi->unit != UNIT_MONEY) || !formula_adds_up(kpi->value))
		return false;
	for (size_t i = 0; (name = formula_name(kpi->value, i)); i++) {
		enum reducer r = name[1] ? REDUCERS : kpi->part[name[0] - 'a'].reducer;

		if (name[1] ? !used_adds_up(name) : r != REDUCE_SUM && r != REDUCE_COUNT && r != REDUCE_DISTINCT && r != REDUCE_BELOW)
			return false;
	}
	return true;
}
