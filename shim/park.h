#ifndef SHIM_PARK_H
#define SHIM_PARK_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "loop.h"

/*
 * Requests that wait for a notice of the database, holding no connection to it.  Notices
 * have a key each; the last ones are remembered, so that none is missed by a request
 * whose answer was made before the notice and parked after it.
 */
#define PARK_KEY_MAX   64
#define NOTICES_KEPT   1024
#define PARK_BUCKETS   256
#define PARK_TICK_MS   100
#define PARK_DEAF_MS   1000 /* the longest wait while no notice would be heard */
#define PARK_SPREAD_US 1000 /* between two that are woken because notices were missed */

/* What all threads share. */
typedef struct Notices
{
	pthread_mutex_t lock;
	uint64_t count; /* ever; all else under the lock */
	char keys[NOTICES_KEPT][PARK_KEY_MAX + 1];
	bool heard; /* the database tells us */
	struct ParkLot *lots;
} Notices;

/* One that waits; lives in its owner. */
typedef struct Parked
{
	struct Parked *next;
	struct Parked *prev;
	char key[PARK_KEY_MAX + 1];
	int64_t due_us;
	void (*wake)(void *arg);
	void *arg;
} Parked;

/* Those of one thread. */
typedef struct ParkLot
{
	Notices *notices;
	struct ParkLot *next;
	Loop *loop;
	LoopMessage message;
	bool posted;   /* under the lock */
	uint64_t seen; /* notices */
	int waiting;
	Timer tick;
	Parked buckets[PARK_BUCKETS]; /* circular lists by the hash of the key */
} ParkLot;

extern void notices_init(Notices *notices);
/* How many there were; to be taken before the request whose answer is parked is sent. */
extern uint64_t notices_count(Notices *notices);
/* A notice has come. */
extern void notices_put(Notices *notices, const char *key);
/* Some may have been missed; whether they are heard from now on. */
extern void notices_missed(Notices *notices, bool heard);

/* In the lot's thread, as all that follows. */
extern void park_init(ParkLot *lot, Notices *notices, Loop *loop);
/*
 * Wait for a notice of that key, or until so many milliseconds have passed; then wake is
 * called, once.  False, and nothing waits, if the notice has come since that count.
 */
extern bool
park_enter(ParkLot *lot, Parked *parked, const char *key, uint64_t count, int64_t ms);
/* Wait no longer; nothing happens to one that does not wait. */
extern void park_leave(ParkLot *lot, Parked *parked);
/* Wake all. */
extern void park_empty(ParkLot *lot);

#endif
