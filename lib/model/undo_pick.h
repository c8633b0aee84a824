/* SPDX-License-Identifier: GPL-2.0-or-later */
/* undo_pick - which change sets are to be taken back */
#ifndef CRM_UNDO_PICK_H
#define CRM_UNDO_PICK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/str.h"
#include "store/db.h"

/* A number names its change set, whoever made it. A range (12..15, 12..) and a time take only those that still
 * stand and are of the rep; an undo and what it took back, both in them, cancel each other and stay out.
 * Nothing given: the rep's last one that stands and is no undo. */
struct undo_pick {
	char **operands; /* numbers and ranges, NULL-terminated */
	int64_t rep;     /* whose; 0 without named: of the one who works */
	bool named;      /* rep was named: of others a number is refused too */
	bool all;        /* of everybody */
	const char *since, *until; /* moments or days, both included; NULL: open */
	/* the answer */
	int64_t *ids; /* the latest first; the caller's to free */
	size_t n;
	long others;  /* of others, left alone */
	long founding; /* the one that brought this rep into the base, left alone; 0: none */
};

/* The operands, with the numbers of the column change of stdin (or bare ones, one a line) in place of a "-"; before the
 * base is opened. */
char **undo_pick_operands(char **operands, int n);
/* 0; -1 and why when an operand is none, or nothing is left. */
int undo_pick(struct db *, struct undo_pick *, struct str *why);
/* "change set 4", "change sets 4, 5 and 7", "23 change sets from 4 to 31". */
void undo_pick_words(const struct undo_pick *, struct str *out);

#endif
