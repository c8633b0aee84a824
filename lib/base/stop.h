/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stop - a program that waits is told to end */
#ifndef CRM_STOP_H
#define CRM_STOP_H

#include <stdbool.h>
#include <poll.h>

/* From now on SIGINT, SIGTERM and SIGHUP (unless nohup has it ignored) are held back until stop_poll. */
void stop_catch(void);
/* poll for so many milliseconds, -1: for ever; true: one of the signals came, now or before. */
bool stop_poll(struct pollfd *, nfds_t n, int milliseconds);
/* While true a signal ends the program with 0 at once: for a write that a stalled reader may hold up. */
void stop_at_once(bool);

#endif
