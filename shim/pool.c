/*
 * Connections by a table of states: each names what the next readiness of the socket
 * means.  Everything here runs in the thread of its loop.
 */
#include "pool.h"

#include <stdlib.h>

#include "pool_db.h"

Pool *
pool_create(const PoolOptions *options)
{
	Pool *pool = calloc(1, sizeof(*pool));

	if (pool == NULL)
		return NULL;
	pool->o = *options;
	pool->waiters.next = pool->waiters.prev = &pool->waiters;
	pool->connections = calloc((size_t) options->connections, sizeof(Db));
	if (pool->connections == NULL)
		return NULL;
	for (int i = 0; i < options->connections; i++)
	{
		pool->connections[i].pool = pool;
		db_connect(&pool->connections[i]);
	}
	return pool;
}

/* May one more be served who is costly?  A quarter of the connections is for these. */
static bool
pool_bears(const Pool *pool)
{
	return pool->costly < (pool->o.connections + 3) / 4;
}

Waiter *
pool_next(Pool *pool)
{
	bool bears = pool_bears(pool);
	Waiter *waiter = pool->waiters.next;

	while (waiter != &pool->waiters && waiter->costly && !bears)
		waiter = waiter->next;
	return waiter != &pool->waiters ? waiter : NULL;
}

static void
db_give(Db *db, Waiter *waiter)
{
	db->state = DB_BUSY;
	db->costly = waiter->costly;
	db->pool->costly += db->costly;
	waiter->db = db;
}

void
db_forget_cost(Db *db)
{
	db->pool->costly -= db->costly;
	db->costly = false;
}

static Db *
pool_take_idle(Pool *pool)
{
	Db *db = pool->idle;

	pool->idle = db->next_idle;
	return db;
}

void
db_calm(Db *db)
{
	Pool *pool = db->pool;
	Waiter *next;

	db_forget_cost(db);
	while (pool->idle != NULL && (next = pool_next(pool)) != NULL)
	{
		pool_leave(pool, next);
		db_give(pool_take_idle(pool), next);
		next->wake(next->arg);
	}
}

void
db_offer(Db *db)
{
	Pool *pool = db->pool;
	Waiter *first;

	db_forget_cost(db);
	first = pool_next(pool);
	if (first == NULL)
	{
		db->state = DB_IDLE;
		watch_read(db->watch, true); /* to learn that the server goes */
		db->next_idle = pool->idle;
		pool->idle = db;
		return;
	}
	pool_leave(pool, first);
	db_give(db, first);
	first->wake(first->arg);
}

/* Is nothing left to hope for soon? */
static bool
pool_is_down(const Pool *pool)
{
	for (int i = 0; i < pool->o.connections; i++)
		if (pool->connections[i].state > DB_SETUP || pool->connections[i].failures == 0)
			return false;
	return true;
}

PoolAnswer
pool_acquire(Pool *pool, Waiter *waiter)
{
	/* The costly ones leave half of the queue to the others. */
	int room = waiter->costly ? (pool->o.queue + 1) / 2 : pool->o.queue;

	if (pool->idle != NULL && (!waiter->costly || pool_bears(pool)))
	{
		db_give(pool_take_idle(pool), waiter);
		return POOL_TAKEN;
	}
	if (pool_is_down(pool))
		return POOL_DOWN;
	if (pool->waiting >= room)
		return POOL_FULL;
	waiter->next = &pool->waiters;
	waiter->prev = pool->waiters.prev;
	waiter->prev->next = waiter->next->prev = waiter;
	pool->waiting++;
	return POOL_QUEUED;
}

bool
pool_is_wanted(const Pool *pool)
{
	return pool->waiting > 0;
}

void
pool_leave(Pool *pool, Waiter *waiter)
{
	if (waiter->next == NULL)
		return;
	waiter->prev->next = waiter->next;
	waiter->next->prev = waiter->prev;
	waiter->next = waiter->prev = NULL;
	pool->waiting--;
}

PGconn *
db_connection(Db *db)
{
	return db->pg;
}

void
db_expect(Db *db, void (*ready)(void *arg), void *arg)
{
	db->ready = ready;
	db->arg = arg;
	watch_read(db->watch, true);
}

void
db_read(Db *db, bool wanted)
{
	watch_read(db->watch, wanted);
}

bool
db_send(Db *db, const char *statement)
{
	return PQsendQueryPrepared(db->pg, statement, 0, NULL, NULL, NULL, 0) == 1;
}

bool
db_exchange(Db *db)
{
	int unsent;

	if (db->arrived && PQconsumeInput(db->pg) == 0)
		return false;
	db->arrived = false;
	unsent = PQflush(db->pg);
	if (unsent > 0)
		watch_write(db->watch);
	return unsent >= 0;
}

static void
on_idle(Db *db)
{
	if (PQconsumeInput(db->pg) == 0)
		db_close(db, false);
}

void
db_on_ready(void *arg)
{
	Db *db = arg;

	db->arrived = true;
	switch (db->state)
	{
		case DB_DOWN:
			break;
		case DB_CONNECTING:
			db_on_connecting(db);
			break;
		case DB_SETUP:
			db_on_setup(db);
			break;
		case DB_IDLE:
			on_idle(db);
			break;
		case DB_BUSY:
			db->ready(db->arg);
			break;
		case DB_ENDING:
			db_on_ending(db);
			break;
		case DB_DRAINING:
			db_on_draining(db);
			break;
	}
}

void
pool_close(Pool *pool)
{
	for (int i = 0; i < pool->o.connections; i++)
		PQfinish(pool->connections[i].pg);
}
