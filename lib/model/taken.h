/* SPDX-License-Identifier: GPL-2.0-or-later */
/* taken - whether a name, phone, e-mail or tax number is taken, and by whom */
#ifndef CRM_TAKEN_H
#define CRM_TAKEN_H

#include <stddef.h>
#include <stdint.h>
#include "store/db.h"

/* The text that answered, how it fits, the company; 0: a person without an employer, who is named. */
typedef void taken_each(void *arg, const char *text, const char *match, int64_t company, const char *person);
/* Texts about one and the same firm or person, the surest first. Calls each for everybody (at most 10) who has the first
 * of them that anybody has, exactly so or else nearly; or once with match free, or "" when there are no texts. Returns how
 * many have it. */
long taken_by(struct db *, const char *const *texts, size_t n, taken_each *, void *arg);

#endif
