/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-delete - records out of the base */
#include "base/die.h"
#include "io/opt.h"
#include "model/deleter.h"
#include "model/work.h"

static bool with_tied;

static const struct opt options[] = {
	{0, "with-tied", OPT_FLAG, &with_tied, NULL, "delete first what is tied to the record"},
	OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-delete", "delete records",
	(const char *const[]){"ENTITY RECORD ...", "ENTITY < TABLE", NULL},
	(const char *const[]){"crm-delete task 17",
	                      "crm-delete company --with-tied -n 12",
	                      "crm-list task status=cancelled | crm-delete task -y", NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv), code;
	const struct entity *entity;
	struct feed *feed;
	struct out *out;
	struct db *db;
	long deleted;

	entity = work_entity(argv[i]);
	feed = feed_open(entity, argv + i + 1, argc - i - 1);
	work_confirm(feed_expected(feed), "delete", true);
	db = work_begin(NULL);
	out = deleter_run(feed, db, entity, with_tied, &deleted);
	code = work_end(db, out, entity->name, deleted, "deleted", feed_refused(feed));
	feed_free(feed);
	return code;
}
