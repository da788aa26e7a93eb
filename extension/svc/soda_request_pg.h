#ifndef SVC_SODA_REQUEST_PG_H
#define SVC_SODA_REQUEST_PG_H

#include "svc/http_params.h"

/* What a client wants cut out: every ID with every shape, every BAND and every TIME. */
typedef struct SodaRequest SodaRequest;

/* One of these combinations. */
typedef struct SodaCutout
{
	const char *arguments; /* of sky.cutout and its kin, in SQL */
	const char *said;	   /* what the client wrote, for people */
} SodaCutout;

/*
 * Read the parameters of SODA 1.0, section 3, and PIXEL, HDU and COMPRESS; NULL with *err
 * for those that mean nothing.
 */
extern const SodaRequest *soda_request_read(const HttpParams *params, SkyError *err);

/* How many combinations there are, and each, from 0: the last filter changes first. */
extern int soda_request_count(const SodaRequest *request);
extern SodaCutout soda_request_cutout(const SodaRequest *request, int number);

#endif
