/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stopwatch - times commands in turn: A B A B; medians, tails, peak memory
 *
 * usage: stopwatch [-r ROUNDS] [-n TIMES] [-w WORKERS] [-p PREPARE]... COMMAND...
 * Each round runs every command once: its PREPARE (the first -p belongs to the first command; not
 * timed), then the command TIMES times one after the other, by each of the WORKERS at once. For
 * every command one line: milliseconds (median of the rounds' medians; with workers of the
 * rounds' 99th percentiles), longest milliseconds, peak kilobytes, runs that failed. A command
 * is a line for the shell, which is left out where the line holds words and 'quoted words' only. */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define COMMANDS_MAX 8
#define ROUNDS_MAX 99
#define WORDS_MAX 64

extern char **environ;

struct run {
	double ms;
	long kb;
	int failed;
};

struct command {
	const char *line, *prepare;
	char *words[WORDS_MAX];
	double round[ROUNDS_MAX], longest;
	long kb, failed;
};

static long rounds = 5, times = 1, workers = 1;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Words between blanks; single quotes hold a word together. False: this is work for the shell. */
static bool plain_words(struct command *c, char *line)
{
	size_t n = 0;

	while (n < WORDS_MAX - 1) {
		bool quoted = line[strspn(line, " ")] == '\'';

		line += strspn(line, " ") + quoted;
		if (!*line)
			return true;
		c->words[n++] = line;
		line += strcspn(line, quoted ? "'" : " '|&;<>()$`\\\"*?[]#~{}\n");
		if (*line && *line != (quoted ? '\'' : ' '))
			return false;
		if (*line)
			*line++ = '\0';
	}
	return false;
}

static void split(struct command *c)
{
	char *line = strdup(c->line);

	if (!line)
		fail("strdup");
	if (plain_words(c, line))
		return;
	memset(c->words, 0, sizeof c->words);
	c->words[0] = (char *)"/bin/sh";
	c->words[1] = (char *)"-c";
	c->words[2] = (char *)(uintptr_t)c->line;
}

static void run(const struct command *c, posix_spawn_file_actions_t *quiet, struct run *result)
{
	struct rusage usage;
	double start = now_ms();
	int status;
	pid_t pid;

	if (posix_spawnp(&pid, c->words[0], quiet, NULL, c->words, environ) != 0)
		fail(c->words[0]);
	if (wait4(pid, &status, 0, &usage) < 0)
		fail("wait4");
	result->ms = now_ms() - start;
	result->kb = usage.ru_maxrss;
	result->failed = status != 0;
}

static int by_time(const void *a, const void *b)
{
	double x = ((const struct run *)a)->ms, y = ((const struct run *)b)->ms;

	return (x > y) - (x < y);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void work(struct command *c, posix_spawn_file_actions_t *quiet, struct run *runs)
{
	for (long w = 0; w < workers; w++) {
		pid_t pid = workers > 1 ? fork() : 0;

		if (pid < 0)
			fail("fork");
		if (pid > 0)
			continue;
		for (long i = 0; i < times; i++)
			run(c, quiet, &runs[w * times + i]);
		if (workers > 1)
			_exit(0);
	}
	while (workers > 1 && wait(NULL) > 0)
		;
}

static void one_round(struct command *c, long round, posix_spawn_file_actions_t *quiet, struct run *runs)
{
	size_t n = (size_t)(workers * times);

	if (c->prepare && system(c->prepare) != 0) {
		fprintf(stderr, "stopwatch: the preparation failed: %s\n", c->prepare);
		exit(1);
	}
	memset(runs, 0, n * sizeof *runs);
	work(c, quiet, runs);
	qsort(runs, n, sizeof *runs, by_time);
	c->round[round] = runs[workers > 1 ? n - 1 - n / 100 : n / 2].ms;
	if (runs[n - 1].ms > c->longest)
		c->longest = runs[n - 1].ms;
	for (size_t i = 0; i < n; i++) {
		c->kb = runs[i].kb > c->kb ? runs[i].kb : c->kb;
		c->failed += runs[i].failed;
	}
}

static void measure(struct command *commands, int n)
{
	posix_spawn_file_actions_t quiet;
	size_t size = (size_t)(workers * times) * sizeof(struct run);
	struct run *runs = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (runs == MAP_FAILED)
		fail("mmap");
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	for (long round = 0; round < rounds; round++)
		for (int i = 0; i < n; i++)
			one_round(&commands[i], round, &quiet, runs);
}

int main(int argc, char **argv)
{
	struct command commands[COMMANDS_MAX] = {0};
	int n = 0, prepared = 0, o;

	while ((o = getopt(argc, argv, "r:n:w:p:")) != -1) {
		if (o == 'p' && prepared < COMMANDS_MAX)
			commands[prepared++].prepare = optarg;
		else if (o == 'r')
			rounds = strtol(optarg, NULL, 10);
		else if (o == 'n')
			times = strtol(optarg, NULL, 10);
		else if (o == 'w')
			workers = strtol(optarg, NULL, 10);
		else
			return 2;
	}
	if (rounds < 1 || rounds > ROUNDS_MAX || times < 1 || workers < 1)
		return 2;
	for (; optind < argc && n < COMMANDS_MAX; optind++, n++) {
		commands[n].line = argv[optind];
		split(&commands[n]);
	}
	measure(commands, n);
	for (int i = 0; i < n; i++) {
		qsort(commands[i].round, (size_t)rounds, sizeof(double), by_value);
		printf("%.3f %.3f %ld %ld\n", commands[i].round[rounds / 2], commands[i].longest, commands[i].kb,
		       commands[i].failed);
	}
	return 0;
}
