#ifndef SHIM_ISSUER_H
#define SHIM_ISSUER_H

#include <stdint.h>
#include <stdio.h>

#include "key.h"

/*
 * Who may issue tokens, for whom, signed with which keys.  Rules are read once from a
 * file; keys come and go.  Tables are immutable, shared by threads and counted.
 */
typedef enum KeySource
{
	KEYS_URL,	   /* a JWKS (RFC 7517) */
	KEYS_FILE,	   /* the same in a file */
	KEYS_PEM,	   /* a public key or certificate */
	KEYS_SECRET,   /* of HS256: the bytes of a file, but for a newline at its end */
	KEYS_DATABASE, /* a JWKS that says whose it is: "issuer" and "audience" */
	KEYS_UNSET,
} KeySource;

typedef struct IssuerRule
{
	char *name;			 /* "iss", exactly; NULL: as the keys say */
	char *audience;		 /* list; one of "aud" must be in it */
	char *type;			 /* "typ" that tokens must have; NULL: JWT, at+jwt or none */
	unsigned algorithms; /* bits 1 << Algorithm */
	KeySource source;
	char *place;		/* path or URL */
	char *ca_file;		/* whom to trust for https; NULL: as the system does */
	bool loopback_http; /* http:// to this machine may be used */
} IssuerRule;

#define ISSUERS_MAX 32

typedef struct IssuerRules
{
	int count;
	IssuerRule rules[ISSUERS_MAX];
} IssuerRules;

/*
 * Read the rules; what is wrong goes to err with file and line, then false.  path NULL:
 * no file.  The database's rule comes last.
 */
extern bool issuer_rules_read(IssuerRules *rules, const char *path, FILE *err);
extern void issuer_rules_free(IssuerRules *rules);

/* Keys as they were found, counted. */
typedef struct KeySet
{
	int references; /* atomic */
	char *issuer;	/* KEYS_DATABASE alone */
	char *audience;
	int count;
	Key *keys[KEYS_MAX];
} KeySet;

/*
 * Read what a source holds.  Keys of a JWKS that cannot be used are left out.  NULL, and
 * *why, if there is none in it.
 */
extern KeySet *key_set_read(KeySource source, Slice text, const char **why);
extern KeySet *key_set_share(KeySet *set);
extern void key_set_release(KeySet *set);

typedef struct Issuers
{
	int references;	  /* atomic */
	uint64_t version; /* another one has other keys */
	const IssuerRules *rules;
	KeySet *keys[ISSUERS_MAX]; /* of each rule; NULL: not known yet */
} Issuers;

/* The table with other keys for one rule (which the caller gives up), or none before. */
extern Issuers *issuers_create(const IssuerRules *rules);
extern Issuers *issuers_with(const Issuers *old, int rule, KeySet *keys);
extern Issuers *issuers_share(Issuers *issuers);
extern void issuers_release(Issuers *issuers);

/* The rule for an issuer; -1: there is none. */
extern int issuers_find(const Issuers *issuers, Slice name);

/* Is one of a list "a, b c"? */
extern bool list_has(const char *list, Slice item);
extern const char *issuers_audience(const Issuers *issuers, int rule);

#endif
