/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ask - questions on the terminal, and progress */
#ifndef CRM_ASK_H
#define CRM_ASK_H

#include <stdbool.h>

/* Asks on /dev/tty; true for y/yes/д/да. With -y true at once; without a terminal dies with
 * CRM_USAGE and names --yes. */
bool ask_yes(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A progress bar on stderr, only when it is a terminal, not -q, and work lasts over a second. total: rows, or
 * bytes; 0: unknown, what is done is counted. */
void progress_start(const char *what, long long total);
void progress_start_bytes(const char *what, long long total);
void progress_at(long long done);
void progress_end(void);

#endif
