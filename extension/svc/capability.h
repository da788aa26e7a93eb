#ifndef SVC_CAPABILITY_H
#define SVC_CAPABILITY_H

#include "svc/service.h"

/*
 * What VOSI capabilities say of an endpoint (VOSI 1.1, section 3.1).  The endpoints of a
 * service are told together below the service's path, and all of them at /capabilities.
 */
typedef struct Capability
{
	const char *service; /* its path; "*" at the end stands for each of places */
	const char *path;	 /* of the endpoint, with the same "*" */
	/* What the "*" can stand for, encoded, ended by NULL.  NULL: there is no "*". */
	const char *const *(*places)(ServiceCall *call);
	const char *standard_id; /* NULL: no standard has it */
	const char *description; /* of what no standard has */
	const char *type;		 /* xsi:type of the capability; NULL: it says no more */
	const char *interface;	 /* xsi:type of the interface; NULL: vs:ParamHTTP */
	const char *version;	 /* of the interface, NULL: none is told */
	bool standard;			 /* the interface is the one of the standard: role="std" */
	bool base;				 /* its address is the beginning of one: use="base" */
	/* Writes what the interface takes and gives; NULL: as the standard says. */
	void (*put_interface)(ServiceCall *call);
	/* Writes what the type has beyond the interface, at a place; NULL: nothing. */
	void (*put)(ServiceCall *call, const char *place);
} Capability;

/* What the types hold, and where services are: each beside its service. */
extern void tap_capability_put(ServiceCall *call,
							   const char *place); /* tap_capability_pg.c */
extern void scs_capability_put(ServiceCall *call, const char *place); /* scs_pg.c */
extern const char *const *scs_places(ServiceCall *call);			  /* scs_pg.c */
extern const char *const *sia_places(ServiceCall *call);			  /* sia_pg.c */
extern void soda_mosaic_interface_put(ServiceCall *call); /* soda_mosaic_pg.c */
extern void ssa_capability_put(ServiceCall *call, const char *place); /* ssa_pg.c */

#endif
