#ifndef GEO_SHAPE_FRAME_H
#define GEO_SHAPE_FRAME_H

#include "geo/shape_scan.h"

/*
 * Turn the last shape that was read, whose head is at a place of the values, from another
 * frame to ICRS.  A box becomes a polygon, since its sides leave the meridians; a range,
 * whose sides would be no parallels, is refused.
 */
extern bool shape_from_frame(Scan *scan, size_t head, const char *frame);

#endif
