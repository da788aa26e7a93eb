/* Sets of keys, and the tables of issuers that hold them. */
#include "issuer.h"

#include <stdlib.h>
#include <string.h>

bool
list_has(const char *list, Slice item)
{
	while (*list != '\0')
	{
		size_t len = strcspn(list, ", \t");

		if (len > 0 && len == item.len && memcmp(list, item.data, len) == 0)
			return true;
		list += len;
		list += strspn(list, ", \t");
	}
	return false;
}

static char *
copy_text(Slice text)
{
	return text.data != NULL ? strndup(text.data, text.len) : NULL;
}

/* Add the keys of a JWKS that can be used. */
static bool
read_jwks(KeySet *set, Slice text, bool named, const char **why)
{
	json_auto_t *jwks = json_read(text.data, text.len);
	const json_t *keys = json_object_get(jwks, "keys");

	*why = "it is no JWKS";
	for (size_t i = 0; i < json_array_size(keys) && set->count < KEYS_MAX; i++)
	{
		set->keys[set->count] = key_of_jwk(json_array_get(keys, i), why);
		set->count += set->keys[set->count] != NULL;
	}
	if (named)
	{
		set->issuer = copy_text(json_member_text(jwks, "issuer"));
		set->audience = copy_text(json_member_text(jwks, "audience"));
	}
	return set->count > 0;
}

KeySet *
key_set_read(KeySource source, Slice text, const char **why)
{
	KeySet *set = calloc(1, sizeof(*set));

	if (set == NULL)
		return NULL;
	set->references = 1;
	if (text.len > KEYS_BYTES_MAX)
		*why = "it is too large";
	else if (source == KEYS_URL || source == KEYS_FILE || source == KEYS_DATABASE)
		read_jwks(set, text, source == KEYS_DATABASE, why);
	else
	{
		while (source == KEYS_SECRET && text.len > 0 &&
			   strchr("\r\n", text.data[text.len - 1]) != NULL)
			text.len--;
		set->keys[0] =
			source == KEYS_PEM ? key_of_pem(text, why) : key_of_secret(text, why);
		set->count = set->keys[0] != NULL;
	}
	if (set->count > 0)
		return set;
	key_set_release(set);
	return NULL;
}

KeySet *
key_set_share(KeySet *set)
{
	if (set != NULL)
		__atomic_add_fetch(&set->references, 1, __ATOMIC_RELAXED);
	return set;
}

void
key_set_release(KeySet *set)
{
	if (set == NULL || __atomic_sub_fetch(&set->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	for (int i = 0; i < set->count; i++)
		key_free(set->keys[i]);
	free(set->issuer);
	free(set->audience);
	free(set);
}

IssuerRules *
issuer_rules_share(IssuerRules *rules)
{
	__atomic_add_fetch(&rules->references, 1, __ATOMIC_RELAXED);
	return rules;
}

void
issuer_rules_release(IssuerRules *rules)
{
	if (rules == NULL || __atomic_sub_fetch(&rules->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	for (int i = 0; i < rules->count; i++)
	{
		IssuerRule *rule = &rules->rules[i];

		free(rule->name);
		free(rule->audience);
		free(rule->type);
		free(rule->place);
		free(rule->ca_file);
	}
	free(rules);
}

static bool
same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

int
issuer_rules_find(const IssuerRules *rules, const IssuerRule *wanted)
{
	for (int i = 0; i < rules->count; i++)
	{
		const IssuerRule *rule = &rules->rules[i];

		if (rule->source == wanted->source && same_text(rule->name, wanted->name) &&
			same_text(rule->place, wanted->place) &&
			same_text(rule->ca_file, wanted->ca_file))
			return i;
	}
	return -1;
}

Issuers *
issuers_create(IssuerRules *rules)
{
	Issuers *issuers = calloc(1, sizeof(*issuers));

	if (issuers != NULL)
		*issuers =
			(Issuers){.references = 1, .version = 1, .rules = issuer_rules_share(rules)};
	return issuers;
}

Issuers *
issuers_with(const Issuers *old, int rule, KeySet *keys)
{
	Issuers *issuers = issuers_create(old->rules);

	if (issuers == NULL)
		return NULL;
	issuers->version = old->version + 1;
	for (int i = 0; i < old->rules->count; i++)
		issuers->keys[i] = i == rule ? keys : key_set_share(old->keys[i]);
	return issuers;
}

Issuers *
issuers_under(const Issuers *old, IssuerRules *rules)
{
	Issuers *issuers = issuers_create(rules);

	if (issuers == NULL)
		return NULL;
	issuers->version = old->version + 1;
	for (int i = 0; i < rules->count; i++)
	{
		int before = issuer_rules_find(old->rules, &rules->rules[i]);

		issuers->keys[i] = before >= 0 ? key_set_share(old->keys[before]) : NULL;
	}
	return issuers;
}

Issuers *
issuers_share(Issuers *issuers)
{
	__atomic_add_fetch(&issuers->references, 1, __ATOMIC_RELAXED);
	return issuers;
}

void
issuers_release(Issuers *issuers)
{
	if (issuers == NULL ||
		__atomic_sub_fetch(&issuers->references, 1, __ATOMIC_ACQ_REL) > 0)
		return;
	for (int i = 0; i < issuers->rules->count; i++)
		key_set_release(issuers->keys[i]);
	issuer_rules_release(issuers->rules);
	free(issuers);
}

int
issuers_find(const Issuers *issuers, Slice name)
{
	for (int i = 0; i < issuers->rules->count; i++)
	{
		const KeySet *keys = issuers->keys[i];
		const char *known = issuers->rules->rules[i].name;

		if (known == NULL && keys != NULL)
			known = keys->issuer;
		if (known != NULL && slice_is(name, known))
			return i;
	}
	return -1;
}

const char *
issuers_audience(const Issuers *issuers, int rule)
{
	const char *audience = issuers->rules->rules[rule].audience;

	if (audience == NULL && issuers->keys[rule] != NULL)
		audience = issuers->keys[rule]->audience;
	return audience != NULL ? audience : "";
}
