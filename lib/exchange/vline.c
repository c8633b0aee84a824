/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vline - the content lines of address books and calendars
 *
 * A line of these formats goes on in the next when that begins with a space, so one line is
 * always read ahead. vCard 2.1 has its own ways: quoted-printable ends in = where it goes on,
 * and base64 needs no space at all. */
#include "exchange/vline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "exchange/vline_in.h"

#define CHUNK 65536u
#define LINE_MAX_BYTES (1u << 20)

struct vlines {
	long (*fill)(void *, char *, size_t);
	void *arg;
	const char *name;
	char buf[CHUNK];
	size_t at, n;
	bool ended, was_cr;
	struct str ahead; /* the physical line behind the present one */
	bool have_ahead, cut;
	long line;        /* number of the line ahead */
	struct str whole; /* the unfolded line, cut up in place */
	struct str head;
	bool old;
};

struct vlines *vlines_open(long (*fill)(void *, char *, size_t), void *arg, const char *name)
{
	struct vlines *v = mem_zero(sizeof *v);

	v->fill = fill;
	v->arg = arg;
	v->name = name;
	return v;
}

/* The next byte, -1 at the end, -2 when it cannot be read. */
static int byte(struct vlines *v)
{
	long got;

	if (v->at < v->n)
		return (unsigned char)v->buf[v->at++];
	if (v->ended)
		return -1;
	got = v->fill(v->arg, v->buf, sizeof v->buf);
	if (got < 0)
		return -2;
	v->ended = !got;
	v->n = (size_t)got;
	v->at = 0;
	return byte(v);
}

/* Reads a physical line ahead; it ends in LF, CR LF or CR. 1, 0 at the end, -1. What is over the limit is
 * left out and noted: only a photograph may be that long. */
static int look_ahead(struct vlines *v)
{
	int c;

	str_clear(&v->ahead);
	v->have_ahead = v->cut = false;
	while ((c = byte(v)) >= 0 && c != '\n' && c != '\r') {
		v->was_cr = false;
		if (v->ahead.n <= LINE_MAX_BYTES)
			str_addc(&v->ahead, (char)c);
		else
			v->cut = true;
	}
	if (c == '\n' && v->was_cr) { /* the other half of the line end before */
		v->was_cr = false;
		return look_ahead(v);
	}
	if (c == -2)
		return -1;
	v->was_cr = c == '\r';
	v->have_ahead = c >= 0 || v->ahead.n > 0;
	v->line++;
	return v->have_ahead;
}

/* Does the part before the value say this, such as QUOTED-PRINTABLE? */
static bool head_says(const struct str *line, const char *word)
{
	size_t n = strlen(word);

	for (const char *s = str_text(line); *s && *s != ':'; s++)
		if (!strncasecmp(s, word, n))
			return true;
	return false;
}

static bool is_base64(const struct str *line)
{
	return head_says(line, "ENCODING=B") || head_says(line, ";BASE64");
}

/* Takes the line ahead as a part of the present one, if it is. */
static bool goes_on(struct vlines *v, bool base64, bool quoted)
{
	const char *s = str_text(&v->ahead);

	if (quoted && v->whole.n && v->whole.s[v->whole.n - 1] == '=') {
		v->whole.s[--v->whole.n] = '\0';
		str_add(&v->whole, s);
		return true;
	}
	if (*s != ' ' && *s != '\t')
		return base64 && *s && !strchr(s, ':');
	if (!base64) /* vCard 2.1 folds at a space that belongs to the text */
		str_add(&v->whole, s + !v->old);
	return true;
}

static int too_long(const struct vlines *v, long line, struct str *why)
{
	return str_setf(why, "%s:%ld: the line is longer than %u bytes", v->name, line, LINE_MAX_BYTES);
}

/* Puts the next line together. 1, 0 at the end, -1 and why. */
static int unfold(struct vlines *v, long *line, struct str *why)
{
	bool base64, quoted;
	int got = 1;

	while (!v->have_ahead || !v->ahead.n)
		if ((got = look_ahead(v)) <= 0)
			break;
	if (got > 0) {
		*line = v->line;
		str_set(&v->whole, str_text(&v->ahead));
		base64 = is_base64(&v->whole);
		quoted = head_says(&v->whole, "QUOTED-PRINTABLE");
		if (v->cut && !base64)
			return too_long(v, *line, why);
		while ((got = look_ahead(v)) > 0 && goes_on(v, base64, quoted))
			if (!base64 && (v->cut || v->whole.n > LINE_MAX_BYTES))
				return too_long(v, *line, why);
		if (got >= 0)
			return 1;
	}
	return got < 0 ? str_setf(why, "%s: cannot be read: %s", v->name, strerror(errno)) : 0;
}

static char *upper(char *s)
{
	for (char *p = s; *p; p++)
		if (*p >= 'a' && *p <= 'z')
			*p = (char)(*p - 'a' + 'A');
	return s;
}

/* Cuts s at the first sep outside of quotes; returns what is behind, or NULL. */
static char *cut(char *s, char sep)
{
	bool quoted = false;

	for (; *s; s++) {
		if (*s == '"')
			quoted = !quoted;
		if (*s == sep && !quoted) {
			*s = '\0';
			return s + 1;
		}
	}
	return NULL;
}

static char *unquote(char *s)
{
	char *to = s;

	for (const char *from = s; *from; from++)
		if (*from != '"')
			*to++ = *from;
	*to = '\0';
	return s;
}

static void take_param(struct vline *l, char *s)
{
	char *value = strchr(s, '=');

	if (l->n == VLINE_PARAMS)
		return;
	if (value)
		*value++ = '\0';
	l->param[l->n] = value ? upper(s) : "TYPE";
	l->text[l->n++] = unquote(value ? value : s);
}

/* Cuts the unfolded line up. */
static int parse(struct vlines *v, struct vline *l)
{
	char *s = v->whole.s, *value = cut(s, ':'), *rest, *dot;

	if (!value)
		return -1;
	for (rest = cut(s, ';'); rest; rest = s) {
		s = cut(rest, ';');
		take_param(l, rest);
	}
	s = v->whole.s;
	dot = strrchr(s, '.');
	l->name = text_trim(upper(dot ? dot + 1 : s));
	l->value = value;
	return *l->name ? 0 : -1;
}

int vlines_next(struct vlines *v, struct vline *l, struct str *why)
{
	int got;

	*l = (struct vline){0};
	got = unfold(v, &l->line, why);
	if (got <= 0)
		return got;
	str_set(&v->head, str_text(&v->whole));
	if (parse(v, l) < 0) {
		struct str shown = {0};

		(void)text_refuse(&shown, str_text(&v->head), "is no property, expected NAME:value");
		(void)str_setf(why, "%s:%ld: %s", v->name, l->line, str_text(&shown));
		str_free(&shown);
		return -1;
	}
	if (!strcmp(l->name, "BEGIN"))
		v->old = false;
	else if (!strcmp(l->name, "VERSION"))
		v->old = !strcmp(l->value, "2.1");
	l->old = v->old;
	if (is_base64(&v->head))
		*l->value = '\0';
	else
		vline_decode(l, &v->head);
	return 1;
}

void vlines_close(struct vlines *v)
{
	if (!v)
		return;
	str_free(&v->ahead);
	str_free(&v->whole);
	str_free(&v->head);
	free(v);
}
