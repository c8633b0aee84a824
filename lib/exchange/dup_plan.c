/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup_plan - what is compared of companies and contacts, and by what pairs are found
 *
 * m and u are where the estimate starts and what it leans on where a base is small; population says how many
 * values there are elsewhere. Fields that are cheap to compare and say much stand first. */
#include <string.h>
#include "exchange/dup_in.h"

enum { C_INN, C_PHONE, C_EMAIL, C_SITE, C_NAME, C_CITY, C_POSTCODE, C_STREET, C_HOUSE, C_FIELDS };

static const struct dup_field company_fields[C_FIELDS] = {
	[C_INN] = {"inn", dup_level_inn, 4, 100000, 0, false, {.85, .08, .02, .05}, {1e-6, 1e-6, 1e-6, 1}},
	[C_PHONE] = {"phone", dup_level_number, 4, 100000, 0, false, {.7, .08, .02, .2}, {1e-6, 1e-5, 1e-4, 1}},
	[C_EMAIL] = {"email", dup_level_email, 5, 100000, 0, false, {.7, .08, .04, .02, .16}, {1e-6, 1e-5, 1e-3, 1e-3, 1}},
	[C_SITE] = {"site", dup_level_site, 3, 100000, 0, false, {.75, .1, .15}, {1e-6, 1e-4, 1}},
	[C_NAME] = {"name", dup_level_firm, 7, 2000, 6, false, {.56, .15, .12, .07, .04, .01, .05},
	            {1e-4, 1e-5, 1e-4, 1e-4, 1e-3, .02, 1}},
	[C_CITY] = {"city", dup_level_name, 6, 50, 0, true, {.8, .07, .02, .01, .01, .09}, {.05, .001, .001, .001, .02, .93}},
	[C_POSTCODE] = {"postcode", dup_level_number, 4, 500, 0, true, {.8, .08, .02, .1}, {.005, .005, .01, .98}},
	[C_STREET] = {"street", dup_level_words, 6, 500, 0, true, {.65, .1, .05, .03, .02, .15},
	              {.003, .002, .002, .005, .02, .97}},
	[C_HOUSE] = {"house", dup_level_house, 3, 100, 0, true, {.7, .1, .2}, {.02, .05, .93}},
};

static const struct dup_pass company_passes[] = {
	{"tax number", {{C_INN, CUT_FIRM}}},
	{"telephone", {{C_PHONE, CUT_WHOLE}}},
	{"e-mail address", {{C_EMAIL, CUT_WHOLE}}},
	{"site", {{C_SITE, CUT_WHOLE}}},
	{"sound of the name", {{C_NAME, CUT_WORDS}}},
	{"rare word of the name", {{C_NAME, CUT_RARE}}},
	{"town and sound of the name", {{C_CITY, CUT_SOUND}, {C_NAME, CUT_SOUND3}}},
	{"last digits of the telephone", {{C_PHONE, CUT_TAIL}, {C_NAME, CUT_LETTER}}},
	{"first digits of the telephone", {{C_PHONE, CUT_HEAD}, {C_NAME, CUT_SOUND3}}},
	{"last digits of the tax number", {{C_INN, CUT_TAIL}, {C_NAME, CUT_LETTER}}},
	{"first digits of the tax number", {{C_INN, CUT_HEAD}, {C_NAME, CUT_LETTER}}},
	{"mailbox", {{C_EMAIL, CUT_LOCAL}}},
	{"address", {{C_STREET, CUT_SOUND}, {C_HOUSE, CUT_WHOLE}, {C_NAME, CUT_LETTER}}},
	{"street and sound of the name", {{C_STREET, CUT_SOUND}, {C_NAME, CUT_SOUND3}}},
};

enum {
	P_ID, P_BIRTHDAY, P_PHONE, P_EMAIL, P_LAST, P_FIRST, P_PATRONYMIC, P_CITY, P_POSTCODE, P_REGION, P_STREET,
	P_HOUSE, P_EMPLOYER, P_FIELDS
};

