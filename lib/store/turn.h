/* SPDX-License-Identifier: GPL-2.0-or-later */
/* turn - writers stand in line
 *
 * SQLite knows no line: who waits looks again and again, takes the processor from the one who is waited for, and luck
 * decides whose look finds the lock free. So who begins a change set first takes a lock of the system on the log, which
 * nothing else uses: the others sleep until it is let go, and mostly the longest in line goes on. What keeps the base
 * whole stays BEGIN IMMEDIATE; where there is no such lock, or a program writes that knows nothing of it, that
 * alone decides. */
#ifndef CRM_TURN_H
#define CRM_TURN_H

#include <stdbool.h>

#include "store/db.h"

/* Waits for the turn, up to seconds; false: it did not come. Ctrl-C (halt.h) ends the wait too. */
bool turn_take(struct db *, int seconds);
void turn_give(struct db *); /* harmless without one */

#endif
