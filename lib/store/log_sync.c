/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log_sync - two syncs less for a change set that has a log to itself */
#include "store/log_sync.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum { HEADER = 32 }; /* bytes, by the file format of SQLite */

/* What is known of a log, behind SQLite's own record of the file; all 0 at first. */
struct log {
	sqlite3_int64 end;   /* of what was written here */
	char header[HEADER];
	bool alone;          /* begun here, and all up to end written here */
	bool synced;         /* nothing was written here since the last sync */
};

/* The system's way of doing it, and the same with two functions of ours. */
static sqlite3_vfs *usual, ours;
static const sqlite3_io_methods *usual_log;
static sqlite3_io_methods our_log;

static size_t log_place(void)
{
	return ((size_t)usual->szOsFile + sizeof(sqlite3_int64) - 1) / sizeof(sqlite3_int64) * sizeof(sqlite3_int64);
}

static struct log *log_of(sqlite3_file *file)
{
	return (struct log *)(void *)((char *)file + log_place());
}

static int write_log(sqlite3_file *file, const void *bytes, int n, sqlite3_int64 at)
{
	struct log *log = log_of(file);
	sqlite3_int64 size;

	log->synced = false;
	if (at == 0 && n == HEADER) {
		log->alone = usual_log->xFileSize(file, &size) == SQLITE_OK && size <= HEADER;
		memcpy(log->header, bytes, HEADER);
		log->end = 0;
	}
	/* What lies between is somebody else's. */
	if (at > log->end)
		log->alone = false;
	if (at + n > log->end)
		log->end = at + n;
	return usual_log->xWrite(file, bytes, n, at);
}

/* Did nobody add to it or begin it anew since? */
static bool is_alone(sqlite3_file *file, const struct log *log, sqlite3_int64 size)
{
	char header[HEADER];

	return log->alone && size == log->end && usual_log->xRead(file, header, HEADER, 0) == SQLITE_OK &&
	       memcmp(header, log->header, HEADER) == 0;
}

static int sync_log(sqlite3_file *file, int flags)
{
	struct log *log = log_of(file);
	sqlite3_int64 size;
	int rc;

	if (usual_log->xFileSize(file, &size) == SQLITE_OK &&
	    (size <= HEADER || (log->synced && is_alone(file, log, size))))
		return SQLITE_OK;
	rc = usual_log->xSync(file, flags);
	log->synced = rc == SQLITE_OK;
	return rc;
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
		our_log.xWrite = write_log;
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
	ours.szOsFile = (int)(log_place() + sizeof(struct log));
	ours.xOpen = open_file;
	return sqlite3_vfs_register(&ours, 0) == SQLITE_OK ? ours.zName : NULL;
}
