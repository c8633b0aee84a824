/* SPDX-License-Identifier: GPL-2.0-or-later */
/* crm-who - is this name, phone, e-mail or tax number taken, and by whom */
#include "base/die.h"
#include "base/text.h"
#include "io/lines.h"
#include "io/opt.h"
#include "io/tablein.h"
#include "model/finder.h"

static bool exit_empty;

static const struct opt options[] = {
	{'e', "exit-empty", OPT_FLAG, &exit_empty, NULL, "exit 1 when nothing asked for is taken"},
	OPT_INCLUDE(opt_past), OPT_INCLUDE(opt_output), OPT_INCLUDE(opt_base), OPT_END
};

static const struct cmd cmd = {
	"crm-who", "is this name, phone, e-mail or tax number taken",
	(const char *const[]){"[-e] TEXT ...", "[-e] < LINES", NULL},
	(const char *const[]){
		"crm-who 'ООО Ромашка' '+7 495 123-45-67'",
		"crm-who -e 7707083893 || echo free",
		"cut -f 3 found.tsv | crm-who | grep free",
		NULL},
	options
};

int main(int argc, char **argv)
{
	int i = opt_parse(&cmd, argc, argv);
	struct strs texts = {0};
	struct out *out = finder_who_open();
	struct db *db;
	long n = 0;

	for (int k = i; k < argc; k++)
		strs_add(&texts, text_trim(argv[k]));
	if (i == argc && !tablein_waiting())
		opt_usage("nothing to look for given, neither as operand nor on standard input");
	if (i == argc)
		lines_read(&texts);
	db = db_open(DB_READ);
	for (size_t k = 0; k < texts.n; k++)
		n += finder_who(db, texts.v[k], out);
	db_close(db);
	out_finish(out);
	strs_free(&texts);
	return exit_empty && n == 0 ? CRM_SOME : CRM_DONE;
}
