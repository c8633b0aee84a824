/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping_words - what headers call the fields, in English and Russian */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "exchange/mapping.h"

/* Folded words, and the fields they may mean; the first that the record has is taken. */
static const struct {
	const char *words, *fields;
} synonyms[] = {
	/* names */
	{"company", "company company.name"}, {"company name", "company.name"},
	{"account", "company company.name"}, {"account name", "company company.name"},
	{"client", "company company.name"}, {"customer", "company company.name"},
	{"organization", "company company.name"}, {"organisation", "company company.name"},
	{"firm", "company company.name"}, {"trade name", "name"},
	{"компания", "company company.name"}, {"клиент", "company company.name"},
	{"контрагент", "company company.name"}, {"организация", "company company.name"},
	{"фирма", "company company.name"}, {"предприятие", "company company.name"},
	{"заказчик", "company company.name"}, {"покупатель", "company company.name"},
	{"название", "name title"}, {"наименование", "name title"}, {"имя", "first_name name contact.name"},
	{"название компании", "company company.name"}, {"наименование компании", "company company.name"},
	{"contact", "contact contact.name"}, {"contact name", "contact contact.name"},
	{"contact person", "contact contact.name"}, {"person", "contact contact.name"},
	{"full name", "name"}, {"контакт", "contact contact.name"},
	{"контактное лицо", "contact contact.name"}, {"фио", "contact.name"},
	{"first name", "first_name contact.first_name"}, {"last name", "last_name contact.last_name"},
	{"given name", "first_name contact.first_name"}, {"surname", "last_name contact.last_name"},
	{"middle name", "patronymic contact.patronymic"}, {"фамилия", "last_name contact.last_name"},
	{"отчество", "patronymic contact.patronymic"}, {"birth date", "birthday contact.birthday"},
	{"date of birth", "birthday contact.birthday"}, {"дата рождения", "birthday contact.birthday"},
	{"день рождения", "birthday contact.birthday"},
	/* channels */
	{"telephone", "phone"}, {"tel", "phone"}, {"mobile", "phone"}, {"mobile phone", "phone"},
	{"cell", "phone"}, {"phone number", "phone"}, {"work phone", "phone"}, {"fax", "-"},
	{"телефон", "phone"}, {"телефоны", "phone"}, {"тел", "phone"}, {"мобильный", "phone"},
	{"моб телефон", "phone"}, {"мобильный телефон", "phone"}, {"рабочий телефон", "phone"},
	{"номер телефона", "phone"}, {"e mail", "email"}, {"mail", "email"}, {"email address", "email"},
	{"e mail address", "email"}, {"почта", "email"}, {"эл почта", "email"},
	{"электронная почта", "email"}, {"емейл", "email"}, {"website", "site"}, {"web site", "site"},
	{"web", "site"}, {"url", "site link"}, {"сайт", "site"}, {"веб сайт", "site"},
	/* legal persons and addresses */
	{"tax id", "inn"}, {"tin", "inn"}, {"vat number", "inn"}, {"инн", "inn"}, {"кпп", "kpp"},
	{"огрн", "ogrn"}, {"огрнип", "ogrn"}, {"инн кпп", "inn"}, {"legal name", "legal_name"},
	{"юридическое название", "legal_name"}, {"юр название", "legal_name"},
	{"полное наименование", "legal_name"}, {"юридическое лицо", "legal_name"},
	{"юрлицо", "legal_name"}, {"street address", "address"}, {"street", "address street"},
	{"адрес", "address"}, {"улица", "address street"}, {"фактический адрес", "address"},
	{"town", "city"}, {"город", "city"}, {"населенный пункт", "city"}, {"zip", "postcode"},
	{"zip code", "postcode"}, {"postal code", "postcode"}, {"индекс", "postcode"},
	{"почтовый индекс", "postcode"}, {"страна", "country"}, {"область", "region territory"},
	/* classification */
	{"region", "region territory"}, {"регион", "territory region"}, {"территория", "territory"},
	{"район", "territory"}, {"industry", "industry"}, {"sector", "industry"},
	{"отрасль", "industry"}, {"сфера деятельности", "industry"}, {"segment", "segment"},
	{"сегмент", "segment"}, {"source", "source"}, {"lead source", "source"},
	{"источник", "source"}, {"источник лида", "source"}, {"категория", "category"},
	{"статус", "status category"}, {"класс", "class"}, {"abc", "class"},
	{"potential", "potential"}, {"потенциал", "potential"}, {"holding", "parent"},
	{"parent company", "parent"}, {"subsidiary of", "parent"}, {"холдинг", "parent"},
	/* people of ours */
	{"manager", "owner rep"}, {"responsible", "owner assignee rep"}, {"rep", "owner rep"},
	{"sales rep", "owner rep"}, {"sales agent", "owner rep"}, {"assigned to", "owner assignee"},
	{"менеджер", "owner rep"}, {"ответственный", "owner assignee rep"}, {"исполнитель", "assignee rep"},
	{"ответственный менеджер", "owner rep"}, {"login", "login"}, {"логин", "login"},
	{"team", "team"}, {"команда", "team"}, {"отдел", "team"},
	/* what happened when */
	{"date", "at issued_on paid_on delivered_on signed_on happened_on day created_at"},
	{"дата", "at issued_on paid_on delivered_on signed_on happened_on day created_at"},
	{"time", "at"}, {"дата и время", "at"}, {"created", "created_at"}, {"created on", "created_at"},
	{"creation date", "created_at"}, {"date created", "created_at"}, {"создан", "created_at"},
	{"создана", "created_at"}, {"дата создания", "created_at"}, {"due", "due_on due_at"},
	{"due date", "due_on due_at"}, {"срок", "due_on due_at"}, {"срок оплаты", "due_on"},
	{"expected close", "expected_on deal.expected_on"}, {"close date", "expected_on deal.expected_on"},
	{"expected close date", "expected_on deal.expected_on"},
	{"ожидаемая дата", "expected_on deal.expected_on"},
	{"дата заведения", "created_at"}, {"opened", "deal.created_at created_at"},
	{"открыта", "deal.created_at created_at"}, {"открыт", "created_at"},
	{"ожидается", "expected_on deal.expected_on"}, {"expected", "expected_on deal.expected_on"},
	{"плановая дата", "expected_on due_on due_at deal.expected_on"}, {"кому", "assignee"},
	/* deals and papers */
	{"deal", "deal deal.title"}, {"deal name", "deal deal.title"}, {"opportunity", "deal deal.title"},
	{"сделка", "deal deal.title"}, {"название сделки", "deal deal.title"},
	{"subject", "title text deal.title"}, {"тема", "title text deal.title"},
	{"amount", "amount deal.amount"}, {"sum", "amount deal.amount"}, {"value", "value amount deal.amount"},
	{"total", "amount deal.amount"}, {"revenue", "amount deal.amount"},
	{"сумма", "amount deal.amount"}, {"стоимость", "amount deal.amount"},
	{"бюджет", "budget amount deal.amount"}, {"cost", "cost deal.cost"},
	{"себестоимость", "cost deal.cost"}, {"currency", "currency deal.currency"},
	{"валюта", "currency deal.currency"}, {"stage", "stage to_stage deal.stage"},
	{"deal stage", "stage to_stage deal.stage"}, {"этап", "stage to_stage deal.stage"},
	{"стадия", "stage to_stage deal.stage"}, {"этап сделки", "stage to_stage deal.stage"},
	{"pipeline", "pipeline deal.pipeline"}, {"воронка", "pipeline deal.pipeline"},
	{"product", "product deal.product"}, {"товар", "product deal.product"},
	{"продукт", "product deal.product"}, {"услуга", "product deal.product"},
	{"qty", "quantity deal.quantity"}, {"quantity", "quantity deal.quantity"},
	{"количество", "quantity deal.quantity"}, {"кол во", "quantity deal.quantity"},
	{"unit price", "price deal.price"}, {"price", "price deal.price"}, {"sales price", "price"},
	{"цена", "price deal.price"}, {"number", "number"}, {"номер", "number"},
	{"series", "product_group"}, {"группа товаров", "product_group"}, {"terms", "terms deal.terms"},
	{"lost reason", "lost_reason deal.lost_reason"}, {"причина отказа", "lost_reason deal.lost_reason"},
	{"условия", "terms deal.terms"}, {"счет", "invoice number"}, {"договор", "agreement number"},
	/* posts, remarks, reference tables */
	{"position", "position contact.position"}, {"job title", "position contact.position"},
	{"должность", "position contact.position"}, {"role", "role contact.role"},
	{"роль", "role contact.role"}, {"notes", "note text"}, {"note", "note text"},
	{"comment", "note text"}, {"comments", "note text"}, {"remark", "note text"},
	{"description", "note text"}, {"комментарий", "note text"}, {"примечание", "note text"},
	{"описание", "note text"}, {"заметки", "note text"}, {"code", "code"}, {"код", "code"},
	{"артикул", "code"}, {"тип", "kind"}, {"вид", "kind"}, {"type", "kind"}, {"результат", "outcome result"},
	{"result", "outcome result"}, {"минут", "minutes"}, {"duration", "minutes"},
	{"направление", "direction"}, {"текст", "text"}, {"единица", "unit"}, {"ед изм", "unit"},
};

