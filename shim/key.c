/* Keys of tokens, by OpenSSL. */
#include "key.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdlib.h>
#include <string.h>

#include "base64.h"

#define RSA_MIN_BITS   2048
#define RSA_MAX_BITS   8192 /* a larger one costs more than a request may */
#define SECRET_MIN	   32 /* bytes: as long as the hash of HS256 (RFC 7518 section 3.2) */
#define NUMBER_MAX	   (RSA_MAX_BITS / 8)
#define POINT_MAX	   (1 + 2 * 48)
#define DER_NUMBER_MAX (48 + 1 + 2)

typedef enum KeyKind
{
	KEY_RSA,
	KEY_P256,
	KEY_P384,
	KEY_ED25519,
	KEY_SECRET,
} KeyKind;

struct Key
{
	KeyKind kind;
	Algorithm only; /* ALGORITHMS: any that suits */
	EVP_PKEY *pkey; /* NULL: a secret */
	char *secret;
	size_t secret_len;
	int64_t expires; /* [s since 1970]; INT64_MAX: it does not */
	char id[KEY_ID_MAX + 1];
};

/* Sorted as the enum is. */
static struct
{
	const char *name;
	KeyKind kind;
	const char *digest; /* NULL: part of the algorithm */
	const EVP_MD *md;	/* the same, fetched */
	bool pss;
} algorithms[] = {
	[ALGORITHM_ES256] = {"ES256", KEY_P256, "SHA256", NULL, false},
	[ALGORITHM_ES384] = {"ES384", KEY_P384, "SHA384", NULL, false},
	[ALGORITHM_EDDSA] = {"EdDSA", KEY_ED25519, NULL, NULL, false},
	[ALGORITHM_HS256] = {"HS256", KEY_SECRET, "SHA256", NULL, false},
	[ALGORITHM_PS256] = {"PS256", KEY_RSA, "SHA256", NULL, true},
	[ALGORITHM_RS256] = {"RS256", KEY_RSA, "SHA256", NULL, false},
	[ALGORITHM_RS384] = {"RS384", KEY_RSA, "SHA384", NULL, false},
	[ALGORITHM_RS512] = {"RS512", KEY_RSA, "SHA512", NULL, false},
};

/* Curves of JWK: names in RFC 7518 and in OpenSSL, bytes of a coordinate. */
static const struct
{
	const char *name;
	const char *group;
	KeyKind kind;
	size_t size;
} curves[] = {
	{"P-256", "prime256v1", KEY_P256, 32},
	{"P-384", "secp384r1", KEY_P384, 48},
};

#define CURVES (sizeof(curves) / sizeof(curves[0]))

bool
key_init(void)
{
	for (Algorithm a = 0; a < ALGORITHMS; a++)
	{
		if (algorithms[a].digest != NULL && algorithms[a].md == NULL)
			algorithms[a].md = EVP_MD_fetch(NULL, algorithms[a].digest, NULL);
		if (algorithms[a].digest != NULL && algorithms[a].md == NULL)
			return false;
	}
	return true;
}

Algorithm
algorithm_of(Slice name)
{
	Algorithm a = 0;

	while (a < ALGORITHMS && !slice_is(name, algorithms[a].name))
		a++;
	return a;
}

/* A key of that OpenSSL key, which is given up; NULL if it is none that suits anything.
 */
static Key *
key_of_pkey(EVP_PKEY *pkey, const char **why)
{
	Key *key;
	KeyKind kind = KEY_SECRET;
	char group[32] = "";

	if (pkey == NULL)
		return *why = "it is no public key", NULL;
	EVP_PKEY_get_group_name(pkey, group, sizeof(group), NULL);
	if (EVP_PKEY_is_a(pkey, "RSA"))
		kind = KEY_RSA;
	else if (EVP_PKEY_is_a(pkey, "ED25519"))
		kind = KEY_ED25519;
	for (size_t i = 0; i < CURVES; i++)
		if (EVP_PKEY_is_a(pkey, "EC") && strcmp(group, curves[i].group) == 0)
			kind = curves[i].kind;
	if (kind == KEY_SECRET)
		*why = "keys are RSA, P-256, P-384 or Ed25519";
	else if (kind == KEY_RSA && (EVP_PKEY_get_bits(pkey) < RSA_MIN_BITS ||
								 EVP_PKEY_get_bits(pkey) > RSA_MAX_BITS))
		*why = "RSA keys have 2048 to 8192 bits";
	else if ((key = calloc(1, sizeof(*key))) != NULL)
	{
		*key =
			(Key){.kind = kind, .only = ALGORITHMS, .pkey = pkey, .expires = INT64_MAX};
		return key;
	}
	EVP_PKEY_free(pkey);
	return NULL;
}

