/* SPDX-License-Identifier: GPL-2.0-or-later */
/* decode - a file or standard input as UTF-8, readable more than once */
#ifndef CRM_DECODE_H
#define CRM_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"

struct decode;

/* Opens a file; "-" (and whatever cannot be read twice) is first copied, to memory and then to an
 * unlinked file. encoding NULL: by BOM, else UTF-8 if it is, else by letter statistics. NULL and
 * why: cannot be read, unknown encoding. */
struct decode *decode_open(const char *file, const char *encoding, struct str *why);
/* A second reader of the same bytes, at their beginning; closed before the first. */
struct decode *decode_again(const struct decode *);
/* All bytes of the source in one number, the same for the same bytes on every machine and day. */
uint64_t decode_digest(const struct decode *);
/* For csv_open_with. Bytes that are no text in the encoding become 0xFF and a NUL 0xC0 0x80, both
 * never part of valid UTF-8, so that the row they stand in can be refused. */
long decode_fill(void *decode, char *buf, size_t n);
const char *decode_encoding(const struct decode *);
bool decode_bom(const struct decode *);
/* Bytes of the source: all, and read so far. */
long long decode_size(const struct decode *);
long long decode_done(const struct decode *);
/* Is it a copy of what could be read only once? */
bool decode_copied(const struct decode *);
/* Appends UTF-8 text in the file's encoding; what decode_fill replaced goes out as "?". */
void decode_back(struct decode *, const char *text, size_t n, struct str *out);
/* Appends the BOM that the file began with. */
void decode_back_bom(struct decode *, struct str *out);
void decode_close(struct decode *);

/* What the bytes look like: the iconv name of an encoding; whole: nothing follows them. Static. */
const char *decode_guess(const char *s, size_t n, bool whole);

#endif
