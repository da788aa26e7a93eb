#ifndef SVC_SODA_MOSAIC_PG_H
#define SVC_SODA_MOSAIC_PG_H

#include "svc/http_params.h"

/*
 * The arguments of sky.mosaic and its kin, in SQL, from the parameters ID, or COLLECTION
 * and a shape (POS, CIRCLE, POLYGON), and HDU; *arguments is NULL where no image is
 * there.  False with *err for parameters that mean nothing.
 */
extern bool
soda_mosaic_read(const HttpParams *params, const char **arguments, SkyError *err);

#endif
