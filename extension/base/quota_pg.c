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
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "base/export_pg.h"
#include "base/guc_pg.h"
#include "base/owner_pg.h"

typedef struct QuotaRow
{
	const char *kind;
	const char *role; /* "": any */
	const char *client;
	const char *group;
	const char *route; /* exact, or a prefix ending in "*" */
	int64 value;
	uint64 rule;
} QuotaRow;

static const char *const names[QUOTA_KINDS] = {
	[QUOTA_REQUESTS] = "requests",
	[QUOTA_JOBS_QUEUED] = "jobs_queued",
	[QUOTA_JOBS_RUNNING] = "jobs_running",
	[QUOTA_JOBS_STORED] = "jobs_stored",
	[QUOTA_ROWS] = "rows",
	[QUOTA_STORE_BYTES] = "store_bytes",
	[QUOTA_TABLE_BYTES] = "table_bytes",
	[QUOTA_UPLOAD_BYTES] = "upload_bytes",
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
	const char *cells[5];
	QuotaRow row = {.rule = 1};

	for (int k = 0; k < lengthof(cells); k++)
	{
		cells[k] = MemoryContextStrdup(context, SPI_getvalue(tuple, type, k + 1));
		row.rule = hash_text(cells[k], row.rule);
	}
	row.kind = cells[0];
	row.role = cells[1];
	row.client = cells[2];
	row.group = cells[3];
	row.route = cells[4];
	row.value = pg_strtoint64(SPI_getvalue(tuple, type, lengthof(cells) + 1));
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
	if (SPI_execute("SELECT kind, role, client, group_name, route, value FROM sky.quota",
					true,
					0) != SPI_OK_SELECT)
		elog(ERROR, "the limits of clients could not be read");
	rows = MemoryContextAlloc(context, Max(SPI_processed, 1) * sizeof(QuotaRow));
	for (uint64 i = 0; i < SPI_processed; i++)
		rows[nrows++] = read_row(i);
	owner_end(&owner);
	SPI_finish();
}

static bool
fits_role(const char *name, Oid role)
{
	return name[0] == '\0' || get_role_oid(name, true) == role;
}

static bool
fits_client(const char *name, const char *client)
{
	return name[0] == '\0' || (client != NULL && strcmp(name, client) == 0);
}

/* How closely a pattern fits a route: by its length; -1: not at all. */
static int
fit_of_route(const char *pattern, const char *route)
{
	int length = (int) strlen(pattern);

	if (length == 0)
		return 0;
	if (pattern[length - 1] == '*')
		return strncmp(pattern, route, length - 1) == 0 ? length - 1 : -1;
	return strcmp(pattern, route) == 0 ? length : -1;
}

/* How closely a row fits; 0: not at all. */
static int64
closeness(const QuotaRow *row, const Client *client, const char *route)
{
	int by_route = fit_of_route(row->route, route);
	int by_whom = 1 + 4 * (row->client[0] != '\0') + 2 * (row->group[0] != '\0') +
				  (row->role[0] != '\0');

	if (by_route < 0 || !fits_client(row->client, client->name) ||
		!fits_role(row->role, client->role) ||
		(row->group[0] != '\0' && !client_in_group(client, row->group)))
		return 0;
	return ((int64) by_whom << 32) + by_route;
}

static Quota
find(const Client *client, QuotaKind kind, const char *route)
{
	Quota found = {.value = QUOTA_NONE};
	int64 best = 1;

	if (!is_read)
		read_rows();
	for (int i = 0; i < nrows; i++)
	{
		int64 fit = strcmp(rows[i].kind, names[kind]) == 0
						? closeness(&rows[i], client, route)
						: 0;

		if (fit < best || (fit == best && rows[i].value <= found.value))
			continue;
		best = fit;
		found = (Quota){.value = rows[i].value,
						.rule = rows[i].rule,
						.by_route = rows[i].route[0] != '\0'};
	}
	return found;
}

Quota
quota_find(QuotaKind kind, const char *route)
{
	Client client = client_now();

	return find(&client, kind, route);
}

int64_t
quota_limit_of(const Client *client, QuotaKind kind, int64_t fallback)
{
	int64 value = find(client, kind, "").value;

	return value == QUOTA_NONE ? fallback : value;
}

int64_t
quota_limit(QuotaKind kind, int64_t fallback)
{
	Client client = client_now();

	return quota_limit_of(&client, kind, fallback);
}

bool
quota_allows_upload(int64_t bytes, SkyError *err)
{
	int64 limit = quota_limit(QUOTA_UPLOAD_BYTES, PG_INT64_MAX);

	if (bytes <= limit)
		return true;
	sky_error(err,
			  SKY_E_TOO_LARGE,
			  -1,
			  "the tables that come with the request have " INT64_FORMAT
			  " bytes, and may have " INT64_FORMAT,
			  bytes,
			  limit);
	return sky_error_hint(err, "Send fewer rows or columns. See /limits.");
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
