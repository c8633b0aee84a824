/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mapping_words - what headers call the fields, in English and Russian */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "exchange/mapping.h"

/* Folded words, and the fields they may mean; the first that the record has is taken. */
static const struct {
	const char *words, *fields;
} synonyms[] = {
	/* names */
	{"company", "company company.name"}, {"company name", "company.name"},
	{"account", "company company.name"}, {"account name", "company company.name"},
	{"associated company", "company company.name"}, {"client", "company company.name"},
	{"customer", "company company.name"}, {"organization", "company company.name"},
	{"organisation", "company company.name"}, {"firm", "company company.name"},
	{"trade name", "name"}, {"компания", "company company.name"},
	{"клиент", "company company.name"}, {"контрагент", "company company.name"},
	{"организация", "company company.name"}, {"фирма", "company company.name"},
	{"предприятие", "company company.name"}, {"заказчик", "company company.name"},
	{"покупатель", "company company.name"}, {"название", "name title"},
	{"наименование", "name title"}, {"имя", "first_name name contact.name"},
	{"название компании", "company company.name"},
	{"название организации", "company company.name"},
	{"наименование организации", "company company.name"},
	{"наименование контрагента", "company company.name"},
	{"название клиента", "company company.name"}, {"имя клиента", "company company.name"},
	{"наименование компании", "company company.name"}, {"contact", "contact contact.name"},
	{"contact name", "contact contact.name"}, {"contact person", "contact contact.name"},
	{"person", "contact contact.name"}, {"full name", "name"},
	{"основной контакт", "contact contact.name"},
	{"полное имя контакта", "contact contact.name"},
	{"primary contact", "contact contact.name"}, {"контакт", "contact contact.name"},
	{"контактное лицо", "contact contact.name"}, {"фио", "contact.name"},
	{"ф и о", "contact.name"}, {"лпр", "contact contact.name"},
	{"first name", "first_name contact.first_name"},
	{"last name", "last_name contact.last_name"},
	{"given name", "first_name contact.first_name"}, {"surname", "last_name contact.last_name"},
	{"middle name", "patronymic contact.patronymic"},
	{"фамилия", "last_name contact.last_name"}, {"отчество", "patronymic contact.patronymic"},
	{"birth date", "birthday contact.birthday"}, {"date of birth", "birthday contact.birthday"},
	{"дата рождения", "birthday contact.birthday"},
	{"день рождения", "birthday contact.birthday"},
	/* channels */
	{"fax", "-"}, {"факс", "-"}, {"whatsapp", "whatsapp.value"}, {"telegram", "telegram.value"},
	{"website", "site"}, {"web site", "site"}, {"web", "site"}, {"url", "site link"},
	{"сайт", "site"}, {"корпоративный сайт", "site"}, {"website url", "site"},
	{"company domain name", "site"}, {"веб сайт", "site"}, {"web сайт", "site"}, {"эл адрес", "email"},
	/* legal persons and addresses */
	{"tax id", "inn"}, {"tin", "inn"}, {"vat number", "inn"}, {"инн", "inn"}, {"кпп", "kpp"},
	{"огрн", "ogrn"}, {"огрнип", "ogrn"}, {"огрн огрнип", "ogrn"}, {"инн организации", "inn"},
	{"инн кпп", "inn"}, {"legal name", "legal_name"}, {"юридическое название", "legal_name"},
	{"юр название", "legal_name"}, {"полное наименование", "legal_name"},
	{"юр лицо", "legal_name"}, {"registered name", "legal_name"},
	{"юридическое лицо", "legal_name"}, {"юрлицо", "legal_name"}, {"street address", "address"},
	{"street", "address street"}, {"адрес", "address"}, {"улица", "address street"},
	{"фактический адрес", "address"}, {"факт адрес", "address"}, {"юр адрес", "legal_address.street"},
	{"юридический адрес", "legal_address.street"}, {"legal address", "legal_address.street"},
	{"registered address", "legal_address.street"}, {"почтовый адрес", "postal_address.street"},
	{"postal address", "postal_address.street"}, {"mailing address", "postal_address.street"},
	{"адрес доставки", "delivery_address.street"},
	{"delivery address", "delivery_address.street"},
	{"shipping address", "delivery_address.street"},
	{"shipping street", "delivery_address.street"}, {"shipping city", "delivery_address.city"},
	{"billing street", "address street"}, {"billing city", "city"},
	{"billing country", "country"}, {"billing zip postal code", "postcode"},
	{"billing postal code", "postcode"}, {"town", "city"}, {"город", "city"},
	{"населенный пункт", "city"}, {"zip", "postcode"}, {"zip code", "postcode"},
	{"postal code", "postcode"}, {"индекс", "postcode"}, {"почтовый индекс", "postcode"},
	{"страна", "country"}, {"область", "region territory"},
	/* classification */
	{"region", "region territory"}, {"state", "region"}, {"state province", "region"},
	{"billing state province", "region"}, {"billing state", "region"}, {"край", "region"},
	{"country region", "country"}, {"регион", "territory region"}, {"территория", "territory"},
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
	{"менеджер", "owner rep"}, {"ответственный", "owner assignee rep"},
	{"исполнитель", "assignee rep"}, {"ответственный менеджер", "owner rep"},
	{"owner", "owner assignee rep"}, {"account owner", "owner"}, {"company owner", "owner"},
	{"обслуживающий менеджер", "owner rep"}, {"отв менеджер", "owner rep"},
	{"куратор", "owner rep"}, {"ответственный за клиента", "owner"},
	{"deal owner", "deal.owner"}, {"ответственный за сделку", "deal.owner"}, {"login", "login"},
	{"логин", "login"}, {"team", "team"}, {"команда", "team"}, {"отдел", "team"},
	/* what happened when */
	{"date", "at issued_on paid_on delivered_on signed_on happened_on day created_at"},
	{"дата", "at issued_on paid_on delivered_on signed_on happened_on day created_at"},
	{"time", "at"}, {"дата и время", "at"}, {"created", "created_at"},
	{"created on", "created_at"}, {"creation date", "created_at"},
	{"create date", "created_at"}, {"date created", "created_at"}, {"создан", "created_at"},
	{"создана", "created_at"}, {"дата создания", "created_at"}, {"due", "due_on due_at"},
	{"due date", "due_on due_at"}, {"срок", "due_on due_at"}, {"срок оплаты", "due_on"},
	{"expected close", "expected_on deal.expected_on"},
	{"close date", "expected_on deal.expected_on"},
	{"expected close date", "expected_on deal.expected_on"},
	{"ожидаемая дата", "expected_on deal.expected_on"}, {"дата заведения", "created_at"},
	{"дата занесения", "created_at"}, {"дата внесения", "created_at"}, {"дата добавления", "created_at"},
	{"opened", "deal.created_at created_at"}, {"открыта", "deal.created_at created_at"},
	{"открыт", "created_at"}, {"ожидается", "expected_on deal.expected_on"},
	{"expected", "expected_on deal.expected_on"},
	{"дата открытия", "deal.created_at created_at"}, {"плановая дата закрытия", "expected_on deal.expected_on"},
	{"дата звонка", "at"}, {"дата время", "at"}, {"дата оплаты", "paid_on"}, {"дата платежа", "paid_on"},
	{"дата счета", "issued_on"}, {"оплатить до", "due_on"},
	{"плановая дата", "expected_on due_on due_at deal.expected_on"}, {"кому", "assignee"},
	/* deals and papers */
	{"deal", "deal deal.title"}, {"deal name", "deal deal.title"},
	{"opportunity", "deal deal.title"}, {"сделка", "deal deal.title"},
	{"название сделки", "deal deal.title"}, {"имя сделки", "deal deal.title"}, {"subject", "title text deal.title"},
	{"тема", "title text deal.title"}, {"amount", "amount deal.amount"},
	{"sum", "amount deal.amount"}, {"value", "value amount deal.amount"},
	{"total", "amount deal.amount"}, {"revenue", "amount deal.amount"},
	{"сумма", "amount deal.amount"}, {"сумма заказа", "amount deal.amount"}, {"сумма счета", "amount"},
	{"сумма платежа", "amount"}, {"сумма оплаты", "amount"}, {"плательщик", "company company.name"}, {"стоимость", "amount deal.amount"},
	{"бюджет", "budget amount deal.amount"}, {"cost", "cost deal.cost"},
	{"себестоимость", "cost deal.cost"}, {"currency", "currency deal.currency"},
	{"валюта", "currency deal.currency"}, {"stage", "stage to_stage deal.stage"},
	{"deal stage", "stage to_stage deal.stage"}, {"этап", "stage to_stage deal.stage"},
	{"стадия", "stage to_stage deal.stage"}, {"стадия сделки", "stage to_stage deal.stage"},
	{"этап сделки", "stage to_stage deal.stage"}, {"статус сделки", "stage to_stage deal.stage"},
	{"этап продажи", "stage to_stage deal.stage"}, {"стадия продажи", "stage to_stage deal.stage"}, {"pipeline", "pipeline deal.pipeline"},
	{"воронка", "pipeline deal.pipeline"}, {"product", "product deal.product"},
	{"товар", "product deal.product"}, {"продукт", "product deal.product"},
	{"услуга", "product deal.product"}, {"номенклатура", "product deal.product"},
	{"product name", "product deal.product"}, {"need", "need.note"},
	{"потребность", "need.note"}, {"потребность в товаре", "need.product"},
	{"interested in", "need.product"}, {"объем", "quantity need.quantity"},
	{"volume", "quantity need.quantity"}, {"поставщик", "supplier need.supplier"},
	{"supplier", "supplier need.supplier"}, {"текущий поставщик", "supplier need.supplier"},
	{"qty", "quantity deal.quantity"}, {"quantity", "quantity deal.quantity"},
	{"количество", "quantity deal.quantity"}, {"кол во", "quantity deal.quantity"},
	{"unit price", "price deal.price"}, {"price", "price deal.price"}, {"sales price", "price"},
	{"цена", "price deal.price"}, {"number", "number"}, {"номер", "number"},
	{"series", "product_group"}, {"группа товаров", "product_group"},
	{"terms", "terms deal.terms"}, {"lost reason", "lost_reason deal.lost_reason"},
	{"причина отказа", "lost_reason deal.lost_reason"}, {"причина проигрыша", "lost_reason deal.lost_reason"},
	{"конкурент", "competitor deal.competitor"}, {"условия", "terms deal.terms"},
	{"счет", "invoice number"}, {"номер счета", "invoice number"}, {"№ счета", "invoice number"}, {"договор", "agreement number"},
	/* posts, remarks, reference tables */
	{"position", "position contact.position"}, {"title", "title position contact.position"},
	{"job title", "position contact.position"}, {"должность", "position contact.position"},
	{"должность лпр", "position contact.position"},
	{"role", "role contact.role"}, {"роль", "role contact.role"}, {"notes", "note text"},
	{"note", "note text"}, {"comment", "note text"}, {"comments", "note text"},
	{"remark", "note text"}, {"description", "note text"}, {"комментарий", "note text"},
	{"примечание", "note text"}, {"описание", "note text"}, {"заметки", "note text"},
	{"заметка", "note text"}, {"примечания", "note text"}, {"комментарии", "note text"},
	{"code", "code"}, {"код", "code"}, {"артикул", "code"}, {"тип", "kind"}, {"вид", "kind"},
	{"type", "kind"}, {"результат", "outcome result"}, {"результат звонка", "outcome result"},
	{"кто звонил", "rep"}, {"длительность", "minutes"}, {"result", "outcome result"},
	{"минут", "minutes"}, {"duration", "minutes"}, {"направление", "direction"},
	{"текст", "text"}, {"единица", "unit"}, {"ед изм", "unit"},
};

