/* SPDX-License-Identifier: GPL-2.0-or-later */
/* taxid - check digits of the numbers that the tax office gives */
#ifndef CRM_TAXID_H
#define CRM_TAXID_H

#include "base/str.h"

/* 0 when the digits are right, else -1 and why (may be NULL). Leading zeros count; spaces are removed by the caller. */
int taxid_inn(const char *s, struct str *why);  /* 10 (firm) or 12 (person) digits */
int taxid_kpp(const char *s, struct str *why);  /* 9 characters */
int taxid_ogrn(const char *s, struct str *why); /* 13 or 15 digits */

#endif
