/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_ask - rows that may be known already go into a file, where somebody decides, and come back */
#ifndef CRM_IMPORT_ASK_H
#define CRM_IMPORT_ASK_H

#include <stdbool.h>
#include "exchange/part.h"
#include "exchange/rejects.h"

struct import;

struct ask {
	struct rejects *file;   /* --on-duplicate ask-file; else NULL */
	struct part *part;      /* of the present row, that it cannot go on without: somebody is asked */
	struct str differences; /* from what it may be */
	struct part *about;     /* of a row that was asked about: the part, */
	int64_t id;             /* the record it could be, */
	bool is_new;            /* and is not */
	long n;
};

void import_ask_open(struct import *);
/* Reads the decision about a row of such a file. -1 and why: there is none, or it makes no sense. */
int import_ask_decided(struct import *, const struct intake *, struct str *why);
/* The record of the row's part number i, by decision or by its keys (match_find). */
int64_t import_ask_find(struct import *, size_t i, struct str *why);
/* The keys are those of different records: -1, with the question noted where questions are asked. */
int import_ask_unclear(struct import *, struct part *, const struct str *why);
/* True: the row goes no further, because of a question, or of why. */
bool import_ask_must(struct import *, struct part *, int64_t id, struct str *why);
/* Puts the row into the file of questions. */
void import_ask(struct import *, const struct intake *);
void import_ask_end(struct import *);

#endif
