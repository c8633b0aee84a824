/* SPDX-License-Identifier: GPL-2.0-or-later */
/* match_whole - records that are one by all they hold; shared by match*.c only */
#ifndef CRM_MATCH_WHOLE_H
#define CRM_MATCH_WHOLE_H

#include "exchange/match_in.h"

/* In a large load, in memory: a record that the row may be, 0: none; the row became record id; it is one of those, and waits. */
int64_t match_whole(struct match *);
void match_whole_learn(struct match *, int64_t id);
void match_whole_waits(struct match *, int64_t id);
/* Outside of one: the first record of the base that can be what the row says; 0: there is none; -1: that is not known. */
int64_t match_whole_seen(struct match *);

#endif
