/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vcard_read - a card of an address book as rows of a table
 *
 * A card makes one row, and one more for each further address and account, with the same UID in
 * front: the import then knows the person of the first row again. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "exchange/vtable_in.h"

enum {
	UID, NAME, LAST, FIRST, PATRONYMIC, COMPANY, POSITION, PHONE, EMAIL, BIRTHDAY, NOTE,
	FIRM_PHONE, FIRM_EMAIL, FIRM_ADDRESS, FIRM_SITE, FIRM_NOTE, ADDRESS, COUNTRY, POSTCODE, REGION, CITY, STREET,
	SERVICE, ACCOUNT, FAX, URL, CATEGORIES, COLUMNS
};
enum { ADDRESS_PARTS = STREET - ADDRESS + 1, CHANNEL_PARTS = 2 };

const struct vcolumn vcard_columns[] = {
	[UID] = {"uid", "=contact"}, [NAME] = {"name", "name"}, [LAST] = {"last_name", "last_name"},
	[FIRST] = {"first_name", "first_name"}, [PATRONYMIC] = {"patronymic", "patronymic"},
	[COMPANY] = {"company", "company.name"}, [POSITION] = {"position", "position"},
	[PHONE] = {"phone", "phone"}, [EMAIL] = {"email", "email"}, [BIRTHDAY] = {"birthday", "birthday"},
	[NOTE] = {"note", "note"}, [FIRM_PHONE] = {"company_phone", "company.phone"},
	[FIRM_EMAIL] = {"company_email", "company.email"},
	[FIRM_ADDRESS] = {"company_address", "company.address"},
	[FIRM_SITE] = {"company_site", "company.site"}, [FIRM_NOTE] = {"company_note", "company.note"},
	[ADDRESS] = {"address_kind", "address.kind"}, [COUNTRY] = {"country", "address.country"},
	[POSTCODE] = {"postcode", "address.postcode"}, [REGION] = {"region", "address.region"},
	[CITY] = {"city", "address.city"}, [STREET] = {"street", "address.street"},
	[SERVICE] = {"service", "channel.kind"}, [ACCOUNT] = {"account", "channel.value"},
	[FAX] = {"fax", NULL}, [URL] = {"url", NULL}, [CATEGORIES] = {"categories", NULL},
};
const size_t vcard_columns_n = COLUMNS;

static const char *part(const struct strs *parts, size_t i)
{
	return i < parts->n ? text_trim(parts->v[i]) : "";
}

static void take_name(struct vtable *v, const struct vline *l)
{
	static const int columns[] = {LAST, FIRST, PATRONYMIC};
	struct strs parts = {0};

	vline_split(l, ';', &parts);
	for (size_t i = 0; i < 3; i++)
		str_set(&v->cell[columns[i]], part(&parts, i));
	strs_free(&parts);
}

static void take_firm(struct vtable *v, const struct vline *l)
{
	struct strs parts = {0};

	vline_split(l, ';', &parts);
	if (!v->cell[COMPANY].n) {
		vtable_add(v, COMPANY, "", part(&parts, 0));
		for (size_t i = 1; i < parts.n; i++)
			vtable_add(v, POSITION, ", ", part(&parts, i));
	}
	strs_free(&parts);
}

/* What is dialled after a pause ("+7 495 123-45-67,,12") is an extension, as is what says so (";ext=12"). Two
 * numbers with a comma between them stay two. */
static void say_extension(struct str *phone)
{
	const char *s = phone->s, *ext = strstr(s, ";ext="), *rest;
	size_t n = ext ? (size_t)(ext - s) : strcspn(s, ",;pPwW"), before = 0, digits;
	char *whole;

	for (size_t i = 0; i < n; i++)
		before += s[i] >= '0' && s[i] <= '9';
	rest = ext ? ext + strlen(";ext=") : s + n + strspn(s + n, ",;pPwW ");
	digits = strspn(rest, "0123456789");
	if (rest == s + n || (!ext && (before < 7 || !digits || digits > 6 || rest[digits + strspn(rest + digits, "#")])))
		return;
	whole = mem_printf("%.*s ext. %s", (int)n, s, rest);
	if (!ext)
		whole[strcspn(whole, "#")] = '\0';
	str_set(phone, whole);
	free(whole);
}

