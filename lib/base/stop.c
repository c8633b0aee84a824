/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stop - a program that waits is told to end
 *
 * For programs that wait: the signals stay blocked but while ppoll sleeps, so that none can
 * arrive between the look at `asked` and the sleep, where it would be noticed at the next
 * wake-up only. A program that works and may have something to take back uses halt. */
#include "base/stop.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <time.h>
#include <unistd.h>

static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
static volatile sig_atomic_t asked, at_once;
static sigset_t held, before;

static void on_signal(int number)
{
	(void)number;
	if (at_once)
		_exit(0);
	asked = 1;
}

void stop_catch(void)
{
	struct sigaction now = {.sa_handler = on_signal}, old;

	sigemptyset(&held);
	for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
		/* A script starts what runs beside it with SIGINT ignored; it is meant all the same when it comes. */
		if (sigaction(signals[i], NULL, &old) == 0 && (signals[i] != SIGHUP || old.sa_handler != SIG_IGN)) {
			sigaddset(&held, signals[i]);
			(void)sigaction(signals[i], &now, NULL);
		}
	(void)sigprocmask(SIG_BLOCK, &held, &before);
}

bool stop_poll(struct pollfd *fds, nfds_t n, int milliseconds)
{
	struct timespec t = {milliseconds / 1000, milliseconds % 1000 * 1000000L};

	/* interrupted poll leaves revents as they were */
	if (ppoll(fds, n, milliseconds < 0 ? NULL : &t, &before) < 0)
		for (nfds_t i = 0; i < n; i++)
			fds[i].revents = 0;
	return asked;
}

void stop_at_once(bool on)
{
	at_once = on;
	(void)sigprocmask(on ? SIG_UNBLOCK : SIG_BLOCK, &held, NULL);
}
