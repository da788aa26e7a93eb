#ifndef SHIM_POOL_DB_H
#define SHIM_POOL_DB_H

#include "pool.h"

/* What the files of the pool have in common; see pool.c. */
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
	bool arrived; /* there is something to be read */
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

/* pool.c: who has it. */
/* Put a usable connection to work: for the first in the queue, else on the idle list. */
extern void db_offer(Db *db);
extern void db_forget_cost(Db *db);
/* The first in the queue who may be served now; NULL: none. */
extern Waiter *pool_next(Pool *pool);
/* Every readiness of a connection's socket ends up here. */
extern void db_on_ready(void *arg);

/* pool_open.c: opened and closed. */
extern void db_connect(void *arg);
/* Close for good or until the next attempt; says why when the log does not know yet. */
extern void db_close(Db *db, bool failed);
/* A step of opening the connection. */
extern void db_on_connecting(Db *db);
/* Results of the setup; the sync at its end makes the connection usable. */
extern void db_on_setup(Db *db);

/* pool_clean.c: given back. */
/* The answer to COMMIT or ROLLBACK. */
extern void db_on_ending(Db *db);
/* More of what is thrown away. */
extern void db_on_draining(Db *db);

#endif
