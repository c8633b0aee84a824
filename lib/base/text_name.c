/* SPDX-License-Identifier: GPL-2.0-or-later */
/* text_name - search keys of names and e-mail addresses
 *
 * The key is what two spellings of a firm have in common: words of letters and digits in their
 * order, without the legal form. It is made for every name that comes in, so what most words
 * are, no form and plain letters, is decided before the binary search and before utf8proc. Keys
 * are stored: a change here has to make them anew in every base. */
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include "base/text.h"

/* Where a word is a legal form: anywhere in a name, only at its end (short Latin
 * ones are words too), or when it begins one of the phrases below. */
enum form { FORM_NONE, FORM_ANY, FORM_END, FORM_PHRASE };

enum { TOKENS_MAX = 64, EMAIL_MAX = 254 };

struct token {
	char *s;
	size_t n;
	bool drop;
};

/* Folded and in byte order, for the binary search. */
static const struct {
	const char *word;
	enum form form;
} forms[] = {
	{"ab", FORM_END},     {"ag", FORM_END},     {"aps", FORM_END},
	{"as", FORM_END},     {"asa", FORM_END},    {"b", FORM_PHRASE},
	{"bv", FORM_END},     {"co", FORM_END},     {"company", FORM_END},
	{"corp", FORM_END},   {"corporation", FORM_END}, {"doo", FORM_END},
	{"eood", FORM_ANY},   {"g", FORM_PHRASE},   {"gmbh", FORM_ANY},
	{"inc", FORM_ANY},    {"incorporated", FORM_ANY}, {"joint", FORM_PHRASE},
	{"jsc", FORM_ANY},    {"kft", FORM_END},    {"kg", FORM_END},
	{"kgaa", FORM_ANY},   {"l", FORM_PHRASE},   {"limited", FORM_PHRASE},
	{"llc", FORM_ANY},    {"llp", FORM_ANY},    {"lp", FORM_END},
	{"ltd", FORM_ANY},    {"ltda", FORM_ANY},   {"n", FORM_PHRASE},
	{"nv", FORM_END},     {"oao", FORM_ANY},    {"ohg", FORM_END},
	{"ojsc", FORM_ANY},   {"ood", FORM_END},    {"ooo", FORM_ANY},
	{"oy", FORM_END},     {"oyj", FORM_ANY},    {"pao", FORM_ANY},
	{"pjsc", FORM_ANY},   {"plc", FORM_ANY},    {"private", FORM_PHRASE},
	{"pty", FORM_ANY},    {"public", FORM_PHRASE}, {"pvt", FORM_ANY},
	{"s", FORM_PHRASE},   {"sa", FORM_END},     {"sarl", FORM_ANY},
	{"sas", FORM_END},    {"se", FORM_END},     {"sia", FORM_ANY},
	{"sl", FORM_END},     {"sp", FORM_PHRASE},  {"spa", FORM_END},
	{"srl", FORM_ANY},    {"sro", FORM_ANY},    {"uab", FORM_ANY},
	{"ug", FORM_END},     {"zao", FORM_ANY},    {"zrt", FORM_END},
	{"акционерное", FORM_PHRASE}, {"ано", FORM_ANY}, {"ао", FORM_ANY},
	{"гуп", FORM_ANY},    {"закрытое", FORM_PHRASE}, {"зао", FORM_ANY},
	{"индивидуальный", FORM_PHRASE}, {"ип", FORM_ANY}, {"кфх", FORM_ANY},
	{"муп", FORM_ANY},    {"нао", FORM_ANY},    {"непубличное", FORM_PHRASE},
	{"нко", FORM_ANY},    {"о", FORM_PHRASE},   {"оао", FORM_ANY},
	{"общество", FORM_PHRASE}, {"одо", FORM_ANY}, {"ооо", FORM_ANY},
	{"открытое", FORM_PHRASE}, {"пао", FORM_ANY}, {"пат", FORM_ANY},
	{"пбоюл", FORM_ANY},  {"прат", FORM_ANY},   {"публичное", FORM_PHRASE},
	{"спк", FORM_ANY},    {"тов", FORM_ANY},    {"товарищество", FORM_PHRASE},
	{"тоо", FORM_ANY},    {"унп", FORM_ANY},    {"фгуп", FORM_ANY},
	{"фоп", FORM_ANY},    {"чп", FORM_ANY},     {"чтуп", FORM_ANY},
	{"чуп", FORM_ANY},
};

