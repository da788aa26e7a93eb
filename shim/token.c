/* Tokens, in the order of what costs least: form, header, issuer, key, signature, claims.
 */
#include "token.h"

#include <string.h>
#include <strings.h>

#include "base64.h"

#define SUBJECT_MAX	  255
#define SIGNATURE_MAX (8192 / 8)

static const char *const fault_texts[] = {
	[TOKEN_GOOD] = "",
	[TOKEN_MALFORMED] = "the token is malformed",
	[TOKEN_CRITICAL] = "the token demands extensions that are not known here",
	[TOKEN_TYPE] = "the token is of another type",
	[TOKEN_ALGORITHM] = "the algorithm of the token is not accepted",
	[TOKEN_ISSUER] = "the issuer of the token is not accepted",
	[TOKEN_NO_KEYS] = "the keys of the issuer are not known at the moment",
	[TOKEN_UNKNOWN_KEY] = "the key of the token is not known",
	[TOKEN_NO_KEY] = "the token does not say which key it was signed with",
	[TOKEN_SIGNATURE] = "the signature of the token is wrong",
	[TOKEN_CLAIMS] = "a claim of the token is missing or malformed",
	[TOKEN_EXPIRED] = "the token has expired",
	[TOKEN_TOO_EARLY] = "the token is not valid yet",
	[TOKEN_AUDIENCE] = "the token is for another audience",
};

const char *
token_fault_text(TokenFault fault)
{
	return fault_texts[fault];
}

/* The three parts, encoded, and what the signature is of. */
typedef struct Parts
{
	Slice header;
	Slice payload;
	Slice signature;
	Slice signed_text;
} Parts;

static bool
split(Slice text, Parts *parts)
{
	const char *end = text.data + text.len;
	const char *first = memchr(text.data, '.', text.len);
	const char *second;

	if (first == NULL || text.len > TOKEN_MAX)
		return false;
	second = memchr(first + 1, '.', (size_t) (end - first - 1));
	if (second == NULL || memchr(second + 1, '.', (size_t) (end - second - 1)) != NULL)
		return false;
	parts->header = (Slice){text.data, (size_t) (first - text.data)};
	parts->payload = (Slice){first + 1, (size_t) (second - first - 1)};
	parts->signature = (Slice){second + 1, (size_t) (end - second - 1)};
	parts->signed_text = (Slice){text.data, (size_t) (second - text.data)};
	return true;
}

/* Decode a part of at most max bytes into out, which has room for some more. */
static bool
decode(Slice part, size_t max, char *out, size_t *len)
{
	return part.len <= (max * 4 + 2) / 3 && base64_decode(BASE64_URL, part, out, len) &&
		   *len <= max;
}

/* "typ", in any case, with or without "application/" (RFC 7515 section 4.1.9). */
static bool
is_type(const json_t *given, const char *wanted)
{
	static const char prefix[] = "application/";
	Slice type = json_text(given);

	if (type.data == NULL)
		return false;
	if (type.len > strlen(prefix) && strncasecmp(type.data, prefix, strlen(prefix)) == 0)
	{
		type.data += strlen(prefix);
		type.len -= strlen(prefix);
	}
	return type.len == strlen(wanted) && strncasecmp(type.data, wanted, type.len) == 0;
}

static bool
has_type(const json_t *header, const IssuerRule *rule)
{
	const json_t *type = json_object_get(header, "typ");

	if (rule->type != NULL)
		return type != NULL && is_type(type, rule->type);
	return type == NULL || is_type(type, "JWT") || is_type(type, "at+jwt");
}

/* The key that the header names, or the only one that suits it. */
static TokenFault
find_key(const KeySet *set, const json_t *id, Algorithm algorithm, const Key **key)
{
	int nameless = 0;
	int fitting = 0;
	bool named = false;

	*key = NULL;
	for (int i = 0; i < set->count; i++)
	{
		const Key *one = set->keys[i];
		bool is_named = id != NULL && json_is_text(id, key_id(one));

		named = named || is_named;
		if (!key_suits(one, algorithm))
			continue;
		if (is_named && json_string_length(id) > 0)
			return *key = one, TOKEN_GOOD;
		fitting++;
		if (id == NULL || key_id(one)[0] == '\0')
		{
			nameless++;
			*key = one;
		}
	}
	if (nameless == 1)
		return TOKEN_GOOD;
	if (id == NULL)
		return fitting > 1 ? TOKEN_NO_KEY : TOKEN_ALGORITHM;
	return named ? TOKEN_ALGORITHM : TOKEN_UNKNOWN_KEY;
}

