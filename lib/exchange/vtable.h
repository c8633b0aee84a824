/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vtable - address books (vCard) and calendars (iCalendar) coming in as tables
 *
 * A card, a task or a meeting is a row; a further one follows for each further address or account of a
 * card. What cannot be mapped (photographs, alarms of others) is left out. */
#ifndef CRM_VTABLE_H
#define CRM_VTABLE_H

#include <stdbool.h>
#include "exchange/mapping.h"
#include "io/csv.h"

enum vtable_form { VTABLE_NONE, VTABLE_VCARD, VTABLE_ICAL };

/* What a text that begins so is, also by the name of its file. */
enum vtable_form vtable_look(const char *s, size_t n, const char *file);
/* "vcard", "ical", "table". -1 and why. */
int vtable_parse(const char *text, enum vtable_form *, struct str *why);

struct vtable;
/* fill, arg, name: as for csv_open_with. */
struct vtable *vtable_open(enum vtable_form, long (*fill)(void *, char *, size_t), void *arg, const char *name);
/* As csv_next; the header comes first. -1 also for a card without END, with the line it began on. */
int vtable_next(struct vtable *, struct csv_row *, struct str *why);
void vtable_close(struct vtable *);
const char *vtable_name(enum vtable_form); /* "vCard" */

/* A header of ours says what its columns are: it goes in front of what was told, and the table is about contacts
 * or tasks. Also that of a file of refused cards; other headers say nothing. */
void vtable_told(const struct strs *header, struct told *);

#endif
