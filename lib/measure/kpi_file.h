/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kpi_file - one indicator as its file describes it: crm-kpi(5) */
#ifndef CRM_KPI_FILE_H
#define CRM_KPI_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include "measure/formula.h"
#include "measure/reduce.h"

enum kpi_unit { UNIT_COUNT, UNIT_PERCENT, UNIT_MONEY, UNIT_DAYS, UNIT_RATIO, UNIT_INDEX, UNITS };
enum kpi_better { BETTER_UP, BETTER_DOWN, BETTER_NONE };
enum kpi_kind { KIND_FLOW, KIND_STOCK, KIND_COHORT, KIND_FORWARD, KINDS };
enum kpi_split { SPLIT_NONE, SPLIT_AMOUNT, SPLIT_MARGIN, SPLIT_QUANTITY };

#define KPI_PARTS 26 /* a to z */

struct kpi_part {
	bool is; /* declared */
	enum reducer reducer;
	bool shared;           /* credit: none: the same for every rep */
	enum kpi_split split;  /* how a deal's v goes to its products */
	enum kpi_unit unit;    /* of v, when the facts are shown; count unless told */
	char *words;
	char *warning[2];      /* said when the part is not 0; English, Russian */
};

struct kpi {
	char *name;
	char *title[2]; /* English, Russian (may be NULL) */
	enum kpi_unit unit;
	enum kpi_better better;
	enum kpi_kind kind;
	struct kpi_part part[KPI_PARTS];
	struct formula *value;
	struct strs refuses; /* words of --by, the first component of a path */
	char *refusal;       /* why, in words */
	const char *sql;     /* the statement, inside text */
	char *text;
	bool own;            /* a file of the department's */
};

/* Reads a file's text. NULL and why ("NAME:LINE: reason"). */
struct kpi *kpi_parse(const char *name, const char *text, struct str *why);
void kpi_free(struct kpi *);
/* Title in the language of lang.h. */
const char *kpi_title(const struct kpi *);
/* 1 when it is Russian, else 0. */
int kpi_language(void);
const char *kpi_unit_name(enum kpi_unit);
const char *kpi_kind_name(enum kpi_kind);
const char *kpi_better_name(enum kpi_better);

/* Loads one of those that metric.h knows; a file that cannot be read is an error. NULL and why (unknown: the nearest name). */
struct kpi *kpi_load(const char *name, struct str *why);
/* Are the figures of a team those of its reps together, and those of a quarter, of a flow, those of its months? Of counts and
 * money that are sums; not of a mean, a median or what is divided. Of distinct units it is close enough for a plan. */
bool kpi_adds_up(const struct kpi *);

#endif