/* As they stand after punctuation became spaces: "Sp. z o.o." is "sp z o o". */
static const char *const phrases[] = {
	"b v",
	"g m b h",
	"joint stock company",
	"l l c",
	"limited liability company",
	"limited liability partnership",
	"limited",
	"n v",
	"private limited company",
	"private limited",
	"public joint stock company",
	"public limited company",
	"s a r l",
	"s a",
	"s p a",
	"s r l",
	"s r o",
	"sp z o o",
	"sp z oo",
	"акционерное общество",
	"закрытое акционерное общество",
	"индивидуальный предприниматель",
	"непубличное акционерное общество",
	"о о о",
	"общество с дополнительной ответственностью",
	"общество с ограниченной ответственностью",
	"открытое акционерное общество",
	"публичное акционерное общество",
	"товарищество с ограниченной ответственностью",
};

/* Nearly every word of a name is no legal form; its length and first two bytes tell.
 * The set is filled at the first question. */
static bool perhaps_form(const char *s, size_t n)
{
	static uint64_t set[16];
	static bool filled;
	unsigned bit;

	for (size_t i = 0; !filled && i < sizeof forms / sizeof *forms; i++) {
		const unsigned char *w = (const unsigned char *)forms[i].word;

		bit = (w[0] * 5u + w[1] * 7u + (unsigned)strlen(forms[i].word) * 64u) % 1024;
		set[bit / 64] |= (uint64_t)1 << bit % 64;
	}
	filled = true;
	bit = ((unsigned char)s[0] * 5u + (n > 1 ? (unsigned char)s[1] : 0) * 7u +
	       (unsigned)n * 64u) %
	      1024;
	return set[bit / 64] >> bit % 64 & 1;
}

static enum form form_of(const struct token *t)
{
	size_t lo = 0, hi = sizeof forms / sizeof *forms;

	if (!perhaps_form(t->s, t->n))
		return FORM_NONE;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		int d = strncmp(t->s, forms[mid].word, t->n);

		if (d == 0 && !forms[mid].word[t->n])
			return forms[mid].form;
		if (d > 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	return FORM_NONE;
}

/* How many words of the longest phrase stand at s; 0 for none. */
static size_t phrase_words(const char *s)
{
	size_t best = 0, words = 0;

	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
		size_t n;

		if (s[0] != phrases[i][0] || s[1] != phrases[i][1])
			continue;
		n = strlen(phrases[i]);
		if (n <= best || strncmp(s, phrases[i], n) != 0 || (s[n] && s[n] != ' '))
			continue;
		best = n;
		words = 1;
		for (const char *p = phrases[i]; (p = strchr(p, ' ')); p++)
			words++;
	}
	return words;
}

/* Letters, marks and digits are kept, characters of no width vanish, all else
 * parts words. */
static int kept(int32_t c)
{
	utf8proc_category_t kind;

	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
	if (c >= 0x400 && c < 0x482)
		return 1;
	kind = utf8proc_category(c);
	if (kind == UTF8PROC_CATEGORY_CF)
		return -1;
	return kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_NO;
}

/* Rewrites the folded name in place to words with one space between. */
static void words_only(struct str *t)
{
	const char *s = t->s;
	char *o = t->s;
	bool gap = false;

	while (*s) {
		const char *from = s;
		int keep;

		/* Plain letters of both alphabets behind one another: nothing to decide. */
		if (!gap && *s >= 'a' && *s <= 'z') {
			*o++ = *s++;
			continue;
		}
		if (!gap && (*s == '\xD0' || *s == '\xD1') && (s[1] & 0xC0) == 0x80) {
			*o++ = *s++;
			*o++ = *s++;
			continue;
		}
		keep = kept(text_next(&s));

		if (keep > 0) {
			if (gap && o > t->s)
				*o++ = ' ';
			gap = false;
			while (from < s)
				*o++ = *from++;
		} else if (keep == 0) {
			gap = true;
		}
	}
	*o = '\0';
	t->n = (size_t)(o - t->s);
}

