/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical_time - moments and durations of a calendar coming in */
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

#endif
