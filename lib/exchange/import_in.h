/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_in - the inside of import, shared by import*.c only */
#ifndef CRM_IMPORT_IN_H
#define CRM_IMPORT_IN_H

#include "exchange/stages.h"
#include "exchange/import.h"
#include "exchange/import_ask.h"
#include "exchange/import_flow.h"
#include "exchange/import_gates.h"
#include "exchange/import_gone.h"
#include "exchange/match_fresh.h"
#include "exchange/rejects.h"
#include "io/out.h"
#include "io/spool.h"
#include "store/bits.h"

enum { IMPORT_SAMPLES = 3 };

struct import {
	const struct import_wish *wish;
	struct told told;       /* the wish, and what a saved mapping adds */
	char *map_name;         /* of that, or NULL */
	struct intake *in;
	struct mapping *map;
	struct strs *samples;   /* of each column */
	long long expected;     /* rows, about */
	struct db *db;
	struct refs *refs;
	struct parts parts;
	struct match **match;   /* one for each part */
	struct stages *stages;
	struct apply apply;
	struct rejects *rejects;
	struct ask ask;
	struct spool later;     /* rows that refer to rows behind them, or found their record in a large load */
	long waiting, refused, rows;
	bool flow;              /* large load whose rows are settled in their order (import_flow.c); */
	bool held;              /* then: the present row goes into bundles, */
	bool marked;            /* but has changed records of the base, behind an undo point */
	struct keyset *told_pairs; /* deals and their further people, of this run */
	struct bundle *people;     /* of them, or NULL */
	bool gated;             /* --gates: every row by itself */
	struct strs lacks;
	bool second;            /* the waiting rows are being read */
	bool ahead;             /* large load, small beside the base: its keys are looked up before it is read */
	bool digests;           /* rows that came unchanged under their key are passed over */
	uint64_t map_digest;    /* what was made of the columns */
	struct part *deal, *deal_contact; /* of rows that hold them together with others, or NULL */
	int64_t last_deal;      /* before this run */
	int64_t deal_person;    /* whom the present row replaces in its deal, 0: nobody */
	struct bits deals_told; /* deals that rows of this run have named */
	long keyless;           /* new records that nothing but their content tells apart */
	struct str left;        /* lines of the rows that were not taken */
	long *only;             /* lines that are to be read, in order; NULL: all */
	size_t only_n;
	struct gone *gone;      /* companies deleted before */
	struct str key;         /* of the run, made of the file's content; empty: it needs none */
	struct out *out;
	struct str why;
};

/* import_learn.c: looks at the beginning of the table, and through all of it when a column can only be
 * read so. Dies with CRM_USAGE when it stays unclear. */
void import_look(struct import *);
void import_learn(struct import *);
/* import_bulk.c: a large table of one kind into an empty base, or one that it is large for. Before the change set,
 * before the first row, after the last. */
void import_bulk_prepare(struct import *);
void import_bulk_begin(struct import *);
void import_bulk_end(struct import *);
bool import_known(struct import *); /* are most rows known by their key already? */
void import_digest_map(struct import *); /* import_digest.c: the row, and what is made of it, in one number */
int64_t import_digest(const struct import *, const struct csv_row *);
/* import_key.c: a run that may add records without a key is itself known by what it reads, so that it is done once.
 * Ends the program when it is done already; a run that left rows out is taken up at those. --again passes that over. */
void import_key(struct import *);
bool import_key_wants(const struct import *, long line);
void import_key_left(struct import *, long line); /* this row was not taken */
/* Before the commit: the run gets its key if it added such records. */
void import_key_keep(struct import *, int code);
/* import_row.c: reads the row and writes its records, all or none. -1 and why. */
int import_row(struct import *, struct intake *, struct str *why);
/* import_deal.c: before the first row; when a row is in: its deal gets the contact of the row as a further one (0, or
 * IMPORT_STUCK); after the last row: new deals of which no amount was said are worth their items. */
void import_deal_begin(struct import *);
void import_deal_found(struct import *, int64_t id); /* the deal is there already, and may be changed next */
void import_deal_seen(struct import *);              /* the row is in */
int import_deal_row(struct import *);
void import_deal_told(struct import *); /* the row is in: who is a person of its deal */
void import_deal_end(struct import *);
void import_report(const struct import *); /* import_report.c */
void import_out_open(struct import *);
void import_out_row(struct import *, long line, const char *reason);
/* On stderr, in which columns a dash was read as nothing; by which keys the records were found that were there. */
void import_found(const struct import *);
/* "company: 3 new, 1 changed, 96 same", each entity on its own. */
void import_counts(const struct import *, struct str *out);

#endif
