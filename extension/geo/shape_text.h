#ifndef GEO_SHAPE_TEXT_H
#define GEO_SHAPE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"
#include "base/shape.h"

/*
 * The text form of points, circles, boxes and polygons: DALI 1.1's numbers [deg] with one
 * blank between them; that of regions: STC-S 1.33.
 *
 * Read, all may be STC-S ("Circle ICRS 10 20 1"), DALI 1.2's shape and multishape
 * ("circle 10 20 1 range 30 40 -5 5"), in any case, with commas between the numbers and
 * balanced brackets round them.  Several shapes in a row are their union.  Frames whose
 * axes are not those of ICRS are turned to it, or refused; nothing is ignored that says
 * where a shape lies.  Never crashes on hostile text; work is linear.
 *
 * Returns the numbers, checked by shape_check(), in arena memory and their *count, or
 * NULL with *err set and its position in text.
 */
extern double *
shape_parse(SkyShape shape, const char *text, Arena *arena, size_t *count, SkyError *err);

/*
 * The shortest text of a point, circle, box or polygon that shape_parse reads back to the
 * same bits, NUL-terminated, in a buffer of SHAPE_TEXT_SIZE(count) bytes; returns its
 * length.
 */
#define SHAPE_TEXT_SIZE(count) ((count) * (NUMBER_TEXT_MAX + 1) + 1)
extern size_t shape_print(char *to, const double *values, size_t count);

#endif
