/* SPDX-License-Identifier: GPL-2.0-or-later */
/* db_open - finding, opening, checking, creating and closing the base
 *
 * A command that reads opens read-only and takes one snapshot for its whole run; one that writes
 * takes its lock only at BEGIN IMMEDIATE. Nothing is read at the start but the version, a few
 * settings and who is working: the start is most of a short command. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/die.h"
#include "base/halt.h"
#include "base/when.h"
#include "io/opt.h"
#include "io/spool.h"
#include "store/conn.h"
#include "store/db.h"
#include "store/fns.h"
#include "store/heap.h"
#include "store/image.h"
#include "store/load.h"
#include "store/log_sync.h"
#include "store/migrate.h"
#include "store/past.h"
#include "store/registry.h"
#include "store/settings.h"
#include "store/trigger.h"
#include "store/who.h"

#define WAIT_MAX_MS 30000
#define HALT_STEPS 10000 /* of SQLite's machine between looks at halt_asked, well under a millisecond */
/* Bytes kept in memory. SQLite writes it out in pieces of this size and cannot write more than 128 KB
 * at once (it then says that the disk is full), so this is as much as there can be. */
#define STATEMENT_JOURNAL (127 << 10)
/* Never written out. One statement that needs the file has all that follow in its change set use it. */
#define STATEMENT_JOURNAL_KEPT (-1)

static int statement_journal = STATEMENT_JOURNAL;
static int read_flags = SQLITE_OPEN_READONLY;

/* SQLite's own waiting sleeps longer and longer and lets late comers pass; short jittered sleeps keep the
 * longest wait of many writers near a tenth of a second. */
static int wait_busy(void *arg, int count)
{
	static struct timespec start;
	static unsigned seed;
	struct timespec now, nap = {0, 0};

	(void)arg;
	if (halt_asked())
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (count == 0) {
		start = now;
		seed = (unsigned)getpid() * 2654435761u + (unsigned)now.tv_nsec;
	}
	if ((now.tv_sec - start.tv_sec) * 1000 + (now.tv_nsec - start.tv_nsec) / 1000000 >=
	    WAIT_MAX_MS)
		return 0;
	seed = seed * 1664525u + 1013904223u;
	nap.tv_nsec = 200000 + (long)(seed >> 8) % 300000;
	nanosleep(&nap, NULL);
	return 1;
}

void conn_patience(struct db *db)
{
	sqlite3_busy_handler(db->h, wait_busy, NULL);
}

/* Once only: what ends the statement must not end the ROLLBACK behind it. */
static int is_halted(void *arg)
{
	static bool told;
	bool first = halt_asked() && !told;

	(void)arg;
	told = told || first;
	return first;
}

void db_heed_halt(struct db *db)
{
	sqlite3_progress_handler(db->h, HALT_STEPS, is_halted, NULL);
}

/* Before the first connection; later calls change nothing. There are no threads here, and nobody asks
 * how much memory is in use: locking and counting are a tenth of a short command. */
static void set_up_library(void)
{
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	heap_use();
	/* An update with its row of log and its indexes touches more pages than SQLite keeps in memory
	 * for taking a statement back; written to a file they cost more than all the rest. */
	sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, statement_journal);
}

void db_expect_many(void)
{
	statement_journal = STATEMENT_JOURNAL_KEPT;
}

void db_leave_tidy(void)
{
	read_flags = SQLITE_OPEN_READWRITE; /* or only reading, if the file is not ours to write */
}

struct db *conn_open(const char *path, enum db_mode mode, int flags)
{
	struct db *db = mem_zero(sizeof *db);
	int rc;

	db->path = mem_copy(path);
	db->mode = mode;
	db->rep = -1;
	set_up_library();
	rc = sqlite3_open_v2(path, &db->h, flags, log_sync_vfs());
	if (rc != SQLITE_OK) {
		db_close(db);
		return NULL;
	}
	sqlite3_extended_result_codes(db->h, 1);
	conn_patience(db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
	/* A partial index that may fit the bound value would have the plan made anew with each other value. */
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_QPSG, 1, NULL);
	/* Temporary triggers fire all the same: the guards in the base are for others. */
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	fns_register(db);
	image_register(db);
	return db;
}

