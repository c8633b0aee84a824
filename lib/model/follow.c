/* SPDX-License-Identifier: GPL-2.0-or-later */
/* follow - change sets printed as they are committed
 *
 * The base is opened for each look and closed again (see store/watch.h for why no connection may
 * stay open); between looks only the number of the last change set is kept, and its moment,
 * which tells whether it is still the same base. */
#include "model/follow.h"

#include <stdlib.h>
#include <string.h>

#include "base/die.h"
#include "base/stop.h"
#include "io/opt.h"
#include "model/codes.h"
#include "store/watch.h"

enum { BATCH = 256 }; /* change sets read before they are sent, after a long pause */

struct follow {
	struct history *h;
	struct watch *watch;
	int64_t seen;    /* the last change set that was looked at */
	char *seen_at;   /* its moment, by which it is known in a base that was put in place of this one */
	bool missing;    /* the base, and it was said */
};

static char *moment_of(struct db *db, int64_t id)
{
	char *number = mem_printf("%lld", (long long)id);
	char *at = db_get_text(db, "SELECT at FROM txn WHERE id = CAST(:id AS integer)", "id", number, NULL);

	free(number);
	return at;
}

/* Is it still the base we know? A restored copy or another one goes on from where it stands. */
static void check_lineage(struct follow *f, struct db *db)
{
	char *at = f->seen ? moment_of(db, f->seen) : NULL;

	if (f->seen_at && (!at || strcmp(at, f->seen_at) != 0)) {
		f->seen = db_get_int(db, 0, "SELECT max(id) FROM txn", NULL);
		warn("the base '%s' is another one now: going on behind its change set %lld", db_path(db),
		     (long long)f->seen);
	}
	free(at);
}

static long look(struct follow *f)
{
	struct db *db;
	long found;

	codes_forget(); /* what the last connection read */
	db = db_open(DB_READ);
	check_lineage(f, db);
	found = history_read_on(f->h, db, &f->seen, BATCH);
	free(f->seen_at);
	f->seen_at = moment_of(db, f->seen);
	db_close(db);
	return found;
}

static bool send_rows(struct follow *f)
{
	bool read;

	/* a reader that stalls would keep the program from ending */
	stop_at_once(true);
	read = shape_flush(history_shape(f->h));
	stop_at_once(false);
	return read;
}

/* Between rm and the next crm-init there is none. One that is not whole may also be one that grows just now, of which
 * nothing is said: what completes it is seen. */
static bool is_there(struct follow *f)
{
	bool whole, there = watch_there(f->watch, &whole);

	if (!there && !f->missing)
		warn("the base is gone, waiting for another in its place");
	f->missing = !there;
	return whole;
}

static void run(struct follow *f)
{
	long found = 0;

	do {
		if (!is_there(f)) {
			found = 0;
			continue;
		}
		do {
			found = look(f);
			if (!send_rows(f) || history_full(f->h))
				return;
		} while (found == BATCH);
	} while (watch_wait(f->watch, found == 0));
}

/* What is watched, and from where on. */
static void start(struct follow *f, const struct history_wish *w)
{
	struct db *db;

	db_leave_tidy();
	db = db_open(DB_READ);
	f->watch = watch_open(db_path(db));
	f->seen = w->first ? w->first - 1 : db_get_int(db, 0, "SELECT max(id) FROM txn", NULL);
	f->seen_at = moment_of(db, f->seen);
	db_close(db);
}

void follow(const struct history_wish *wish)
{
	struct follow f = {0};

	if (!opt.output && !opt.dialect)
		opt.output = "tsv"; /* on a terminal too: a fitted table needs its end */
	f.h = history_open(wish);
	start(&f, wish);
	run(&f);
	watch_close(f.watch);
	shape_finish(history_shape(f.h));
	history_free(f.h);
	free(f.seen_at);
}
