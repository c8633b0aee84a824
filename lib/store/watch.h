/* SPDX-License-Identifier: GPL-2.0-or-later */
/* watch - waits until somebody may have committed something
 *
 * It watches the files (inotify: the base, its log, another base put in its place) and holds no connection: an open one,
 * even idle, keeps the last writer from clearing the log away, and a log left behind spoils a base that is moved into
 * the place of this one. Where the system does not tell, and against what it does not (other hosts), it also ends by
 * itself every few seconds. */
#ifndef CRM_WATCH_H
#define CRM_WATCH_H

#include <stdbool.h>

struct watch;
/* Also holds back the signals that end the program (base/stop.h). */
struct watch *watch_open(const char *path);
/* False: it is over, by a signal or because nobody reads stdout any more. idle: nothing was found the last time, so
 * that files which are written on and on (an import) are looked at less and less often. */
bool watch_wait(struct watch *, bool idle);
/* Is a base there? whole: also all of its pages, which is not so while cp(1) puts another one in its place. */
bool watch_there(const struct watch *, bool *whole);
void watch_close(struct watch *);

#endif
