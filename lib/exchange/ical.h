/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ical - tasks and planned meetings as a calendar (RFC 5545) */
#ifndef CRM_ICAL_H
#define CRM_ICAL_H

#include <stdint.h>
#include "base/when.h"
#include "store/db.h"

/* What is due or planned stands in the department's zone, which is described in the calendar; what was recorded
 * stands in UTC. Without a zone in the settings all does. */
struct ical {
	struct db *db;
	char *zone;                               /* "": none */
	char first[WHEN_SIZE], last[WHEN_SIZE];   /* of the moments told in that zone */
	struct str out;                           /* what was put since it was cleared */
	struct str line;
};

/* {.db = db} before the first. Appends a VTODO; a VEVENT. */
void ical_task(struct ical *, int64_t task);
void ical_meeting(struct ical *, int64_t activity);
/* What stands in front of all those, once they are known, and what behind. */
void ical_head(struct ical *, struct str *out);
void ical_tail(struct str *out);
void ical_free(struct ical *);

/* ical_zone.c: the VTIMEZONE of the department's zone, for the years from first to last and, as the rules are now,
 * those after them. */
void ical_zone(const char *zone, int first, int last, struct str *out);

#endif
