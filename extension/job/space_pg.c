/*
 * space_pg.c
 *		The space that each share has in the store.
 */
#include "postgres.h"

#include "job/space_pg.h"

#include "base/quota_pg.h"
#include "job/record_pg.h"

static JobStatement lock_share = {
	.sql = "SELECT pg_advisory_xact_lock('sky.store_use'::regclass::oid::int4,"
		   " hashtext($1))",
	.narguments = 1,
};
static JobStatement read_use = {
	.sql = "SELECT bytes FROM sky.store_use WHERE share = $1",
	.narguments = 1,
};

void
space_lock(const char *share)
{
	(void) job_execute(&lock_share, &share);
}

int64
space_used(const char *share)
{
	return job_execute(&read_use, &share) > 0 ? job_cell_number(0, 0) : 0;
}

int64
space_limit(const JobRecord *job)
{
	Client client = job_client(job);

	return quota_limit_of(&client, QUOTA_STORE_BYTES, PG_INT64_MAX);
}
