/* SPDX-License-Identifier: GPL-2.0-or-later */
/* halt - Ctrl-C in a program that has something to take back first
 *
 * For programs that write: the signal is only noted, the work asks halt_asked at places where it
 * can stop, and nothing of what was done so far is committed. A program that waits uses stop. */
#include "base/halt.h"

#include <signal.h>
#include <time.h>
#include <unistd.h>
#include "base/die.h"

/* Seconds after which one more signal means that the program is not listening. */
enum { PATIENCE = 2 };

static volatile sig_atomic_t caught;
static void (*tidy)(void);

static const int watched[] = {SIGINT, SIGTERM, SIGHUP};

static void set(void (*handler)(int))
{
	/* without SA_RESTART, so that waiting for input ends as well */
	struct sigaction action = {.sa_handler = handler}, old;

	for (size_t i = 0; i < sizeof watched / sizeof *watched; i++)
		if (sigaction(watched[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN)
			(void)sigaction(watched[i], &action, NULL);
}

/* One Ctrl-C may arrive twice, from the terminal and from a program in between. Only calls that
 * POSIX allows in a handler: clock_gettime, sigaction, raise. */
static void note_signal(int signal)
{
	static struct timespec first;
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	if (!caught) {
		caught = signal;
		first = now;
	} else if (now.tv_sec - first.tv_sec >= PATIENCE) {
		set(SIG_DFL);
		(void)raise(signal);
	}
}

void halt_watch(void (*before_end)(void))
{
	tidy = before_end;
	set(note_signal);
}

void halt_forget(void)
{
	set(SIG_DFL);
	caught = 0;
}

bool halt_asked(void)
{
	return caught != 0;
}

void halt_end(void)
{
	int signal = caught ? caught : SIGINT;

	if (tidy)
		tidy();
	complain("%s: interrupted; nothing was written", die_name);
	set(SIG_DFL);
	(void)raise(signal);
	_exit(128 + signal);
}