static const struct dup_field contact_fields[P_FIELDS] = {
	[P_ID] = {"id_number", dup_level_number, 4, 100000, 0, false, {.8, .08, .02, .1}, {1e-6, 1e-5, 1e-4, 1}},
	[P_BIRTHDAY] = {"birthday", dup_level_date, 5, 10000, 0, false, {.77, .1, .06, .04, .03},
	                {1e-4, 1e-3, 5e-3, .02, .97}},
	[P_PHONE] = {"phone", dup_level_number, 4, 100000, 0, true, {.7, .08, .02, .2}, {1e-6, 1e-5, 1e-4, 1}},
	[P_EMAIL] = {"email", dup_level_email, 5, 100000, 0, false, {.65, .1, .05, .02, .18}, {1e-6, 1e-5, 1e-3, 1e-3, 1}},
	[P_LAST] = {"last_name", dup_level_name, 6, 1000, 0, false, {.76, .1, .04, .03, .02, .05},
	            {.002, .002, .002, .005, .03, .96}},
	[P_FIRST] = {"first_name", dup_level_name, 6, 300, 0, false, {.72, .1, .04, .06, .02, .06},
	             {.01, .005, .005, .02, .05, .91}},
	[P_PATRONYMIC] = {"patronymic", dup_level_name, 6, 200, 0, false, {.75, .08, .03, .08, .02, .04},
	                  {.02, .005, .01, .05, .1, .81}},
	[P_CITY] = {"city", dup_level_name, 6, 50, 0, true, {.75, .1, .02, .01, .02, .1}, {.05, .001, .001, .001, .02, .93}},
	[P_POSTCODE] = {"postcode", dup_level_number, 4, 500, 0, true, {.8, .08, .02, .1}, {.005, .005, .01, .98}},
	[P_REGION] = {"region", dup_level_name, 6, 20, 0, true, {.85, .03, .01, .01, .01, .09}, {.1, .01, .01, .01, .02, .85}},
	[P_STREET] = {"street", dup_level_words, 6, 500, 0, true, {.65, .1, .05, .03, .02, .15},
	              {.003, .002, .002, .005, .02, .97}},
	[P_HOUSE] = {"house", dup_level_house, 3, 100, 0, true, {.7, .1, .2}, {.02, .05, .93}},
	[P_EMPLOYER] = {"company", dup_level_firm, 7, 500, 6, true, {.5, .03, .02, .02, .01, .02, .4},
	                {.001, 1e-4, 1e-4, 1e-4, 1e-3, 1e-3, 1}},
};

static const struct dup_pass contact_passes[] = {
	{"number of a document", {{P_ID, CUT_WHOLE}}},
	{"telephone", {{P_PHONE, CUT_WHOLE}}},
	{"e-mail address", {{P_EMAIL, CUT_WHOLE}}},
	{"mailbox", {{P_EMAIL, CUT_LOCAL}}},
	{"birthday", {{P_BIRTHDAY, CUT_WHOLE}}},
	{"names", {{P_LAST, CUT_BOTH}}},
	{"sound of the names", {{P_LAST, CUT_SOUND3}, {P_FIRST, CUT_SOUND3}}},
	{"family name and year of birth", {{P_LAST, CUT_SOUND}, {P_BIRTHDAY, CUT_YEAR}}},
	{"given name and year of birth", {{P_FIRST, CUT_SOUND}, {P_BIRTHDAY, CUT_YEAR}}},
	{"given name and day of birth", {{P_FIRST, CUT_SOUND}, {P_BIRTHDAY, CUT_DAY}}},
	{"family name and town", {{P_LAST, CUT_SOUND}, {P_CITY, CUT_SOUND}}},
	{"given name and town", {{P_FIRST, CUT_SOUND}, {P_CITY, CUT_SOUND}}},
	{"address", {{P_STREET, CUT_SOUND}, {P_HOUSE, CUT_WHOLE}}},
	{"street and given name", {{P_STREET, CUT_SOUND}, {P_FIRST, CUT_LETTER}}},
	{"postcode and given name", {{P_POSTCODE, CUT_WHOLE}, {P_FIRST, CUT_SOUND3}}},
	{"postcode and family name", {{P_POSTCODE, CUT_WHOLE}, {P_LAST, CUT_SOUND3}}},
	{"family name and employer", {{P_EMPLOYER, CUT_SOUND}, {P_LAST, CUT_SOUND3}}},
	{"given name and employer", {{P_EMPLOYER, CUT_SOUND}, {P_FIRST, CUT_SOUND3}}},
	{"last digits of the number", {{P_ID, CUT_TAIL}, {P_LAST, CUT_LETTER}}},
	{"first digits of the number", {{P_ID, CUT_HEAD}, {P_FIRST, CUT_LETTER}}},
	{"last digits of the telephone", {{P_PHONE, CUT_TAIL}, {P_FIRST, CUT_LETTER}}},
};

static const struct dup_plan plans[] = {
	{"company", company_fields, C_FIELDS, C_NAME, 0, C_INN, company_passes,
	 sizeof company_passes / sizeof *company_passes},
	{"contact", contact_fields, P_FIELDS, P_LAST, 3, P_ID, contact_passes,
	 sizeof contact_passes / sizeof *contact_passes},
};

const struct dup_plan *dup_plan_of(const char *entity)
{
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++)
		if (strcmp(plans[i].entity, entity) == 0)
			return &plans[i];
	return NULL;
}