/* Header and signature. */
static TokenFault
check_signature(const Parts *parts, const Issuers *issuers, Token *token, Slice issuer)
{
	char text[TOKEN_HEADER_MAX + 4];
	char signature[SIGNATURE_MAX + 4];
	json_auto_t *header = NULL;
	const json_t *id;
	const IssuerRule *rule;
	const Key *key;
	Algorithm algorithm;
	TokenFault fault;
	size_t len;

	if (!decode(parts->header, TOKEN_HEADER_MAX, text, &len))
		return TOKEN_MALFORMED;
	header = json_read(text, len);
	if (!json_is_object(header))
		return TOKEN_MALFORMED;
	id = json_object_get(header, "kid");
	if (id != NULL && (!json_is_string(id) || json_string_length(id) > KEY_ID_MAX))
		return TOKEN_MALFORMED;
	if (json_object_get(header, "crit") != NULL || json_object_get(header, "b64") != NULL)
		return TOKEN_CRITICAL;
	algorithm = algorithm_of(json_member_text(header, "alg"));
	if (algorithm == ALGORITHMS)
		return TOKEN_ALGORITHM;
	token->rule = issuers_find(issuers, issuer);
	if (token->rule < 0)
		return TOKEN_ISSUER;
	rule = &issuers->rules->rules[token->rule];
	if (!has_type(header, rule))
		return TOKEN_TYPE;
	if ((rule->algorithms & 1u << algorithm) == 0)
		return TOKEN_ALGORITHM;
	if (issuers->keys[token->rule] == NULL)
		return TOKEN_NO_KEYS;
	fault = find_key(issuers->keys[token->rule], id, algorithm, &key);
	if (fault != TOKEN_GOOD)
		return fault;
	token->key_expires = key_expires(key);
	if (!decode(parts->signature, SIGNATURE_MAX, signature, &len) ||
		!key_verify(key, algorithm, parts->signed_text, (Slice){signature, len}))
		return TOKEN_SIGNATURE;
	return TOKEN_GOOD;
}

/* "aud": a text or an array of texts, one of them ours (RFC 7519 section 4.1.3). */
static TokenFault
check_audience(const json_t *audience, const char *ours)
{
	bool found = false;

	if (audience == NULL)
		return TOKEN_CLAIMS;
	if (json_is_string(audience))
		return list_has(ours, json_text(audience)) ? TOKEN_GOOD : TOKEN_AUDIENCE;
	if (!json_is_array(audience))
		return TOKEN_CLAIMS;
	for (size_t i = 0; i < json_array_size(audience); i++)
	{
		Slice one = json_text(json_array_get(audience, i));

		if (one.data == NULL)
			return TOKEN_CLAIMS;
		found = found || list_has(ours, one);
	}
	return found ? TOKEN_GOOD : TOKEN_AUDIENCE;
}

/* A name that can be one in the database: not empty, short, without control characters.
 */
static bool
is_subject(Slice subject)
{
	if (subject.len == 0 || subject.len > SUBJECT_MAX)
		return false;
	for (size_t i = 0; i < subject.len; i++)
		if ((unsigned char) subject.data[i] < ' ' || subject.data[i] == 0x7f)
			return false;
	return true;
}

/* Is a time that may be missing past, but for the leeway? */
static TokenFault
check_begun(const json_t *claims, const char *name, int64_t now)
{
	const json_t *member = json_object_get(claims, name);
	int64_t begin;

	if (member == NULL)
		return TOKEN_GOOD;
	if (!json_whole(member, &begin) || begin < 0)
		return TOKEN_CLAIMS;
	return begin > now + TOKEN_LEEWAY ? TOKEN_TOO_EARLY : TOKEN_GOOD;
}

static TokenFault
check_claims(const json_t *claims, const char *audience, int64_t now, Token *token)
{
	TokenFault fault;

	if (!json_whole(json_object_get(claims, "exp"), &token->expires) ||
		token->expires < 0 || !is_subject(json_member_text(claims, "sub")))
		return TOKEN_CLAIMS;
	token->expires += TOKEN_LEEWAY;
	if (token->expires <= now)
		return TOKEN_EXPIRED;
	fault = check_begun(claims, "nbf", now);
	if (fault == TOKEN_GOOD)
		fault = check_begun(claims, "iat", now);
	if (fault == TOKEN_GOOD)
		fault = check_audience(json_object_get(claims, "aud"), audience);
	return fault;
}

TokenFault
token_check(Slice text, const Issuers *issuers, int64_t now, Token *token)
{
	json_auto_t *claims = NULL;
	Parts parts;
	TokenFault fault;

	token->rule = -1;
	token->len = 0;
	if (!split(text, &parts) ||
		!decode(parts.payload, TOKEN_CLAIMS_MAX, token->claims, &token->len))
		return TOKEN_MALFORMED;
	claims = json_read(token->claims, token->len);
	if (!json_is_object(claims))
		return TOKEN_MALFORMED;
	fault = check_signature(&parts, issuers, token, json_member_text(claims, "iss"));
	if (fault != TOKEN_GOOD)
		return fault;
	if (token->key_expires <= now)
		return TOKEN_UNKNOWN_KEY;
	fault = check_claims(claims, issuers_audience(issuers, token->rule), now, token);
	if (token->expires > token->key_expires)
		token->expires = token->key_expires;
	return fault;
}