/* Preferred ones go in front. */
static void take_way(struct vtable *v, const struct vline *l, int column, const char *scheme)
{
	struct str text = {0}, all = {0};
	char *way;
	bool first = vline_has(l, "TYPE", "PREF") || vline_has(l, "PREF", "1");

	vline_text(l, &text);
	if (column == PHONE)
		say_extension(&text);
	way = text_trim(text.s);
	if (!strncasecmp(way, scheme, strlen(scheme)))
		way += strlen(scheme);
	if (column == PHONE && vline_has(l, "TYPE", "FAX") && !vline_has(l, "TYPE", "VOICE"))
		column = FAX;
	if (first && v->cell[column].n && *way) {
		str_set(&all, v->cell[column].s);
		str_set(&v->cell[column], "");
	}
	vtable_add(v, column, "; ", way);
	vtable_add(v, column, "; ", str_text(&all));
	str_free(&text);
	str_free(&all);
}

static const char *kind_of(const struct vline *l)
{
	static const char *const kinds[][2] = {
		{"HOME", "home"}, {"X-LEGAL", "legal"}, {"WORK", "office"}, {"POSTAL", "postal"},
		{"PARCEL", "delivery"}};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (vline_has(l, "TYPE", kinds[i][0]))
			return kinds[i][1];
	return "office";
}

/* post box; further line; street; town; region; code; country */
static void take_address(struct vtable *v, const struct vline *l)
{
	static const int order[] = {6, 5, 4, 3};
	struct strs parts = {0};
	struct str street = {0};
	size_t any = 0;

	vline_split(l, ';', &parts);
	for (size_t i = 0; i < 3; i++)
		if (*part(&parts, i))
			str_addf(&street, "%s%s", street.n ? ", " : "", part(&parts, i));
	for (size_t i = 0; i < 7; i++)
		any += strlen(part(&parts, i));
	if (any) {
		strs_add(&v->address, kind_of(l));
		for (size_t i = 0; i < 4; i++)
			strs_add(&v->address, part(&parts, (size_t)order[i]));
		strs_add(&v->address, str_text(&street));
	}
	strs_free(&parts);
	str_free(&street);
}

static int hex(const char *s)
{
	char two[3] = {s[0], s[0] ? s[1] : '\0', '\0'}, *end;
	long n = strtol(two, &end, 16);

	return end == two + 2 && n ? (int)n : -1;
}

/* telegram:name%20x */
static void take_account(struct vtable *v, const struct vline *l)
{
	static const char *const known[] = {"telegram", "whatsapp", "other"};
	const char *value = l->value, *colon = strchr(value, ':');
	const char *service = "other";
	struct str text = {0};

	if (!strcmp(l->name, "X-TELEGRAM"))
		service = "telegram";
	for (size_t i = 0; i < 3 && colon; i++)
		if (!strncasecmp(value, known[i], (size_t)(colon - value)) && !known[i][colon - value]) {
			service = known[i];
			value = colon + 1;
			break;
		}
	for (; *value; value++) {
		int c = *value == '%' ? hex(value + 1) : -1;

		str_addc(&text, c > 0 ? (char)c : *value);
		value += c > 0 ? 2 : 0;
	}
	if (text.n) {
		strs_add(&v->channel, service);
		strs_add(&v->channel, text.s);
	}
	str_free(&text);
}

/* A year that stands for none: "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-15" is --03-15. */
static char *without_year(const struct vline *l, char *day)
{
	const char *year = vline_param(l, "X-APPLE-OMIT-YEAR");

	if (!year || strlen(year) != 4 || strncmp(day, year, 4) != 0)
		return day;
	day += day[4] == '-' ? 3 : 2;
	day[0] = '-';
	day[1] = '-';
	return day;
}

