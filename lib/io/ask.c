/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask - questions on the terminal, and progress */
#include "io/ask.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/text.h"
#include "io/opt.h"

enum { BAR_WIDTH = 30 };

static bool is_yes(char *line)
{
	static const char *const words[] = {"y", "yes", "д", "да"};
	struct str folded = {0};
	bool yes = false;

	text_fold(text_trim(line), &folded);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		yes = yes || !strcmp(str_text(&folded), words[i]);
	str_free(&folded);
	return yes;
}

bool ask_yes(const char *fmt, ...)
{
	struct str raw = {0}, question = {0};
	char line[64];
	FILE *terminal;
	va_list ap;
	bool yes;

	if (opt.yes)
		return true;
	va_start(ap, fmt);
	str_addv(&raw, fmt, ap);
	va_end(ap);
	text_printable(str_text(&raw), &question);
	/* stdin may be the table that is being read, so the answer comes from the terminal
	 * itself */
	terminal = fopen("/dev/tty", "r+e");
	if (!terminal)
		die(CRM_USAGE, "%s: no terminal to ask on, --yes goes ahead", str_text(&question));
	fprintf(terminal, "%s [y/N] ", str_text(&question));
	fflush(terminal);
	yes = fgets(line, sizeof line, terminal) && is_yes(line);
	fclose(terminal);
	if (halt_asked())
		halt_end();
	str_free(&raw);
	str_free(&question);
	return yes;
}

static struct {
	const char *what;
	long long total;
	struct timespec start, shown;
	bool bytes, on, visible;
} progress;

static double seconds_since(const struct timespec *t)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - t->tv_sec) + (double)(now.tv_nsec - t->tv_nsec) / 1e9;
}

void progress_start(const char *what, long long total)
{
	progress.what = what;
	progress.total = total;
	progress.bytes = false;
	progress.visible = false;
	progress.on = !opt.quiet && isatty(STDERR_FILENO);
	clock_gettime(CLOCK_MONOTONIC, &progress.start);
	progress.shown = progress.start;
}

void progress_start_bytes(const char *what, long long total)
{
	progress_start(what, total);
	progress.bytes = true;
}

static void draw_bar(long long done)
{
	char bar[BAR_WIDTH + 1];
	int full = (int)(BAR_WIDTH * done / progress.total);

	memset(bar, '#', (size_t)full);
	memset(bar + full, '-', (size_t)(BAR_WIDTH - full));
	bar[BAR_WIDTH] = '\0';
	fprintf(stderr, "\r%s [%s] %3lld %%  ", progress.what, bar, 100 * done / progress.total);
	if (progress.bytes)
		fprintf(stderr, "%.1f of %.1f MB \033[K", (double)done / 1e6, (double)progress.total / 1e6);
	else
		fprintf(stderr, "%lld of %lld rows \033[K", done, progress.total);
}

void progress_at(long long done)
{
	/* Nothing in the first second, then five times a second. */
	if (!progress.on || seconds_since(&progress.shown) < (progress.visible ? 0.2 : 1.0))
		return;
	if (progress.total > 0)
		draw_bar(done < progress.total ? done : progress.total);
	else
		fprintf(stderr, "\r%s: %lld rows \033[K", progress.what, done);
	clock_gettime(CLOCK_MONOTONIC, &progress.shown);
	progress.visible = true;
}

void progress_end(void)
{
	if (progress.on && progress.visible)
		fprintf(stderr, "\r\033[K");
	progress.on = false;
}