_Noreturn static void die_unopened(const char *path)
{
	struct stat st;

	if (stat(path, &st) != 0 && errno == ENOENT)
		die(CRM_STORAGE, "there is no base '%s': make one with crm-init", path);
	if (stat(path, &st) != 0)
		die(CRM_STORAGE, "the base '%s' cannot be opened: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		die(CRM_STORAGE, "the base '%s' is a directory", path);
	if (access(path, R_OK) != 0)
		die(CRM_STORAGE, "the base '%s' cannot be opened: %s", path, strerror(errno));
	die(CRM_STORAGE, "the base '%s' cannot be opened: its directory must be writable", path);
}

/* Does something beside the base belong to it? */
static bool is_beside(const char *path, const char *tail)
{
	char *file = mem_printf("%s%s", path, tail);
	struct stat st;
	bool there = stat(file, &st) == 0 ? st.st_size > 0 : errno != ENOENT;

	free(file);
	return there;
}

/* A base on a read-only medium has no place for the log's index; when neither a log nor the journal of a load that was
 * killed waits beside it, the file alone is the whole base. */
static char *immutable_uri(const char *path)
{
	struct str uri = {0};

	if (is_beside(path, "-wal") || is_beside(path, "-journal") || access(path, R_OK) != 0)
		return NULL;
	str_add(&uri, "file:");
	for (; *path; path++)
		if (strchr("%?#", *path))
			str_addf(&uri, "%%%02X", (unsigned char)*path);
		else
			str_addc(&uri, *path);
	str_add(&uri, "?immutable=1");
	return str_take(&uri);
}

/* Reads the file for the first time: one snapshot for the whole of a reading command. */
static int first_read(struct db *db)
{
	int rc = SQLITE_OK;

	/* a reading transaction from the first statement on: all figures of a report are of one
	 * moment */
	if (db->mode == DB_READ)
		rc = sqlite3_exec(db->h, "BEGIN", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db->h, "PRAGMA schema_version", NULL, NULL, NULL);
	return rc;
}

/* A load was killed (load.h): who may write takes back what it left, as any writer would. */
static struct db *take_back(const char *path)
{
	struct db *db = conn_open(path, DB_WRITE, SQLITE_OPEN_READWRITE);

	if (!db)
		die_unopened(path);
	(void)first_read(db);
	db_close(db);
	db = conn_open(path, DB_READ, read_flags);
	if (!db)
		die_unopened(path);
	return db;
}

static struct db *open_read(const char *path)
{
	struct db *db = conn_open(path, DB_READ, read_flags);
	char *uri;
	int rc;

	if (!db)
		die_unopened(path);
	rc = first_read(db);
	if (rc == SQLITE_READONLY_ROLLBACK && access(path, W_OK) == 0) {
		db_close(db);
		db = take_back(path);
		rc = first_read(db);
	}
	rc &= 0xff;
	if ((rc == SQLITE_CANTOPEN || rc == SQLITE_READONLY) && (uri = immutable_uri(path))) {
		db_close(db);
		db = conn_open(uri, DB_READ, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
		free(uri);
		if (!db)
			die_unopened(path);
		free(db->path);
		db->path = mem_copy(path);
		first_read(db);
	}
	return db;
}

static struct db *open_write(const char *path)
{
	struct db *db = conn_open(path, DB_WRITE, SQLITE_OPEN_READWRITE);

	if (!db || (first_read(db) & 0xff) == SQLITE_CANTOPEN)
		die_unopened(path);
	if (sqlite3_db_readonly(db->h, "main") == 1)
		die(CRM_STORAGE, "the base '%s' cannot be written: read-only", path);
	conn_exec(db, "PRAGMA synchronous = FULL");
	trigger_watch(db);
	return db;
}

static void check_version(struct db *db)
{
	int current = migrate_current(sql_migrations), version;

	if (!migrate_ours(db))
		die(CRM_STORAGE, "'%s' is not a base of this toolkit", db->path);
	version = migrate_version(db);
	if (version > current)
		die(CRM_STORAGE, "'%s' has schema version %d, this program knows %d: a newer one is needed",
		    db->path, version, current);
	if (version < current)
		die(CRM_STORAGE, "'%s' has schema version %d, this program needs %d: run crm-init",
		    db->path, version, current);
}

/* The clock stands in the last second of the asked moment. */
static void set_past(struct db *db)
{
	char asked[WHEN_SIZE], before[WHEN_SIZE], now[WHEN_SIZE];
	struct str why = {0};

	if (opt.as_of && opt.known)
		opt_usage("--as-of and --known cannot be used together");
	if (db->mode == DB_WRITE)
		opt_usage("the past cannot be changed: --as-of and --known are for reading");
	if (when_parse(opt.as_of ? opt.as_of : opt.known, asked, &why) != 0)
		opt_usage("%s: %s", opt.as_of ? "--as-of" : "--known", str_text(&why));
	when_after(asked, before);
	when_add_seconds(before, -1, now);
	when_set_now(now);
	past_arm(db, opt.as_of ? PAST_AS_OF : PAST_KNOWN, before);
}

struct db *db_open(enum db_mode mode)
{
	char *path = conn_path(false);
	struct db *db = mode == DB_READ ? open_read(path) : open_write(path);

	free(path);
	check_version(db);
	settings_take(db);
	who_id(db);
	registry_extend(db);
	if (opt.as_of || opt.known)
		set_past(db);
	return db;
}

/* SQLite would let everybody read it; the files beside a base get the mode that it has. */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, SPOOL_FILE_MODE);

	if (fd >= 0)
		(void)close(fd);
}

