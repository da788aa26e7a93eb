/*
 * commit_pg.c
 *		Deeds that wait for the commit.
 */
#include "postgres.h"

#include "job/commit_pg.h"

#include "access/xact.h"
#include "commands/async.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "nodes/pg_list.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "job/roster_pg.h"
#include "job/store_pg.h"

#define CHANNEL	   "sky_wake"
#define KEY_LENGTH 32 /* hexadecimal digits */

typedef struct Deed
{
	void (*act)(const char *object);
	const char *object;
	int level; /* of the subtransaction */
} Deed;

static List *deeds; /* in TopTransactionContext */

static void
wait_for_commit(void (*act)(const char *object), const char *object)
{
	MemoryContext outer = MemoryContextSwitchTo(TopTransactionContext);
	Deed *deed = palloc(sizeof(Deed));

	*deed = (Deed){
		.act = act,
		.object = object != NULL ? pstrdup(object) : NULL,
		.level = GetCurrentTransactionNestLevel(),
	};
	deeds = lappend(deeds, deed);
	MemoryContextSwitchTo(outer);
}

static void
wake(const char *ignored)
{
	roster_wake();
}

void
at_commit_wake(void)
{
	wait_for_commit(wake, NULL);
}

void
at_commit_cancel(const char *job)
{
	wait_for_commit(roster_cancel, job);
}

void
at_commit_remove(const char *file)
{
	wait_for_commit(store_remove, file);
}

void
at_commit_tell(const char *job)
{
	Async_Notify(CHANNEL, job_wake_key(job));
}

const char *
job_wake_key(const char *job)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);
	uint8 digest[PG_SHA256_DIGEST_LENGTH];
	char *key = palloc(KEY_LENGTH + 1);

	if (hash == NULL || pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, (const uint8 *) job, strlen(job)) < 0 ||
		pg_cryptohash_final(hash, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not compute a SHA-256: %s", pg_cryptohash_error(hash));
	pg_cryptohash_free(hash);
	hex_encode((const char *) digest, KEY_LENGTH / 2, key);
	key[KEY_LENGTH] = '\0';
	return key;
}

static void
on_transaction_end(XactEvent event, void *arg)
{
	List *due = deeds;
	ListCell *lc;

	switch (event)
	{
		case XACT_EVENT_COMMIT:
		case XACT_EVENT_ABORT:
		case XACT_EVENT_PREPARE:
			break;
		default:
			return;
	}
	deeds = NIL;
	if (event != XACT_EVENT_COMMIT)
		return;
	foreach (lc, due)
	{
		const Deed *deed = lfirst(lc);

		deed->act(deed->object);
	}
}

static void
on_subtransaction_end(SubXactEvent event,
					  SubTransactionId id,
					  SubTransactionId parent,
					  void *arg)
{
	int level = GetCurrentTransactionNestLevel();
	ListCell *lc;

	foreach (lc, deeds)
	{
		Deed *deed = lfirst(lc);

		if (deed->level < level)
			continue;
		if (event == SUBXACT_EVENT_COMMIT_SUB)
			deed->level = level - 1;
		else if (event == SUBXACT_EVENT_ABORT_SUB)
			deeds = foreach_delete_current (deeds, lc);
	}
}

void
commit_init(void)
{
	RegisterXactCallback(on_transaction_end, NULL);
	RegisterSubXactCallback(on_subtransaction_end, NULL);
}
