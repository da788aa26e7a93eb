/* The table of spellings, and what is in each. */
#include "credential.h"

#include <string.h>
#include <strings.h>

#include "base64.h"
#include "utf8.h"

#define NAME_MAX_BYTES	 255
#define SECRET_MAX_BYTES (28 * 1024)

typedef enum Reading
{
	READ_BEARER, /* a token or a key */
	READ_KEY,	 /* a key: a token from a login is none */
	READ_BASIC,	 /* a name and a password, one of which may be a token or a key */
} Reading;

/* By field and scheme (any case); where the scheme is "", the whole value is it. */
static const struct
{
	const char *field;
	const char *scheme;
	Reading reading;
} spellings[] = {
	{"authorization", "bearer", READ_BEARER},
	{"authorization", "bearer:", READ_BEARER},
	{"authorization", "token", READ_BEARER},
	{"authorization", "basic", READ_BASIC},
	{"authorization", "key", READ_KEY},
	{"authorization", "apikey", READ_KEY},
	{"authorization", "api-key", READ_KEY},
	{"bearer", "", READ_BEARER},
	{"x-auth-token", "", READ_BEARER},
	{"x-dl-authtoken", "", READ_BEARER},
	{"x-api-key", "", READ_KEY},
	{"x-arcsecond-api-authorization", "key", READ_KEY},
};

#define SPELLINGS ((int) (sizeof(spellings) / sizeof(spellings[0])))

/*
 * The cookies of sessions, without and with https: a browser takes the second name only
 * from this very host, by https.
 */
static const char *const cookies[] = {"pgsky-session", "__Host-pgsky-session"};

/* What stands in the other half of Basic beside a token: nothing, or one of these. */
static const char *const fillers[] = {"x-oauth-basic", "x-token-auth"};

const char *
credential_kind_name(CredentialKind kind)
{
	static const char *const names[] = {
		[CREDENTIAL_NONE] = "none",
		[CREDENTIAL_JWT] = "jwt",
		[CREDENTIAL_KEY] = "key",
		[CREDENTIAL_PASSWORD] = "password",
		[CREDENTIAL_SESSION] = "session",
	};

	return names[kind];
}

bool
credential_is_field(Slice name)
{
	for (int i = 0; i < SPELLINGS; i++)
		if (slice_is(name, spellings[i].field))
			return true;
	return false;
}

/* RFC 6750 section 2.1: the characters of a token. */
static bool
is_token_text(Slice text)
{
	for (size_t i = 0; i < text.len; i++)
	{
		char c = text.data[i];

		if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
			  (c != '\0' && strchr("-._~+/=", c) != NULL)))
			return false;
	}
	return text.len > 0 && text.len <= SECRET_MAX_BYTES;
}

static int
count_dots(Slice text)
{
	int dots = 0;

	for (size_t i = 0; i < text.len; i++)
		dots += text.data[i] == '.';
	return dots;
}

/* Can it be nothing but a JWT?  Its header is an object: "{" and '"' or a blank. */
static bool
looks_like_jwt(Slice text)
{
	return count_dots(text) == 2 && text.len > 3 && memcmp(text.data, "ey", 2) == 0 &&
		   is_token_text(text);
}

/* More than one dot: a JWT or nothing.  Keys are as the database makes them. */
static void
take_bearer(Slice text, Credential *credential)
{
	credential->kind = count_dots(text) > 1 ? CREDENTIAL_JWT : CREDENTIAL_KEY;
	credential->secret = text;
}

static bool
is_filler(Slice text)
{
	for (size_t i = 0; i < sizeof(fillers) / sizeof(fillers[0]); i++)
		if (slice_is(text, fillers[i]))
			return true;
	return text.len == 0;
}

/* Text without control characters. */
static bool
is_plain(Slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char) text.data[i] < ' ' || text.data[i] == 0x7f)
			return false;
	return utf8_is_valid(text);
}

