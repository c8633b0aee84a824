/* SPDX-License-Identifier: GPL-2.0-or-later */
/* help - what --help, --version and --dump-options print */
#include "io/help.h"

#include <string.h>
#include "io/out.h"

#define VERSION "0.1"
#define HELP_COLUMN 26 /* where the sentences begin */

static void add_option(struct str *text, const struct opt *o)
{
	size_t start = text->n;

	if (o->letter)
		str_addf(text, "  -%c%s", o->letter, o->name ? ", " : "");
	else
		str_add(text, "      ");
	if (o->name)
		str_addf(text, "--%s", o->name);
	if (o->arg)
		str_addf(text, o->kind == OPT_MAYBE ? "[=%s]" : " %s", o->arg);
	do
		str_addc(text, ' ');
	while (text->n - start < HELP_COLUMN);
	str_addf(text, "%s\n", o->help);
}

static void add_lines(struct str *text, const char *prefix, const char *const *lines)
{
	for (; lines && *lines; lines++)
		str_addf(text, "%s%s\n", prefix, *lines);
}

void help_print(const struct cmd *cmd, const struct opt *const *list, size_t n)
{
	struct str text = {0}, prefix = {0};

	str_addf(&text, "%s - %s\n", cmd->name, cmd->brief);
	if (cmd->examples && *cmd->examples) {
		str_add(&text, "\nexamples:\n");
		add_lines(&text, "  ", cmd->examples);
	}
	str_add(&text, "\nusage:\n");
	str_addf(&prefix, "  %s ", cmd->name);
	add_lines(&text, str_text(&prefix), cmd->synopsis);
	str_add(&text, "\noptions:\n");
	for (size_t i = 0; i < n; i++)
		if (list[i]->help)
			add_option(&text, list[i]);
	out_text(str_text(&text));
	str_free(&text);
	str_free(&prefix);
}

void help_version(const struct cmd *cmd)
{
	struct str text = {0};

	str_addf(&text, "%s (crm) %s\n", cmd->name, VERSION);
	out_text(str_text(&text));
	str_free(&text);
}

void help_dump(const struct opt *const *list, size_t n)
{
	struct str text = {0};

	str_add(&text, "letter\tname\targ\thelp\n");
	for (size_t i = 0; i < n; i++) {
		const struct opt *o = list[i];

		if (!o->help)
			continue;
		if (o->letter)
			str_addc(&text, o->letter);
		str_addf(&text, "\t%s\t%s\t%s\n", o->name ? o->name : "", o->arg ? o->arg : "",
		         o->help);
	}
	out_text(str_text(&text));
	str_free(&text);
}
