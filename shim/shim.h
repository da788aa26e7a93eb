#ifndef SHIM_SHIM_H
#define SHIM_SHIM_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "config.h"
#include "log.h"
#include "park.h"
#include "route.h"

#define SHIM_API_VERSION 5 /* of the contract with the database */

/* What the threads share. */
typedef struct Shim
{
	Config config;
	Log log;
	pthread_mutex_t routes_lock;
	RouteTable *routes;		 /* under the lock; NULL: not known yet */
	int connections_up;		 /* atomic: usable database connections */
	int clients;			 /* atomic: client connections */
	int64_t body_bytes;		 /* atomic: memory held by request bodies */
	int64_t body_disk_bytes; /* atomic: files held by them */
	bool stopping;			 /* atomic: no new requests on kept connections */
	struct Control *control;
	Notices notices; /* of the database, for those who wait */
	struct Keeper *keeper;
	uint64_t credentials_changed; /* atomic: how often the database has said so */
	bool credentials_heard;		  /* atomic: it would say so */
} Shim;

/* The present routes with a reference of the caller's own; NULL before they are known. */
extern RouteTable *shim_routes(Shim *shim);
/* Put new routes in place of the present ones; takes over the caller's reference. */
extern void shim_set_routes(Shim *shim, RouteTable *routes);

#endif
