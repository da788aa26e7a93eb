/* From credentials to claims, by the memo, the token's guard and the database. */
#include "guard.h"

#include <openssl/sha.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http.h"
#include "keeper.h"
#include "token.h"

#define DEAF_US			 INT64_C(1000000) /* what is told holds, while no notice comes */
#define CHANGES_FOLLOWED 3				  /* of the keys, while a token is checked */

static int
refuse(Who *who, int status, const char *error, const char *why)
{
	who->error = error;
	who->why = why;
	return status;
}

/* May one with these scopes (NULL: all) ask here? */
static bool
may_ask(const Request *request, const char *scopes)
{
	const char *scope = request->route->scope;

	return scopes == NULL || scope[0] == '\0' ||
		   list_has(scopes, (Slice){scope, strlen(scope)}) ||
		   list_has(scopes, (Slice){"*", 1});
}

/* The hash of what was shown, and of how: a token is no API key. */
static void
take_digest(Who *who)
{
	SHA256((const unsigned char *) who->credential.value.data,
		   who->credential.value.len,
		   who->digest);
	who->digest[0] ^= (unsigned char) who->credential.spelling;
}

static char *
keep_text(Http *http, const char *text)
{
	return text != NULL ? http_text(http, (Slice){text, strlen(text)}) : NULL;
}

/* Does what the database said still hold? */
static bool
is_told(const Shim *shim, const MemoEntry *entry)
{
	int64_t ttl = shim->config.credential_ttl * 1000;

	if (!__atomic_load_n(&shim->credentials_heard, __ATOMIC_ACQUIRE) && ttl > DEAF_US)
		ttl = DEAF_US;
	return entry->told_us > 0 && clock_us() - entry->told_us < ttl &&
		   entry->generation ==
			   __atomic_load_n(&shim->credentials_changed, __ATOMIC_ACQUIRE);
}

/* The entry of what was shown, if it holds; dropped if not. */
static MemoEntry *
recall(HttpServer *server, const Who *who)
{
	MemoEntry *entry = memo_find(server->memo, who->digest);
	bool holds;

	if (entry == NULL)
		return NULL;
	if (entry->claims != NULL)
		holds = entry->expires > time(NULL) &&
				entry->version == keeper_version(server->shim->keeper);
	else
		holds = is_told(server->shim, entry);
	if (holds)
		return entry;
	memo_drop(server->memo, entry);
	return NULL;
}

/* Go on as the one who is remembered. */
static int
use_entry(Http *http, Request *request, const MemoEntry *entry)
{
	Who *who = &request->who;

	who->known = is_told(http_server(http)->shim, entry);
	who->claims = keep_text(http, who->known ? entry->principal : entry->claims);
	if (!who->known)
		return 0;
	who->name = keep_text(http, entry->name);
	if (may_ask(request, entry->scopes))
		return 0;
	return refuse(
		who, 403, "insufficient_scope", "what you have shown is not good for this");
}

/* Keep a good token. */
static int
keep_token(Http *http, Request *request, const Token *token, uint64_t version)
{
	Memo *memo = http_server(http)->memo;
	MemoEntry *entry = memo_add(memo, request->who.digest);

	request->who.claims = http_text(http, (Slice){token->claims, token->len});
	if (entry == NULL)
		return 0;
	memo_set(memo, entry, &entry->claims, token->claims, token->len);
	entry->version = version;
	entry->expires = token->expires;
	memo_trim(memo);
	return 0;
}

/* Check a token; when its key is not here, find out whether that is on its way. */
static int
check_token(Http *http, Request *request)
{
	Keeper *keeper = http_server(http)->shim->keeper;
	Who *who = &request->who;
	TokenFault fault = TOKEN_GOOD;

	for (int i = 0; i < CHANGES_FOLLOWED; i++)
	{
		Token token;
		Issuers *issuers = keeper_issuers(keeper);
		uint64_t version = issuers->version;
		KeeperWish wish;

		fault = token_check(who->credential.secret, issuers, time(NULL), &token);
		issuers_release(issuers);
		if (fault == TOKEN_GOOD)
			return keep_token(http, request, &token, version);
		if (fault == TOKEN_ISSUER)
			token.rule = keeper_database(keeper); /* it may have begun to be one */
		else if (fault != TOKEN_UNKNOWN_KEY && fault != TOKEN_NO_KEYS)
			break;
		wish = keeper_want(keeper, token.rule, version);
		who->waiting = wish == KEEPER_COMING;
		if (who->waiting)
			return 0;
		if (wish == KEEPER_NO)
			break;
	}
	if (fault == TOKEN_NO_KEYS)
		return refuse(who, 503, NULL, token_fault_text(fault));
	return refuse(who, 401, "invalid_token", token_fault_text(fault));
}

/*
 * Does a session count?  A browser sends it whoever made it ask: on pages it does, and
 * where the browser says that a page of this service asks, or a script adds a field that
 * another's cannot.
 */