/* Whose field it is, said in front or behind: "contact phone", "сумма сделки". */
static const struct {
	const char *words, *entity;
} owners[] = {
	{"company", "company"}, {"account", "company"}, {"client", "company"}, {"компании", "company"},
	{"организации", "company"}, {"клиента", "company"}, {"контрагента", "company"},
	{"contact", "contact"}, {"contact person", "contact"}, {"person", "contact"},
	{"контакта", "contact"}, {"контактного лица", "contact"}, {"deal", "deal"},
	{"opportunity", "deal"}, {"сделки", "deal"},
};

/* Letters and digits folded, all else one space. */
static void words_of(const char *header, struct str *out)
{
	struct str fold = {0};

	text_fold(header, &fold);
	str_set(out, "");
	for (const char *s = str_text(&fold); *s; s++) {
		bool word = (*s & 0x80) || (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');

		if (word)
			str_addc(out, *s);
		else if (out->n && out->s[out->n - 1] != ' ')
			str_addc(out, ' ');
	}
	while (out->n && out->s[out->n - 1] == ' ')
		out->s[--out->n] = '\0';
	str_free(&fold);
}

static const char *look_up(const char *words)
{
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
		if (!strcmp(synonyms[i].words, words))
			return synonyms[i].fields;
	return NULL;
}

/* The field in words as the registry spells it: "created at" is created_at. */
static const char *as_field(const struct entity *e, const char *words)
{
	char *name = mem_copy(words);
	const struct field *f;

	for (char *s = name; *s; s++)
		if (*s == ' ')
			*s = '_';
	f = mapping_field(e, name);
	free(name);
	return f ? f->name : NULL;
}

/* The first of the fields that the entity has, as "entity.field". */
static void choose(const struct entity *e, const char *fields, struct str *made)
{
	char *list = mem_copy(fields), *rest = list, *path;
	size_t n = strlen(e->name);

	while (!made->n && (path = strsep(&rest, " "))) {
		if (!strncmp(path, e->name, n) && path[n] == '.')
			path += n + 1;
		if (mapping_field(e, path))
			str_setf(made, "%s.%s", e->name, path);
	}
	free(list);
}

/* "contact phone", "телефон контакта": the field, of the entity that is named beside it. */
static const char *owned(const char *words, struct str *made)
{
	size_t n = strlen(words);

	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
		const struct entity *e = registry_entity(owners[i].entity);
		size_t w = strlen(owners[i].words);
		const char *field, *rest = NULL;
		char *front = NULL;

		if (n <= w + 1)
			continue;
		if (!strncmp(words, owners[i].words, w) && words[w] == ' ')
			rest = words + w + 1;
		else if (!strcmp(words + n - w, owners[i].words) && words[n - w - 1] == ' ')
			rest = front = mem_copyn(words, n - w - 1);
		if (!rest)
			continue;
		field = as_field(e, rest);
		if (!field)
			field = look_up(rest);
		if (field)
			choose(e, field, made);
		free(front);
		if (made->n)
			return made->s;
	}
	return NULL;
}

const char *mapping_words(const char *header, const struct entity *main)
{
	static struct str words, made;
	const char *found;

	words_of(header, &words);
	str_clear(&made);
	if (!words.n)
		return NULL;
	found = as_field(main, words.s);
	if (!found)
		found = look_up(words.s);
	if (!found)
		found = owned(words.s, &made);
	if (found)
		return found;
	/* "Телефон 2" */
	while (words.n && strchr("0123456789 ", words.s[words.n - 1]))
		words.s[--words.n] = '\0';
	found = words.n ? look_up(words.s) : NULL;
	return found ? found : as_field(main, words.s);
}
