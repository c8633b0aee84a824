/* SPDX-License-Identifier: GPL-2.0-or-later */
/* start - making a base
 *
 * Presets are read before the base is touched: one that cannot be read leaves no file behind.
 * What goes wrong later takes away a base that was made just now. */
#include "model/start.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/die.h"
#include "base/halt.h"
#include "base/when.h"
#include "io/opt.h"
#include "model/codes.h"
#include "model/preset.h"
#include "model/search.h"
#include "model/work.h"
#include "model/writer.h"
#include "store/migrate.h"
#include "store/txn.h"
#include "store/who.h"

struct start {
	const struct start_wish *wish;
	struct preset *settings, *preset;
	struct db *db;
	bool fresh; /* nothing is in it yet */
	struct str why;
};

static char *made; /* the file, when it is ours, just now, and not finished yet */

static void forget_made(void)
{
	free(made);
	made = NULL;
}

static void take_away(void)
{
	static const char *const tails[] = {"", "-wal", "-shm"};

	for (size_t i = 0; made && i < 3; i++) {
		char *file = mem_printf("%s%s", made, tails[i]);

		unlink(file);
		free(file);
	}
}

/* A new base that could not be finished is taken away; an old one is left as it was. */
_Noreturn static void give_up(struct start *s, enum exit_code code)
{
	txn_rollback(s->db);
	db_close(s->db);
	take_away();
	die(code, "%s", str_text(&s->why));
}

/* The zone of the machine by name, "" when it does not tell. */
static const char *system_zone(void)
{
	static char link[256];
	const char *tz = getenv("TZ"), *name;
	ssize_t n;

	if (tz && *tz)
		return *tz == ':' ? tz + 1 : tz;
	n = readlink("/etc/localtime", link, sizeof link - 1);
	link[n > 0 ? n : 0] = '\0';
	name = strstr(link, "zoneinfo/");
	return name ? name + strlen("zoneinfo/") : "";
}

static void set_setting(struct start *s, const char *name, const char *value)
{
	static const char *const fields[] = {"value"};
	const struct entity *e = registry_entity("setting");
	struct writer *w;
	int64_t id = codes_id(s->db, e, name, &s->why);

	if (id < 0)
		give_up(s, CRM_USAGE);
	w = writer_open(s->db, e, fields, 1, &s->why);
	writer_clear_empty(w);
	if (writer_set(w, id, &value, &s->why) < 0) {
		struct str reason = {0};

		str_set(&reason, str_text(&s->why));
		str_setf(&s->why, "%s: %s", name, str_text(&reason));
		str_free(&reason);
		give_up(s, CRM_USAGE);
	}
	writer_close(w);
}

static void set_settings(struct start *s)
{
	const char *zone = system_zone();

	if (when_set_zone(zone) == 0)
		set_setting(s, "time_zone", zone);
	for (int i = 0; i < s->wish->n; i++) {
		char *text = mem_copy(s->wish->settings[i]), *equals = strchr(text, '=');

		*equals = '\0';
		set_setting(s, text, equals + 1);
		free(text);
	}
}

/* Who makes a base leads the department until told otherwise. */
static void add_head(struct start *s)
{
	static const char *const fields[] = {"login", "role"};
	const char *cells[] = {who_process(), "head"};
	struct writer *w = writer_open(s->db, registry_entity("rep"), fields, 2, &s->why);

	if (!w || writer_add(w, cells, &s->why) < 0)
		give_up(s, CRM_STORAGE);
	writer_close(w);
}

static void load(struct start *s, struct preset *preset)
{
	if (preset_load(preset, s->db, &s->why) < 0)
		give_up(s, CRM_INPUT);
}

static void fill(struct start *s)
{
	work_start(s->db);
	/* Two crm-init at once both see no file; the second one waits for the lock of the first. */
	if (s->fresh && txn_id(s->db) > 1) { /* somebody else made it in this moment */
		s->fresh = false;
		forget_made();
		str_setf(&s->why, "the base '%s' is there already", db_path(s->db));
		give_up(s, CRM_USAGE);
	}
	halt_watch(take_away);
	if (s->fresh) {
		add_head(s);
		load(s, s->settings);
		set_settings(s);
	}
	if (s->preset)
		load(s, s->preset);
	work_answer(s->db, NULL, CRM_DONE);
	txn_commit(s->db, s->fresh ? "base made" : "preset loaded");
	forget_made();
}

static void read_presets(struct start *s)
{
	const char *lang = preset_lang(s->wish->lang, &s->why);

	if (lang)
		s->settings = preset_open("settings", lang, &s->why);
	if (s->settings && s->wish->preset)
		s->preset = preset_open(s->wish->preset, lang, &s->why);
	if (!s->settings || (s->wish->preset && !s->preset))
		die(CRM_USAGE, "%s", str_text(&s->why));
	for (int i = 0; i < s->wish->n; i++)
		if (!strchr(s->wish->settings[i], '='))
			opt_usage("'%s' is no SETTING=VALUE", s->wish->settings[i]);
}

/* What to do with a base that was there: 1 fill it, 0 nothing. */
static bool look_at_old(struct start *s, int before)
{
	bool migrated = before != migrate_version(s->db);

	if (migrated)
		note("base '%s' brought from schema version %d to %d", db_path(s->db), before,
		     migrate_version(s->db));
	else if (!s->preset && !s->wish->migrate)
		str_setf(&s->why, "the base '%s' is there already", db_path(s->db));
	else if (!s->preset)
		note("base '%s' is up to date", db_path(s->db));
	if (s->wish->n > 0)
		str_setf(&s->why, "the base '%s' is there already, expected crm-set setting for its settings",
		         db_path(s->db));
	else if (s->preset && (db_get_int(s->db, 0, "SELECT count(*) FROM category", NULL) +
	                       db_get_int(s->db, 0, "SELECT count(*) FROM pipeline", NULL) > 0))
		str_setf(&s->why, "the base '%s' has categories and pipelines already, a preset is for an empty one",
		         db_path(s->db));
	if (s->why.n)
		give_up(s, CRM_USAGE);
	return s->preset != NULL;
}

/* Tables without a single change set are what a crm-init left that was cut short: as good as new. */
static bool unfinished(struct db *db, int before)
{
	return before == migrate_version(db) && !db_get_int(db, 0, "SELECT 1 FROM txn LIMIT 1", NULL);
}

void start_base(const struct start_wish *wish)
{
	struct start s = {.wish = wish};
	int before;

	read_presets(&s);
	s.db = db_create(NULL);
	before = db_version_before(s.db);
	made = before == 0 ? mem_copy(db_path(s.db)) : NULL;
	if (before == migrate_version(s.db))
		work_done_before(s.db);
	s.fresh = made || unfinished(s.db, before);
	if (s.fresh || look_at_old(&s, before))
		fill(&s);
	if (s.fresh)
		note("base '%s' made, '%s' is its head", db_path(s.db), who_process());
	else if (s.preset)
		note("preset '%s' loaded into base '%s'", wish->preset, db_path(s.db));
	db_close(s.db);
	preset_free(s.settings);
	preset_free(s.preset);
}

void start_reindex(void)
{
	struct db *db = work_begin(NULL);

	search_rebuild(db, NULL, 0, 0);
	search_owes(db, false);
	work_answer(db, NULL, CRM_DONE);
	txn_commit(db, "search index built again");
	note("full-text index of base '%s' built again", db_path(db));
	db_close(db);
}
