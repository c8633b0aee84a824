/* SPDX-License-Identifier: GPL-2.0-or-later */
/* import_ask - rows that may be known already go into a file, where somebody decides, and come back
 *
 * A question is a row of the input with the candidate, the rule and what differs behind it. The
 * file comes back through the same import, with a decision; what has changed since is found out
 * then. */
#include <stdlib.h>
#include <string.h>
#include "base/die.h"
#include "base/text.h"
#include "exchange/import_in.h"
#include "io/opt.h"
#include "model/find.h"

void import_ask_open(struct import *im)
{
	char *file;

	im->apply.several = im->parts.n > 1;
	if (im->apply.mode != APPLY_ASK)
		return;
	file = mem_printf("%s.duplicates.csv", im->in->name);
	im->ask.file = rejects_open(im->in, opt.dry_run ? NULL : file, intake_questions);
	free(file);
}

/* "company 12" of the row's duplicate_of: the part, and the record as it is now. */
static int read_candidate(struct import *im, const char *text, struct str *why)
{
	size_t n = strcspn(text, " ");
	char *end = NULL;
	int64_t id = strtoll(text + n, &end, 10);

	for (size_t i = 0; i < im->parts.n; i++)
		if (strlen(im->parts.part[i].called) == n && !strncmp(im->parts.part[i].called, text, n))
			im->ask.about = &im->parts.part[i];
	if (!im->ask.about || *end)
		return text_refuse(why, text, "in column 'duplicate_of' is no record such as 'company 12'");
	im->ask.id = find_number(im->db, im->ask.about->entity, id, why);
	return im->ask.id < 0 ? -1 : 0;
}

int import_ask_decided(struct import *im, const struct intake *in, struct str *why)
{
	const char *decision;
	bool is_new;

	im->ask.about = im->ask.part = NULL;
	im->apply.told_of = NULL;
	if (in->kept == in->width)
		return 0;
	decision = text_trim(in->row.cell[in->kept - 1]);
	is_new = !strcmp(decision, "new");
	if (!*decision && im->ask.file)
		return 0;
	if (!*decision)
		return str_setf(why, "column 'decision' is empty; expected new, skip, fill or update");
	if (!is_new && (apply_parse(decision, &im->apply.told, NULL) < 0 || im->apply.told == APPLY_ERROR ||
			im->apply.told == APPLY_ASK))
		return text_refuse(why, decision, "in column 'decision' is none; expected new, skip, fill or update");
	if (read_candidate(im, text_trim(in->row.cell[in->width + 1]), why) < 0)
		return -1;
	im->ask.is_new = is_new;
	if (!is_new)
		im->apply.told_of = im->ask.about;
	return 0;
}

/* What was decided to be new may be in since: then another record than that of the question is found. */
int64_t import_ask_find(struct import *im, size_t i, struct str *why)
{
	struct part *p = &im->parts.part[i];
	int64_t id;

	if (im->ask.about == p && !im->ask.is_new) {
		p->rule = "decision";
		return im->ask.id;
	}
	id = match_find(im->match[i], p, im->refs, why);
	if (im->ask.about != p || (id > 0 && id != im->ask.id && (!p->unlike || !strcmp(p->rule, "inn"))))
		return id;
	p->rule = NULL;
	p->id = 0;
	return 0;
}

int import_ask_unclear(struct import *im, struct part *p, const struct str *why)
{
	if (im->ask.file && p->id > 0) {
		im->ask.part = p;
		str_set(&im->ask.differences, str_text(why));
	}
	return -1;
}

bool import_ask_must(struct import *im, struct part *p, int64_t id, struct str *why)
{
	int differs;

	if (!im->ask.file || im->ask.about == p || !apply_asks(p, id))
		return false;
	differs = apply_differences(&im->apply, p, id, &im->ask.differences, why);
	if (differs > 0) {
		im->ask.part = p;
		p->id = id;
	}
	return differs != 0;
}

void import_ask(struct import *im, const struct intake *in)
{
	struct part *p = im->ask.part;
	char *record = mem_printf("%s %lld", p->called, (long long)p->id);
	const char *cells[] = {record, p->rule, im->ask.differences.s, ""};

	for (size_t i = 0; i < im->parts.n; i++)
		im->parts.part[i].fate = PART_NONE;
	p->fate = PART_ASKED;
	im->ask.n++;
	import_key_left(im, in->row.line);
	rejects_add(im->ask.file, &in->row, cells);
	import_out_row(im, in->row.line, NULL);
	free(record);
}

void import_ask_end(struct import *im)
{
	if (im->ask.n)
		note("%ld row%s to decide about%s%s%s", im->ask.n, im->ask.n == 1 ? "" : "s", opt.dry_run ? "" : ": ",
		     opt.dry_run ? "" : im->in->name, opt.dry_run ? "" : ".duplicates.csv");
	if (im->ask.file)
		rejects_finish(im->ask.file);
	str_free(&im->ask.differences);
}
