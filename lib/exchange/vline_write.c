/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vline_write - content lines going out */
#include "exchange/vline.h"

#include <string.h>

enum { OCTETS = 75 };

void vline_escape(struct str *out, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '\n':
			str_add(out, "\\n");
			break;
		case '\r': /* half of a line end, or nothing that a card could hold */
			if (text[1] != '\n')
				str_add(out, "\\n");
			break;
		case '\\':
		case ',':
		case ';':
			str_addc(out, '\\');
			/* fall through */
		default:
			str_addc(out, *text);
		}
}

void vline_put(struct str *out, const char *line)
{
	size_t left = strlen(line), room = OCTETS;

	while (left > room) {
		size_t n = room;

		while (n && ((unsigned char)line[n] & 0xC0) == 0x80)
			n--;
		n = n ? n : room; /* no text, but it must go on */
		str_addn(out, line, n);
		str_add(out, "\r\n ");
		line += n;
		left -= n;
		room = OCTETS - 1; /* the space counts */
	}
	str_add(out, line);
	str_add(out, "\r\n");
}

void vline_put_text(struct str *out, struct str *line, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	str_set(line, name);
	str_addc(line, ':');
	vline_escape(line, text);
	vline_put(out, line->s);
}
