#ifndef SHIM_ROUTE_H
#define SHIM_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The routes that the database offers (view sky.route): which paths there are, which
 * methods they take, and their limits.  Pure and immutable once built; tables are shared
 * by threads and counted.
 */

/* What of a request says who asks there. */
typedef enum RouteCredentials
{
	ROUTE_FIELDS, /* header fields; a session if a page of this service asks */
	ROUTE_PAGE,	  /* the same, and a session whoever has led there */
	ROUTE_OWN,	  /* nothing: the service reads Authorization itself */
} RouteCredentials;

typedef struct Route
{
	char *path;	   /* "/x/y" for exactly that, "/x/" and "*" for all below "/x/" */
	char *methods; /* "GET,HEAD,POST" */
	char *scope;   /* who may ask */
	size_t length; /* of path, the star not counted */
	bool prefix;
	bool takes_body;
	int64_t max_body; /* bytes */
	int timeout_ms;	  /* of a statement; 0: as the database says */
	bool writes;	  /* its transactions change something */
	RouteCredentials credentials;
} Route;

typedef struct RouteTable
{
	int references; /* atomic */
	int count;
	Route *routes;
} RouteTable;

/* What sky.route says of one route, as text; NULL where the database has none. */
typedef struct RouteRow
{
	const char *methods;
	const char *path;
	const char *scope;
	const char *max_body;
	const char *timeout_ms;
	const char *body;
	const char *writes;
	const char *credentials;
} RouteRow;

/* An empty table for up to capacity routes, with one reference. */
extern RouteTable *route_table_create(int capacity);

/* Add a row; false if it cannot be one (no path, no method, "*" in the middle). */
extern bool route_table_add(RouteTable *table, const RouteRow *row);

extern RouteTable *route_table_share(RouteTable *table);
extern void route_table_release(RouteTable *table);

/* What a path and a method lead to. */
typedef struct RouteMatch
{
	const Route *route; /* NULL: none */
	int status;			/* 0, or 404 or 405 without a route */
	char allow[256];	/* the methods of the path: "GET, HEAD, OPTIONS"; empty for 404 */
} RouteMatch;

/*
 * The path is percent-encoded or not; compared after decoding what needs no encoding.
 * Exact paths come first, then the longest prefix.
 */
extern RouteMatch route_find(const RouteTable *table,
							 const char *path,
							 size_t path_len,
							 const char *method,
							 size_t method_len);

#endif
