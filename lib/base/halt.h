/* SPDX-License-Identifier: GPL-2.0-or-later */
/* halt - Ctrl-C in a program that has something to take back first */
#ifndef CRM_HALT_H
#define CRM_HALT_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP are only noted; one more, some seconds later, ends the program at once. What was
 * ignored from the start (nohup, jobs of a script) stays so. tidy, or NULL, is called before the last words. */
void halt_watch(void (*tidy)(void));
/* The work is done: what came is too late, what comes now ends the program as it always does. */
void halt_forget(void);
bool halt_asked(void);
/* Says "interrupted; nothing was written" and ends by the signal, so that a shell sees 130. */
_Noreturn void halt_end(void);

#endif
