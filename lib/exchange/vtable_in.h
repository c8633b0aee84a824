/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vtable_in - the inside of vtable, shared by vtable*.c, vcard_read.c and ical_read.c */
#ifndef CRM_VTABLE_IN_H
#define CRM_VTABLE_IN_H

#include "exchange/vline.h"
#include "exchange/vtable.h"

struct vcolumn {
	const char *name, *target; /* NULL: not imported; "=entity": that record's key */
};

struct vtable {
	enum vtable_form form;
	const struct vcolumn *column;
	size_t n;
	struct vlines *lines;
	const char *name;
	struct str *cell;
	char **out;        /* as csv_row wants them */
	size_t *len;
	bool *quoted;
	long line;         /* of the present card */
	bool begun;        /* the header is out */
	struct strs address, channel; /* of the card, ADDRESS_PARTS and CHANNEL_PARTS to one */
	size_t further;    /* rows of the present card that are out */
	bool in_calendar;
	long opened;       /* its line */
};

/* Puts a text into a cell, behind what is there already. */
void vtable_add(struct vtable *, int column, const char *between, const char *text);
/* "name:line: …" into why; -1 always. */
int vtable_fail(const struct vtable *, long line, struct str *why, const char *what);

/* Each reads one row into the cells: 1, 0 at the end, -1 and why. */
extern const struct vcolumn vcard_columns[];
extern const size_t vcard_columns_n;
int vcard_read(struct vtable *, struct str *why);
extern const struct vcolumn ical_columns[];
extern const size_t ical_columns_n;
int ical_read(struct vtable *, struct str *why);

#endif
