/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode - a file or standard input as UTF-8, readable more than once
 *
 * Bytes are read by pread, or from the copy, at a place of the reader's own: several readers of
 * one file do not disturb each other. What is no text becomes bytes that UTF-8 never has, so
 * that the row is refused with its line, and the file goes on. */
#include "exchange/decode_in.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/text.h"
#include "exchange/keyset.h"

#define COPY_IN_MEMORY (8u << 20)

static const iconv_t none = (iconv_t)-1;

static bool is_utf8(const char *encoding)
{
	return !strcasecmp(encoding, "UTF-8") || !strcasecmp(encoding, "UTF8");
}

long decode_bytes(struct decode *d, char *buf, size_t n)
{
	ssize_t got;

	if (d->copy) {
		/* the place is the reader's, the copy is shared by several */
		d->copy->read_at = d->at;
		got = spool_read(d->copy, buf, n);
	} else {
		do
			got = pread(d->fd, buf, n, d->at);
		while (got < 0 && errno == EINTR);
	}
	if (got > 0)
		d->at += got;
	return got;
}

/* A NUL would end a cell early, and the row with it would look sound. */
static size_t mark_nuls(char *s, size_t n)
{
	size_t nuls = 0, to;

	/* As C0 80, which is no UTF-8 and is refused with its place. From the end, for the text grows where it stands. */
	if (!memchr(s, '\0', n))
		return n;
	for (size_t i = 0; i < n; i++)
		nuls += !s[i];
	to = n + nuls;
	for (size_t i = n; i-- > 0;) {
		if (s[i]) {
			s[--to] = s[i];
		} else {
			s[--to] = (char)0x80;
			s[--to] = (char)0xC0;
		}
	}
	return n + nuls;
}

/* Takes n bytes off the front of what waits for conversion. */
static void used(struct decode *d, size_t n)
{
	d->in_n -= n;
	memmove(d->in, d->in + n, d->in_n);
}

/* Converts into buf; a unit that is none becomes 0xFF. */
static size_t convert(struct decode *d, char *buf, size_t n, bool last)
{
	char *in = d->in, *out = buf;
	size_t in_left = d->in_n, out_left = n;

	/* Room for the longest character that one step of iconv may write. */
	while (in_left && out_left >= 8) {
		if (iconv(d->to, &in, &in_left, &out, &out_left) != (size_t)-1 || errno == E2BIG)
			break;
		/* Cut in the middle of a character: the rest comes with the next piece. */
		if (errno == EINVAL && !last)
			break;
		*out++ = (char)0xFF;
		out_left--;
		in += in_left < d->unit ? in_left : d->unit;
		in_left -= in_left < d->unit ? in_left : d->unit;
		/* Back to its first state: a stateful encoding would misread all that follows. */
		(void)iconv(d->to, NULL, NULL, NULL, NULL);
	}
	used(d, d->in_n - in_left);
	return (size_t)(out - buf);
}

long decode_fill(void *decode, char *buf, size_t n)
{
	struct decode *d = decode;

	for (;;) {
		long got;
		size_t made;

		if (d->to == none) {
			/* Half the room, since marking a NUL makes two bytes of it. */
			got = decode_bytes(d, buf, n / 2);
			return got <= 0 ? got : (long)mark_nuls(buf, (size_t)got);
		}
		got = decode_bytes(d, d->in + d->in_n, IN_SIZE - d->in_n);
		if (got < 0)
			return got;
		d->in_n += (size_t)got;
		if (!d->in_n)
			return 0;
		made = convert(d, buf, n / 2, !got);
		if (made)
			return (long)mark_nuls(buf, made);
	}
}

static void start(struct decode *d)
{
	d->at = (long long)d->bom;
	d->in_n = 0;
	if (d->to != none)
		(void)iconv(d->to, NULL, NULL, NULL, NULL);
}

static size_t bom_of(struct decode *d, const char **encoding)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *encoding;
	} boms[] = {{"\xEF\xBB\xBF", 3, "UTF-8"}, {"\xFF\xFE", 2, "UTF-16LE"}, {"\xFE\xFF", 2, "UTF-16BE"}};
	char s[4] = {0};
	long got = decode_bytes(d, s, 3);

	d->at = 0;
	for (size_t i = 0; i < sizeof boms / sizeof *boms; i++) {
		if (got < (long)boms[i].n || memcmp(s, boms[i].bytes, boms[i].n))
			continue;
		*encoding = boms[i].encoding;
		return boms[i].n;
	}
	return 0;
}

static int choose(struct decode *d, const char *encoding, struct str *why)
{
	const char *by_bom = NULL;

	d->bom = bom_of(d, &by_bom);
	/* "UTF-16" as asked for is finished by the BOM; anything else that was asked for stands. */
	if (encoding && !(by_bom && !strncasecmp(encoding, by_bom, strlen(encoding)))) {
		d->encoding = mem_copy(encoding);
		if (by_bom && strcasecmp(by_bom, encoding))
			d->bom = 0;
	} else if (by_bom) {
		d->encoding = mem_copy(by_bom);
	} else if (decode_look(d, why) < 0) {
		return -1;
	}
	d->unit = !strncasecmp(d->encoding, "UTF-16", 6) ? 2 : 1;
	if (!is_utf8(d->encoding)) {
		d->to = iconv_open("UTF-8", d->encoding);
		if (d->to == none)
			return str_setf(why, "unknown encoding '%s'; iconv -l lists them", d->encoding);
	}
	start(d);
	return 0;
}

