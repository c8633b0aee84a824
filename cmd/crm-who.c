/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-who - is this name, phone, e-mail or tax number taken, and by whom */
#include "base/die.h"
#include "io/opt.h"
#include "model/asker.h"

static bool exit_empty;
static const char *ask;

static const struct opt options[] = {
	{0, "ask", OPT_TEXT, &ask, "COLUMNS", "of a table: ask by these columns, the surest first"},
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when nothing asked for is taken"},
	OPT_INCLUDE(opt_select), OPT_INCLUDE(opt_past), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-who", "is this name, phone, e-mail or tax number taken",
	(const char *const[]){"[-e] [-c COLUMNS] [-s COLUMNS] [-l N] TEXT ...", "[-e] [-] < LINES",
	                      "[-e] [--ask COLUMNS] [-] < TABLE", NULL},
	(const char *const[]){
		"crm-who 'ООО Ромашка' '+7 495 123-45-67'",
		"crm-who -e 7707083893 || echo free",
		"cut -f 3 found.tsv | crm-who | grep free",
		"crm-who --ask ИНН,Телефон,Название -o csv --for excel-ru < list.csv > known.csv",
		NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct asker *a = asker_open(argv + i, argc - i, ask);
	struct db *db = db_open(DB_READ);
	long n = asker_run(a, db);

	db_close(db);
	asker_finish(a);
	return exit_empty && n == 0 ? CRM_SOME : CRM_DONE;
}