struct db *db_create(const char *path)
{
	char *where = path ? mem_copy(path) : conn_path(true);
	struct db *db;

	/* before SQLite makes it: the log and its index take the mode of the file */
	make_private(where);
	db = conn_open(where, DB_WRITE, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);

	if (!db)
		die_unopened(where);
	free(where);
	if (sqlite3_db_readonly(db->h, "main") == 1)
		die(CRM_STORAGE, "the base '%s' cannot be written: read-only", db->path);
	db->version_before = migrate_version(db);
	if (!migrate_ours(db)) {
		migrate_refuse_foreign(db);
		conn_exec(db, "PRAGMA page_size = 8192");
		conn_exec(db, "PRAGMA journal_mode = WAL");
	}
	conn_exec(db, "PRAGMA synchronous = FULL");
	migrate_up(db, sql_migrations);
	trigger_watch(db);
	settings_take(db);
	registry_extend(db);
	return db;
}

int db_version_before(const struct db *db)
{
	return db->version_before;
}

void db_cache(struct db *db, int megabytes)
{
	char *sql = mem_printf("PRAGMA cache_size = %d", -1000 * megabytes);

	conn_exec(db, sql);
	free(sql);
}

void db_close(struct db *db)
{
	if (!db)
		return;
	for (size_t i = 0; i < CONN_BUCKETS; i++)
		for (struct stmt *st = db->cache[i], *next; st; st = next) {
			next = st->next;
			db_finalize(st);
		}
	if (!sqlite3_get_autocommit(db->h))
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
	load_end(db);
	sqlite3_close_v2(db->h);
	past_disarm(db);
	settings_free(db);
	strs_free(&db->recorded);
	altered_free(db);
	strs_free(&db->unrated);
	strs_free(&db->txn.tables);
	strs_free(&db->txn.indexes);
	free(db->txn.sequence);
	free(db->login);
	free(db->path);
	free(db);
}

bool db_has_column(struct db *db, const char *table, const char *column)
{
	return sqlite3_table_column_metadata(db->h, "main", table, column, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}
