/*
 * Connections by a table of states: each names what the next readiness of the socket
 * means.  Everything here runs in the thread of its loop.
 */
#include "pool.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 6400
#define DRAIN_GRACE_MS 50 /* short statements end by themselves */
#define DRAIN_LIMIT_MS                                                                   \
	2000 /* then the connection is closed, and the backend sees that                     \
		  */

typedef enum DbState
{
	DB_DOWN,	   /* waits for its next attempt */
	DB_CONNECTING, /* PQconnectPoll */
	DB_SETUP,	   /* settings and prepared statements */
	DB_IDLE,
	DB_BUSY,	 /* its owner is called */
	DB_ENDING,	 /* COMMIT or ROLLBACK sent, then idle */
	DB_DRAINING, /* throwing away what an abandoned call has asked for */
} DbState;

struct Db
{
	Pool *pool;
	PGconn *pg;
	Watch *watch;
	DbState state;
	int failures; /* in a row */
	bool open;	  /* handed on before its transaction was ended */
	bool costly;  /* as its owner is */
	Timer timer;
	CancelRequest cancel;
	Db *next_idle;
	void (*ready)(void *arg);
	void *arg;
};

struct Pool
{
	PoolOptions o;
	Db *connections;
	Db *idle;		/* last used first: its caches are warm */
	Waiter waiters; /* circular */
	int waiting;
	int costly;		 /* connections whose owners are */
	bool complained; /* the log knows that the database is away */
};

/*
 * Sent on every new connection, in one pipeline.  The prepared statements call functions
 * and name no table, so that their plans depend on no role: made once is enough.
 */
static const char *const setup_commands[] = {
	"SET client_connection_check_interval = '1s'",
	"SET idle_in_transaction_session_timeout = '60s'",
	"SET plan_cache_mode = force_generic_plan",
	"SET standard_conforming_strings = on",
	"SET search_path = pg_catalog",
};

/* Of every way to enter: the request's id, and the time its route has. */
#define SET_REQUEST                                                                      \
	"pg_catalog.set_config('application_name', $1::pg_catalog.text, true), "             \
	"CASE WHEN $3::pg_catalog.text <> '' THEN "                                          \
	"pg_catalog.set_config('statement_timeout', $3::pg_catalog.text, true) END"

static const struct
{
	const char *name;
	const char *sql;
} setup_statements[] = {
	{STATEMENT_ENTER,
	 "SELECT sky.enter($2::pg_catalog.name, $4::pg_catalog.bool), " SET_REQUEST},
	{STATEMENT_ENTER_AS,
	 "SELECT sky.enter_as($2::pg_catalog.text, $4::pg_catalog.bool) AS principal, " SET_REQUEST},
	{STATEMENT_ENTER_WITH,
	 "SELECT sky.enter_with($2::pg_catalog.text, $5::pg_catalog.text, $6::pg_catalog.text, "
	 "$4::pg_catalog.bool) AS principal, " SET_REQUEST},
	{STATEMENT_SERVE,
	 "SELECT status, headers, body, stream FROM sky.serve($1::pg_catalog.text, "
	 "$2::pg_catalog.text, $3::pg_catalog.text, $4::pg_catalog.text, $5::pg_catalog.bytea)"},
	{STATEMENT_BODY, "SELECT sky.add_body($1::pg_catalog.bytea)"},
	{STATEMENT_ERROR,
	 "SELECT status, headers, body FROM sky.error_document($1::pg_catalog.text, "
	 "$2::pg_catalog.text, $3::pg_catalog.text, $4::pg_catalog.text, $5::pg_catalog.bytea, "
	 "$6::pg_catalog.text, $7::pg_catalog.text, $8::pg_catalog.text, $9::pg_catalog.text)"},
};

static void db_connect(void *arg);
static void on_ready(void *arg);

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

/* The first in the queue who may be served now; NULL: none. */
static Waiter *
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

static void
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

/* Put a usable connection to work: for the first in the queue, else on the idle list. */
static void
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
db_exchange(Db *db)
{
	int unsent;

	if (PQconsumeInput(db->pg) == 0)
		return false;
	unsent = PQflush(db->pg);
	if (unsent > 0)
		watch_write(db->watch);
	return unsent >= 0;
}

