#ifndef GEO_FRAME_H
#define GEO_FRAME_H

#include "base/refframe.h"
#include "base/shape.h"

/* Turn a point from one frame to another; longitudes come out as 0 <= lon < 360 [deg]. */
extern SkyPoint frame_turn(const RefFrame *from, const RefFrame *to, SkyPoint point);

#endif
