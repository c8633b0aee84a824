/* SPDX-License-Identifier: GPL-2.0-or-later */
/* follow - change sets printed as they are committed */
#ifndef CRM_FOLLOW_H
#define CRM_FOLLOW_H

#include "model/history.h"

/* Prints what the wish asks for of every change set behind wish->first - 1 (0: of those committed from now on), each as
 * soon as it is there, until the limit is reached, nobody reads stdout any more, or SIGINT, SIGTERM or SIGHUP comes. The
 * base is open only while it is read. */
void follow(const struct history_wish *);

#endif
