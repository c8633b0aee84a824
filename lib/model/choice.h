/* SPDX-License-Identifier: GPL-2.0-or-later */
/* choice - the words that a field allows */
#ifndef CRM_CHOICE_H
#define CRM_CHOICE_H

#include "model/value.h"

/* Which of the words, separated by spaces, is meant by the text: in any case, or in Russian. Text and choice may be one. */
bool choice_find(const char *choices, const char *text, struct str *choice);
/* The text of the value becomes the word of an F_ENUM that is meant. 0, or -1 and the nearest word. */
int choice_read(const struct field *, struct value *, struct str *why);
/* The same for what a department allows in a field of its own. */
int choice_listed(const struct field *, struct value *, struct str *why);

#endif
