/* The guard, with an issuer of its own for each kind of key. */
#include "token.h"

#include <string.h>

#include "signer.h"
#include "tap.h"

#define NOW			 INT64_C(1800000000)
#define SECRET		 "a secret of thirty-two characters"
#define HEADER(alg)	 "{\"alg\":\"" alg "\",\"typ\":\"JWT\",\"kid\":\"k\"}"
#define CLAIMS(more) "{\"iss\":\"us\",\"sub\":\"ada\",\"aud\":\"archive\"" more "}"
#define GOOD		 CLAIMS(",\"exp\":1800000100")

static EVP_PKEY *rsa;
static EVP_PKEY *p256;
static EVP_PKEY *p384;
static EVP_PKEY *ed25519;
static IssuerRules rules;
static Issuers *issuers;
static Token token;

/* One issuer "us" whose keys are these, given up. */
static void
set_keys(KeySource source, const char *text, unsigned algorithms)
{
	const char *why = "";
	KeySet *set = key_set_read(source, (Slice){text, strlen(text)}, &why);

	issuers_release(issuers);
	rules = (IssuerRules){
		.references = 1,
		.count = 1,
		.rules = {
			{.name = (char *) (source == KEYS_DATABASE ? NULL : "us"),
			 .audience = (char *) (source == KEYS_DATABASE ? NULL : "other archive"),
			 .algorithms = algorithms,
			 .source = source}}};
	issuers = issuers_create(&rules);
	if (set != NULL)
	{
		Issuers *with = issuers_with(issuers, 0, set);

		issuers_release(issuers);
		issuers = with;
	}
	else
		printf("# no keys: %s\n", why);
}

/* A JWKS of one to three keys. */
static const char *
jwks(const char *a, const char *b, const char *c)
{
	char *text = make_room(8192);

	snprintf(text,
			 8192,
			 "{\"keys\":[%s%s%s%s%s],\"issuer\":\"us\",\"audience\":\"archive\"}",
			 a,
			 b[0] != '\0' ? "," : "",
			 b,
			 c[0] != '\0' ? "," : "",
			 c);
	return text;
}

static TokenFault
verdict(const char *text)
{
	size_t len = strlen(text);
	char *copy = malloc(len + 1); /* its end is watched */
	TokenFault fault;

	memcpy(copy, text, len);
	fault = token_check((Slice){copy, len}, issuers, NOW, &token);
	free(copy);
	return fault;
}

static void
test_algorithms(void)
{
	static const char *const kid = ",\"kid\":\"k\"";
	const struct
	{
		const char *header;
		EVP_PKEY **key;
		const char *digest;
		bool pss;
	} cases[] = {
		{HEADER("RS256"), &rsa, "SHA256", false},
		{HEADER("RS384"), &rsa, "SHA384", false},
		{HEADER("RS512"), &rsa, "SHA512", false},
		{HEADER("PS256"), &rsa, "SHA256", true},
		{HEADER("ES256"), &p256, "SHA256", false},
		{HEADER("ES384"), &p384, "SHA384", false},
		{HEADER("EdDSA"), &ed25519, "", false},
	};
	size_t count = sizeof(cases) / sizeof(cases[0]);

	for (size_t i = 0; i < count; i++)
	{
		char *text = sign_token(
			*cases[i].key, cases[i].digest, cases[i].pss, cases[i].header, GOOD);
		size_t len = strlen(text);

		set_keys(KEYS_URL, jwks(jwk_of(*cases[i].key, kid), "", ""), ~0u);
		check(verdict(text) == TOKEN_GOOD && token.len == strlen(GOOD) &&
				  memcmp(token.claims, GOOD, token.len) == 0 &&
				  token.expires == 1800000100 + TOKEN_LEEWAY,
			  "%s is good",
			  cases[i].header);
		text[len - 8] = text[len - 8] == 'A' ? 'B' : 'A';
		check(verdict(text) == TOKEN_SIGNATURE, "a bit of it is not");
		for (size_t k = 0; k < count; k++)
			if (k != i && cases[k].key == cases[i].key)
				check(verdict(sign_token(*cases[i].key,
										 cases[i].digest,
										 cases[i].pss,
										 cases[k].header,
										 GOOD)) == TOKEN_SIGNATURE,
					  "nor as %s",
					  cases[k].header);
			else if (k != i)
				check(verdict(sign_token(*cases[k].key,
										 cases[k].digest,
										 cases[k].pss,
										 cases[k].header,
										 GOOD)) == TOKEN_ALGORITHM,
					  "nor %s with a key of another kind",
					  cases[k].header);
	}
}

