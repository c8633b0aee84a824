/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode_look - what the bytes of a whole file say of its encoding
 *
 * The beginning of a file may be plain ASCII for megabytes. So what is far from any high byte is
 * left out of the sample, and reading goes on until enough of them are in it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include "exchange/decode_in.h"

#define GUESS_SIZE (1u << 20)
#define LONGEST_LINE (32u << 20)
#define LOOK_MAX (256u << 20)

/* Bytes above ASCII that make a guess sound, and the bytes to either side that are kept with them. */
enum { ENOUGH = 20000, NEIGHBOURS = 8 };

bool decode_is_endless(struct decode *d, const char *s, size_t n)
{
	size_t i = n;

	while (i && s[i - 1] != '\n' && s[i - 1] != '\r')
		i--;
	d->run = i ? n - i : d->run + n;
	return d->run > LONGEST_LINE;
}

int decode_endless(struct str *why)
{
	return str_setf(why, "cannot be read: %u MB without the end of a line", LONGEST_LINE >> 20);
}

static bool is_high(char c)
{
	return c & 0x80;
}

/* Leaves out what is far from any byte above ASCII; the number of these. */
static size_t keep_high(char *s, size_t *n)
{
	size_t high = 0, to = 0, gap = 0;

	for (size_t i = 0; i < *n; i++) {
		gap = is_high(s[i]) ? 0 : gap + 1;
		high += !gap;
		if (gap <= NEIGHBOURS)
			s[to++] = s[i];
	}
	*n = to;
	return high;
}

/* Looks at the beginning, and when that says little at what else in the file is not plain ASCII. */
int decode_look(struct decode *d, struct str *why)
{
	char *s = mem_alloc(GUESS_SIZE);
	size_t n = 0, high = 0;
	long got = 0;
	bool endless = false;

	do {
		while (n < GUESS_SIZE && !endless && (got = decode_bytes(d, s + n, GUESS_SIZE - n)) > 0) {
			endless = decode_is_endless(d, s + n, (size_t)got);
			n += (size_t)got;
		}
		free(d->encoding);
		d->encoding = mem_copy(decode_guess(s, n, got == 0));
		if (got <= 0 || endless || !strncmp(d->encoding, "UTF-16", 6))
			break;
		high = keep_high(s, &n);
	} while (high < ENOUGH && d->at < LOOK_MAX);
	free(s);
	if (!strcmp(d->encoding, "US-ASCII"))
		memcpy(d->encoding, "UTF-8", 6);
	if (endless)
		return decode_endless(why);
	return got < 0 ? str_setf(why, "cannot be read: %s", strerror(errno)) : 0;
}
