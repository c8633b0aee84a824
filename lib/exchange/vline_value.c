/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vline_value - parameters and values of content lines */
#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "exchange/decode.h"
#include "exchange/vline_in.h"

const char *vline_param(const struct vline *l, const char *name)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->param[i], name))
			return l->text[i];
	return NULL;
}

static bool list_has(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (; *list; list += strcspn(list, ","), list += *list == ',')
		if (strcspn(list, ",") == n && !strncasecmp(list, word, n))
			return true;
	return false;
}

bool vline_has(const struct vline *l, const char *name, const char *word)
{
	for (size_t i = 0; i < l->n; i++)
		if (!strcmp(l->param[i], name) && list_has(l->text[i], word))
			return true;
	return false;
}

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* =D0=9F; what is no such pair stays as it is. A NUL would end the text early. */
static void from_quoted(const char *s, struct str *out)
{
	str_set(out, "");
	for (; *s; s++) {
		int high = *s == '=' ? digit(s[1]) : -1, low = high >= 0 ? digit(s[2]) : -1;

		if (low >= 0 && (high || low)) {
			str_addc(out, (char)(high << 4 | low));
			s += 2;
		} else {
			str_addc(out, *s);
		}
	}
}

/* Into UTF-8 from what CHARSET names, or from what it looks like. Bytes that have no meaning there stay
 * as they are, and the row that they end up in is refused. */
static void recode(struct str *text, const char *charset)
{
	size_t left = text->n, room = 4 * left + 4;
	struct str made = {0};
	char *in = text->s, *out;
	iconv_t cd;

	if (text_valid(text->s, text->n, NULL) && (!charset || list_has("UTF-8,UTF8,US-ASCII", charset)))
		return;
	cd = iconv_open("UTF-8", charset ? charset : decode_guess(text->s, text->n, true));
	if (cd == (iconv_t)-1)
		return;
	out = str_room(&made, room);
	if (iconv(cd, &in, &left, &out, &room) != (size_t)-1) {
		made.n = (size_t)(out - made.s);
		*out = '\0';
		str_free(text);
		*text = made;
	} else {
		str_free(&made);
	}
	iconv_close(cd);
}

/* One kind of line end. */
static void plain_ends(struct str *text)
{
	char *to = text->s;

	for (const char *s = text->s; *s; s++)
		if (*s != '\r' || s[1] != '\n')
			*to++ = *s == '\r' ? '\n' : *s;
	*to = '\0';
	text->n = (size_t)(to - text->s);
}

void vline_decode(struct vline *l, struct str *room)
{
	struct str text = {0};

	if (!vline_has(l, "ENCODING", "QUOTED-PRINTABLE") && !vline_has(l, "TYPE", "QUOTED-PRINTABLE"))
		return;
	from_quoted(l->value, &text);
	recode(&text, vline_param(l, "CHARSET"));
	plain_ends(&text);
	str_set(room, text.s);
	str_free(&text);
	l->value = room->s;
}

/* What stands for what behind a backslash, 0: the backslash is text. */
static char escaped(const struct vline *l, char c)
{
	if (l->old)
		return c == ';' || c == ',' ? c : 0;
	if (c == 'n' || c == 'N')
		return '\n';
	return c && strchr(",;:\\", c) ? c : 0;
}

/* Takes a text up to sep or the end; returns where that is. */
static const char *take(const struct vline *l, const char *s, char sep, struct str *out)
{
	str_set(out, "");
	for (; *s && *s != sep; s++) {
		char c = *s == '\\' ? escaped(l, s[1]) : 0;

		str_addc(out, c ? c : *s);
		s += c != 0;
	}
	return s;
}

void vline_text(const struct vline *l, struct str *out)
{
	(void)take(l, l->value, '\0', out);
}

void vline_split(const struct vline *l, char sep, struct strs *out)
{
	const char *s = l->value;
	struct str part = {0};

	for (;;) {
		s = take(l, s, sep, &part);
		strs_add(out, part.s);
		if (!*s)
			break;
		s++;
	}
	str_free(&part);
}
