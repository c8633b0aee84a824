/* SPDX-License-Identifier: GPL-2.0-or-later */
/* conn - the connection behind struct db, shared by the modules of lib/store only */
#ifndef CRM_CONN_H
#define CRM_CONN_H

#include <sqlite3.h>
#include "base/when.h"
#include "store/altered.h"
#include "store/db.h"

#define CONN_APP_ID 0x43524d31 /* "CRM1" in the file's header */
#define CONN_BUCKETS 128

struct past;
struct later;
struct each;

/* A row to be read (db_each.h): the arguments of an aggregate, or where a statement stands. */
struct db_row {
	sqlite3_stmt *s; /* NULL: the values count */
	sqlite3_value **v;
	int n;
};

struct stmt {
	sqlite3_stmt *s;
	struct db_row row;
	struct db *db;
	char *sql;
	unsigned long long hash;
	bool copies; /* the text that db_bind_text_at binds */
	struct stmt *next; /* in its bucket; NULL for statements of their own */
};

struct setting {
	char *name, *value; /* value NULL: not set */
	struct setting *next;
};

enum { TXN_MARKS = 8 };

struct txn_mark {
	size_t armed; /* tables that had their triggers then */
	int rows;     /* sqlite3_total_changes then */
};

/* The change set under way (txn.c). */
struct txn {
	int64_t id; /* 0: none */
	char at[WHEN_SIZE];
	int rows_before;     /* sqlite3_total_changes at the start */
	struct strs tables;  /* sqlite_sequence at the start */
	int64_t *sequence;   /* parallel to tables */
	struct strs indexes; /* CREATE INDEX statements waiting for txn_indexes_build */
	bool muted;          /* triggers record nothing */
	struct txn_mark mark[TXN_MARKS]; /* undo points, one in another */
	size_t marks;
	int64_t schema;      /* its version when SQLite read it anew for txn_back; 0: it has not */
};

struct db {
	sqlite3 *h;
	char *path;
	enum db_mode mode;
	struct stmt *cache[CONN_BUCKETS];
	struct setting *settings;
	struct txn txn;
	struct past *past; /* NULL: today */
	struct later *later; /* tables whose indexes wait (later.c) */
	struct strs recorded; /* tables that statements write to (trigger.h) */
	size_t armed;         /* the first so many of them have their triggers */
	struct altered altered;
	struct each *each; /* the innermost loop of db_each; NULL: none */
	bool each_made;    /* its function */
	int64_t rep;       /* -1: not looked up yet */
	char *login;
	struct strs unrated; /* currencies whose missing rate was reported */
	int version_before; /* of the schema, before db_create */
};

/* Ends the program for an error code of SQLite; doing says what failed ("open", or the statement). */
_Noreturn void conn_die(struct db *, int rc, const char *doing);
/* The base that is named by --db, CRM_DB or the place it has by itself, whose folders are made if asked. Freed by the
 * caller; dies when there is none. */
char *conn_path(bool make);
/* Plain sqlite3_exec for our own short statements. */
void conn_exec(struct db *, const char *sql);
/* A connection to path with functions and limits set; flags as for sqlite3_open_v2. */
struct db *conn_open(const char *path, enum db_mode, int flags);
/* Waits for others as all our connections do. */
void conn_patience(struct db *);
/* Resets every cached statement, so that nothing reads while indexes go. */
void conn_reset_all(struct db *);

#endif
