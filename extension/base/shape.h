#ifndef BASE_SHAPE_H
#define BASE_SHAPE_H

#include <stddef.h>
#include <stdint.h>

/*
 * The shapes as they are stored: ICRS degrees exactly as given, so that text and binary
 * forms lose nothing.  Longitude is any finite number, latitude lies in -90..90.
 */
typedef enum SkyShape
{
	SHAPE_NONE,
	SHAPE_POINT,
	SHAPE_CIRCLE,
	SHAPE_BOX,
	SHAPE_POLYGON,
} SkyShape;

#define SHAPE_KINDS 5

typedef struct SkyPoint
{
	double lon;
	double lat;
} SkyPoint;

/* All points within radius (0..180) of the centre, the rim included. */
typedef struct SkyCircle
{
	double lon;
	double lat;
	double radius;
} SkyCircle;

/* Centre and full sizes (0..180) of ADQL's BOX; its sides are great circles. */
typedef struct SkyBox
{
	double lon;
	double lat;
	double width;
	double height;
} SkyBox;

/*
 * A PostgreSQL varlena aligned as double: 3 or more vertices joined by great circles, the
 * last one to the first.
 */
typedef struct SkyPolygon
{
	int32_t vl_len_; /* never touched directly */
	int32_t unused;	 /* 0; brings the vertices to a multiple of 8 */
	SkyPoint vertices[];
} SkyPolygon;

#define SHAPE_POLYGON_HEADER offsetof(SkyPolygon, vertices)

#endif
