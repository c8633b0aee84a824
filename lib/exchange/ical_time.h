/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical_time - moments, durations and repetitions of a calendar coming in */
#ifndef CRM_ICAL_TIME_H
#define CRM_ICAL_TIME_H

#include <stdbool.h>
#include <stdint.h>
#include "base/when.h"
#include "exchange/vline.h"

/* 20261122, 20261122T100500, with Z or TZID: the department's time. False: it is none, or of an unknown zone. */
bool ical_time(const struct vline *, char out[WHEN_SIZE]);
/* -P1DT2H30M as seconds. False: it is none. */
bool ical_lasts(const char *, int64_t *seconds);
/* The value of a part of a rule such as INTERVAL=2, NULL when it is not there; n gets its length. */
const char *ical_rule_part(const char *rule, const char *name, size_t *n);
/* The last of the days that "the last day up to the 31st" lists, as ical.c writes it; 0: another rule. */
long ical_last_day(const char *rule);

#endif
