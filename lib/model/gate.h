/* SPDX-License-Identifier: GPL-2.0-or-later */
/* gate - what must be known before a record may enter a stage or category */
#ifndef CRM_GATE_H
#define CRM_GATE_H

#include <stdbool.h>
#include <stdint.h>
#include "store/db.h"

enum gate_of { GATE_STAGE, GATE_CATEGORY };
/* Tests the gates of a target for one record (deal or company). missing gets what is required and
 * not there, wanting what is desirable and not there, in words, separated by "; ". True: open. A company's gates
 * build up: entering a category asks for those of all open categories before it as well. */
bool gate_open(struct db *, enum gate_of, int64_t target, int64_t id, struct str *missing, struct str *wanting);

#endif
