/* SPDX-License-Identifier: GPL-2.0-or-later */
/* source - where the bytes of a table come from */
#include "io/source.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

long source_fill_fd(void *arg, char *buf, size_t n)
{
	const int *fd = arg;

	for (;;) {
		ssize_t got = read(*fd, buf, n);

		if (got < 0 && errno == EAGAIN) {
			struct pollfd p = {.fd = *fd, .events = POLLIN};

			(void)poll(&p, 1, -1);
		} else if (got >= 0 || errno != EINTR) {
			return got;
		}
	}
}

long source_read(struct source *src, char *buf, size_t n, struct str *why)
{
	bool first = !src->started;
	size_t have = 0;

	src->started = true;
	do {
		long got = src->fill(src->arg, buf + have, n - have);

		if (got < 0)
			return str_setf(why, "%s: cannot be read: %s", src->name, strerror(errno));
		if (!got)
			break;
		have += (size_t)got;
	/* a pipe may hand out the BOM in pieces */
	} while (first && have < 3);
	if (first && have >= 3 && !memcmp(buf, "\xEF\xBB\xBF", 3)) {
		have -= 3;
		memmove(buf, buf + 3, have);
		if (!have) /* nothing but the BOM so far is not the end yet */
			return source_read(src, buf, n, why);
	}
	return (long)have;
}
