/*
 * commit_pg.c
 *		Deeds that wait for the end of the transaction.
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
	int level;	   /* of the subtransaction */
	bool on_abort; /* to be done if it is rolled back, and not otherwise */
} Deed;

static List *deeds; /* in TopTransactionContext */

static void
wait_for_end(void (*act)(const char *object), const char *object, bool on_abort)
{
	MemoryContext outer = MemoryContextSwitchTo(TopTransactionContext);
	Deed *deed = palloc(sizeof(Deed));

	*deed = (Deed){
		.act = act,
		.object = object != NULL ? pstrdup(object) : NULL,
		.level = GetCurrentTransactionNestLevel(),
		.on_abort = on_abort,
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
	wait_for_end(wake, NULL, false);
}

void
at_commit_cancel(const char *job)
{
	wait_for_end(roster_cancel, job, false);
}

void
at_commit_remove(const char *file)
{
	wait_for_end(store_remove, file, false);
}

static void
remove_unfinished(const char *file)
{
	store_discard(file);
	store_remove(file);
}

void
at_abort_remove(const char *file)
{
	wait_for_end(remove_unfinished, file, true);
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
	foreach (lc, due)
	{
		const Deed *deed = lfirst(lc);

		if (event != XACT_EVENT_PREPARE && deed->on_abort == (event == XACT_EVENT_ABORT))
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
		{
			if (deed->on_abort)
				deed->act(deed->object);
			deeds = foreach_delete_current (deeds, lc);
		}
	}
}

void
commit_init(void)
{
	RegisterXactCallback(on_transaction_end, NULL);
	RegisterSubXactCallback(on_subtransaction_end, NULL);
}