/* RFC 7617, and what clients make of it that can say nothing but Basic. */
static bool
take_basic(Slice text, char *room, Credential *credential)
{
	Slice whole = {room, 0};
	Slice name;
	Slice secret;
	const char *colon;

	if (!base64_decode(BASE64_BASIC, text, room, &whole.len) || !is_plain(whole))
		return false;
	colon = memchr(whole.data, ':', whole.len);
	if (colon == NULL)
		return false;
	name = (Slice){whole.data, (size_t) (colon - whole.data)};
	secret = (Slice){colon + 1, whole.len - name.len - 1};
	if ((is_filler(name) || looks_like_jwt(secret)) && is_token_text(secret))
		take_bearer(secret, credential);
	else if ((is_filler(secret) || looks_like_jwt(name)) && is_token_text(name))
		take_bearer(name, credential);
	else
	{
		credential->kind = CREDENTIAL_PASSWORD;
		credential->name = name;
		credential->secret = secret;
	}
	return true;
}

/* The value of a field without the scheme of a spelling; false: it is another one. */
static bool
strip_scheme(Slice value, const char *scheme, Slice *rest)
{
	size_t len = strlen(scheme);

	if (value.len < len || strncasecmp(value.data, scheme, len) != 0 ||
		(len > 0 && value.len > len && value.data[len] != ' '))
		return false;
	while (len > 0 && len < value.len && value.data[len] == ' ')
		len++;
	*rest = (Slice){value.data + len, value.len - len};
	return true;
}

/* Read the value of one field. */
static int
read_field(const HeadField *field, char *room, Credential *credential, const char **why)
{
	Slice text;
	int i = 0;

	while (i < SPELLINGS && !(slice_is(field->name, spellings[i].field) &&
							  strip_scheme(field->value, spellings[i].scheme, &text)))
		i++;
	if (i == SPELLINGS)
		return *why = "credentials of this scheme are not taken here", 401;
	credential->spelling = i;
	credential->value = field->value;
	if (spellings[i].reading == READ_BASIC)
	{
		if (text.len == 0 || !take_basic(text, room, credential))
			return *why = "malformed Basic credentials", 400;
	}
	else if (!is_token_text(text))
		return *why = "malformed credentials", 400;
	else if (spellings[i].reading == READ_KEY && count_dots(text) > 1)
		return *why = "this is no API key", 401;
	else
		take_bearer(text, credential);
	if (credential->name.len > NAME_MAX_BYTES)
		return *why = "no such name or password", 401;
	return 0;
}

int
credential_read(const Head *head, char *room, Credential *credential, const char **why)
{
	int found = 0;
	int status = 0;

	*credential = (Credential){.kind = CREDENTIAL_NONE};
	for (int i = 0; i < head->nfields; i++)
	{
		if (!credential_is_field(head->fields[i].name))
			continue;
		if (found++ > 0)
			return *why = "one credential is enough", 400;
		status = read_field(&head->fields[i], room, credential, why);
	}
	return status;
}

/* The value of a cookie in a field (RFC 6265 section 4.2); data is NULL if it has none.
 */
static Slice
find_cookie(Slice field, const char *name)
{
	size_t name_len = strlen(name);

	while (field.len > 0)
	{
		const char *end = memchr(field.data, ';', field.len);
		size_t len = end != NULL ? (size_t) (end - field.data) : field.len;

		if (len > name_len && memcmp(field.data, name, name_len) == 0 &&
			field.data[name_len] == '=')
			return (Slice){field.data + name_len + 1, len - name_len - 1};
		len += end != NULL;
		while (len < field.len && field.data[len] == ' ')
			len++;
		field = (Slice){field.data + len, field.len - len};
	}
	return (Slice){NULL, 0};
}

bool
credential_read_session(const Head *head, bool secure, Credential *credential)
{
	for (int i = 0; i < head->nfields; i++)
	{
		Slice secret = {NULL, 0};

		if (slice_is(head->fields[i].name, "cookie"))
			secret = find_cookie(head->fields[i].value, cookies[secure]);
		if (secret.data == NULL || !is_token_text(secret))
			continue;
		*credential = (Credential){.kind = CREDENTIAL_SESSION,
								   .spelling = SPELLINGS,
								   .value = secret,
								   .secret = secret};
		return true;
	}
	return false;
}
