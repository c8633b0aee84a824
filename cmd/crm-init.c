/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-init - a new base, or an older one brought up to date */
#include "base/die.h"
#include "io/opt.h"
#include "model/start.h"

static struct start_wish wish;
static bool reindex;

static const struct opt options[] = {
	{0, "preset", OPT_TEXT, &wish.preset, "NAME",
	 "load b2b, or the tables of a folder (./folder), into the new base"},
	{0, "lang", OPT_TEXT, &wish.lang, "LANG", "language of the preset: en or ru; else $CRM_LANG or the locale"},
	{0, "migrate", OPT_FLAG, &wish.migrate, NULL, "bring an older base up to date; a current one is left as it is"},
	{0, "reindex", OPT_FLAG, &reindex, NULL, "build the full-text index of a base again"},
	{0, "key", OPT_TEXT, &opt.key, "TEXT", "do nothing if a run with this key is already done"},
	OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-init", "make a base, or bring an older one up to date",
	(const char *const[]){"[--preset NAME] [--lang LANG] [SETTING=VALUE ...]", "--migrate", "--reindex", NULL},
	(const char *const[]){"crm-init --preset b2b",
	                      "crm-init --preset b2b --lang ru time_zone=Europe/Samara country=RU", NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);

	if (reindex && (i < argc || wish.preset || wish.migrate))
		opt_usage("--reindex goes alone");
	if (reindex) {
		start_reindex();
		return CRM_DONE;
	}
	wish.settings = argv + i;
	wish.n = argc - i;
	start_base(&wish);
	return CRM_DONE;
}
