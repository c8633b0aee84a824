/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_plan - what is compared of companies and contacts; inside dup*.c only */
#ifndef CRM_DUP_PLAN_H
#define CRM_DUP_PLAN_H

#include <stdbool.h>

enum { DUP_FIELDS = 14, DUP_LEVELS = 8, DUP_PARTS = 3 };

/* How two values are compared: 1 is equal. */
typedef int dup_compare(const char *a, const char *b);

struct dup_field {
	const char *name;    /* as printed */
	dup_compare *compare;
	int levels;
	int population;      /* values elsewhere that the base knows nothing of: how rare one is that stands here once */
	int against;         /* from this level on it speaks against a pair; 0: the counts say */
	bool place;          /* says where, as others of the plan do too: people of one house are not one person */
	double m[DUP_LEVELS], u[DUP_LEVELS]; /* what is believed before anything was counted; [0] is level 1 */
};

/* A piece of a blocking key. */
enum dup_cut {
	CUT_END, CUT_WHOLE, CUT_SOUND, CUT_SOUND3, CUT_WORDS, CUT_RARE, CUT_HEAD, CUT_TAIL, CUT_YEAR, CUT_DAY, CUT_LOCAL,
	CUT_LETTER, CUT_BOTH, CUT_FIRM
};
struct dup_piece {
	int field;
	enum dup_cut cut;
};
struct dup_pass {
	const char *name; /* for notes */
	struct dup_piece piece[DUP_PARTS];
};

struct dup_plan {
	const char *entity;
	const struct dup_field *field;
	int fields;
	int name;  /* the field that orders records; the one behind it too when names have parts */
	int parts; /* family name, given name and patronymic are three fields from `name` on, and may be swapped */
	int sole;  /* the field of which one only has a value by law: whoever shares one is suspected, see dup_odds */
	const struct dup_pass *pass;
	int passes;
};

const struct dup_plan *dup_plan_of(const char *entity); /* NULL: not compared */

/* dup_level.c: ways to compare. */
dup_compare dup_level_name, dup_level_firm, dup_level_words, dup_level_number, dup_level_inn, dup_level_date,
	dup_level_email, dup_level_house, dup_level_site;

#endif
