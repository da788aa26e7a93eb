#ifndef SHIM_POOL_H
#define SHIM_POOL_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "log.h"
#include "loop.h"

/*
 * The database connections of one thread, and the bounded queue of those who wait for
 * one.  A connection is handed out clean, between transactions, with the statements of
 * the contract prepared; whatever state it comes back in, it is cleaned or replaced.
 */
typedef struct Pool Pool;
typedef struct Db Db;

/* Names of the statements prepared on each connection. */
#define STATEMENT_BEGIN	   "sky_begin"
#define STATEMENT_COMMIT   "sky_commit"
#define STATEMENT_ROLLBACK "sky_rollback"
#define STATEMENT_ENTER                                                                  \
	"sky_enter" /* (request id text, role name, timeout in ms or '', writes bool) */
/* The same with claims, or a principal, in the place of the role. */
#define STATEMENT_ENTER_AS "sky_enter_as"
/* (request id, kind, timeout, writes bool, name, secret, remote address) */
#define STATEMENT_ENTER_WITH "sky_enter_with"
#define STATEMENT_SERVE                                                                  \
	"sky_serve"						/* (method, path, query, headers text, body bytea)   \
									 */
#define STATEMENT_BODY	"sky_body"	/* a piece of the body */
#define STATEMENT_ERROR "sky_error" /* the five, then sqlstate, message, detail, hint */

/* A wish to have another backend's statement cancelled; answered by a message. */
typedef struct CancelRequest
{
	struct CancelRequest *next;
	int backend;
	bool pending; /* asked for and not answered yet */
	Loop *home;
	LoopMessage answered;
} CancelRequest;

typedef struct PoolOptions
{
	Loop *loop;
	Log *log;
	const char *database;
	int connections;
	int queue;
	int64_t connect_timeout_ms;
	/* Ask for a cancel; false if it cannot be done now. */
	bool (*cancel)(void *arg, CancelRequest *request);
	void *cancel_arg;
	int *up; /* atomic count of usable connections, shared by the threads */
} PoolOptions;

/* One who waits; lives in its owner. */
typedef struct Waiter
{
	struct Waiter *next;
	struct Waiter *prev;
	Db *db; /* set when wake is called */
	/* Of those who cost the server much before they are known, few are served at a time,
	 * so that the others are served at all. */
	bool costly;
	void (*wake)(void *arg);
	void *arg;
} Waiter;

typedef enum PoolAnswer
{
	POOL_TAKEN,	 /* waiter->db is yours */
	POOL_QUEUED, /* wake will be called */
	POOL_FULL,
	POOL_DOWN, /* there is no database */
} PoolAnswer;

extern Pool *pool_create(const PoolOptions *options);
extern PoolAnswer pool_acquire(Pool *pool, Waiter *waiter);
/* Does anyone wait for a connection? */
extern bool pool_is_wanted(const Pool *pool);
/* Leave the queue; nothing happens if the waiter is not in it. */
extern void pool_leave(Pool *pool, Waiter *waiter);
/* Say goodbye on all connections; the loop is not turned any more. */
extern void pool_close(Pool *pool);

extern PGconn *db_connection(Db *db);
/* Queue one of the statements above that take nothing. */
extern bool db_send(Db *db, const char *statement);
/* Call ready(arg) when the connection may go on; reading is on. */
extern void db_expect(Db *db, void (*ready)(void *arg), void *arg);
/* Whether to look for input: off while the client is slower than the database. */
extern void db_read(Db *db, bool wanted);
/* Take in what has come, send what is to go; false if the connection is lost. */
extern bool db_exchange(Db *db);

/* Whoever has it costs no more than others from now on. */
extern void db_calm(Db *db);

/*
 * Give back: the transaction is over, or (end) is to be ended.  If another waits, he gets
 * the connection at once and sends that COMMIT with his own statements: a round trip
 * less.
 */
extern void db_release(Db *db, bool end);
/* Whether COMMIT must be sent before anything else; asked once. */
extern bool db_take_open(Db *db);
/* Give back in an unknown state: drained, cancelled if that lasts, rolled back. */
extern void db_abandon(Db *db);

#endif
