/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spool - bytes kept until they may go out: memory first, then an unlinked temporary file */
#ifndef CRM_SPOOL_H
#define CRM_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

/* The mode of every file that is made with records in it, of which the umask takes more away: persons are no business
 * of whoever else works on the machine. */
#define SPOOL_FILE_MODE 0640

struct spool {
	size_t limit; /* bytes kept in memory; set it before the first byte */
	char *buf;
	size_t n, cap;
	int fd;            /* the temporary file, meaningful when spilled > 0 */
	long long spilled; /* bytes in it */
	long long read_at; /* what spool_read returns next */
	char *window;      /* a piece of the file: window_n bytes from window_at */
	long long window_at, window_n;
};

/* Room for need more bytes; the caller writes there and adds what it wrote to n. Dies with
 * CRM_STORAGE when the temporary file cannot be written. */
char *spool_room(struct spool *, size_t need);
void spool_add(struct spool *, const char *s, size_t n);
/* Reads from the beginning, in order: bytes got, 0 at the end. Of the type that csv_open_with
 * takes; spool_rewind starts again. */
long spool_read(void *spool, char *buf, size_t n);
void spool_rewind(struct spool *);
/* Writes everything to stdout and makes sure that it arrived. A reader that went away is no
 * error, anything else dies with CRM_STORAGE. */
void spool_send(struct spool *);
/* The same, and goes on empty; false: the reader went away. */
bool spool_pass(struct spool *);
/* Writes what is in memory to a file and forgets it; false and errno when it cannot be written. Not for a spool
 * that has come over its limit. */
bool spool_flush(struct spool *, int fd);
void spool_free(struct spool *);

#endif