/* Close for good or until the next attempt; says why when the log does not know yet. */
static void
db_close(Db *db, bool failed)
{
	Pool *pool = db->pool;
	bool was_up = db->state > DB_SETUP;
	int64_t wait = BACKOFF_MIN_MS;

	db_forget_cost(db);
	if (failed && !pool->complained)
	{
		log_event(pool->o.log,
				  "error",
				  "could not open a database connection",
				  PQerrorMessage(db->pg));
		pool->complained = true;
	}
	if (db->state == DB_IDLE)
		for (Db **link = &pool->idle; *link != NULL; link = &(*link)->next_idle)
			if (*link == db)
			{
				*link = db->next_idle;
				break;
			}
	if (was_up)
		__atomic_sub_fetch(pool->o.up, 1, __ATOMIC_RELAXED);
	watch_close(db->watch);
	db->watch = NULL;
	PQfinish(db->pg);
	db->pg = NULL;
	db->state = DB_DOWN;
	timer_stop(&db->timer);
	db->failures = failed ? db->failures + 1 : 0;
	for (int i = 1; i < db->failures && wait < BACKOFF_MAX_MS; i++)
		wait *= 2;
	/* Half of it at random, in coarse steps, so that shims do not come back together. */
	if (failed)
		wait = wait / 2 + wait / 16 * (random() % 8);
	timer_start(pool->o.loop, &db->timer, failed ? wait : 0, db_connect, db);
}

static void
on_timeout(void *arg)
{
	db_close(arg, true);
}

/* The socket may have changed since the last step. */
static bool
db_watch_again(Db *db)
{
	watch_close(db->watch);
	db->watch = watch_open(db->pool->o.loop, PQsocket(db->pg), on_ready, db);
	return db->watch != NULL;
}

static void
db_connect(void *arg)
{
	Db *db = arg;
	Pool *pool = db->pool;
	const char *keys[] = {"fallback_application_name",
						  "client_encoding",
						  "tcp_user_timeout",
						  "dbname",
						  NULL};
	const char *values[] = {"pgsky-shim", "UTF8", "15000", pool->o.database, NULL};

	db->pg = PQconnectStartParams(keys, values, 1);
	db->state = DB_CONNECTING;
	db->open = false;
	if (db->pg == NULL || PQstatus(db->pg) == CONNECTION_BAD || !db_watch_again(db))
	{
		db_close(db, true);
		return;
	}
	timer_start(pool->o.loop, &db->timer, pool->o.connect_timeout_ms, on_timeout, db);
	watch_write(db->watch);
}

/* Notices are for people at psql. */
static void
ignore_notice(void *arg, const char *message)
{
	(void) arg;
	(void) message;
}

/* Connected: settings and statements, all in one pipeline. */
static bool
send_setup(Db *db)
{
	bool good;

	PQsetNoticeProcessor(db->pg, ignore_notice, NULL);
	good = PQsetnonblocking(db->pg, 1) == 0 && PQenterPipelineMode(db->pg) == 1;
	for (size_t i = 0; i < sizeof(setup_commands) / sizeof(setup_commands[0]); i++)
		good = good &&
			   PQsendQueryParams(db->pg, setup_commands[i], 0, NULL, NULL, NULL, NULL, 0);
	for (size_t i = 0; i < sizeof(setup_statements) / sizeof(setup_statements[0]); i++)
		good = good &&
			   PQsendPrepare(
				   db->pg, setup_statements[i].name, setup_statements[i].sql, 0, NULL);
	return good && PQpipelineSync(db->pg) == 1;
}

/* The connection can be used from now on. */
static void
db_ready(Db *db)
{
	Pool *pool = db->pool;

	timer_stop(&db->timer);
	db->failures = 0;
	if (pool->complained)
		log_event(pool->o.log, "info", "the database connections are back", NULL);
	pool->complained = false;
	__atomic_add_fetch(pool->o.up, 1, __ATOMIC_RELAXED);
	db_offer(db);
}

/* Results of the setup; the sync at its end makes the connection usable. */
static void
on_setup(Db *db)
{
	if (!db_exchange(db))
	{
		db_close(db, true);
		return;
	}
	while (!PQisBusy(db->pg))
	{
		PGresult *result = PQgetResult(db->pg);
		ExecStatusType status = PQresultStatus(result);

		PQclear(result);
		if (status == PGRES_PIPELINE_SYNC && PQexitPipelineMode(db->pg) == 1)
		{
			db_ready(db);
			return;
		}
		if (result != NULL && status != PGRES_COMMAND_OK)
		{
			db_close(db, true);
			return;
		}
	}
}

/* A step of opening the connection. */
static void
on_connecting(Db *db)
{
	PostgresPollingStatusType next = PQconnectPoll(db->pg);

	if (next == PGRES_POLLING_FAILED || !db_watch_again(db))
	{
		db_close(db, true);
		return;
	}
	if (next == PGRES_POLLING_WRITING)
		watch_write(db->watch);
	else
		watch_read(db->watch, true);
	if (next != PGRES_POLLING_OK)
		return;
	db->state = DB_SETUP;
	if (send_setup(db))
		on_setup(db);
	else
		db_close(db, true);
}

