/* SPDX-License-Identifier: GPL-2.0-or-later */
/* tablein_look - what the first line of a table tells; inside lib/io only */
#ifndef CRM_TABLEIN_LOOK_H
#define CRM_TABLEIN_LOOK_H

#include <stdbool.h>

/* The delimiter that occurs most often outside quotes in the first line; a tab beats them all,
 * and a lone column is TSV unless it is quoted. */
char tablein_delimiter(const char *line, bool *tsv);
/* Is one of the cells of the first line a known column (NULL-terminated)? */
bool tablein_known(const char *line, char delim, const char *const *known);

#endif
