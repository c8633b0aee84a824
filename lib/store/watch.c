/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch - waits until somebody may have committed something */
#include "store/watch.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/stop.h"
#include "base/str.h"
#include "store/conn.h"

/* A commit writes several times within a few milliseconds, and its program then clears the log away. */
#define SETTLE_MS 20
#define SETTLE_MAX_MS 320
#define SLOW_MS 2000  /* without inotify */
#define SURE_MS 10000 /* with it, for what it does not see */

struct watch {
	char *path;      /* as named */
	char *real;      /* where links lead to; NULL: nowhere at present */
	int fd;          /* of inotify; -1: none */
	int directory;   /* its watch */
	int settle;
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Links may lead elsewhere by now, and a directory may be another one. */
static void look_where(struct watch *w)
{
	char *real = realpath(w->path, NULL), *directory;
	int was = w->directory;

	if (!real)
		return;
	free(w->real);
	w->real = real;
	directory = mem_copyn(real, (size_t)(base_name(real) - real));
	w->directory = inotify_add_watch(w->fd, directory, IN_MODIFY | IN_MOVED_TO | IN_ONLYDIR);
	if (was >= 0 && was != w->directory)
		(void)inotify_rm_watch(w->fd, was);
	free(directory);
}

struct watch *watch_open(const char *path)
{
	struct watch *w = mem_zero(sizeof *w);

	stop_catch();
	w->path = mem_copy(path);
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	w->directory = -1;
	w->settle = SETTLE_MS;
	look_where(w);
	return w;
}

/* The index of the log (-shm) changes when somebody only reads. */
static bool concerns(const struct watch *w, const struct inotify_event *e)
{
	const char *name = w->real ? base_name(w->real) : "";
	size_t n = strlen(name);

	/* about the directory itself, which was moved or taken away */
	if (!e->len)
		return true;
	return strncmp(e->name, name, n) == 0 && (!e->name[n] || strcmp(e->name + n, "-wal") == 0);
}

/* Takes what the system has told; true: it was about the base. */
static bool take_events(struct watch *w)
{
	_Alignas(struct inotify_event) char buf[16 * (sizeof(struct inotify_event) + NAME_MAX + 1)];
	bool any = false;
	ssize_t got;

	while (w->fd >= 0 && (got = read(w->fd, buf, sizeof buf)) > 0)
		for (ssize_t at = 0; at < got;) {
			const struct inotify_event *e = (const void *)(buf + at);

			any = concerns(w, e) || any;
			at += (ssize_t)(sizeof *e + e->len);
		}
	return any;
}

bool watch_wait(struct watch *w, bool idle)
{
	/* Of a pipe nobody reads poll reports an error without being asked for anything. */
	struct pollfd fds[] = {{.fd = STDOUT_FILENO}, {.fd = w->fd, .events = POLLIN}};
	bool any = false;

	look_where(w);
	/* doubled while nothing was found, so that an import in the middle of its work is not
	 * asked 50 times a second */
	w->settle = !idle ? SETTLE_MS : w->settle < SETTLE_MAX_MS ? 2 * w->settle : SETTLE_MAX_MS;
	while (!any) {
		if (stop_poll(fds, 2, w->directory < 0 ? SLOW_MS : SURE_MS) || fds[0].revents)
			return false;
		any = !fds[1].revents || take_events(w);
	}
	if (fds[1].revents && stop_poll(fds, 1, w->settle))
		return false;
	(void)take_events(w);
	return !fds[0].revents;
}

static uint32_t big_endian(const unsigned char *b)
{
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

/* The size of pages stands in bytes 16 and 17, how many there are in 28 to 31, the mark of our bases in 68 to 71. */
bool watch_there(const struct watch *w, bool *whole)
{
	unsigned char head[100];
	struct stat st = {.st_size = 0};
	int fd = open(w->path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 || fstat(fd, &st) != 0 ? -1 : pread(fd, head, sizeof head, 0);

	if (fd >= 0)
		(void)close(fd);
	*whole = false;
	if (got != (ssize_t)sizeof head || memcmp(head, "SQLite format 3", 16) != 0 || big_endian(head + 68) != CONN_APP_ID)
		return false;
	*whole = st.st_size >= (int64_t)big_endian(head + 28) * (head[16] << 8 | head[17]);
	return true;
}

void watch_close(struct watch *w)
{
	if (w->fd >= 0)
		(void)close(w->fd);
	free(w->path);
	free(w->real);
	free(w);
}
