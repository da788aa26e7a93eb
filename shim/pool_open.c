/* Connections of a pool: opened, set up, closed, and opened again. */
#include <stdlib.h>

#include "pool_db.h"

#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 6400

/*
 * Sent on every new connection, in one pipeline.  The prepared statements call functions
 * and name no table, so that their plans depend on no role: made once is enough.
 */
static const char *const setup_commands[] = {
	"SET client_connection_check_interval = '1s'",
	"SET idle_in_transaction_session_timeout = '60s'",
	"SET plan_cache_mode = force_generic_plan",
	"SET standard_conforming_strings = on",
	"SET search_path = pg_catalog, pg_temp", /* as sky.enter wants them: */
	"SET jit = off", /* what is so already it need not set each time */
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
	{STATEMENT_BEGIN, "BEGIN"},
	{STATEMENT_COMMIT, "COMMIT"},
	{STATEMENT_ROLLBACK, "ROLLBACK"},
	{STATEMENT_ENTER,
	 "SELECT sky.enter($2::pg_catalog.name, $4::pg_catalog.bool), " SET_REQUEST},
	{STATEMENT_ENTER_AS,
	 "SELECT sky.enter_as($2::pg_catalog.text, $4::pg_catalog.bool) AS principal, " SET_REQUEST},
	{STATEMENT_ENTER_WITH,
	 "SELECT sky.enter_with($2::pg_catalog.text, $5::pg_catalog.text, $6::pg_catalog.text, "
	 "$4::pg_catalog.bool, $7::pg_catalog.text) AS principal, " SET_REQUEST},
	{STATEMENT_SERVE,
	 "SELECT status, headers, body, stream FROM sky.serve($1::pg_catalog.text, "
	 "$2::pg_catalog.text, $3::pg_catalog.text, $4::pg_catalog.text, $5::pg_catalog.bytea)"},
	{STATEMENT_BODY, "SELECT sky.add_body($1::pg_catalog.bytea)"},
	{STATEMENT_ERROR,
	 "SELECT status, headers, body FROM sky.error_document($1::pg_catalog.text, "
	 "$2::pg_catalog.text, $3::pg_catalog.text, $4::pg_catalog.text, $5::pg_catalog.bytea, "
	 "$6::pg_catalog.text, $7::pg_catalog.text, $8::pg_catalog.text, $9::pg_catalog.text)"},
};

void
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
	db->watch = watch_open(db->pool->o.loop, PQsocket(db->pg), db_on_ready, db);
	return db->watch != NULL;
}

void
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

void
db_on_setup(Db *db)
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

void
db_on_connecting(Db *db)
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
		db_on_setup(db);
	else
		db_close(db, true);
}
