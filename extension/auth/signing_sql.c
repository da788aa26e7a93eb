/*
 * signing_sql.c
 *		Keys of the archive's own tokens, and signatures by them: RS256 (RFC 7518,
 *		section 3.3), which every client knows.
 */
#include "postgres.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "auth/base64url.h"
#include "base/export_pg.h"

#define KEY_BITS		2048
#define NUMBER_MAX		(4096 / 8) /* of a key [bytes] */
#define PRIVATE_KEY_MAX 8192	   /* in PEM [bytes] */

static void
fail(const char *what)
{
	ereport(ERROR,
			(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION), errmsg("could not %s", what)));
}

/* A number of a key in base64url; false if it has none. */
static bool
read_number(const EVP_PKEY *key, const char *name, char *text)
{
	unsigned char bytes[NUMBER_MAX];
	BIGNUM *number = NULL;
	bool fits = EVP_PKEY_get_bn_param(key, name, &number) == 1 &&
				BN_num_bytes(number) <= NUMBER_MAX;

	if (fits)
		base64url_encode(bytes, (size_t) BN_bn2bin(number, bytes), text);
	BN_free(number);
	return fits;
}

/* The private key in PEM; false if that is not to be had. */
static bool
write_private(EVP_PKEY *key, char *text)
{
	BIO *memory = BIO_new(BIO_s_secmem());
	int length = 0;

	if (memory != NULL &&
		PEM_write_bio_PrivateKey(memory, key, NULL, NULL, 0, NULL, NULL) == 1)
		length = BIO_read(memory, text, PRIVATE_KEY_MAX - 1);
	BIO_free(memory);
	text[Max(length, 0)] = '\0';
	return length > 0;
}

/* make_signing_key(): the private key, the public one */
SKY_FUNCTION(make_signing_key)
{
	char private_key[PRIVATE_KEY_MAX];
	char n[BASE64URL_LENGTH(NUMBER_MAX) + 1];
	char e[BASE64URL_LENGTH(NUMBER_MAX) + 1];
	EVP_PKEY *key = EVP_RSA_gen(KEY_BITS);
	bool made = key != NULL && read_number(key, OSSL_PKEY_PARAM_RSA_N, n) &&
				read_number(key, OSSL_PKEY_PARAM_RSA_E, e) &&
				write_private(key, private_key);
	TupleDesc type;
	bool nulls[2] = {false};

	EVP_PKEY_free(key);
	if (!made)
		fail("make a key for tokens");
	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "sky.make_signing_key returns a row");

	Datum values[2] = {
		CStringGetTextDatum(private_key),
		CStringGetTextDatum(psprintf("{\"kty\": \"RSA\", \"use\": \"sig\", \"alg\": "
									 "\"RS256\", \"n\": \"%s\", \"e\": \"%s\"}",
									 n,
									 e)),
	};

	PG_RETURN_DATUM(
		HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(type), values, nulls)));
}

/* Sign; the bytes of the signature, or 0. */
static size_t
sign(EVP_PKEY *key, const text *content, unsigned char *signature)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	size_t length = NUMBER_MAX;
	bool made = context != NULL && EVP_PKEY_get_size(key) <= NUMBER_MAX &&
				EVP_DigestSignInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
				EVP_DigestSign(context,
							   signature,
							   &length,
							   (const unsigned char *) VARDATA_ANY(content),
							   VARSIZE_ANY_EXHDR(content)) == 1;

	EVP_MD_CTX_free(context);
	return made ? length : 0;
}

/* sign(private_key, content) */
SKY_FUNCTION(sign)
{
	const text *pem = PG_GETARG_TEXT_PP(0);
	const text *content = PG_GETARG_TEXT_PP(1);
	unsigned char signature[NUMBER_MAX];
	char encoded[BASE64URL_LENGTH(NUMBER_MAX) + 1];
	BIO *memory = BIO_new_mem_buf(VARDATA_ANY(pem), (int) VARSIZE_ANY_EXHDR(pem));
	EVP_PKEY *key = PEM_read_bio_PrivateKey(memory, NULL, NULL, NULL);
	size_t length = key != NULL ? sign(key, content, signature) : 0;

	EVP_PKEY_free(key);
	BIO_free(memory);
	if (length == 0)
		fail("sign a token");
	base64url_encode(signature, length, encoded);
	PG_RETURN_TEXT_P(cstring_to_text(encoded));
}