/* 19850412 as 1985-04-12; a day without its year goes to the remarks. */
static void take_birthday(struct vtable *v, const struct vline *l)
{
	struct str text = {0};
	char *s;

	vline_text(l, &text);
	s = text_trim(text.s);
	s[strcspn(s, "Tt")] = '\0';
	s = without_year(l, s);
	if (strlen(s) == 8 && strspn(s, "0123456789") == 8)
		(void)str_setf(&v->cell[BIRTHDAY], "%.4s-%.2s-%.2s", s, s + 4, s + 6);
	else if (strncmp(s, "--", 2) != 0)
		str_set(&v->cell[BIRTHDAY], s);
	else
		str_addf(&v->cell[NOTE], "%sBDAY %s", v->cell[NOTE].n ? "\n" : "", s);
	str_free(&text);
}

static void take_text(struct vtable *v, const struct vline *l, int column, const char *between)
{
	struct str text = {0};

	vline_text(l, &text);
	vtable_add(v, column, between, column == NOTE ? text.s : text_trim(text.s));
	str_free(&text);
}

static void take(struct vtable *v, const struct vline *l)
{
	static const struct {
		const char *name;
		int column;
		const char *between;
	} plain[] = {{"UID", UID, ""}, {"FN", NAME, " "}, {"TITLE", POSITION, ", "}, {"NOTE", NOTE, "\n"},
	             {"URL", URL, " "}, {"CATEGORIES", CATEGORIES, ","}};

	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (!strcmp(l->name, plain[i].name)) {
			take_text(v, l, plain[i].column, plain[i].between);
			return;
		}
	if (!strcmp(l->name, "N"))
		take_name(v, l);
	else if (!strcmp(l->name, "ORG"))
		take_firm(v, l);
	else if (!strcmp(l->name, "TEL"))
		take_way(v, l, PHONE, "tel:");
	else if (!strcmp(l->name, "EMAIL"))
		take_way(v, l, EMAIL, "mailto:");
	else if (!strcmp(l->name, "ADR"))
		take_address(v, l);
	else if (!strcmp(l->name, "BDAY"))
		take_birthday(v, l);
	else if (!strcmp(l->name, "IMPP") || !strcmp(l->name, "X-TELEGRAM"))
		take_account(v, l);
}

static void move_cell(struct vtable *v, int from, int to)
{
	vtable_add(v, to, "; ", str_text(&v->cell[from]));
	str_clear(&v->cell[from]);
}

/* Nothing but a name: that is its UID then, so that the card is known when it comes again. */
static void name_alone(struct vtable *v)
{
	static const int known[] = {UID, COMPANY, PHONE, EMAIL};

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (v->cell[known[i]].n)
			return;
	if (v->cell[NAME].n)
		(void)str_setf(&v->cell[UID], "name:%s", v->cell[NAME].s);
}

/* Address i of the card in one line. */
static void address_line(const struct vtable *v, size_t i, struct str *line)
{
	str_set(line, "");
	for (size_t k = 1; k < ADDRESS_PARTS; k++) {
		const char *s = v->address.v[i * ADDRESS_PARTS + k];

		if (*s)
			str_addf(line, "%s%s", line->n ? ", " : "", s);
	}
}