/* Whose field it is, said in front or behind: "contact phone", "сумма сделки". */
static const struct {
	const char *words, *entity;
} owners[] = {
	{"company", "company"}, {"account", "company"}, {"client", "company"}, {"компании", "company"},
	{"организации", "company"}, {"клиента", "company"}, {"контрагента", "company"},
	{"contact", "contact"}, {"contact person", "contact"}, {"person", "contact"},
	{"контакта", "contact"}, {"контактного лица", "contact"}, {"need", "need"},
	{"потребности", "need"}, {"line item", "deal_item"}, {"item", "deal_item"}, {"позиции", "deal_item"},
	{"deal", "deal"},
	{"opportunity", "deal"}, {"сделки", "deal"},
};

/* Letters and digits folded, all else one space. So "E-mail (рабочий)" and "e mail рабочий" are
 * one header. */
static void words_of(const char *header, struct str *out)
{
	struct str fold = {0};

	text_fold(header, &fold);
	str_set(out, "");
	for (const char *s = str_text(&fold); *s; s++) {
		bool word = (*s & 0x80) || (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9') || *s == '$';

		if (word)
			str_addc(out, *s);
		else if (out->n && out->s[out->n - 1] != ' ')
			str_addc(out, ' ');
	}
	while (out->n && out->s[out->n - 1] == ' ')
		out->s[--out->n] = '\0';
	str_free(&fold);
}

/* ---- telephones and mailboxes, which have many names: any of these words, and nothing else */

static const char *const phone_words[] = {"phone", "phones", "telephone", "tel", "mobile", "mob", "cell", "cellphone",
	"телефон", "телефона", "телефоны", "тел", "моб", "мобильный", "сотовый", "сот", NULL};
static const char *const mail_words[] = {"email", "emails", "mail", "mailbox", "почта", "почты", "емейл", "имейл",
	"мейл", NULL};
/* What does not tell one telephone from another. */
static const char *const idle_words[] = {"number", "main", "primary", "other", "secondary", "additional", "general",
	"e", "address", "номер", "основной", "осн", "дополнительный", "доп", "другой", "общий",
	"контактный", "эл", "электронная", "электронный", "адрес", "электронной", NULL};
static const char *const labels[] = {"mobile", "mob", "cell", "work", "business", "office", "home", "direct", "personal",
	"private", "assistant", "reception", "fax", "corporate", "моб", "мобильный", "сотовый", "сот", "рабочий", "раб",
	"рабочая", "домашний", "дом", "городской", "гор", "прямой", "личный", "личная", "приемная", "приемной", "офис",
	"офиса", "служебный", "корпоративный", "корпоративная", "бухгалтерия", "бухгалтерии", "секретаря", "директора",
	"факс", NULL};

static bool is_among(const char *word, size_t n, const char *const *list)
{
	for (; *list; list++)
		if (!strncmp(*list, word, n) && !(*list)[n])
			return true;
	return false;
}

/* What the words name: "phone", "email" or NULL; what tells it from others goes to label (may be NULL). */
static const char *way_of(const char *words, struct str *label)
{
	const char *way = NULL;

	while (*words) {
		size_t n = strcspn(words, " "), letters = n;

		while (letters && words[letters - 1] >= '0' && words[letters - 1] <= '9')
			letters--;
		if (is_among(words, letters, phone_words))
			way = way ? way : "phone";
		else if (is_among(words, letters, mail_words))
			way = "email";
		else if (letters && !is_among(words, letters, labels) && !is_among(words, letters, idle_words))
			return NULL;
		if (label && is_among(words, letters, labels)) {
			str_add(label, label->n ? " " : "");
			str_addn(label, words, letters);
		}
		words += n + (words[n] == ' ');
	}
	return way;
}

static const char *look_up(const char *words)
{
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
		if (!strcmp(synonyms[i].words, words))
			return synonyms[i].fields;
	return NULL;
}

/* What is counted is said behind: "Кол-во (шт)", "Цена, руб." where this is the currency of the base. Not thousands, nor
 * another currency: the amounts would be read as what they are not. */
static bool without_measure(struct str *words, const char *currency)
{
	static const char *const pieces[] = {"шт", "pcs", NULL};
	const char *space = words->n ? strrchr(words->s, ' ') : NULL;
	char code[4];

	if (!space)
		return false;
	if (!is_among(space + 1, strlen(space + 1), pieces) &&
	    (money_currency(space + 1, code) < 0 || strcmp(code, currency) != 0))
		return false;
	words->n = (size_t)(space - words->s);
	words->s[words->n] = '\0';
	return true;
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

/* The words without the record they name in front or behind; the caller frees. NULL: they name none. */
static char *without_owner(const char *words, size_t i)
{
	size_t n = strlen(words), w = strlen(owners[i].words);

	if (n <= w + 1)
		return NULL;
	if (!strncmp(words, owners[i].words, w) && words[w] == ' ')
		return mem_copy(words + w + 1);
	if (!strcmp(words + n - w, owners[i].words) && words[n - w - 1] == ' ')
		return mem_copyn(words, n - w - 1);
	return NULL;
}

/* "contact phone", "телефон контакта": the field, of the entity that is named beside it. */
static const char *owned(const char *words, struct str *made)
{
	for (size_t i = 0; i < sizeof owners / sizeof *owners && !made->n; i++) {
		const struct entity *e = registry_entity(owners[i].entity);
		char *rest = without_owner(words, i);
		const char *field = rest ? as_field(e, rest) : NULL;

		if (rest && !field)
			field = look_up(rest);
		if (rest && !field)
			field = way_of(rest, NULL);
		if (field)
			choose(e, field, made);
		free(rest);
	}
	return made->n ? made->s : NULL;
}

char *mapping_label(const char *header)
{
	struct str words = {0}, label = {0};
	bool found;

	words_of(header, &words);
	found = way_of(str_text(&words), &label) && label.n;
	for (size_t i = 0; i < sizeof owners / sizeof *owners && !found; i++) {
		char *rest = without_owner(str_text(&words), i);

		str_clear(&label);
		found = rest && way_of(rest, &label) && label.n;
		free(rest);
	}
	str_free(&words);
	if (found)
		return str_take(&label);
	str_free(&label);
	return NULL;
}

/* In the order of how sure it is. */
static const char *field_of(const char *words, const struct entity *main, struct str *made)
{
	const char *found = as_field(main, words);

	if (!found)
		found = look_up(words);
	if (!found)
		found = owned(words, made);
	return found ? found : way_of(words, NULL);
}

const char *mapping_words(const char *header, const struct entity *main, const char *currency)
{
	static struct str words, made;
	const char *found;

	words_of(header, &words);
	str_clear(&made);
	if (!words.n)
		return NULL;
	found = field_of(words.s, main, &made);
	if (!found && without_measure(&words, currency))
		found = field_of(words.s, main, &made);
	if (found)
		return found;
	/* "Телефон 2" */
	while (words.n && strchr("0123456789 ", words.s[words.n - 1]))
		words.s[--words.n] = '\0';
	found = words.n ? look_up(words.s) : NULL;
	return found ? found : as_field(main, words.s);
}
