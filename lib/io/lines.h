/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lines - plain lines of text coming in */
#ifndef CRM_LINES_H
#define CRM_LINES_H

#include "base/str.h"

/* Standard input to its end, a line each, trimmed; empty ones are left out. Dies with CRM_INPUT when it cannot be
 * read or a line is no valid UTF-8. */
void lines_read(struct strs *);

#endif
