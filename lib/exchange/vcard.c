/* SPDX-License-Identifier: GPL-2.0-or-later */
/* vcard - contacts as cards of an address book
 *
 * Versions 3.0 and 4.0 differ in a few lines only: how types and preferences are said, and how a
 * day is written. */
#include "exchange/vcard.h"

#include <string.h>
#include "exchange/uid.h"
#include "exchange/vline.h"
#include "model/find.h"

struct card {
	struct db *db;
	int64_t contact;
	enum vcard_version version;
	struct str *out;
	struct str line;
};

static struct stmt *about(struct card *c, const char *sql)
{
	struct stmt *st = db_prepare(c->db, sql);

	db_bind_int(st, "contact", c->contact);
	return st;
}

/* N is asked for even when nobody knows the parts; then it is empty, and reading it makes none up. */
static void put_person(struct card *c)
{
	struct stmt *st = about(c, "SELECT name, last_name, first_name, patronymic, birthday "
	                           "FROM contact WHERE id = :contact");
	const char *day;

	if (!db_step(st))
		return;
	vline_put_text(c->out, &c->line, "FN", db_text(st, 0));
	str_set(&c->line, "N:");
	for (int i = 1; i <= 3; i++) {
		vline_escape(&c->line, db_text0(st, i));
		str_addc(&c->line, ';');
	}
	str_addc(&c->line, ';');
	vline_put(c->out, c->line.s);
	day = db_text0(st, 4);
	if (*day && c->version == VCARD_4)
		(void)str_setf(&c->line, "BDAY:%.4s%.2s%.2s", day, day + 5, day + 8);
	else if (*day)
		(void)str_setf(&c->line, "BDAY:%s", day);
	if (*day)
		vline_put(c->out, c->line.s);
	db_reset(st);
}

/* Where the person works now: what crm-set would change. */
static void put_post(struct card *c)
{
	struct stmt *st = about(c, "SELECT f.name, e.position FROM employment e JOIN company f ON f.id = e.company "
	                           "WHERE e.contact = :contact AND " FIND_TODAY("e") " "
	                           "ORDER BY e.since DESC NULLS LAST, e.id DESC LIMIT 1");

	if (db_step(st)) {
		vline_put_text(c->out, &c->line, "ORG", db_text(st, 0));
		vline_put_text(c->out, &c->line, "TITLE", db_text(st, 1));
	}
	db_reset(st);
}

/* Spaces, control characters, percent signs and letters beyond ASCII as %XX. */
static void put_account(struct card *c, const char *service, const char *account)
{
	(void)str_setf(&c->line, "IMPP:%s:", service);
	for (; *account; account++) {
		unsigned char byte = (unsigned char)*account;

		if (byte <= ' ' || byte == '%' || byte >= 0x7f)
			str_addf(&c->line, "%%%02X", byte);
		else
			str_addc(&c->line, *account);
	}
	vline_put(c->out, c->line.s);
}

/* A telephone or mail address. One of several that stands in front is the one to use. */
static void put_way(struct card *c, const char *kind, const char *value, bool preferred)
{
	static const char *const heads[2][2][2] = {
		{{"TEL;TYPE=WORK,VOICE", "TEL;TYPE=WORK,VOICE,PREF"},
		 {"EMAIL;TYPE=INTERNET", "EMAIL;TYPE=INTERNET,PREF"}},
		{{"TEL;TYPE=\"work,voice\"", "TEL;TYPE=\"work,voice\";PREF=1"},
		 {"EMAIL;TYPE=work", "EMAIL;TYPE=work;PREF=1"}}};

	vline_put_text(c->out, &c->line, heads[c->version][!strcmp(kind, "email")][preferred], value);
}

static void put_ways(struct card *c)
{
	static const char *const kinds[] = {"phone", "email"};

	for (size_t k = 0; k < 2; k++) {
		struct stmt *st = about(c, "SELECT value, count(*) OVER () FROM channel WHERE contact = :contact AND "
		                           "kind = :kind AND state = 'ok' ORDER BY is_main DESC, id");
		bool first = true;

		db_bind_text(st, "kind", kinds[k]);
		for (; db_step(st); first = false)
			put_way(c, kinds[k], db_text0(st, 0), first && db_int(st, 1) > 1);
	}
}

/* IMPP takes an address with a scheme; our kinds are the schemes. */
static void put_accounts(struct card *c)
{
	struct stmt *st = about(c, "SELECT kind, value FROM channel WHERE contact = :contact AND state = 'ok' AND "
	                           "kind NOT IN ('phone', 'email') ORDER BY id");

	while (db_step(st))
		put_account(c, db_text0(st, 0), db_text0(st, 1));
}

/* The words of vCard where it has them. */
static const char *address_type(const char *kind)
{
	static const char *const types[][2] = {
		{"home", "HOME"}, {"legal", "X-LEGAL"}, {"postal", "POSTAL"}, {"delivery", "PARCEL"}};

	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (!strcmp(types[i][0], kind))
			return types[i][1];
	return "WORK";
}

static void put_addresses(struct card *c)
{
	struct stmt *st = about(c, "SELECT kind, street, city, region, postcode, country FROM address "
	                           "WHERE contact = :contact ORDER BY id");

	while (db_step(st)) {
		(void)str_setf(&c->line, "ADR;TYPE=%s:;", address_type(db_text0(st, 0)));
		for (int i = 1; i <= 5; i++) {
			str_addc(&c->line, ';');
			vline_escape(&c->line, db_text0(st, i));
		}
		vline_put(c->out, c->line.s);
	}
}

void vcard_put(struct db *db, int64_t contact, enum vcard_version version, struct str *out)
{
	struct card c = {.db = db, .contact = contact, .version = version, .out = out};
	struct str uid = {0};
	struct stmt *st;

	uid_make(db, registry_entity("contact"), contact, &uid);
	vline_put(out, "BEGIN:VCARD");
	vline_put(out, version == VCARD_4 ? "VERSION:4.0" : "VERSION:3.0");
	vline_put_text(c.out, &c.line, "UID", str_text(&uid));
	put_person(&c);
	put_post(&c);
	put_ways(&c);
	put_accounts(&c);
	put_addresses(&c);
	st = about(&c, "SELECT note FROM contact WHERE id = :contact");
	if (db_step(st))
		vline_put_text(c.out, &c.line, "NOTE", db_text(st, 0));
	db_reset(st);
	vline_put(out, "END:VCARD");
	str_free(&c.line);
	str_free(&uid);
}
