#ifndef GEO_REGION_WORDS_H
#define GEO_REGION_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/shape.h"

/*
 * Regions as they are stored: a formula in prefix order, all in one row of numbers
 * (base/shape.h).
 */

/* Most numbers of a region, and how deep its operations may be nested. */
#define REGION_MAX_WORDS 200000
#define REGION_MAX_DEPTH 32

/* How a kind is called in STC-S. */
extern const char *region_kind_name(RegionKind kind);

/*
 * May these numbers be stored as a region?  False with *err set if not: 22P02 for what is
 * no formula, 22003 for numbers out of range, 54000 and 54001 beyond the limits.
 */
extern bool region_check(const double *words, size_t count, SkyError *err);

/* May these be the numbers of a range: lon1 lon2 lat1 lat2 [deg]? */
extern bool range_check(const double *values, size_t count, SkyError *err);

/*
 * Write an operation over one region (b NULL) or two to a buffer of a_count + b_count + 2
 * words; returns how many these are.  Members of a union within a union become members of
 * the outer one; likewise of intersections, and of what is taken away from a difference.
 * The result wants region_check().
 */
typedef struct RegionWords
{
	const double *words;
	size_t count;
} RegionWords;

extern size_t
region_combine(double *to, RegionKind kind, const RegionWords *a, const RegionWords *b);

/*
 * The text of a region, STC-S 1.33: "Union ICRS (Circle 10 20 1 Box 12 20 1 1)", with the
 * shortest numbers that read back to the same bits, NUL-terminated, in a buffer of
 * REGION_TEXT_SIZE(count) bytes; returns its length.
 */
#define REGION_TEXT_SIZE(count) ((count) *48 + 32)
extern size_t region_print(char *to, const double *words);

#endif
