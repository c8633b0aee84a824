/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import - a foreign table into the base, as one change set */
#ifndef CRM_IMPORT_H
#define CRM_IMPORT_H

#include <stdbool.h>
#include "exchange/apply.h"
#include "exchange/intake.h"
#include "exchange/mapping.h"
#include "exchange/saved_map.h"

struct import_wish {
	struct intake_wish intake;
	struct told told;         /* main NULL: companies, unless a saved mapping says otherwise */
	const char *at;           /* as typed, NULL: not given */
	const char *save_map, *use_map; /* names of mappings, NULL: not given */
	const char *rejects;      /* file of the refused rows; NULL: beside the input */
	bool only_keys;           /* foreign keys alone tell records apart */
	bool again;               /* even if this file was imported before */
	bool gates;               /* rows that lead where a gate is closed to their record are refused */
	bool strict;              /* one refused row refuses all */
	bool rows;                /* print what became of every row */
	bool no_search;           /* new records stay out of the search index */
	bool no_progress;
};

/* Reads, reports what was found on stderr, writes, and returns the exit code. Dies as the exit codes say. */
int import_run(const struct import_wish *);

#endif