static void
test_secrets(void)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *pem;
	char *copy;
	long len;

	set_keys(KEYS_SECRET, SECRET "\n", 1u << ALGORITHM_HS256);
	check(verdict(mac_token(SECRET, HEADER("HS256"), GOOD)) == TOKEN_GOOD, "HS256");
	check(verdict(mac_token(SECRET "x", HEADER("HS256"), GOOD)) == TOKEN_SIGNATURE,
		  "another secret");
	set_keys(KEYS_SECRET, "short", ~0u);
	check(issuers->keys[0] == NULL, "a short secret is none");
	PEM_write_bio_PUBKEY(bio, rsa);
	len = BIO_get_mem_data(bio, &pem);
	copy = make_room((size_t) len + 1);
	memcpy(copy, pem, (size_t) len);
	copy[len] = '\0';
	BIO_free(bio);
	set_keys(KEYS_PEM, copy, ~(1u << ALGORITHM_HS256));
	check(verdict(sign_token(rsa, "SHA256", false, HEADER("RS256"), GOOD)) == TOKEN_GOOD,
		  "a key without a name is for any");
	check(verdict(mac_token(copy, HEADER("HS256"), GOOD)) == TOKEN_ALGORITHM,
		  "a public key is no secret");
	rules.rules[0].algorithms = ~0u;
	check(verdict(mac_token(copy, HEADER("HS256"), GOOD)) == TOKEN_UNKNOWN_KEY,
		  "even where HS256 were allowed");
	set_keys(
		KEYS_URL,
		"{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"YSBzZWNyZXQgb2YgdGhpcnR5LXR3b"
		"yBjaGFyYWN0ZXJz\"}]}",
		~0u);
	check(issuers->keys[0] == NULL, "secrets do not come in a JWKS");
}