static bool
session_counts(const Request *request)
{
	const Head *head = &request->head;
	Slice site = head_field(head, "sec-fetch-site");
	Slice origin = head_field(head, "origin");

	if (request->route->credentials == ROUTE_PAGE)
		return true;
	if (site.data != NULL)
		return slice_is(site, "same-origin") || slice_is(site, "none");
	if (origin.data != NULL)
		return slice_is(origin, request->base_url);
	return head_field(head, "x-csrf-token").data != NULL;
}

/* Find what was shown; 0, or the status to refuse it with. */
static int
read_credential(Http *http, Request *request)
{
	const Head *head = &request->head;
	Credential *credential = &request->who.credential;
	const char *why = NULL;
	size_t room = 1;
	int status;

	if (request->route->credentials == ROUTE_OWN)
		return 0;
	for (int i = 0; i < head->nfields; i++)
		room += head->fields[i].value.len + 3;
	status = credential_read(head, http_alloc(http, room), credential, &why);
	if (status != 0)
		return refuse(&request->who,
					  status,
					  status == 400 ? "invalid_request" : "invalid_token",
					  why);
	if (credential->kind == CREDENTIAL_NONE && session_counts(request))
		credential_read_session(
			head, strncmp(request->base_url, "https:", 6) == 0, credential);
	return 0;
}

/* Nobody asks: may he? */
static int
admit_nobody(const HttpServer *server, Request *request)
{
	request->who.credential.kind = CREDENTIAL_NONE;
	return may_ask(request, server->shim->config.anonymous_scopes)
			   ? 0
			   : refuse(&request->who, 401, NULL, "say who you are");
}

static int
check(Http *http, Request *request)
{
	HttpServer *server = http_server(http);
	Who *who = &request->who;
	const MemoEntry *entry;
	int status = read_credential(http, request);

	if (status != 0)
		return status;
	if (who->credential.kind == CREDENTIAL_NONE)
		return admit_nobody(server, request);
	who->generation =
		__atomic_load_n(&server->shim->credentials_changed, __ATOMIC_ACQUIRE);
	take_digest(who);
	entry = recall(server, who);
	if (entry != NULL)
		return use_entry(http, request, entry);
	return who->credential.kind == CREDENTIAL_JWT ? check_token(http, request) : 0;
}

int
guard_check(Http *http, Request *request, const char **why)
{
	int status;

	request->who = (Who){.waiting = false};
	status = check(http, request);
	*why = request->who.why;
	return status;
}

/* May it be a value in the head of an answer? */
static bool
is_plain(Slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char) text.data[i] < ' ' || text.data[i] == 0x7f)
			return false;
	return true;
}

/* Put what the database says of someone into his entry; false: it cannot be read. */
static bool
read_principal(Memo *memo, MemoEntry *entry, const char *principal)
{
	size_t len = strlen(principal);
	json_auto_t *who = json_read(principal, len);
	Slice name = json_member_text(who, "sub");
	const json_t *scopes = json_object_get(who, "scopes");
	bool limited = scopes != NULL && !json_is_null(scopes);
	char *list = calloc(1, len + 1);
	size_t used = 0;

	if (who == NULL || list == NULL)
		return free(list), false;
	memo_set(memo, entry, &entry->principal, principal, len);
	memo_set(memo, entry, &entry->name, is_plain(name) ? name.data : NULL, name.len);
	for (size_t i = 0; i < json_array_size(scopes); i++)
	{
		Slice scope = json_text(json_array_get(scopes, i));

		if (scope.data == NULL)
			continue;
		memcpy(list + used, scope.data, scope.len);
		used += scope.len;
		list[used++] = ' ';
	}
	memo_set(memo, entry, &entry->scopes, limited ? list : NULL, used);
	free(list);
	return true;
}

int
guard_learn(Http *http, Request *request, const char *principal, const char **why)
{
	Memo *memo = http_server(http)->memo;
	Who *who = &request->who;
	MemoEntry *entry;
	int status = 0;

	/* Nothing to remember: anybody can make up as many of these as he likes. */
	if (principal[0] == '\0' && who->credential.kind == CREDENTIAL_SESSION)
	{
		status = admit_nobody(http_server(http), request);
		*why = who->why;
		return status;
	}
	*why = "the service could not find out who you are";
	entry = memo_add(memo, who->digest);
	if (entry == NULL || !read_principal(memo, entry, principal))
		return 500;
	entry->told_us = clock_us();
	entry->generation = who->generation;
	who->known = true;
	who->name = keep_text(http, entry->name);
	who->claims = keep_text(http, principal);
	if (!may_ask(request, entry->scopes))
		status = refuse(
			who, 403, "insufficient_scope", "what you have shown is not good for this");
	memo_trim(memo);
	*why = who->why;
	return status;
}

void
guard_forget(Http *http, Request *request)
{
	Memo *memo = http_server(http)->memo;
	Who *who = &request->who;
	MemoEntry *entry = memo_find(memo, who->digest);

	if (entry != NULL)
		memo_drop(memo, entry);
	who->known = false;
	who->name = NULL;
}
