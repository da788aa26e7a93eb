#ifndef GEO_Q3C_H
#define GEO_Q3C_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The cell of Q3C (Koposov & Bartunov 2006, ASP Conf. 351, 735) at a position [deg]: the
 * sphere on a cube, each face a quadtree of 30 levels.  It serves data that carry such
 * numbers.  False for what is no position.
 */
extern bool q3c_cell(double lon, double lat, int64_t *cell);

#endif
