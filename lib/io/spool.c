/* SPDX-License-Identifier: GPL-2.0-or-later */
/* spool - bytes kept until they may go out: memory first, then an unlinked temporary file
 *
 * Three ways out: spool_send and spool_pass to stdout, spool_flush to a file as rows come,
 * spool_read back into the program. Reading from the file and writing to it do not disturb each
 * other: pread has a place of its own. */
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
#define WINDOW_SIZE 262144

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
	if (!sp->buf || sp->n + need > sp->cap) {
		if (sp->n && sp->n + need > sp->limit)
			spill(sp);
		if (!sp->buf || sp->n + need > sp->cap) {
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

/* The next piece of the temporary file, so that small reads cost no system call each. */
static void next_window(struct spool *sp)
{
	ssize_t got;

	if (!sp->window)
		sp->window = mem_alloc(WINDOW_SIZE);
	do
		got = pread(sp->fd, sp->window, WINDOW_SIZE, sp->read_at);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		die(CRM_STORAGE, "cannot read a temporary file: %s",
		    got ? strerror(errno) : "it was cut");
	sp->window_at = sp->read_at;
	sp->window_n = got;
}

long spool_read(void *spool, char *buf, size_t n)
{
	struct spool *sp = spool;
	const char *from;
	long long have;

	if (sp->read_at >= sp->spilled + (long long)sp->n)
		return 0;
	if (sp->read_at >= sp->spilled) {
		from = sp->buf + (sp->read_at - sp->spilled);
		have = sp->spilled + (long long)sp->n - sp->read_at;
	} else {
		if (sp->read_at < sp->window_at || sp->read_at >= sp->window_at + sp->window_n)
			next_window(sp);
		from = sp->window + (sp->read_at - sp->window_at);
		have = sp->window_at + sp->window_n - sp->read_at;
	}
	if ((size_t)have < n)
		n = (size_t)have;
	memcpy(buf, from, n);
	sp->read_at += (long long)n;
	return (long)n;
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

/* False: the reader went away. With a part in the file the rest follows it there, so that
 * everything leaves from one place in order. */
static bool send(struct spool *sp)
{
	bool good = true;

	if (sp->spilled) {
		spill(sp);
		for (; good && sp->read_at < sp->spilled; sp->read_at += sp->window_n) {
			next_window(sp);
			good = write_all(STDOUT_FILENO, sp->window, (size_t)sp->window_n);
		}
	} else if (sp->n) {
		good = write_all(STDOUT_FILENO, sp->buf, sp->n);
	}
	good = good && settled(STDOUT_FILENO);
	if (!good && errno != EPIPE)
		die(CRM_STORAGE, "cannot write the output: %s", strerror(errno));
	return good;
}

void spool_send(struct spool *sp)
{
	(void)send(sp);
}

bool spool_pass(struct spool *sp)
{
	bool good = send(sp);

	if (sp->spilled)
		(void)close(sp->fd);
	sp->n = 0;
	sp->spilled = sp->read_at = sp->window_at = sp->window_n = 0;
	return good;
}

bool spool_flush(struct spool *sp, int fd)
{
	bool good = write_all(fd, sp->buf, sp->n);

	sp->n = 0;
	return good;
}

void spool_free(struct spool *sp)
{
	if (sp->spilled)
		(void)close(sp->fd);
	free(sp->buf);
	free(sp->window);
	*sp = (struct spool){0};
}
