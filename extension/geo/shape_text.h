#ifndef GEO_SHAPE_TEXT_H
#define GEO_SHAPE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/number.h"
#include "base/shape.h"

/*
 * The text form of shapes: DALI 1.1's numbers [deg] with one blank between them.
 *
 * Read, it may also have commas between the numbers, balanced brackets of any kind, and
 * the words of STC-S in front ("Circle ICRS 10 20 1"), in any case.  Frames other than
 * ICRS are refused, not ignored.  Never crashes on hostile text; work is linear.
 *
 * Returns the numbers, checked by shape_check(), in arena memory and their *count, or
 * NULL with *err set and its position in text.
 */
extern double *
shape_parse(SkyShape shape, const char *text, Arena *arena, size_t *count, SkyError *err);

/*
 * The shortest text that shape_parse reads back to the same bits, NUL-terminated, in a
 * buffer of SHAPE_TEXT_SIZE(count) bytes; returns its length.
 */
#define SHAPE_TEXT_SIZE(count) ((count) * (NUMBER_TEXT_MAX + 1) + 1)
extern size_t shape_print(char *to, const double *values, size_t count);

#endif