Key *
key_of_pem(Slice pem, const char **why)
{
	BIO *bio = BIO_new_mem_buf(pem.data, (int) pem.len);
	EVP_PKEY *pkey = PEM_read_bio_PUBKEY(bio, NULL, NULL, NULL);

	if (pkey == NULL)
	{
		X509 *certificate;

		(void) BIO_reset(bio);
		certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
		pkey = X509_get_pubkey(certificate);
		X509_free(certificate);
	}
	BIO_free(bio);
	return key_of_pkey(pkey, why);
}

Key *
key_of_secret(Slice secret, const char **why)
{
	Key *key;

	if (secret.len < SECRET_MIN)
		return *why = "secrets have at least 32 bytes", NULL;
	key = calloc(1, sizeof(*key));
	if (key == NULL)
		return NULL;
	*key = (Key){.kind = KEY_SECRET,
				 .only = ALGORITHMS,
				 .secret_len = secret.len,
				 .expires = INT64_MAX};
	key->secret = malloc(secret.len);
	if (key->secret != NULL)
		memcpy(key->secret, secret.data, secret.len);
	return key;
}

/* A member in base64url; returns its length, 0 if it is not there or too long. */
static size_t
member_bytes(const json_t *jwk, const char *name, char *out, size_t room)
{
	Slice text = json_member_text(jwk, name);
	size_t len = 0;

	if (BASE64_ROOM(text.len) > room || !base64_decode(BASE64_URL, text, out, &len))
		return 0;
	return len;
}

/* A public key of parameters, which are given up. */
static EVP_PKEY *
pkey_of(const char *type, OSSL_PARAM_BLD *parts)
{
	EVP_PKEY_CTX *ctx = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(parts);
	EVP_PKEY *pkey = NULL;

	if (ctx != NULL && parameters != NULL && EVP_PKEY_fromdata_init(ctx) == 1)
		(void) EVP_PKEY_fromdata(ctx, &pkey, EVP_PKEY_PUBLIC_KEY, parameters);
	OSSL_PARAM_free(parameters);
	OSSL_PARAM_BLD_free(parts);
	EVP_PKEY_CTX_free(ctx);
	return pkey;
}

static EVP_PKEY *
rsa_of_jwk(const json_t *jwk)
{
	unsigned char n[BASE64_ROOM(NUMBER_MAX * 4 / 3 + 4)];
	unsigned char e[16];
	size_t n_len = member_bytes(jwk, "n", (char *) n, sizeof(n));
	size_t e_len = member_bytes(jwk, "e", (char *) e, sizeof(e));
	BIGNUM *modulus = BN_bin2bn(n, (int) n_len, NULL);
	BIGNUM *exponent = BN_bin2bn(e, (int) e_len, NULL);
	EVP_PKEY *pkey = NULL;

	/* Odd and more than 1: others sign nothing, and anyone can sign for 1. */
	if (n_len > 0 && BN_is_odd(modulus) && BN_is_odd(exponent) && !BN_is_one(exponent))
	{
		OSSL_PARAM_BLD *parts = OSSL_PARAM_BLD_new();

		OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_N, modulus);
		OSSL_PARAM_BLD_push_BN(parts, OSSL_PKEY_PARAM_RSA_E, exponent);
		pkey = pkey_of("RSA", parts);
	}
	BN_free(modulus);
	BN_free(exponent);
	return pkey;
}

/* The point is checked to be on its curve. */
static EVP_PKEY *
ec_of_jwk(const json_t *jwk)
{
	unsigned char point[POINT_MAX] = {POINT_CONVERSION_UNCOMPRESSED};
	unsigned char x[64];
	unsigned char y[64];
	EVP_PKEY *pkey = NULL;

	for (size_t i = 0; i < CURVES; i++)
	{
		size_t size = curves[i].size;
		OSSL_PARAM_BLD *parts;

		if (!json_is_text(json_object_get(jwk, "crv"), curves[i].name) ||
			member_bytes(jwk, "x", (char *) x, sizeof(x)) != size ||
			member_bytes(jwk, "y", (char *) y, sizeof(y)) != size)
			continue;
		memcpy(point + 1, x, size);
		memcpy(point + 1 + size, y, size);
		parts = OSSL_PARAM_BLD_new();
		OSSL_PARAM_BLD_push_utf8_string(
			parts, OSSL_PKEY_PARAM_GROUP_NAME, curves[i].group, 0);
		OSSL_PARAM_BLD_push_octet_string(
			parts, OSSL_PKEY_PARAM_PUB_KEY, point, 1 + 2 * size);
		pkey = pkey_of("EC", parts);
		break;
	}
	return pkey;
}

static EVP_PKEY *
ed25519_of_jwk(const json_t *jwk)
{
	unsigned char x[64];

	if (!json_is_text(json_object_get(jwk, "crv"), "Ed25519") ||
		member_bytes(jwk, "x", (char *) x, sizeof(x)) != 32)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, x, 32);
}

