/* SPDX-License-Identifier: GPL-2.0-or-later */
/* log_sync - two syncs less for a change set that has a log to itself
 *
 * Before the first frames of a log SQLite writes its header and syncs it, which is needed where frames of a log used
 * before lie behind it: with the old header on the disk and some of the new frames, a part of them would count once
 * more. A log that is new has nothing but the header then, and nothing to be kept apart from. Header and frames
 * are synced together before the commit is acknowledged, and a header that did not reach the disk, or frames without
 * it, are an empty log.
 *
 * Before the last to leave copies the log into the base SQLite syncs it once more, since others may have committed
 * without syncing. A log that was begun by this connection and holds nothing of others was synced by its own commit. */
#ifndef CRM_LOG_SYNC_H
#define CRM_LOG_SYNC_H

/* The name under which bases are opened (sqlite3_open_v2). NULL: as usual. */
const char *log_sync_vfs(void);

#endif
