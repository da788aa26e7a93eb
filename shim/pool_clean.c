/* Connections given back: transactions ended, unwanted statements stopped. */
#include "pool_db.h"

/* Short statements end by themselves; past the limit the connection is closed, and the
 * backend sees that. */
#define DRAIN_GRACE_MS 50
#define DRAIN_LIMIT_MS 2000

void
db_on_ending(Db *db)
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
db_end(Db *db, const char *statement)
{
	db->state = DB_ENDING;
	watch_read(db->watch, true);
	timer_start(db->pool->o.loop, &db->timer, DRAIN_LIMIT_MS, on_drain_limit, db);
	if (!db_send(db, statement))
		db_close(db, false);
	else
		db_on_ending(db); /* the answer may be there already, and then no event tells */
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

void
db_on_draining(Db *db)
{
	if (db->state != DB_DRAINING)
		return;
	if (!db_exchange(db))
		db_close(db, false);
	else if (discard(db->pg) && !db->cancel.pending)
		db_end(db, STATEMENT_ROLLBACK);
}

static void
on_cancel_answered(void *arg)
{
	Db *db = arg;

	db->cancel.pending = false;
	db_on_draining(db);
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
		db_end(db, STATEMENT_COMMIT);
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
	db_on_draining(db);
}
