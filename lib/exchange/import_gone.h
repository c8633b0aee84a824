/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_gone - companies that were deleted or merged away here and come back with their file */
#ifndef CRM_IMPORT_GONE_H
#define CRM_IMPORT_GONE_H

#include "exchange/part.h"

struct gone;

/* Reads which companies are gone when the first new one is asked about. */
struct gone *gone_open(struct db *);
/* A company was added by this part: was one of its name deleted before? Then it is kept in mind, and true. */
bool gone_again(struct gone *, const struct part *);
/* Says on stderr how many there were, and the first of them. */
void gone_told(const struct gone *);
void gone_free(struct gone *);

#endif
