/* Waiting for notices, by key. */
#include "park.h"

#include <string.h>

static void on_message(void *arg);
static void on_tick(void *arg);

void
notices_init(Notices *notices)
{
	memset(notices, 0, sizeof(*notices));
	pthread_mutex_init(&notices->lock, NULL);
}

uint64_t
notices_count(Notices *notices)
{
	return __atomic_load_n(&notices->count, __ATOMIC_ACQUIRE);
}

/* Have each thread look at what is new; under the lock. */
static void
tell_lots(Notices *notices)
{
	for (ParkLot *lot = notices->lots; lot != NULL; lot = lot->next)
	{
		if (lot->posted)
			continue;
		lot->posted = true;
		loop_post(lot->loop, &lot->message);
	}
}

void
notices_put(Notices *notices, const char *key)
{
	char *slot;

	pthread_mutex_lock(&notices->lock);
	slot = notices->keys[notices->count % NOTICES_KEPT];
	strncpy(slot, key, PARK_KEY_MAX);
	slot[PARK_KEY_MAX] = '\0';
	__atomic_store_n(&notices->count, notices->count + 1, __ATOMIC_RELEASE);
	tell_lots(notices);
	pthread_mutex_unlock(&notices->lock);
}

void
notices_missed(Notices *notices, bool heard)
{
	pthread_mutex_lock(&notices->lock);
	notices->heard = heard;
	/* More than are kept: whoever waits has missed some. */
	__atomic_store_n(
		&notices->count, notices->count + NOTICES_KEPT + 1, __ATOMIC_RELEASE);
	tell_lots(notices);
	pthread_mutex_unlock(&notices->lock);
}

/* FNV-1a. */
static Parked *
bucket_of(ParkLot *lot, const char *key)
{
	uint32_t hash = 2166136261U;

	for (; *key != '\0'; key++)
		hash = (hash ^ (unsigned char) *key) * 16777619U;
	return &lot->buckets[hash % PARK_BUCKETS];
}

void
park_init(ParkLot *lot, Notices *notices, Loop *loop)
{
	memset(lot, 0, sizeof(*lot));
	lot->notices = notices;
	lot->loop = loop;
	lot->message = (LoopMessage){.run = on_message, .arg = lot};
	for (int i = 0; i < PARK_BUCKETS; i++)
		lot->buckets[i].next = lot->buckets[i].prev = &lot->buckets[i];
	pthread_mutex_lock(&notices->lock);
	lot->seen = notices->count;
	lot->next = notices->lots;
	notices->lots = lot;
	pthread_mutex_unlock(&notices->lock);
}

/*
 * Was the key among the notices since that count?  Yes, if they are not all known. *heard
 * tells whether more would be.
 */
static bool
has_come(Notices *notices, const char *key, uint64_t count, bool *heard)
{
	bool come;

	pthread_mutex_lock(&notices->lock);
	come = notices->count - count > NOTICES_KEPT;
	for (uint64_t i = count; !come && i < notices->count; i++)
		come = strcmp(notices->keys[i % NOTICES_KEPT], key) == 0;
	*heard = notices->heard;
	pthread_mutex_unlock(&notices->lock);
	return come;
}

bool
park_enter(ParkLot *lot, Parked *parked, const char *key, uint64_t count, int64_t ms)
{
	Parked *bucket = bucket_of(lot, key);
	bool heard;

	if (has_come(lot->notices, key, count, &heard))
		return false;
	if (!heard && ms > PARK_DEAF_MS)
		ms = PARK_DEAF_MS;
	strncpy(parked->key, key, PARK_KEY_MAX);
	parked->key[PARK_KEY_MAX] = '\0';
	parked->due_us = clock_us() + ms * 1000;
	parked->next = bucket;
	parked->prev = bucket->prev;
	parked->prev->next = parked->next->prev = parked;
	if (lot->waiting++ == 0)
		timer_start(lot->loop, &lot->tick, PARK_TICK_MS, on_tick, lot);
	return true;
}

void
park_leave(ParkLot *lot, Parked *parked)
{
	if (parked->next == NULL)
		return;
	parked->next->prev = parked->prev;
	parked->prev->next = parked->next;
	parked->next = parked->prev = NULL;
	if (--lot->waiting == 0)
		timer_stop(&lot->tick);
}

/*
 * Wake those of a bucket that have the key (NULL: any) and whose time has come by then
 * (INT64_MAX: at any time).  Whoever is woken may park again, at the end of a list.
 */
static void
wake_bucket(ParkLot *lot, Parked *bucket, const char *key, int64_t by_us)
{
	Parked *last = bucket->prev;
	bool done = last == bucket;

	for (Parked *parked = bucket->next, *next; !done; parked = next)
	{
		next = parked->next;
		done = parked == last;
		if ((key != NULL && strcmp(parked->key, key) != 0) || parked->due_us > by_us)
			continue;
		park_leave(lot, parked);
		parked->wake(parked->arg);
	}
}

static void
wake_due(ParkLot *lot, int64_t by_us)
{
	for (int i = 0; i < PARK_BUCKETS && lot->waiting > 0; i++)
		wake_bucket(lot, &lot->buckets[i], NULL, by_us);
}

void
park_empty(ParkLot *lot)
{
	wake_due(lot, INT64_MAX);
}

/* Notices were missed: wake all before long, but not all in a moment. */
static void
hurry(ParkLot *lot)
{
	int64_t due_us = clock_us();

	for (int i = 0; i < PARK_BUCKETS; i++)
		for (Parked *parked = lot->buckets[i].next; parked != &lot->buckets[i];
			 parked = parked->next)
		{
			due_us += PARK_SPREAD_US;
			if (parked->due_us > due_us)
				parked->due_us = due_us;
		}
}

static void
on_tick(void *arg)
{
	ParkLot *lot = arg;

	timer_start(lot->loop, &lot->tick, PARK_TICK_MS, on_tick, lot);
	wake_due(lot, clock_us());
}

/* There are notices that this thread has not seen. */
static void
on_message(void *arg)
{
	ParkLot *lot = arg;
	Notices *notices = lot->notices;
	char keys[NOTICES_KEPT][PARK_KEY_MAX + 1];
	uint64_t fresh;

	pthread_mutex_lock(&notices->lock);
	lot->posted = false;
	fresh = notices->count - lot->seen;
	for (uint64_t i = 0; fresh <= NOTICES_KEPT && i < fresh; i++)
		memcpy(keys[i], notices->keys[(lot->seen + i) % NOTICES_KEPT], sizeof(keys[i]));
	lot->seen = notices->count;
	pthread_mutex_unlock(&notices->lock);
	if (fresh > NOTICES_KEPT)
		hurry(lot);
	for (uint64_t i = 0; fresh <= NOTICES_KEPT && i < fresh; i++)
		wake_bucket(lot, bucket_of(lot, keys[i]), keys[i], INT64_MAX);
}
