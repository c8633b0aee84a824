/* SPDX-License-Identifier: GPL-2.0-or-later */
/* turn - writers stand in line */
#include "store/turn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "base/halt.h"
#include "store/conn.h"

static void wake(int signal)
{
	(void)signal;
}

/* The system's lock has no limit of time, but signals end the wait for it: one a second, so that one which comes
 * just before the wait begins is made good by the next. */
static void ring(bool on)
{
	static const struct sigaction woken = {.sa_handler = wake};
	static struct sigaction before;
	struct itimerval every = {{on, 0}, {on, 0}};

	if (on)
		(void)sigaction(SIGALRM, &woken, &before);
	(void)setitimer(ITIMER_REAL, &every, NULL);
	if (!on)
		(void)sigaction(SIGALRM, &before, NULL);
}

static bool wait_for(int fd, int seconds)
{
	struct timespec start, now;
	bool ended;

	clock_gettime(CLOCK_MONOTONIC, &start);
	ring(true);
	do {
		ended = flock(fd, LOCK_EX) == 0 || errno != EINTR || halt_asked();
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while (!ended && now.tv_sec - start.tv_sec < seconds);
	ring(false);
	return ended;
}

bool turn_take(struct db *db, int seconds)
{
	const char *log = sqlite3_filename_wal(sqlite3_db_filename(db->h, "main"));

	/* SQLite has no locks of its own on this file, which closing it would lose. */
	db->turn = log && *log ? open(log, O_RDONLY | O_CLOEXEC) : -1;
	return db->turn < 0 || flock(db->turn, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK ||
	       wait_for(db->turn, seconds);
}

void turn_give(struct db *db)
{
	if (db->turn >= 0)
		(void)close(db->turn);
	db->turn = -1;
}
