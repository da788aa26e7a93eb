#ifndef SVC_DISCOVERY_H
#define SVC_DISCOVERY_H

#include "adql/catalog.h"
#include "svc/http_params.h"

/*
 * Discovery protocols ask a table by parameters instead of a query.  Each has a table of
 * its parameters; from the values that were sent ADQL is made, over the columns of the
 * table as the caller sees it.
 */
typedef struct Discovery
{
	const HttpParams *params;
	const CatalogTable *table;
	Sink *sink; /* where the ADQL grows */
} Discovery;

typedef struct DiscoveryParam DiscoveryParam;

/* Write the condition that one value means, or return false with *err. */
typedef bool (*DiscoveryPut)(const Discovery *query,
							 const DiscoveryParam *param,
							 const char *value,
							 SkyError *err);

struct DiscoveryParam
{
	SkyColumn meta;			/* its name, and how values are written */
	DiscoveryPut put;		/* NULL: it asks nothing of the rows */
	const char *columns[2]; /* that the condition is on; NULL: none */
	const char *preset;		/* what a form has in it; NULL: nothing */
	bool listed;			/* clients like to be told which values there are */
};

/*
 * Write " AND (a OR b)" for every parameter that was sent with values, one condition for
 * each.  Where the table lacks a column, no row meets a condition on it.
 */
extern bool discovery_put_conditions(const Discovery *query,
									 const DiscoveryParam *params,
									 size_t count,
									 SkyError *err);

/* The table's column of that name, or NULL. */
extern const CatalogColumn *discovery_column(const CatalogTable *table, const char *name);

/*
 * Read a number from *text and move on behind it: decimal, or an infinity.  False for
 * anything else.
 */
extern bool discovery_read_number(const char **text, double *number);

/* A closed interval; either end may be infinite. */
typedef struct DiscoveryInterval
{
	double least;
	double most;
} DiscoveryInterval;

/* Write: the columns' interval meets that one.  A column that is NULL never does. */
extern void discovery_put_overlap(const Discovery *query,
								  const char *const columns[2],
								  DiscoveryInterval interval);

/* Write: the column's value lies in the interval. */
extern void discovery_put_within(const Discovery *query,
								 const char *column,
								 DiscoveryInterval interval);

/* Conditions that protocols have in common: the column has the value exactly, ... */
extern bool discovery_put_equal(const Discovery *query,
								const DiscoveryParam *param,
								const char *value,
								SkyError *err);
/* ... or but for case. */
extern bool discovery_put_nocase(const Discovery *query,
								 const DiscoveryParam *param,
								 const char *value,
								 SkyError *err);

#endif