Key *
key_of_jwk(const json_t *jwk, const char **why)
{
	Slice id = json_member_text(jwk, "kid");
	Slice only = json_member_text(jwk, "alg");
	const json_t *use = json_object_get(jwk, "use");
	const json_t *type = json_object_get(jwk, "kty");
	EVP_PKEY *pkey = NULL;
	int64_t expires;
	Key *key;

	if (use != NULL && !json_is_text(use, "sig"))
		return *why = "it does not sign", NULL;
	if (id.len > KEY_ID_MAX)
		return *why = "its \"kid\" is too long", NULL;
	if (only.data != NULL && algorithm_of(only) == ALGORITHMS)
		return *why = "its \"alg\" is not known here", NULL;
	if (json_is_text(type, "RSA"))
		pkey = rsa_of_jwk(jwk);
	else if (json_is_text(type, "EC"))
		pkey = ec_of_jwk(jwk);
	else if (json_is_text(type, "OKP"))
		pkey = ed25519_of_jwk(jwk);
	key = key_of_pkey(pkey, why);
	if (key == NULL)
		return NULL;
	if (only.data != NULL)
		key->only = algorithm_of(only);
	memcpy(key->id, id.len > 0 ? id.data : "", id.len);
	if (json_whole(json_object_get(jwk, "exp"), &expires))
		key->expires = expires;
	return key;
}

void
key_free(Key *key)
{
	if (key == NULL)
		return;
	EVP_PKEY_free(key->pkey);
	if (key->secret != NULL)
		OPENSSL_cleanse(key->secret, key->secret_len);
	free(key->secret);
	free(key);
}

const char *
key_id(const Key *key)
{
	return key->id;
}

int64_t
key_expires(const Key *key)
{
	return key->expires;
}

bool
key_suits(const Key *key, Algorithm algorithm)
{
	return algorithm < ALGORITHMS && key->kind == algorithms[algorithm].kind &&
		   (key->only == ALGORITHMS || key->only == algorithm);
}

/* One of the two numbers of a signature in DER; returns what follows it. */
static unsigned char *
put_der_number(unsigned char *out, const unsigned char *number, size_t size)
{
	bool zero;

	while (size > 1 && *number == 0)
	{
		number++;
		size--;
	}
	zero = *number >= 0x80; /* or it would be negative */
	*out++ = 0x02;
	*out++ = (unsigned char) (size + zero);
	if (zero)
		*out++ = 0;
	memcpy(out, number, size);
	return out + size;
}

/* From r and s side by side (RFC 7518 section 3.4) to DER; false for another length. */
static bool
signature_to_der(KeyKind kind, Slice signature, unsigned char *der, size_t *len)
{
	size_t size = kind == KEY_P256 ? 32 : 48;
	const unsigned char *r = (const unsigned char *) signature.data;
	unsigned char *end;

	if (signature.len != 2 * size)
		return false;
	end = put_der_number(put_der_number(der + 2, r, size), r + size, size);
	der[0] = 0x30;
	der[1] = (unsigned char) (end - der - 2);
	*len = (size_t) (end - der);
	return true;
}

static bool
verify_secret(const Key *key, Slice text, Slice signature)
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	return HMAC(algorithms[ALGORITHM_HS256].md,
				key->secret,
				(int) key->secret_len,
				(const unsigned char *) text.data,
				text.len,
				mac,
				&len) != NULL &&
		   signature.len == len && CRYPTO_memcmp(mac, signature.data, len) == 0;
}

bool
key_verify(const Key *key, Algorithm algorithm, Slice text, Slice signature)
{
	unsigned char der[2 + 2 * DER_NUMBER_MAX];
	const unsigned char *bytes = (const unsigned char *) signature.data;
	size_t len = signature.len;
	EVP_PKEY_CTX *options;
	EVP_MD_CTX *ctx;
	bool good;

	if (!key_suits(key, algorithm) || len == 0)
		return false;
	if (key->kind == KEY_SECRET)
		return verify_secret(key, text, signature);
	if (key->kind == KEY_P256 || key->kind == KEY_P384)
	{
		if (!signature_to_der(key->kind, signature, der, &len))
			return false;
		bytes = der;
	}
	ctx = EVP_MD_CTX_new();
	good =
		ctx != NULL &&
		EVP_DigestVerifyInit(ctx, &options, algorithms[algorithm].md, NULL, key->pkey) ==
			1 &&
		(!algorithms[algorithm].pss ||
		 (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 &&
		  EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1)) &&
		EVP_DigestVerify(ctx, bytes, len, (const unsigned char *) text.data, text.len) ==
			1;
	EVP_MD_CTX_free(ctx);
	if (!good)
		ERR_clear_error(); /* the queue is the thread's, and libpq looks into it */
	return good;
}
