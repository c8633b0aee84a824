/* SPDX-License-Identifier: GPL-2.0-or-later */
/* way - telephones and e-mail addresses as people put them into one cell */
#include "model/way.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "base/phone.h"
#include "base/text.h"

static bool is_phone(const struct ways *ways)
{
	return *ways->kind == 'p';
}

static void set_part(struct str *to, const char *s, size_t n)
{
	str_clear(to);
	str_addn(to, s, n);
	if (!n)
		return;
	text_trim(to->s);
	to->n = strlen(to->s);
}

/* The number or address alone. */
static int read_bare(const struct ways *ways, struct way *way, const char *country, struct str *why)
{
	str_clear(&way->ext);
	if (!is_phone(ways))
		return text_email_key(str_text(&way->value), &way->key, why) ? 0 : -1;
	return phone_key(str_text(&way->value), country, &way->key, &way->ext, why);
}

/* ---- a word that says whose or what it is, beside the number */

/* A label is a word: two letters at least, so that a letter typed for a digit is none. */
static bool is_word(const char *s)
{
	int letters = 0;

	while (*s) {
		int32_t c = text_next(&s);

		letters += c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}
	return letters > 1;
}

static bool is_part_mark(char c)
{
	return c == ' ' || c == ',' || c == '-' || c == ':' || c == '.';
}

/* Cut out of the cell; without what would part it where it is written back. */
static void set_label(struct way *way, const char *s, size_t n)
{
	set_part(&way->label, s, n);
	for (size_t i = 0; i < way->label.n; i++)
		if ((unsigned char)way->label.s[i] < ' ' || strchr(";()<>", way->label.s[i]))
			way->label.s[i] = ' ';
	if (way->label.n) {
		text_trim(way->label.s);
		way->label.n = strlen(way->label.s);
	}
}

/* "8 495 111-22-33 (приёмная)", "info@acme.example (sales)" */
static bool label_in_brackets(const char *s, size_t n, struct way *way)
{
	const char *open;

	if (!n || s[n - 1] != ')' || !(open = strrchr(s, '(')))
		return false;
	set_part(&way->value, s, (size_t)(open - s));
	set_label(way, open + 1, (size_t)(s + n - 1 - open - 1));
	return is_word(str_text(&way->label));
}

/* "приёмная: 8 495 111-22-33" */
static bool label_in_front(const char *s, size_t n, struct way *way)
{
	size_t at = strcspn(s, "+0123456789("), end = at;

	while (end && is_part_mark(s[end - 1]))
		end--;
	if (at == n || end == at)
		return false;
	set_part(&way->value, s + at, n - at);
	set_label(way, s, end);
	return is_word(str_text(&way->label));
}

/* "8 495 111-22-33 - Иван" */
static bool label_behind(const char *s, size_t n, struct way *way)
{
	size_t end = n, from;

	while (end && !(s[end - 1] >= '0' && s[end - 1] <= '9'))
		end--;
	for (from = end; from < n && is_part_mark(s[from]); from++)
		;
	if (!end || from == end)
		return false;
	set_part(&way->value, s, end);
	set_label(way, s + from, n - from);
	return is_word(str_text(&way->label));
}

/* "Anna Smith <anna@acme.example>" */
static bool label_of_mailbox(const char *s, size_t n, struct way *way)
{
	const char *open = strrchr(s, '<');

	if (!open || s[n - 1] != '>')
		return false;
	set_part(&way->value, open + 1, (size_t)(s + n - 1 - open - 1));
	set_label(way, s, (size_t)(open - s));
	return true;
}

/* A split counts only if what remains is a number: the next way may cut elsewhere. */
static int read_labelled(const struct ways *ways, struct way *way, const char *country, const char *s)
{
	static bool (*const phone[])(const char *, size_t, struct way *) = {label_in_brackets, label_in_front,
	                                                                    label_behind, NULL};
	static bool (*const mailbox[])(const char *, size_t, struct way *) = {label_in_brackets, label_of_mailbox,
	                                                                      NULL};
	bool (*const *split)(const char *, size_t, struct way *) = is_phone(ways) ? phone : mailbox;
	size_t n = strlen(s);

	for (; *split; split++)
		if ((*split)(s, n, way) && !read_bare(ways, way, country, NULL))
			return 0;
	return -1;
}

