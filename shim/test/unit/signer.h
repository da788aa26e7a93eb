#ifndef SHIM_TEST_SIGNER_H
#define SHIM_TEST_SIGNER_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An issuer of tokens for tests: texts are allocated and never freed by the caller. */

typedef struct Made
{
	struct Made *next;
	char text[];
} Made;

static Made *made_first;

/* Room for a text that lives until the test ends. */
static inline char *
make_room(size_t size)
{
	Made *made = malloc(sizeof(Made) + size);

	made->next = made_first;
	made_first = made;
	return made->text;
}

static inline void
forget_made(void)
{
	while (made_first != NULL)
	{
		Made *next = made_first->next;

		free(made_first);
		made_first = next;
	}
}

static inline char *
base64url(const void *bytes, size_t len)
{
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const unsigned char *in = bytes;
	char *out = make_room(len * 2 + 4);
	size_t n = 0;

	for (size_t bit = 0; bit < len * 8; bit += 6)
	{
		unsigned two =
			(unsigned) in[bit / 8] << 8 | (bit / 8 + 1 < len ? in[bit / 8 + 1] : 0u);

		out[n++] = digits[two >> (10 - bit % 8) & 63];
	}
	out[n] = '\0';
	return out;
}

/* A number of a key as base64url. */
static inline char *
key_number(const EVP_PKEY *key, const char *name, int size)
{
	BIGNUM *number = NULL;
	unsigned char bytes[1024];
	int len;
	char *text;

	EVP_PKEY_get_bn_param(key, name, &number);
	len = size > 0 ? size : BN_num_bytes(number);
	BN_bn2binpad(number, bytes, len);
	BN_free(number);
	text = base64url(bytes, (size_t) len);
	return text;
}

/* The public half as a JWK; more: members to add, with a comma before them. */
static inline char *
jwk_of(const EVP_PKEY *key, const char *more)
{
	char *text = make_room(2048);

	if (EVP_PKEY_is_a(key, "RSA"))
		snprintf(text,
				 2048,
				 "{\"kty\":\"RSA\",\"n\":\"%s\",\"e\":\"%s\"%s}",
				 key_number(key, OSSL_PKEY_PARAM_RSA_N, 0),
				 key_number(key, OSSL_PKEY_PARAM_RSA_E, 0),
				 more);
	else if (EVP_PKEY_is_a(key, "EC"))
	{
		int size = EVP_PKEY_get_bits(key) / 8;

		snprintf(text,
				 2048,
				 "{\"kty\":\"EC\",\"crv\":\"P-%d\",\"x\":\"%s\",\"y\":\"%s\"%s}",
				 size * 8,
				 key_number(key, OSSL_PKEY_PARAM_EC_PUB_X, size),
				 key_number(key, OSSL_PKEY_PARAM_EC_PUB_Y, size),
				 more);
	}
	else
	{
		unsigned char raw[32];
		size_t len = sizeof(raw);

		EVP_PKEY_get_raw_public_key(key, raw, &len);
		snprintf(text,
				 2048,
				 "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"%s\"%s}",
				 base64url(raw, len),
				 more);
	}
	return text;
}

/* r and s side by side, from DER. */
static inline size_t
plain_signature(unsigned char *signature, size_t len, int size)
{
	const unsigned char *at = signature;
	ECDSA_SIG *parts = d2i_ECDSA_SIG(NULL, &at, (long) len);

	BN_bn2binpad(ECDSA_SIG_get0_r(parts), signature, size);
	BN_bn2binpad(ECDSA_SIG_get0_s(parts), signature + size, size);
	ECDSA_SIG_free(parts);
	return (size_t) size * 2;
}

/* A token: digest "" for EdDSA; pss: RSASSA-PSS. */
static inline char *
sign_token(
	EVP_PKEY *key, const char *digest, bool pss, const char *header, const char *claims)
{
	unsigned char signature[1024];
	size_t len = sizeof(signature);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *options;
	char *text = make_room((strlen(header) + strlen(claims)) * 2 + 2048);
	int n = sprintf(text,
					"%s.%s",
					base64url(header, strlen(header)),
					base64url(claims, strlen(claims)));

	EVP_DigestSignInit(
		ctx, &options, *digest != '\0' ? EVP_get_digestbyname(digest) : NULL, NULL, key);
	if (pss)
	{
		EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
		EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
	}
	EVP_DigestSign(ctx, signature, &len, (unsigned char *) text, (size_t) n);
	EVP_MD_CTX_free(ctx);
	if (EVP_PKEY_is_a(key, "EC"))
		len = plain_signature(signature, len, EVP_PKEY_get_bits(key) / 8);
	sprintf(text + n, ".%s", base64url(signature, len));
	return text;
}

/* A token with an HMAC of SHA-256. */
static inline char *
mac_token(const char *secret, const char *header, const char *claims)
{
	unsigned char mac[32];
	unsigned len = 0;
	char *text = make_room((strlen(header) + strlen(claims)) * 2 + 2048);
	int n = sprintf(text,
					"%s.%s",
					base64url(header, strlen(header)),
					base64url(claims, strlen(claims)));

	HMAC(EVP_sha256(),
		 secret,
		 (int) strlen(secret),
		 (unsigned char *) text,
		 (size_t) n,
		 mac,
		 &len);
	sprintf(text + n, ".%s", base64url(mac, len));
	return text;
}

#endif
