#ifndef SVC_SODA_REQUEST_PG_H
#define SVC_SODA_REQUEST_PG_H

#include "lib/stringinfo.h"

#include "svc/http_params.h"

/* What a client wants cut out: every ID with every shape, every BAND and every TIME. */
typedef struct SodaRequest SodaRequest;

/* A value of a filter: as text, as an expression in SQL, and what the client wrote. */
typedef struct SodaWanted
{
	const char *value;
	const char *expression;
	const char *said;
} SodaWanted;

/* What can be given several times: ID, shapes, BAND and TIME. */
#define SODA_FILTERS 4

/* One of these combinations. */
typedef struct SodaCutout
{
	const SodaWanted *chosen[SODA_FILTERS]; /* NULL: all */
	const char *rest;						/* arguments that all have, in SQL */
	const char *said;						/* what the client wrote, for people */
} SodaCutout;

/*
 * Read the parameters of SODA 1.0, section 3, and PIXEL, HDU, COMPRESS and CUTOUTDETAIL;
 * NULL with *err for those that mean nothing.
 */
extern const SodaRequest *soda_request_read(const HttpParams *params, SkyError *err);

/* How many combinations there are, and each, from 0: the last filter changes first. */
extern int soda_request_count(const SodaRequest *request);
extern SodaCutout soda_request_cutout(const SodaRequest *request, int number);

/* The arguments of sky.cutout_pieces and its kin; part: of several in a file, or 0. */
extern const char *soda_cutout_arguments(const SodaCutout *cutout, int part);

/* The same with $1 to $4 for what was chosen, whose texts become the values. */
extern const char *soda_cutout_parameters(const SodaCutout *cutout,
										  const char *values[SODA_FILTERS]);

/* The values of a filter; without any there is one that lets everything pass. */
typedef struct SodaFilter
{
	SodaWanted items[HTTP_PARAMS_MAX];
	int count;
} SodaFilter;

/* For requests like these: ID; POS, CIRCLE, POLYGON and RANGE; HDU as "hdu => N". */
extern bool soda_read_ids(const HttpParams *params, SodaFilter *filter, SkyError *err);
extern bool soda_read_shapes(const HttpParams *params, SodaFilter *filter, SkyError *err);
extern bool soda_read_hdu(const HttpParams *params, StringInfo rest, SkyError *err);

/* The only value of a parameter, or NULL; a fault if there are several. */
extern bool soda_read_single(const HttpParams *params,
							 const char *name,
							 const char **value,
							 SkyError *err);

#endif
