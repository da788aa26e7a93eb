/*
 * rate_pg.c
 *		How often clients ask, in shared memory.
 *
 * Of each key nothing is kept but the instant at which its allowance is whole again: it
 * moves on by a minute / limit with each request, and may be a minute ahead at most.  A
 * key has eight places; the one that is whole soonest makes room.
 */
#include "postgres.h"

#include "base/rate_pg.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "storage/ipc.h"
#include "storage/lwlock.h"
#include "storage/shmem.h"
#include "utils/timestamp.h"

#define TRANCHE "pgsky rates"
#define SETS	4096
#define WAYS	8 /* 512 KiB in all */
#define MINUTE	INT64CONST(60000000)

typedef struct Place
{
	uint64 key;
	TimestampTz whole;
} Place;

typedef struct Shared
{
	LWLock *lock;
	Place places[SETS][WAYS];
} Shared;

static Shared *shared; /* NULL: not preloaded */
static shmem_request_hook_type previous_request;
static shmem_startup_hook_type previous_startup;

static void
request(void)
{
	if (previous_request != NULL)
		previous_request();
	RequestAddinShmemSpace(sizeof(Shared));
	RequestNamedLWLockTranche(TRANCHE, 1);
}

static void
startup(void)
{
	bool found;

	if (previous_startup != NULL)
		previous_startup();
	LWLockAcquire(AddinShmemInitLock, LW_EXCLUSIVE);
	shared = ShmemInitStruct(TRANCHE, sizeof(Shared), &found);
	if (!found)
	{
		memset(shared, 0, sizeof(Shared));
		shared->lock = &GetNamedLWLockTranche(TRANCHE)->lock;
	}
	LWLockRelease(AddinShmemInitLock);
}

void
rate_init(void)
{
	if (!process_shared_preload_libraries_in_progress)
		return;
	previous_request = shmem_request_hook;
	shmem_request_hook = request;
	previous_startup = shmem_startup_hook;
	shmem_startup_hook = startup;
}

/* Keys of one database are nothing to another. */
static uint64
own(uint64 key)
{
	return hash_combine64(key, hash_bytes_uint32_extended(MyDatabaseId, 0));
}

/* The place of a key, or the one that it may take; under the lock. */
static Place *
find(uint64 key)
{
	Place *set = shared->places[key % SETS];
	Place *soonest = &set[0];

	for (int i = 0; i < WAYS; i++)
	{
		if (set[i].key == key)
			return &set[i];
		if (set[i].whole < soonest->whole)
			soonest = &set[i];
	}
	return soonest;
}

static Rate
rate_at(TimestampTz now, TimestampTz whole, int64 limit)
{
	int64 step = limit > 0 ? MINUTE / limit : MINUTE;
	int64 ahead = Max(whole - now, 0);

	return (Rate){
		.limit = limit,
		.remaining = limit > 0 ? Max(MINUTE - ahead, 0) / Max(step, 1) : 0,
		.reset = (int) ((ahead + USECS_PER_SEC - 1) / USECS_PER_SEC),
		.retry = limit > 0 && ahead + step <= MINUTE
					 ? 0
					 : (int) ((Max(ahead + step - MINUTE, 1) + USECS_PER_SEC - 1) /
							  USECS_PER_SEC),
	};
}

bool
rate_take(uint64_t key, int64_t limit, Rate *rate)
{
	TimestampTz now = GetCurrentTimestamp();
	Place *place;
	TimestampTz whole;

	if (shared == NULL)
	{
		*rate = rate_at(now, now, limit);
		return limit > 0;
	}
	key = own(key);
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	place = find(key);
	whole = place->key == key ? Max(place->whole, now) : now;
	*rate = rate_at(now, whole, limit);
	if (rate->retry == 0)
	{
		place->key = key;
		place->whole = whole + MINUTE / limit;
	}
	LWLockRelease(shared->lock);
	if (rate->retry > 0)
		return false;
	*rate = rate_at(now, whole + MINUTE / limit, limit);
	rate->retry = 0;
	return true;
}

void
rate_give(uint64_t key, int64_t limit)
{
	Place *place;

	if (shared == NULL || limit <= 0)
		return;
	key = own(key);
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	place = find(key);
	if (place->key == key)
		place->whole -= MINUTE / limit;
	LWLockRelease(shared->lock);
}

void
rate_mark(uint64_t key, int64_t seconds)
{
	Place *place;

	if (shared == NULL)
		return;
	key = own(key);
	LWLockAcquire(shared->lock, LW_EXCLUSIVE);
	place = find(key);
	*place =
		(Place){.key = key, .whole = GetCurrentTimestamp() + seconds * USECS_PER_SEC};
	LWLockRelease(shared->lock);
}

bool
rate_is_marked(uint64_t key)
{
	Place *place;
	bool marked;

	if (shared == NULL)
		return false;
	key = own(key);
	LWLockAcquire(shared->lock, LW_SHARED);
	place = find(key);
	marked = place->key == key && place->whole > GetCurrentTimestamp();
	LWLockRelease(shared->lock);
	return marked;
}

void
rate_look(uint64_t key, int64_t limit, Rate *rate)
{
	TimestampTz now = GetCurrentTimestamp();
	TimestampTz whole = now;
	Place *place;

	if (shared != NULL)
	{
		key = own(key);
		LWLockAcquire(shared->lock, LW_SHARED);
		place = find(key);
		whole = place->key == key ? place->whole : now;
		LWLockRelease(shared->lock);
	}
	*rate = rate_at(now, whole, limit);
}
