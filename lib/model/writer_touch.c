/* SPDX-License-Identifier: GPL-2.0-or-later */
/* writer_touch - the scores of touchpoints have a history, from which improvements are counted */
#include <stdio.h>
#include <string.h>
#include "model/writer_parts.h"
#include "store/txn.h"

static bool has_history(struct db *db, int64_t touchpoint)
{
	return db_get_int_id(db, 0, "SELECT 1 FROM touchpoint_change WHERE touchpoint = :id LIMIT 1", touchpoint) != 0;
}

static void add_score(struct writer *w, int64_t touchpoint, const struct value *score, const char *at)
{
	struct stmt *st = db_prepare(w->db, "INSERT INTO touchpoint_change (touchpoint, score, at, rep) "
	                                    "VALUES (:touchpoint, :score, :at, :rep)");

	db_bind_int(st, "touchpoint", touchpoint);
	value_bind(st, "score", score);
	db_bind_text(st, "at", at);
	value_bind(st, "rep", &w->who);
	db_run(st);
}

/* The moment of a change; a bare date of the day of the last one takes that moment. */
static int moment(struct writer *w, int64_t touchpoint, char at[WHEN_SIZE], struct str *why)
{
	const char *typed = w->moment.text.s;
	struct stmt *st = db_prepare(w->db, "SELECT at FROM touchpoint_change WHERE touchpoint = :id "
	                                    "ORDER BY at DESC, id DESC LIMIT 1");
	char last[WHEN_SIZE] = "";

	db_bind_int(st, "id", touchpoint);
	if (db_step(st)) {
		snprintf(last, sizeof last, "%s", db_text0(st, 0));
		db_reset(st);
	}
	snprintf(at, WHEN_SIZE, "%s", when_is_date(typed) && strncmp(last, typed, strlen(typed)) == 0 ? last : typed);
	if (strcmp(at, last) < 0)
		return str_setf(why, "'%s' lies before the last change of the score, %s", typed, last);
	return 0;
}

/* A score from before there was a history is its first row: what comes then is better or worse than that. */
static int touchpoint_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	char at[WHEN_SIZE];

	if (moment(w, id, at, why) < 0)
		return -1;
	writer_mark(w);
	if (was->is != VALUE_NULL && !has_history(w->db, id))
		add_score(w, id, was, at);
	add_score(w, id, &c->v, at);
	return 1;
}

const struct rules touchpoint_rules = {"touchpoint", NULL, NULL, NULL, touchpoint_change, "score"};

/* The score that stood before the first row of the history. */
static void keep_score(struct writer *w, int64_t touchpoint, const char *at)
{
	struct value score = {.is = VALUE_INT};

	score.i = db_get_int_id(w->db, -1, "SELECT coalesce(score, -1) FROM touchpoint WHERE id = :id", touchpoint);
	if (score.i >= 0)
		add_score(w, touchpoint, &score, at);
}

static int history_check(struct writer *w, struct str *why)
{
	const struct column *touchpoint = writer_column(w, "touchpoint"), *at = writer_column(w, "at");

	(void)why;
	if (touchpoint->use->is != VALUE_INT || at->use->is != VALUE_TEXT)
		return 0; /* both are required, which is said next */
	/* A history from elsewhere begins where it begins. */
	if (!w->allow_kept && !has_history(w->db, touchpoint->use->i))
		keep_score(w, touchpoint->use->i, at->use->text.s);
	return 0;
}

/* A touchpoint is as good as the last row with a score says. */
static void history_after(struct writer *w, int64_t id)
{
	struct stmt *st = db_prepare(w->db, "UPDATE touchpoint SET score = (SELECT h.score FROM touchpoint_change h "
	                                    "WHERE h.touchpoint = touchpoint.id AND h.score IS NOT NULL "
	                                    "ORDER BY h.at DESC, h.id DESC LIMIT 1) WHERE id = "
	                                    "(SELECT n.touchpoint FROM touchpoint_change n WHERE n.id = :id "
	                                    "AND n.score IS NOT NULL)");

	db_bind_int(st, "id", id);
	db_run(st);
}

static int history_change(struct writer *w, int64_t id, struct cell *c, const struct value *was, struct str *why)
{
	(void)w;
	(void)id;
	(void)was;
	if (strcmp(c->name, "what") == 0)
		return 0;
	return str_setf(why, "%s: what happened stays as it is, expected crm-undo or another touchpoint_change", c->name);
}

const struct rules touchpoint_change_rules = {"touchpoint_change", NULL, history_check, history_after,
                                              history_change, NULL};
