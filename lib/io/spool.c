/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spool - bytes kept until they may go out: memory first, then an unlinked temporary file */
#include "io/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/str.h"

#define FIRST_SIZE 65536

/* Writes all; false with errno set. A full non-blocking pipe is waited for. */
static bool write_all(int fd, const char *s, size_t n)
{
	while (n) {
		ssize_t done = write(fd, s, n);

		if (done < 0 && errno == EAGAIN) {
			struct pollfd p = {.fd = fd, .events = POLLOUT};

			(void)poll(&p, 1, -1);
			continue;
		}
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return false;
		s += done;
		n -= (size_t)done;
	}
	return true;
}

/* /tmp may be memory, which is what the file is there to spare. */
static int temporary_file(void)
{
	const char *dirs[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};

	for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
		char *path;
		int fd;

		if (!dirs[i] || !*dirs[i])
			continue;
		path = mem_printf("%s/crm-XXXXXX", dirs[i]);
		fd = mkostemp(path, O_CLOEXEC);
		if (fd >= 0)
			(void)unlink(path);
		free(path);
		if (fd >= 0)
			return fd;
	}
	die(CRM_STORAGE, "cannot make a temporary file: %s", strerror(errno));
}

static void spill(struct spool *sp)
{
	if (!sp->spilled)
		sp->fd = temporary_file();
	if (!write_all(sp->fd, sp->buf, sp->n))
		die(CRM_STORAGE, "cannot write a temporary file: %s", strerror(errno));
	sp->spilled += (long long)sp->n;
	sp->n = 0;
}

char *spool_room(struct spool *sp, size_t need)
{
	if (sp->n + need > sp->cap) {
		if (sp->n && sp->n + need > sp->limit)
			spill(sp);
		if (sp->n + need > sp->cap) {
			sp->cap = sp->cap ? 2 * sp->cap : FIRST_SIZE;
			while (sp->cap < sp->n + need)
				sp->cap *= 2;
			sp->buf = mem_resize(sp->buf, sp->cap);
		}
	}
	return sp->buf + sp->n;
}

void spool_add(struct spool *sp, const char *s, size_t n)
{
	memcpy(spool_room(sp, n), s, n);
	sp->n += n;
}

long spool_read(void *spool, char *buf, size_t n)
{
	struct spool *sp = spool;
	ssize_t got;

	if (sp->read_at < sp->spilled) {
		do
			got = pread(sp->fd, buf, n, sp->read_at);
		while (got < 0 && errno == EINTR);
		if (got <= 0)
			die(CRM_STORAGE, "cannot read a temporary file: %s",
			    got ? strerror(errno) : "it was cut");
	} else {
		size_t at = (size_t)(sp->read_at - sp->spilled);

		got = (ssize_t)(sp->n - at < n ? sp->n - at : n);
		if (got)
			memcpy(buf, sp->buf + at, (size_t)got);
	}
	sp->read_at += got;
	return got;
}

void spool_rewind(struct spool *sp)
{
	sp->read_at = 0;
}

/* Some file systems report a full disk only when a descriptor is closed. */
static bool settled(int fd)
{
	int copy = dup(fd);

	return copy >= 0 && !close(copy);
}

void spool_send(struct spool *sp)
{
	bool good = true;

	if (sp->spilled) {
		spill(sp);
		free(sp->buf);
		sp->buf = mem_alloc(FIRST_SIZE);
		sp->cap = FIRST_SIZE;
		while (good && sp->read_at < sp->spilled)
			good = write_all(STDOUT_FILENO, sp->buf,
			                 (size_t)spool_read(sp, sp->buf, FIRST_SIZE));
	} else if (sp->n) {
		good = write_all(STDOUT_FILENO, sp->buf, sp->n);
	}
	if (!(good && settled(STDOUT_FILENO)) && errno != EPIPE)
		die(CRM_STORAGE, "cannot write the output: %s", strerror(errno));
}

void spool_free(struct spool *sp)
{
	if (sp->spilled)
		(void)close(sp->fd);
	free(sp->buf);
	*sp = (struct spool){0};
}
