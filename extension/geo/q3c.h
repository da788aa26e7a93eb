#ifndef GEO_Q3C_H
#define GEO_Q3C_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "geo/cover.h"

/*
 * The cell of Q3C (Koposov & Bartunov 2006, ASP Conf. 351, 735) at a position [deg]: the
 * sphere on a cube, each face a quadtree of 30 levels.  It serves data that carry such
 * numbers.  False for what is no position.
 */
extern bool q3c_cell(double lon, double lat, int64_t *cell);

/* Cells lo..hi. */
typedef struct Q3cRange
{
	int64_t lo;
	int64_t hi;
} Q3cRange;

/* As many ranges as a condition is worth that an index answers one by one. */
#define Q3C_RANGES 4

/*
 * Ranges that hold the cell of each position in a shape, which is any but one that looks
 * at the keys of a cell, as MOCs do; ascending; returns how many.  arena: for what is
 * needed meanwhile.
 */
extern size_t
q3c_cover(const CoverShape *shape, Q3cRange ranges[Q3C_RANGES], Arena *arena);

#endif