/* A card of a firm: its telephones are its own, and what has no place of its own is a remark. */
static void settle_firm(struct vtable *v)
{
	struct str line = {0};

	str_clear(&v->cell[NAME]);
	str_clear(&v->cell[UID]);
	move_cell(v, PHONE, FIRM_PHONE);
	move_cell(v, EMAIL, FIRM_EMAIL);
	move_cell(v, URL, FIRM_SITE);
	move_cell(v, NOTE, FIRM_NOTE);
	for (size_t i = 0; i * ADDRESS_PARTS < v->address.n; i++) {
		address_line(v, i, &line);
		vtable_add(v, i ? FIRM_NOTE : FIRM_ADDRESS, "\n", line.s);
	}
	for (size_t i = 0; i < v->channel.n; i += CHANNEL_PARTS) {
		(void)str_setf(&line, "%s: %s", v->channel.v[i], v->channel.v[i + 1]);
		vtable_add(v, FIRM_NOTE, "\n", line.s);
	}
	vtable_add(v, FIRM_NOTE, "\n", str_text(&v->cell[BIRTHDAY]));
	vtable_add(v, FIRM_NOTE, "\n", str_text(&v->cell[POSITION]));
	str_clear(&v->cell[BIRTHDAY]);
	str_clear(&v->cell[POSITION]);
	strs_free(&v->address);
	strs_free(&v->channel);
	str_free(&line);
}

/* A post without a firm is a remark. */
static void settle(struct vtable *v)
{
	static const int names[] = {LAST, FIRST, PATRONYMIC};
	bool person = v->cell[LAST].n || v->cell[FIRST].n || v->cell[PATRONYMIC].n;

	for (size_t i = 0; i < 3 && !v->cell[NAME].n; i++)
		if (person && v->cell[names[i]].n)
			for (size_t k = i; k < 3; k++)
				vtable_add(v, NAME, " ", str_text(&v->cell[names[k]]));
	if (!v->cell[COMPANY].n && v->cell[POSITION].n) {
		vtable_add(v, NOTE, "\n", v->cell[POSITION].s);
		str_clear(&v->cell[POSITION]);
	}
	name_alone(v);
	if (person || !v->cell[COMPANY].n ||
	    (v->cell[NAME].n && strcmp(v->cell[NAME].s, v->cell[COMPANY].s) != 0))
		return;
	settle_firm(v);
}

static void put_further(struct vtable *v)
{
	size_t a = v->further * ADDRESS_PARTS, c = v->further * CHANNEL_PARTS;

	for (size_t i = 0; i < ADDRESS_PARTS; i++)
		str_set(&v->cell[ADDRESS + i], a < v->address.n ? v->address.v[a + i] : "");
	for (size_t i = 0; i < CHANNEL_PARTS; i++)
		str_set(&v->cell[SERVICE + i], c < v->channel.n ? v->channel.v[c + i] : "");
	v->further++;
}

/* Only what says whose it is stands beside the second address. */
static bool more(struct vtable *v)
{
	if (v->further * ADDRESS_PARTS >= v->address.n && v->further * CHANNEL_PARTS >= v->channel.n)
		return false;
	str_clear(&v->cell[NOTE]);
	str_clear(&v->cell[BIRTHDAY]);
	put_further(v);
	return true;
}

/* Up to END; a card in a card (AGENT of vCard 2.1) is passed over. */
static int read_card(struct vtable *v, struct str *why)
{
	int depth = 1, got;
	struct vline l;

	while ((got = vlines_next(v->lines, &l, why)) > 0) {
		if (!strcmp(l.name, "BEGIN"))
			depth++;
		else if (!strcmp(l.name, "END") && !--depth)
			return 1;
		else if (depth == 1)
			take(v, &l);
	}
	return got < 0 ? -1 : vtable_fail(v, v->line, why, "the card that begins here has no END:VCARD");
}

int vcard_read(struct vtable *v, struct str *why)
{
	struct vline l;
	int got;

	if (v->further && more(v))
		return 1;
	got = vlines_next(v->lines, &l, why);
	if (got <= 0)
		return got;
	v->line = l.line;
	if (strcmp(l.name, "BEGIN") != 0 || strcasecmp(text_trim(l.value), "VCARD") != 0)
		return vtable_fail(v, l.line, why, "no card begins here, expected BEGIN:VCARD");
	for (size_t i = 0; i < v->n; i++)
		str_clear(&v->cell[i]);
	strs_free(&v->address);
	strs_free(&v->channel);
	v->further = 0;
	got = read_card(v, why);
	if (got <= 0)
		return got;
	settle(v);
	put_further(v);
	return 1;
}