/* ---- several in one cell */

static struct way *more(struct ways *ways)
{
	size_t had = ways->cap;

	ways->way = mem_grow(ways->way, &ways->cap, ways->n + 1, sizeof *ways->way);
	if (ways->cap > had)
		memset(ways->way + had, 0, (ways->cap - had) * sizeof *ways->way);
	return &ways->way[ways->n];
}

static bool is_known(const struct ways *ways, const struct way *way)
{
	for (size_t i = 0; i < ways->n; i++)
		if (!strcmp(str_text(&ways->way[i].key), str_text(&way->key)) &&
		    (!way->ext.n || !strcmp(str_text(&ways->way[i].ext), str_text(&way->ext))))
			return true;
	return false;
}

static int read_one(struct ways *ways, const char *country, const char *s, size_t n, struct str *why)
{
	struct way *way = more(ways);
	char *copy;
	int bad;

	set_part(&way->value, s, n);
	str_clear(&way->label);
	bad = read_bare(ways, way, country, why);
	if (bad && way->value.n) {
		copy = mem_copy(way->value.s);
		bad = read_labelled(ways, way, country, copy);
		free(copy);
	}
	if (!bad && !is_known(ways, way))
		ways->n++;
	return bad;
}

/* "8 495 111-22-33, доб. 12": what is no number by itself belongs to the one before it. */
static int read_joined(struct ways *ways, const char *country, const char *s, size_t n, char mark)
{
	struct str whole = {0};
	int bad;

	for (size_t i = 0; i < n; i++)
		if (s[i] != mark)
			str_addn(&whole, s + i, 1);
		else if (i + 1 < n && s[i + 1] != ' ')
			str_addn(&whole, " ", 1);
	bad = read_one(ways, country, str_text(&whole), whole.n, NULL);
	str_free(&whole);
	return bad;
}

/* The whole first: a stroke may also part the digits of one number. */
static int read_list(struct ways *ways, const char *country, const char *s, size_t n, const char *marks, struct str *why)
{
	size_t before = ways->n;
	const char *from = s, *last = NULL;

	if (!read_one(ways, country, s, n, why))
		return 0;
	while (*marks && !memchr(s, *marks, n))
		marks++;
	if (!*marks)
		return -1;
	while (from < s + n) {
		const char *end = memchr(from, *marks, (size_t)(s + n - from));
		const char *piece = from;
		size_t now = ways->n, length;

		end = end ? end : s + n;
		from = end + 1;
		length = (size_t)(end - piece);
		if (strspn(piece, " \t\r\n") >= length)
			continue;
		if (read_list(ways, country, piece, length, marks + 1, why)) {
			ways->n = before;
			if (!last || read_joined(ways, country, last, (size_t)(end - last), *marks))
				return -1;
			continue;
		}
		before = now;
		last = piece;
	}
	return last ? 0 : -1;
}

int way_read(struct ways *ways, const char *country, const char *cell, struct str *why)
{
	ways->n = 0;
	if (!read_list(ways, country, cell, strlen(cell), is_phone(ways) ? "\n;,/|" : "\n;,/| ", why)) {
		if (why)
			str_clear(why);
		return 0;
	}
	ways->n = 0;
	return -1;
}

void way_write(const struct ways *ways, const char *label, struct str *out)
{
	for (size_t i = 0; i < ways->n; i++) {
		const struct way *way = &ways->way[i];
		const char *of = way->label.n ? way->label.s : label;

		str_addf(out, "%s%s", out->n ? "; " : "", way->value.s);
		if (of && *of)
			str_addf(out, " (%s)", of);
	}
}

void way_free(struct ways *ways)
{
	for (size_t i = 0; i < ways->cap; i++) {
		str_free(&ways->way[i].value);
		str_free(&ways->way[i].key);
		str_free(&ways->way[i].ext);
		str_free(&ways->way[i].label);
	}
	free(ways->way);
}
