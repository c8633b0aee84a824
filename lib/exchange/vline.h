/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vline - the content lines of address books and calendars: vCard 2.1, 3.0 and 4.0, iCalendar
 *
 * A line is [GROUP.]NAME[;PARAMETER=VALUE ...]:VALUE (RFC 6350 section 3, RFC 5545 section 3.1). */
#ifndef CRM_VLINE_H
#define CRM_VLINE_H

#include <stdbool.h>
#include "base/str.h"

enum { VLINE_PARAMS = 32 };

/* One property; its texts live until the next one is read. */
struct vline {
	const char *name;  /* without its group, in capitals */
	char *value;       /* one line, quoted-printable and CHARSET undone, backslashes not */
	const char *param[VLINE_PARAMS]; /* names in capitals, "TYPE" for the bare ones of vCard 2.1 */
	const char *text[VLINE_PARAMS];  /* and what they are set to, without quotes */
	size_t n;
	long line;         /* on which it began */
	bool old;          /* of a vCard 2.1, which knows no backslash but before ';' */
};

struct vlines;
/* fill: bytes of UTF-8 text into a buffer, 0 at the end, as for csv_open_with; name is for messages. */
struct vlines *vlines_open(long (*fill)(void *, char *, size_t), void *arg, const char *name);
/* 1: a line; 0: the end; -1 and why, with name:line: no property, one that is too long, read error. What is
 * in base64 (photographs, sounds, keys) comes with an empty value. */
int vlines_next(struct vlines *, struct vline *, struct str *why);
void vlines_close(struct vlines *);

/* The value of a parameter, NULL when there is none; does a parameter name this word (TYPE=home,VOICE)? */
const char *vline_param(const struct vline *, const char *name);
bool vline_has(const struct vline *, const char *name, const char *word);
/* The value as one text, or cut at every sep that has no backslash in front; out is replaced. */
void vline_text(const struct vline *, struct str *out);
void vline_split(const struct vline *, char sep, struct strs *out);

/* Writing: a text with backslashes where it needs them, appended; and a finished line into out, folded at
 * 75 octets without cutting a character, with CR LF. */
void vline_escape(struct str *out, const char *text);
void vline_put(struct str *out, const char *line);
/* The line "NAME:" with a text behind it, by way of line; nothing when there is no text (NULL or ""). */
void vline_put_text(struct str *out, struct str *line, const char *name, const char *text);

#endif
