/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log_sync - one sync less for a change set that begins a new log */
#include "store/log_sync.h"

#include <sqlite3.h>
#include <stddef.h>

enum { HEADER = 32 }; /* bytes, by the file format of SQLite */

/* The system's way of doing it, and the same with one function of ours. */
static sqlite3_vfs *usual, ours;
static const sqlite3_io_methods *usual_log;
static sqlite3_io_methods our_log;

static int sync_log(sqlite3_file *file, int flags)
{
	sqlite3_int64 size;

	if (usual_log->xFileSize(file, &size) == SQLITE_OK && size <= HEADER)
		return SQLITE_OK;
	return usual_log->xSync(file, flags);
}

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *got)
{
	int rc = usual->xOpen(usual, path, file, flags, got);

	(void)vfs;
	if (rc != SQLITE_OK || !(flags & SQLITE_OPEN_WAL) || !file->pMethods)
		return rc;
	if (!usual_log) {
		usual_log = file->pMethods;
		our_log = *usual_log;
		our_log.xSync = sync_log;
	}
	if (file->pMethods == usual_log)
		file->pMethods = &our_log;
	return rc;
}

const char *log_sync_vfs(void)
{
	if (usual)
		return ours.zName;
	usual = sqlite3_vfs_find(NULL);
	if (!usual)
		return NULL;
	ours = *usual;
	ours.zName = "crm";
	ours.xOpen = open_file;
	return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? ours.zName : NULL;
}