static void
test_keys(void)
{
	const char *one = jwk_of(rsa, ",\"kid\":\"one\",\"use\":\"sig\",\"alg\":\"RS256\"");
	const char *two = jwk_of(p256, ",\"kid\":\"two\"");
	const char *enc = jwk_of(ed25519, ",\"kid\":\"k\",\"use\":\"enc\"");
	char *off = make_room(2048);

	set_keys(KEYS_FILE, jwks(one, two, enc), ~0u);
	check(issuers->keys[0]->count == 2, "keys that encrypt are left out");
	check(verdict(sign_token(rsa, "SHA256", false, "{\"alg\":\"RS256\"}", GOOD)) ==
			  TOKEN_GOOD,
		  "the only key that fits need not be named");
	check(verdict(sign_token(
			  rsa, "SHA384", false, "{\"alg\":\"RS384\",\"kid\":\"one\"}", GOOD)) ==
			  TOKEN_ALGORITHM,
		  "a key is for its algorithm");
	check(verdict(sign_token(
			  rsa, "SHA256", false, "{\"alg\":\"RS256\",\"kid\":\"two\"}", GOOD)) ==
			  TOKEN_ALGORITHM,
		  "the key named must fit");
	check(verdict(sign_token(rsa, "SHA256", false, HEADER("RS256"), GOOD)) ==
			  TOKEN_UNKNOWN_KEY,
		  "a key that is not there");
	set_keys(KEYS_FILE,
			 jwks(jwk_of(rsa, ",\"kid\":\"a\""), jwk_of(rsa, ",\"kid\":\"b\""), ""),
			 ~0u);
	check(verdict(sign_token(rsa, "SHA256", false, "{\"alg\":\"RS256\"}", GOOD)) ==
			  TOKEN_NO_KEY,
		  "one of two must be named");
	snprintf(off, 2048, "%s", jwk_of(p256, ""));
	strstr(off, "\"x\":\"")[6] ^= 1;
	set_keys(KEYS_FILE, jwks(off, "", ""), ~0u);
	check(issuers->keys[0] == NULL, "a point off its curve is no key");
	check(verdict(sign_token(p256, "SHA256", false, HEADER("ES256"), GOOD)) ==
			  TOKEN_NO_KEYS,
		  "keys that are not there");
	set_keys(
		KEYS_FILE, "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"sw\",\"e\":\"AQAB\"}]}", ~0u);
	check(issuers->keys[0] == NULL, "a short RSA key is none");
	set_keys(KEYS_DATABASE, jwks(jwk_of(rsa, ",\"exp\":1800000000"), "", ""), ~0u);
	check(verdict(sign_token(rsa, "SHA256", false, "{\"alg\":\"RS256\"}", GOOD)) ==
			  TOKEN_UNKNOWN_KEY,
		  "a key that was retired is forgotten when it expires");
	set_keys(KEYS_DATABASE, jwks(jwk_of(rsa, ",\"exp\":1800000001"), "", ""), ~0u);
	check(verdict(sign_token(rsa, "SHA256", false, "{\"alg\":\"RS256\"}", GOOD)) ==
			  TOKEN_GOOD,
		  "and no sooner");
	set_keys(KEYS_DATABASE, jwks(one, "", ""), ~(1u << ALGORITHM_HS256));
	check(verdict(sign_token(rsa, "SHA256", false, "{\"alg\":\"RS256\"}", GOOD)) ==
			  TOKEN_GOOD,
		  "keys of the database say whose they are");
}

static void
test_claims(void)
{
	const struct
	{
		const char *claims;
		TokenFault fault;
	} cases[] = {
		{CLAIMS(",\"exp\":1799999971"), TOKEN_GOOD},
		{CLAIMS(",\"exp\":1799999970"), TOKEN_EXPIRED},
		{CLAIMS(",\"exp\":1800000100.5"), TOKEN_GOOD},
		{CLAIMS(""), TOKEN_CLAIMS},
		{CLAIMS(",\"exp\":\"1800000100\""), TOKEN_CLAIMS},
		{CLAIMS(",\"exp\":null"), TOKEN_CLAIMS},
		{CLAIMS(",\"exp\":-5"), TOKEN_CLAIMS},
		{CLAIMS(",\"exp\":9223372036854775808"), TOKEN_MALFORMED},
		{CLAIMS(",\"exp\":1800000100,\"nbf\":1800000030"), TOKEN_GOOD},
		{CLAIMS(",\"exp\":1800000100,\"nbf\":1800000031"), TOKEN_TOO_EARLY},
		{CLAIMS(",\"exp\":1800000100,\"iat\":1800000031"), TOKEN_TOO_EARLY},
		{CLAIMS(",\"exp\":1800000100,\"iat\":\"x\""), TOKEN_CLAIMS},
		{"{\"iss\":\"us\",\"sub\":\"ada\",\"exp\":1800000100}", TOKEN_CLAIMS},
		{"{\"iss\":\"us\",\"sub\":\"ada\",\"exp\":1800000100,\"aud\":[]}",
		 TOKEN_AUDIENCE},
		{"{\"iss\":\"us\",\"sub\":\"ada\",\"exp\":1800000100,\"aud\":[\"x\",\"other\"]}",
		 TOKEN_GOOD},
		{"{\"iss\":\"us\",\"sub\":\"ada\",\"exp\":1800000100,\"aud\":[1]}", TOKEN_CLAIMS},
		{"{\"iss\":\"us\",\"sub\":\"ada\",\"exp\":1800000100,\"aud\":\"arch\"}",
		 TOKEN_AUDIENCE},
		{"{\"iss\":\"us\",\"sub\":\"\",\"exp\":1800000100,\"aud\":\"archive\"}",
		 TOKEN_CLAIMS},
		{"{\"iss\":\"us\",\"exp\":1800000100,\"aud\":\"archive\"}", TOKEN_CLAIMS},
		{"{\"iss\":\"us/\",\"sub\":\"a\",\"exp\":1800000100,\"aud\":\"archive\"}",
		 TOKEN_ISSUER},
		{"{\"sub\":\"a\",\"exp\":1800000100,\"aud\":\"archive\"}", TOKEN_ISSUER},
		{"{\"iss\":\"us\",\"iss\":\"us\",\"sub\":\"a\",\"exp\":1800000100}",
		 TOKEN_MALFORMED},
		{"[]", TOKEN_MALFORMED},
		{"", TOKEN_MALFORMED},
	};

	set_keys(KEYS_SECRET, SECRET, 1u << ALGORITHM_HS256);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		TokenFault fault = verdict(mac_token(SECRET, HEADER("HS256"), cases[i].claims));

		check(
			fault == cases[i].fault, "%s: %s", cases[i].claims, token_fault_text(fault));
	}
}

