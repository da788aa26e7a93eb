/*
 * Fuzzer of what strangers show: tokens and their JSON, base64, fields with credentials.
 * The first byte chooses.  A token is never good, as nobody here knows the secret.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "credential.h"
#include "token.h"

extern int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
expect(bool truth)
{
	if (!truth)
		abort();
}

static void
check_token(const char *text, size_t len)
{
	static const char secret[] = "nobody knows this secret, not even we";
	static Token token;
	static IssuerRules rules = {
		.references = 1,
		.count = 1,
		.rules = {{.name = "us", .audience = "a", .algorithms = ~0u}}};
	static Issuers *issuers;
	const char *why;

	if (issuers == NULL)
	{
		key_init();
		issuers = issuers_create(&rules);
		issuers->keys[0] =
			key_set_read(KEYS_SECRET, (Slice){secret, sizeof(secret) - 1}, &why);
	}
	expect(token_check((Slice){text, len}, issuers, 1800000000, &token) != TOKEN_GOOD);
	expect(token.len <= TOKEN_CLAIMS_MAX);
}

static void
check_keys(const char *text, size_t len)
{
	const char *why = NULL;
	KeySet *set = key_set_read(KEYS_URL, (Slice){text, len}, &why);

	expect(set != NULL || why != NULL);
	expect(set == NULL || (set->count > 0 && set->count <= KEYS_MAX));
	key_set_release(set);
}

static void
check_credential(const char *text, size_t len)
{
	static Head head;
	Credential credential;
	const char *why = NULL;
	char *room = malloc(len + 3);
	int status;

	head = (Head){.nfields = 1, .fields = {{{"authorization", 13}, {text, len}}}};
	status = credential_read(&head, room, &credential, &why);
	expect((status == 0) == (why == NULL));
	expect(status != 0 || credential.kind != CREDENTIAL_NONE);
	free(room);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy;

	if (size < 1)
		return 0;
	size--;
	copy = malloc(size > 0 ? size : 1);
	memcpy(copy, data + 1, size);
	switch (data[0] % 3)
	{
		case 0:
			check_token(copy, size);
			break;
		case 1:
			check_keys(copy, size);
			break;
		case 2:
			check_credential(copy, size);
			break;
	}
	free(copy);
	return 0;
}
