#ifndef BASE_QUOTA_PG_H
#define BASE_QUOTA_PG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/caller_pg.h"
#include "base/error.h"

#define QUOTA_NONE (-1)

/* What sky.quota limits. */
typedef enum QuotaKind
{
	QUOTA_REQUESTS,	   /* in a minute */
	QUOTA_JOBS_QUEUED, /* at once */
	QUOTA_JOBS_RUNNING,
	QUOTA_JOBS_STORED,
	QUOTA_ROWS,			/* of an answer */
	QUOTA_STORE_BYTES,	/* that the results and uploads of a user's jobs take */
	QUOTA_TABLE_BYTES,	/* that a user's tables take */
	QUOTA_UPLOAD_BYTES, /* of the tables that come with a request */
	QUOTA_KINDS
} QuotaKind;

typedef struct Quota
{
	int64_t value; /* QUOTA_NONE: sky.quota says nothing */
	uint64_t rule; /* which row says it */
	bool by_route; /* it names a route */
} Quota;

/* "requests", ... */
extern const char *quota_kind_name(QuotaKind kind);

/*
 * The row of sky.quota that fits the caller and the route ("" for none) closest: his name
 * counts most, then a group, then the role, then the route.  Of two that fit as closely,
 * as with two groups, the larger value counts.
 */
extern Quota quota_find(QuotaKind kind, const char *route);

/* May the caller send tables of so many bytes with a request? */
extern bool quota_allows_upload(int64_t bytes, SkyError *err);

/* How many rows an answer may have: by QUOTA_ROWS, or else by pgsky.maxrec_hard. */
extern int quota_rows(void);

/* Its value, or fallback where there is none. */
extern int64_t quota_limit(QuotaKind kind, int64_t fallback);

/* The same for another client than the caller. */
extern int64_t quota_limit_of(const Client *client, QuotaKind kind, int64_t fallback);

#endif
