/* SPDX-License-Identifier: GPL-2.0-or-later */
/* convert_in - the inside of convert, shared by convert*.c only */
#ifndef CRM_CONVERT_IN_H
#define CRM_CONVERT_IN_H

#include "exchange/convert.h"

/* convert_date.c */
bool convert_date_waits(const char *cell);
void convert_date_learn(struct convert *, const char *cell);
int convert_date(const struct convert *, const char *cell, struct str *out, struct str *why);

#endif
