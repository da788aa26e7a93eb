#ifndef SHIM_KEEPER_H
#define SHIM_KEEPER_H

#include "issuer.h"
#include "log.h"
#include "park.h"

/*
 * Keeps the keys of all issuers fresh, in a thread of its own: no request fetches any.
 * They are read again every few minutes, and when a token names a key that is not there,
 * at most once a minute for each issuer.  When a place cannot be read, the old keys stay
 * for a day.
 */
typedef struct Keeper Keeper;

/* The notice that those who wait for keys are woken by; no key of the database's. */
#define KEEPER_NOTICE "/keys"

typedef struct KeeperOptions
{
	const char *file; /* of issuers; NULL: none */
	int64_t refresh_ms;
	Log *log;
	Notices *notices;
	/* Ask for the keys of the database; they come by keeper_offer. */
	void (*ask_database)(void *arg);
	void *arg;
} KeeperOptions;

/* Read the rules and every key that can be read; NULL after a message on err. */
extern Keeper *keeper_create(const KeeperOptions *options, FILE *err);
/* Begin to refresh them. */
extern bool keeper_start(Keeper *keeper);

/*
 * Read the rules again; keys are read again, too, and those of issuers that are still
 * there hold meanwhile.  What is wrong is told in the log, and the old rules stay.
 */
extern void keeper_reload(Keeper *keeper);

/* The present table, with a reference of the caller's own. */
extern Issuers *keeper_issuers(Keeper *keeper);
extern uint64_t keeper_version(Keeper *keeper);

typedef enum KeeperWish
{
	KEEPER_NO,		/* nothing new is to be hoped for now */
	KEEPER_CHANGED, /* there is another table already */
	KEEPER_COMING,	/* wait for the notice */
} KeeperWish;

/* The table of that version lacks a key of a rule. */
extern KeeperWish keeper_want(Keeper *keeper, int rule, uint64_t version);

/* The rule of the database, at present. */
extern int keeper_database(Keeper *keeper);

/* What the database's keys are; NULL: they cannot be had. */
extern void keeper_offer(Keeper *keeper, const char *jwks);

#endif
