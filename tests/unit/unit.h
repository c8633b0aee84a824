/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unit - what the C tests share: cmocka, files made of text, functions run in a child */
#ifndef CRM_UNIT_H
#define CRM_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/str.h"

/* A descriptor that reads n bytes of s. */
static inline int unit_fd(const char *s, size_t n)
{
	int fd = memfd_create("unit", 0);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, s, n), (ssize_t)n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	return fd;
}

static inline int unit_text_fd(const char *s)
{
	return unit_fd(s, strlen(s));
}

static inline void unit_slurp(int fd, struct str *out)
{
	char buf[65536];
	ssize_t n;

	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	str_clear(out);
	while ((n = read(fd, buf, sizeof buf)) > 0)
		str_addn(out, buf, (size_t)n);
}

/* Runs the function in a child of its own; out and err get what it wrote (NULL: not wanted).
 * Returns its exit code. stdout of the child is to, unless that is negative. */
static inline int unit_child(void (*function)(const void *), const void *arg, int to,
                             struct str *out, struct str *err)
{
	int files[2] = {memfd_create("out", 0), memfd_create("err", 0)};
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (!pid) {
		dup2(to < 0 ? files[0] : to, 1);
		dup2(files[1], 2);
		function(arg);
		exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (out)
		unit_slurp(files[0], out);
	if (err)
		unit_slurp(files[1], err);
	close(files[0]);
	close(files[1]);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

#endif
