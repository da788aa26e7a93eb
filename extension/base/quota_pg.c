/*
 * quota_pg.c
 *		Limits of clients: the rows of sky.quota, kept at hand.
 */
#include "postgres.h"

#include "base/quota_pg.h"

#include "access/htup_details.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "base/caller_pg.h"
#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/owner_pg.h"

typedef struct QuotaRow
{
	const char *kind;
	const char *role; /* "": any */
	const char *client;
	const char *route; /* exact, or a prefix ending in "*" */
	int64 value;
	uint64 rule;
} QuotaRow;

static const char *const names[QUOTA_KINDS] = {
	[QUOTA_REQUESTS] = "requests",
	[QUOTA_JOBS_QUEUED] = "jobs_queued",
	[QUOTA_JOBS_STORED] = "jobs_stored",
	[QUOTA_ROWS] = "rows",
	[QUOTA_TABLE_BYTES] = "table_bytes",
};

static QuotaRow *rows;
static int nrows;
static bool is_read;
static bool is_watched;
static Oid relation;
static MemoryContext context;

const char *
quota_kind_name(QuotaKind kind)
{
	return names[kind];
}

static void
relation_changed(Datum arg, Oid relid)
{
	if (relid == relation || !OidIsValid(relid))
		is_read = false;
}

static uint64
hash_text(const char *text, uint64 seed)
{
	return hash_bytes_extended((const unsigned char *) text, (int) strlen(text), seed);
}

static QuotaRow
read_row(uint64 i)
{
	HeapTuple tuple = SPI_tuptable->vals[i];
	TupleDesc type = SPI_tuptable->tupdesc;
	const char *cells[4];
	QuotaRow row = {.rule = 1};

	for (int k = 0; k < lengthof(cells); k++)
	{
		cells[k] = MemoryContextStrdup(context, SPI_getvalue(tuple, type, k + 1));
		row.rule = hash_text(cells[k], row.rule);
	}
	row.kind = cells[0];
	row.role = cells[1];
	row.client = cells[2];
	row.route = cells[3];
	row.value = pg_strtoint64(SPI_getvalue(tuple, type, 5));
	return row;
}

/* Read the table, as its owner; an invalidation meanwhile has it read again. */
static void
read_rows(void)
{
	OwnerScope owner;

	if (context == NULL)
		context =
			AllocSetContextCreate(TopMemoryContext, "sky quotas", ALLOCSET_SMALL_SIZES);
	if (!is_watched)
		CacheRegisterRelcacheCallback(relation_changed, (Datum) 0);
	is_watched = true;
	MemoryContextReset(context);
	nrows = 0;
	relation = owner_relation("quota");
	is_read = true;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	owner = owner_begin();
	if (SPI_execute("SELECT kind, role, client, route, value FROM sky.quota", true, 0) !=
		SPI_OK_SELECT)
		elog(ERROR, "the limits of clients could not be read");
	rows = MemoryContextAlloc(context, Max(SPI_processed, 1) * sizeof(QuotaRow));
	for (uint64 i = 0; i < SPI_processed; i++)
		rows[nrows++] = read_row(i);
	owner_end(&owner);
	SPI_finish();
}

static bool
fits_route(const char *pattern, const char *route)
{
	size_t length = strlen(pattern);

	if (length > 0 && pattern[length - 1] == '*')
		return strncmp(pattern, route, length - 1) == 0;
	return strcmp(pattern, route) == 0;
}

/* How closely a row fits; 0: not at all. */
static int
closeness(const QuotaRow *row, const char *role, const char *client, const char *route)
{
	if ((row->client[0] != '\0' &&
		 (client == NULL || strcmp(row->client, client) != 0)) ||
		(row->role[0] != '\0' && strcmp(row->role, role) != 0) ||
		(row->route[0] != '\0' && !fits_route(row->route, route)))
		return 0;
	return 1 + 4 * (row->client[0] != '\0') + 2 * (row->role[0] != '\0') +
		   (row->route[0] != '\0');
}

Quota
quota_find(QuotaKind kind, const char *route)
{
	const char *client = caller_name();
	const char *role = GetUserNameFromId(GetUserId(), false);
	Quota found = {.value = QUOTA_NONE};
	int best = 0;

	if (!is_read)
		read_rows();
	for (int i = 0; i < nrows; i++)
	{
		int fit = strcmp(rows[i].kind, names[kind]) == 0
					  ? closeness(&rows[i], role, client, route)
					  : 0;

		if (fit <= best)
			continue;
		best = fit;
		found = (Quota){.value = rows[i].value,
						.rule = rows[i].rule,
						.by_route = rows[i].route[0] != '\0'};
	}
	return found;
}

int64_t
quota_limit(QuotaKind kind, int64_t fallback)
{
	int64 value = quota_find(kind, "").value;

	return value == QUOTA_NONE ? fallback : value;
}

int
quota_rows(void)
{
	return (int) Min(quota_limit(QUOTA_ROWS, pgsky_maxrec_hard), INT_MAX);
}

/* After a change of sky.quota: every session reads it again. */
SKY_FUNCTION(quota_changed)
{
	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("sky.quota_changed is a trigger of sky.quota")));
	CacheInvalidateRelcache(((TriggerData *) fcinfo->context)->tg_relation);
	return PointerGetDatum(NULL);
}
