#ifndef SHIM_ISSUER_H
#define SHIM_ISSUER_H

#include <stdint.h>
#include <stdio.h>

#include "key.h"

/*
 * Who may issue tokens, for whom, signed with which keys.  Rules are read from a file,
 * keys come and go.  Rules and tables are immutable, shared by threads and counted.
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
	int references; /* atomic */
	int count;
	IssuerRule rules[ISSUERS_MAX];
} IssuerRules;

/*
 * Read the rules; what is wrong goes to err with file and line, then NULL.  path NULL:
 * no file.  The database's rule comes last.
 */
extern IssuerRules *issuer_rules_read(const char *path, FILE *err);
extern IssuerRules *issuer_rules_share(IssuerRules *rules);
extern void issuer_rules_release(IssuerRules *rules);

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
	IssuerRules *rules;
	KeySet *keys[ISSUERS_MAX]; /* of each rule; NULL: not known yet */
} Issuers;

/* A table without keys; the same with other keys for one rule, which the caller gives up.
 */
extern Issuers *issuers_create(IssuerRules *rules);
extern Issuers *issuers_with(const Issuers *old, int rule, KeySet *keys);
/* The table of new rules: those that were there before keep their keys. */
extern Issuers *issuers_under(const Issuers *old, IssuerRules *rules);

/* The rule among others that has its keys from the same place for the same; -1: none. */
extern int issuer_rules_find(const IssuerRules *rules, const IssuerRule *wanted);
extern Issuers *issuers_share(Issuers *issuers);
extern void issuers_release(Issuers *issuers);

/* The rule for an issuer; -1: there is none. */
extern int issuers_find(const Issuers *issuers, Slice name);

/* Is one of a list "a, b c"? */
extern bool list_has(const char *list, Slice item);
extern const char *issuers_audience(const Issuers *issuers, int rule);

#endif
