#ifndef BASE_QUOTA_PG_H
#define BASE_QUOTA_PG_H

#include <stdbool.h>
#include <stdint.h>

#define QUOTA_NONE (-1)

/* What sky.quota limits. */
typedef enum QuotaKind
{
	QUOTA_REQUESTS,	   /* in a minute */
	QUOTA_JOBS_QUEUED, /* at once */
	QUOTA_JOBS_STORED,
	QUOTA_ROWS,		   /* of an answer */
	QUOTA_TABLE_BYTES, /* that a user's tables take */
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
 * The row of sky.quota that fits the caller, his role and the route ("" for none)
 * closest: his name counts most, then the role, then the route.
 */
extern Quota quota_find(QuotaKind kind, const char *route);

/* How many rows an answer may have: by QUOTA_ROWS, or else by pgsky.maxrec_hard. */
extern int quota_rows(void);

/* Its value, or fallback where there is none. */
extern int64_t quota_limit(QuotaKind kind, int64_t fallback);

#endif
