/* Tokens, in the order of what costs least: form, header, issuer, key, signature, claims.
 */
#include "token.h"

#include <string.h>
#include <strings.h>

#include "base64.h"

#define HEADER_NODES  128
#define CLAIM_NODES	  1024
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
is_type(const JsonNode *given, const char *wanted)
{
	static const char prefix[] = "application/";
	Slice type;

	if (given->kind != JSON_STRING)
		return false;
	type = given->text;
	if (type.len > strlen(prefix) && strncasecmp(type.data, prefix, strlen(prefix)) == 0)
	{
		type.data += strlen(prefix);
		type.len -= strlen(prefix);
	}
	return type.len == strlen(wanted) && strncasecmp(type.data, wanted, type.len) == 0;
}

static bool
has_type(const JsonNode *header, const IssuerRule *rule)
{
	const JsonNode *type = json_member(header, "typ");

	if (rule->type != NULL)
		return type != NULL && is_type(type, rule->type);
	return type == NULL || is_type(type, "JWT") || is_type(type, "at+jwt");
}

/* The key that the header names, or the only one that suits it. */
static TokenFault
find_key(const KeySet *set, const JsonNode *id, Algorithm algorithm, const Key **key)
{
	int nameless = 0;
	int fitting = 0;
	bool named = false;

	*key = NULL;
	for (int i = 0; i < set->count; i++)
	{
		const Key *one = set->keys[i];
		bool is_named = id != NULL && slice_is(id->text, key_id(one));

		named = named || is_named;
		if (!key_suits(one, algorithm))
			continue;
		if (is_named && id->text.len > 0)
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
	JsonNode header[HEADER_NODES];
	const JsonNode *id;
	const IssuerRule *rule;
	const Key *key;
	Algorithm algorithm;
	TokenFault fault;
	size_t len;

	if (!decode(parts->header, TOKEN_HEADER_MAX, text, &len) ||
		!json_parse(text, len, header, HEADER_NODES) || header->kind != JSON_OBJECT)
		return TOKEN_MALFORMED;
	id = json_member(header, "kid");
	if (id != NULL && (id->kind != JSON_STRING || id->text.len > KEY_ID_MAX))
		return TOKEN_MALFORMED;
	if (json_member(header, "crit") != NULL || json_member(header, "b64") != NULL)
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
	if (!decode(parts->signature, SIGNATURE_MAX, signature, &len) ||
		!key_verify(key, algorithm, parts->signed_text, (Slice){signature, len}))
		return TOKEN_SIGNATURE;
	return TOKEN_GOOD;
}

/* "aud": a text or an array of texts, one of them ours (RFC 7519 section 4.1.3). */
static TokenFault
check_audience(const JsonNode *audience, const char *ours)
{
	bool found = false;

	if (audience == NULL)
		return TOKEN_CLAIMS;
	if (audience->kind == JSON_STRING)
		return list_has(ours, audience->text) ? TOKEN_GOOD : TOKEN_AUDIENCE;
	if (audience->kind != JSON_ARRAY)
		return TOKEN_CLAIMS;
	for (const JsonNode *one = json_first(audience); one != NULL;
		 one = json_next(audience, one))
	{
		if (one->kind != JSON_STRING)
			return TOKEN_CLAIMS;
		found = found || list_has(ours, one->text);
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
check_begun(const JsonNode *claims, const char *name, int64_t now)
{
	const JsonNode *member = json_member(claims, name);
	int64_t begin;

	if (member == NULL)
		return TOKEN_GOOD;
	if (!json_whole(member, &begin) || begin < 0)
		return TOKEN_CLAIMS;
	return begin > now + TOKEN_LEEWAY ? TOKEN_TOO_EARLY : TOKEN_GOOD;
}

static TokenFault
check_claims(const JsonNode *claims, const char *audience, int64_t now, Token *token)
{
	TokenFault fault;

	if (!json_whole(json_member(claims, "exp"), &token->expires) || token->expires < 0 ||
		!is_subject(json_member_text(claims, "sub")))
		return TOKEN_CLAIMS;
	token->expires += TOKEN_LEEWAY;
	if (token->expires <= now)
		return TOKEN_EXPIRED;
	fault = check_begun(claims, "nbf", now);
	if (fault == TOKEN_GOOD)
		fault = check_begun(claims, "iat", now);
	if (fault == TOKEN_GOOD)
		fault = check_audience(json_member(claims, "aud"), audience);
	return fault;
}

TokenFault
token_check(Slice text, const Issuers *issuers, int64_t now, Token *token)
{
	char copy[TOKEN_CLAIMS_MAX + 4];
	JsonNode claims[CLAIM_NODES];
	Parts parts;
	TokenFault fault;

	token->rule = -1;
	token->len = 0;
	if (!split(text, &parts) ||
		!decode(parts.payload, TOKEN_CLAIMS_MAX, token->claims, &token->len))
		return TOKEN_MALFORMED;
	memcpy(copy, token->claims, token->len);
	if (!json_parse(copy, token->len, claims, CLAIM_NODES) || claims->kind != JSON_OBJECT)
		return TOKEN_MALFORMED;
	fault = check_signature(&parts, issuers, token, json_member_text(claims, "iss"));
	if (fault != TOKEN_GOOD)
		return fault;
	return check_claims(claims, issuers_audience(issuers, token->rule), now, token);
}