/* The answer to COMMIT or ROLLBACK. */
static void
on_ending(Db *db)
{
	bool good = db_exchange(db);

	while (good && !PQisBusy(db->pg))
	{
		PGresult *result = PQgetResult(db->pg);

		if (result == NULL)
		{
			timer_stop(&db->timer);
			if (PQtransactionStatus(db->pg) != PQTRANS_IDLE)
				break;
			db_offer(db);
			return;
		}
		good = PQresultStatus(result) == PGRES_COMMAND_OK;
		PQclear(result);
	}
	if (!good || !PQisBusy(db->pg))
		db_close(db, false);
}

static void
on_drain_limit(void *arg)
{
	db_close(arg, false);
}

/* Send the end of the transaction; the connection is idle when it is answered. */
static void
db_end(Db *db, const char *command)
{
	db->state = DB_ENDING;
	watch_read(db->watch, true);
	timer_start(db->pool->o.loop, &db->timer, DRAIN_LIMIT_MS, on_drain_limit, db);
	if (PQsendQuery(db->pg, command) == 0)
		db_close(db, false);
	else
		on_ending(db); /* the answer may be there already, and then no event tells */
}

/* Throw away what has come; true when nothing more will. */
static bool
discard(PGconn *pg)
{
	while (!PQisBusy(pg))
	{
		PGresult *result = PQgetResult(pg);
		ExecStatusType status = PQresultStatus(result);

		if (result == NULL &&
			(PQpipelineStatus(pg) == PQ_PIPELINE_OFF || PQexitPipelineMode(pg) == 1))
			return true;
		PQclear(result);
		if (status == PGRES_PIPELINE_SYNC && PQexitPipelineMode(pg) == 1)
			return true;
		if (status == PGRES_COPY_OUT)
		{
			char *buffer;
			int n;

			while ((n = PQgetCopyData(pg, &buffer, 1)) > 0)
				PQfreemem(buffer);
			if (n == 0)
				return false;
		}
	}
	return false;
}

static void
on_draining(void *arg)
{
	Db *db = arg;

	if (db->state != DB_DRAINING)
		return;
	if (!db_exchange(db))
		db_close(db, false);
	else if (discard(db->pg) && !db->cancel.pending)
		db_end(db, "ROLLBACK");
}

static void
on_cancel_answered(void *arg)
{
	Db *db = arg;

	db->cancel.pending = false;
	on_draining(db);
}

/* The statement does not end by itself: have it cancelled, or leave it to the server. */
static void
on_drain_grace(void *arg)
{
	Db *db = arg;
	Pool *pool = db->pool;

	db->cancel.backend = PQbackendPID(db->pg);
	db->cancel.home = pool->o.loop;
	db->cancel.answered.run = on_cancel_answered;
	db->cancel.answered.arg = db;
	if (db->cancel.pending || !pool->o.cancel(pool->o.cancel_arg, &db->cancel))
	{
		db_close(db, false);
		return;
	}
	db->cancel.pending = true;
	timer_start(pool->o.loop, &db->timer, DRAIN_LIMIT_MS, on_drain_limit, db);
}

static void
on_idle(Db *db)
{
	if (PQconsumeInput(db->pg) == 0)
		db_close(db, false);
}

/* Every readiness of a connection's socket ends up here. */
static void
on_ready(void *arg)
{
	Db *db = arg;

	switch (db->state)
	{
		case DB_DOWN:
			break;
		case DB_CONNECTING:
			on_connecting(db);
			break;
		case DB_SETUP:
			on_setup(db);
			break;
		case DB_IDLE:
			on_idle(db);
			break;
		case DB_BUSY:
			db->ready(db->arg);
			break;
		case DB_ENDING:
			on_ending(db);
			break;
		case DB_DRAINING:
			on_draining(db);
			break;
	}
}

void
db_release(Db *db, bool end)
{
	db_forget_cost(db);
	if (PQstatus(db->pg) == CONNECTION_BAD || PQpipelineStatus(db->pg) != PQ_PIPELINE_OFF)
		db_close(db, false);
	else if (end && pool_next(db->pool) != NULL)
	{
		db->open = true; /* the next one sends COMMIT with what it asks */
		db_offer(db);
	}
	else if (end)
		db_end(db, "COMMIT");
	else if (PQtransactionStatus(db->pg) != PQTRANS_IDLE)
		db_close(db, false);
	else
		db_offer(db);
}

bool
db_take_open(Db *db)
{
	bool open = db->open;

	db->open = false;
	return open;
}

void
db_abandon(Db *db)
{
	if (PQstatus(db->pg) == CONNECTION_BAD || db->cancel.pending)
	{
		db_close(db, false);
		return;
	}
	db->state = DB_DRAINING;
	watch_read(db->watch, true);
	timer_start(db->pool->o.loop, &db->timer, DRAIN_GRACE_MS, on_drain_grace, db);
	on_draining(db);
}

void
pool_close(Pool *pool)
{
	for (int i = 0; i < pool->o.connections; i++)
		PQfinish(pool->connections[i].pg);
}
