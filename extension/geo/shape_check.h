#ifndef GEO_SHAPE_CHECK_H
#define GEO_SHAPE_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/shape.h"

/* Most vertices of a polygon: keeps the work of one row bounded. */
#define SHAPE_MAX_VERTICES 10000

/* Two vertices farther apart have no great circle worth the name between them [deg]. */
#define SHAPE_MAX_EDGE (180.0 - 1e-9)

/* How a shape is called ("circle"), and how its text looks, for hints. */
extern const char *shape_name(SkyShape shape);
extern const char *shape_example(SkyShape shape);

/*
 * May these numbers be stored as this shape?  What every way in asks: text, binary form,
 * constructors and casts.  False with *err set if not: 22P02 for a wrong count, 22003
 * for a number out of its range, 54000 for too many vertices.
 */
extern bool
shape_check(SkyShape shape, const double *values, size_t count, SkyError *err);

/*
 * Order of two shapes of one kind: by their numbers from the first on, then by how many;
 * -1, 0 or 1.  -0 equals 0.
 */
extern int
shape_compare(const double *a, size_t a_count, const double *b, size_t b_count);

#endif
