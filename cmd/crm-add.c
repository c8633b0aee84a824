/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-add - records into the base */
#include <string.h>
#include "base/die.h"
#include "io/opt.h"
#include "model/adder.h"
#include "model/work.h"

static const char *at;
static bool duplicate;

static const struct opt options[] = {
	{0, "at", OPT_TEXT, &at, "WHEN", "when it happened, instead of now"},
	{0, "duplicate", OPT_FLAG, &duplicate, NULL,
	 "add a company even if its name, phone, e-mail or tax number is there"},
	OPT_INCLUDE(opt_write), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-add", "add records",
	(const char *const[]){"ENTITY FIELD=VALUE ...", "ENTITY [-] [FIELD=VALUE ...] < TABLE", NULL},
	(const char *const[]){
		"crm-add company name='ООО Ромашка' phone='8 495 123-45-67' territory=moscow",
		"crm-add contact name='Olga Petrova' company=12 position=buyer email=petrova@example.com",
		"crm-list company category=lead | crm-add task - title='Check the phone' due_at=+2wd",
		NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	const struct entity *entity;
	struct adder *adder;
	struct db *db;
	struct out *out;
	int code;

	entity = work_entity(argv[i]);
	adder = adder_open(entity, argv + i + 1, argc - i - 1);
	adder->twins = duplicate;
	db = work_begin(entity);
	out = adder_run(adder, db, work_at(at));
	code = work_end(db, out, entity->name, adder->added, "added", adder->refused);
	adder_free(adder);
	return code;
}
