/*
 * password_sql.c
 *		Passwords as they are kept: scrypt (RFC 7914), in the form of PHC strings.
 *
 * 16 MiB of memory and some 50 ms each.  A client that asks for a user whom nobody knows
 * waits as long as one with a wrong password.
 */
#include "postgres.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "fmgr.h"
#include "utils/builtins.h"

#include "auth/base64url.h"
#include "base/export_pg.h"

#define LOG_N		14 /* cost: 2^14 */
#define BLOCK		8
#define LANES		1
#define MEMORY		(32 * 1024 * 1024) /* most that it may take [bytes] */
#define SALT_LENGTH 16
#define HASH_LENGTH 32
#define PREFIX		"$scrypt$ln=14,r=8,p=1$"
#define WORD_MAX	64 /* random bytes */

static void
fill_random(unsigned char *bytes, size_t length)
{
	if (!pg_strong_random(bytes, length))
		ereport(
			ERROR,
			(errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not draw random numbers")));
}

static void
derive(const text *password, const unsigned char *salt, unsigned char *hash)
{
	if (EVP_PBE_scrypt(VARDATA_ANY(password),
					   VARSIZE_ANY_EXHDR(password),
					   salt,
					   SALT_LENGTH,
					   UINT64_C(1) << LOG_N,
					   BLOCK,
					   LANES,
					   MEMORY,
					   hash,
					   HASH_LENGTH) != 1)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY), errmsg("could not hash a password")));
}

SKY_FUNCTION(password_hash)
{
	unsigned char salt[SALT_LENGTH];
	unsigned char hash[HASH_LENGTH];
	char salt_text[BASE64URL_LENGTH(SALT_LENGTH) + 1];
	char hash_text[BASE64URL_LENGTH(HASH_LENGTH) + 1];

	fill_random(salt, sizeof(salt));
	derive(PG_GETARG_TEXT_PP(0), salt, hash);
	base64url_encode(salt, sizeof(salt), salt_text);
	base64url_encode(hash, sizeof(hash), hash_text);
	PG_RETURN_TEXT_P(cstring_to_text(psprintf(PREFIX "%s$%s", salt_text, hash_text)));
}

/* password_fits(password, hash): NULL for either never fits. */
SKY_FUNCTION(password_fits)
{
	char *kept = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));
	text *password = PG_ARGISNULL(0) ? cstring_to_text("") : PG_GETARG_TEXT_PP(0);
	unsigned char salt[SALT_LENGTH] = {0};
	unsigned char expected[HASH_LENGTH] = {0};
	unsigned char hash[HASH_LENGTH];
	bool known =
		kept != NULL &&
		strlen(kept) == strlen(PREFIX) + BASE64URL_LENGTH(SALT_LENGTH) + 1 +
							BASE64URL_LENGTH(HASH_LENGTH) &&
		strncmp(kept, PREFIX, strlen(PREFIX)) == 0 &&
		base64url_decode(kept + strlen(PREFIX), salt, SALT_LENGTH) &&
		base64url_decode(kept + strlen(PREFIX) + BASE64URL_LENGTH(SALT_LENGTH) + 1,
						 expected,
						 HASH_LENGTH);

	derive(password, salt, hash);
	PG_RETURN_BOOL(CRYPTO_memcmp(hash, expected, HASH_LENGTH) == 0 && known &&
				   !PG_ARGISNULL(0));
}

SKY_FUNCTION(base64url)
{
	const bytea *bytes = PG_GETARG_BYTEA_PP(0);
	size_t length = VARSIZE_ANY_EXHDR(bytes);
	char *text = palloc(BASE64URL_LENGTH(length) + 1);

	base64url_encode((const unsigned char *) VARDATA_ANY(bytes), length, text);
	PG_RETURN_TEXT_P(cstring_to_text(text));
}

SKY_FUNCTION(random_word)
{
	int length = PG_GETARG_INT32(0);
	unsigned char bytes[WORD_MAX];
	char word[BASE64URL_LENGTH(WORD_MAX) + 1];

	if (length < 1 || length > WORD_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a random word has 1 to %d bytes", WORD_MAX)));
	fill_random(bytes, length);
	base64url_encode(bytes, length, word);
	PG_RETURN_TEXT_P(cstring_to_text(word));
}
