/* SPDX-License-Identifier: GPL-2.0-or-later */
/* heap - memory for SQLite, in lists of equal pieces */
#ifndef CRM_HEAP_H
#define CRM_HEAP_H

/* Before the first connection. Reading the schema takes and gives back some ten thousand small pieces at every start:
 * a fifth of a short command with malloc, a twentieth with these. Not for threads. */
void heap_use(void);

#endif