static void
test_headers(void)
{
	const struct
	{
		const char *header;
		TokenFault fault;
	} cases[] = {
		{"{\"alg\":\"HS256\"}", TOKEN_GOOD},
		{"{\"alg\":\"HS256\",\"typ\":\"application/at+jwt\"}", TOKEN_GOOD},
		{"{\"alg\":\"HS256\",\"typ\":\"jwt\",\"jku\":\"http://x\",\"jwk\":{}}",
		 TOKEN_GOOD},
		{"{\"alg\":\"HS256\",\"typ\":\"logout+jwt\"}", TOKEN_TYPE},
		{"{\"alg\":\"HS256\",\"typ\":5}", TOKEN_TYPE},
		{"{\"alg\":\"HS256\",\"crit\":[]}", TOKEN_CRITICAL},
		{"{\"alg\":\"HS256\",\"b64\":false}", TOKEN_CRITICAL},
		{"{\"alg\":\"HS256\",\"kid\":7}", TOKEN_MALFORMED},
		{"{\"alg\":\"none\"}", TOKEN_ALGORITHM},
		{"{\"alg\":\"hs256\"}", TOKEN_ALGORITHM},
		{"{\"alg\":\"RS256\"}", TOKEN_ALGORITHM},
		{"{\"alg\":[\"HS256\"]}", TOKEN_ALGORITHM},
		{"{}", TOKEN_ALGORITHM},
		{"{\"alg\":\"none\",\"alg\":\"HS256\"}", TOKEN_MALFORMED},
	};
	const char *good = mac_token(SECRET, HEADER("HS256"), GOOD);
	char text[1024];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
	{
		TokenFault fault = verdict(mac_token(SECRET, cases[i].header, GOOD));

		check(
			fault == cases[i].fault, "%s: %s", cases[i].header, token_fault_text(fault));
	}
	snprintf(text, sizeof(text), "%s=", good);
	check(verdict(text) == TOKEN_SIGNATURE, "padding");
	snprintf(text, sizeof(text), "%s.", good);
	check(verdict(text) == TOKEN_MALFORMED, "four parts");
	check(verdict("") == TOKEN_MALFORMED && verdict("..") == TOKEN_MALFORMED &&
			  verdict("a.b") == TOKEN_MALFORMED,
		  "no token");
	snprintf(text, sizeof(text), "%s", good);
	*strrchr(text, '.') = '\0';
	strcat(text, ".");
	check(verdict(text) == TOKEN_SIGNATURE, "no signature");
}

int
main(void)
{
	check(key_init(), "OpenSSL has all algorithms");
	rsa = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t) 2048);
	p256 = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
	p384 = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-384");
	ed25519 = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	test_algorithms();
	test_secrets();
	test_keys();
	test_claims();
	test_headers();
	issuers_release(issuers);
	EVP_PKEY_free(rsa);
	EVP_PKEY_free(p256);
	EVP_PKEY_free(p384);
	EVP_PKEY_free(ed25519);
	forget_made();
	return tap_done();
}