/* What can be read only once is copied whole. */
static int copy(struct decode *d, struct str *why)
{
	bool endless = false;
	ssize_t got;

	d->copy = mem_zero(sizeof *d->copy);
	d->copy->limit = COPY_IN_MEMORY;
	do {
		got = read(d->fd, spool_room(d->copy, 65536), 65536);
		if (got > 0) {
			endless = decode_is_endless(d, d->copy->buf + d->copy->n, (size_t)got);
			d->copy->n += (size_t)got;
			d->size += got;
		}
		if (halt_asked())
			halt_end();
	} while (!endless && (got > 0 || (got < 0 && errno == EINTR)));
	d->run = 0;
	if (endless)
		return decode_endless(why);
	return got < 0 ? str_setf(why, "cannot be read: %s", strerror(errno)) : 0;
}

struct decode *decode_open(const char *file, const char *encoding, struct str *why)
{
	struct decode *d = mem_zero(sizeof *d);
	struct stat st;
	int bad = 0;

	d->to = d->back = none;
	d->fd = strcmp(file, "-") ? open(file, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (d->fd < 0 || fstat(d->fd, &st))
		bad = str_setf(why, "cannot be read: %s", strerror(errno));
	else if (S_ISDIR(st.st_mode))
		bad = str_setf(why, "cannot be read: it is a directory");
	else if (S_ISREG(st.st_mode) && d->fd != STDIN_FILENO)
		d->size = st.st_size;
	else
		bad = copy(d, why);
	if (!bad)
		bad = choose(d, encoding, why);
	if (!bad)
		return d;
	decode_close(d);
	return NULL;
}

struct decode *decode_again(const struct decode *first)
{
	struct decode *d = mem_zero(sizeof *d);

	d->fd = first->fd;
	d->copy = first->copy;
	d->borrowed = true;
	d->encoding = mem_copy(first->encoding);
	d->bom = first->bom;
	d->size = first->size;
	d->unit = first->unit;
	d->back = none;
	d->to = first->to == none ? none : iconv_open("UTF-8", d->encoding);
	start(d);
	return d;
}

uint64_t decode_digest(const struct decode *first)
{
	struct decode *d = decode_again(first);
	uint64_t digest = 0;
	size_t have = 0;
	long got;

	d->at = 0;
	do { /* in whole pieces: the digest of pieces depends on where they end */
		got = decode_bytes(d, d->in + have, IN_SIZE - have);
		have += got > 0 ? (size_t)got : 0;
		if (have == IN_SIZE || got <= 0) {
			digest = keyset_digest(digest, d->in, have);
			have = 0;
		}
	} while (got > 0);
	decode_close(d);
	return digest;
}

const char *decode_encoding(const struct decode *d)
{
	return d->encoding;
}

bool decode_bom(const struct decode *d)
{
	return d->bom > 0;
}

long long decode_size(const struct decode *d)
{
	return d->size;
}

bool decode_copied(const struct decode *d)
{
	return d->copy;
}

long long decode_done(const struct decode *d)
{
	return d->at - (long long)d->in_n;
}

void decode_back(struct decode *d, const char *text, size_t n, struct str *out)
{
	if (is_utf8(d->encoding)) {
		str_addn(out, text, n);
		return;
	}
	if (d->back == none && (d->back = iconv_open(d->encoding, "UTF-8")) == none)
		die(CRM_INPUT, "cannot write the encoding '%s'", d->encoding);
	/* What the encoding has no letter for becomes a question mark, so that the row can go back at all. */
	while (n) {
		size_t left = 4 * n + 8;
		char *in = (char *)(uintptr_t)text, *to = str_room(out, left), *from = to;
		size_t got = iconv(d->back, &in, &n, &to, &left);

		out->n += (size_t)(to - from);
		text = in;
		if (got == (size_t)-1 && errno != E2BIG && n) {
			char mark[2] = {'?', '\0'};

			str_addn(out, mark, d->unit);
			do {
				text++;
				n--;
			} while (n && ((unsigned char)*text & 0xC0) == 0x80);
		}
	}
}

void decode_back_bom(struct decode *d, struct str *out)
{
	if (d->bom)
		decode_back(d, "\xEF\xBB\xBF", 3, out);
}

void decode_close(struct decode *d)
{
	if (!d)
		return;
	if (!d->borrowed && d->fd > STDERR_FILENO)
		(void)close(d->fd);
	if (!d->borrowed && d->copy) {
		spool_free(d->copy);
		free(d->copy);
	}
	if (d->to != none)
		(void)iconv_close(d->to);
	if (d->back != none)
		(void)iconv_close(d->back);
	free(d->encoding);
	free(d);
}
