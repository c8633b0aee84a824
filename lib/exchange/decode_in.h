/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode_in - the inside of decode, shared by decode*.c only */
#ifndef CRM_DECODE_IN_H
#define CRM_DECODE_IN_H

#include <iconv.h>
#include "exchange/decode.h"
#include "io/spool.h"

#define IN_SIZE 32768u

struct decode {
	int fd;
	struct spool *copy; /* instead of fd, for what can be read only once */
	bool borrowed;      /* fd or copy belong to another reader */
	char *encoding;
	size_t bom;         /* its bytes */
	long long at, size;
	iconv_t to, back;   /* (iconv_t)-1: not needed or not yet opened */
	char in[IN_SIZE];   /* read and not yet converted */
	size_t in_n;
	size_t unit;        /* bytes of one code unit */
	size_t run;         /* bytes since the last line break, while looking */
};

/* Bytes of the file as they are; -1 and errno. */
long decode_bytes(struct decode *, char *buf, size_t n);
/* decode_look.c: finds the encoding in the bytes from the reader on. -1 and why: cannot be read. */
int decode_look(struct decode *, struct str *why);
/* Counts bytes since the last line break: beyond what any reader takes for a line it is no table, which is better said
 * before all of it is read. */
bool decode_is_endless(struct decode *, const char *s, size_t n);
int decode_endless(struct str *why);

#endif
