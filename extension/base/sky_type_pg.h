#ifndef BASE_SKY_TYPE_PG_H
#define BASE_SKY_TYPE_PG_H

#include "base/shape.h"

/* Which of our types an Oid names; SHAPE_NONE for all others and for InvalidOid. */
extern SkyShape sky_type_shape(Oid type);

/* The Oid of one of our types, InvalidOid where the extension is not installed. */
extern Oid sky_type_oid(SkyShape shape);

/* How many numbers every value of that shape has, 0 if they differ. */
extern size_t sky_shape_count(SkyShape shape);

/*
 * The numbers of a stored shape (all but a MOC) in the order of its text form; returns
 * how many.  They lie inside the datum, or for one that is compressed or short in
 * CurrentMemoryContext; sky_shape_release() then frees that copy.
 */
extern int sky_shape_doubles(SkyShape shape, Datum datum, const double **values);
extern void sky_shape_release(SkyShape shape, Datum datum, const double *values);

#endif
