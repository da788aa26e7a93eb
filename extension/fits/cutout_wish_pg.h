#ifndef FITS_CUTOUT_WISH_PG_H
#define FITS_CUTOUT_WISH_PG_H

#include "fits/order.h"

/* The fields of the type sky.cutout_wish, and the arguments of sky.cutout after a
 * product. */
typedef enum WishField
{
	WISH_SHAPE,	   /* region */
	WISH_BAND,	   /* float8[] */
	WISH_TIME,	   /* float8[] */
	WISH_POL,	   /* text[] */
	WISH_PIXELS,   /* float8[] */
	WISH_HDU,	   /* int4 */
	WISH_PART,	   /* int4 */
	WISH_COMPRESS, /* text */
	WISH_DETAIL,   /* text */
	WISH_FIELDS
} WishField;

typedef struct Wish
{
	Datum values[WISH_FIELDS];
	bool nulls[WISH_FIELDS];
} Wish;

/* From a value of sky.cutout_wish. */
extern void wish_read(Wish *wish, Datum composite);

/* An order that wants everything. */
extern FitsOrder fits_order_new(FitsTask task);

/* The order for a wish; *shape: the numbers of its shape.  Raises for what means nothing.
 */
extern FitsOrder wish_order(const Wish *wish, FitsTask task, const double **shape);

/* Raise if there is something that mosaics do not have. */
extern void wish_check_mosaic(const Wish *wish);

#endif