static size_t split_words(char *s, struct token tokens[TOKENS_MAX])
{
	size_t n = 0;

	while (*s) {
		char *end = n + 1 < TOKENS_MAX ? strchr(s, ' ') : NULL;

		if (!end)
			end = s + strlen(s);
		tokens[n++] = (struct token){s, (size_t)(end - s), false};
		s = *end ? end + 1 : end;
	}
	return n;
}

/* Marks the legal forms; returns how many words stay. */
static size_t drop_forms(struct token *tokens, size_t n)
{
	enum form form[TOKENS_MAX];
	size_t left = n, end;

	for (size_t i = 0; i < n; i++)
		form[i] = form_of(&tokens[i]);
	for (size_t i = 0; i < n; i++) {
		size_t words = form[i] == FORM_ANY ? 1 : 0;

		if (form[i] == FORM_PHRASE)
			words = phrase_words(tokens[i].s);
		/* the last token holds all words behind the 63rd, of which only the first was
		 * looked at */
		if (words > n - i)
			words = 0;
		left -= words;
		for (; words > 1; words--)
			tokens[i++].drop = true;
		tokens[i].drop = words == 1;
	}
	/* From the end, because forms that are words too (AG, Co) count only where nothing but
	 * forms follows. */
	for (end = n; end && (tokens[end - 1].drop || form[end - 1] == FORM_END); end--) {
		left -= !tokens[end - 1].drop;
		tokens[end - 1].drop = true;
	}
	return left;
}

void text_name_key(const char *s, struct str *out)
{
	struct token tokens[TOKENS_MAX];
	size_t n;
	char *o;

	text_fold(s, out);
	/* A name of signs only ("***") would have an empty key and equal all others like it. */
	words_only(out);
	if (!out->n) {
		text_fold(s, out);
		out->n = strlen(text_trim(out->s));
		return;
	}
	n = split_words(out->s, tokens);
	if (!drop_forms(tokens, n))
		return;
	o = out->s;
	for (size_t i = 0; i < n; i++) {
		if (tokens[i].drop)
			continue;
		if (o > out->s)
			*o++ = ' ';
		memmove(o, tokens[i].s, tokens[i].n);
		o += tokens[i].n;
	}
	*o = '\0';
	out->n = (size_t)(o - out->s);
}

/* Labels of letters, digits and hyphens, at least two of them; letters of any script. */
static bool domain_ok(const char *s)
{
	int dots = 0;
	int32_t c, last = '.';

	for (; *s; last = c) {
		c = text_next(&s);
		if (c < 0x80 && c != '.' && c != '-' && !(c >= 'a' && c <= 'z') &&
		    !(c >= '0' && c <= '9'))
			return false;
		if ((c == '.' || c == '-') && last == '.')
			return false;
		if (c == '.' && last == '-')
			return false;
		dots += c == '.';
	}
	return dots && last != '.' && last != '-';
}

static bool local_ok(const char *s, const char *end)
{
	int32_t c, last = '.';

	for (; s < end; last = c) {
		c = text_next(&s);
		if (c <= ' ' || c == 0x7F || text_is_space(c) || (c < 0x80 && strchr("\"(),:;<>@[]\\", (char)c)))
			return false;
		if (c == '.' && last == '.')
			return false;
	}
	return last != '.';
}

bool text_email_key(const char *s, struct str *out, struct str *why)
{
	char *at;

	text_fold(s, out);
	out->n = strlen(text_trim(out->s));
	at = strchr(out->s, '@');
	if (at && local_ok(out->s, at) && domain_ok(at + 1) && out->n <= EMAIL_MAX)
		return true;
	text_refuse(why, s, "is not an e-mail address; expected name@example.com");
	return false;
}

bool text_site_key(const char *text, size_t n, struct str *key)
{
	static const char *const fronts[] = {"http://", "https://", "www."};
	char *copy = mem_copyn(text, n);
	const char *s;

	text_fold(copy, key);
	s = str_text(key);
	for (size_t i = 0; i < sizeof fronts / sizeof *fronts; i++)
		if (!strncmp(s, fronts[i], strlen(fronts[i])))
			s += strlen(fronts[i]);
	n = strcspn(s, "?#");
	while (n && s[n - 1] == '/')
		n--;
	free(copy);
	copy = mem_copyn(s, n);
	str_set(key, copy);
	free(copy);
	return n > 3 && strchr(key->s, '.');
}
