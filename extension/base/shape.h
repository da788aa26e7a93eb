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
	SHAPE_REGION,
	SHAPE_MOC,
} SkyShape;

#define SHAPE_KINDS 7

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

/* What a region is made of. */
typedef enum RegionKind
{
	REGION_POINT = SHAPE_POINT,
	REGION_CIRCLE = SHAPE_CIRCLE,
	REGION_BOX = SHAPE_BOX,
	REGION_POLYGON = SHAPE_POLYGON,
	REGION_RANGE,		 /* all between two longitudes and two latitudes */
	REGION_SKY,			 /* the whole sky */
	REGION_UNION,		 /* any of its members */
	REGION_INTERSECTION, /* all of them */
	REGION_DIFFERENCE,	 /* the first and none of the others */
	REGION_NOT,			 /* all but its only member */
} RegionKind;

#define REGION_KINDS 11

/*
 * A PostgreSQL varlena as SkyPolygon is, with a formula in prefix order for its numbers:
 * each shape is its kind, how many numbers it has and those numbers; each operation its
 * kind, how many members it has and those members.
 */
typedef struct SkyRegion
{
	int32_t vl_len_; /* never touched directly */
	int32_t unused;	 /* 0 */
	double numbers[];
} SkyRegion;

/*
 * A PostgreSQL varlena aligned as double: a multi-order coverage map (MOC 2.0) as the
 * ranges of its cells at HEALPix's order 29, NESTED.
 */
typedef struct MocRange
{
	int64_t lo; /* lo <= key < hi */
	int64_t hi;
} MocRange;

typedef struct SkyMoc
{
	int32_t vl_len_;   /* never touched directly */
	int32_t order;	   /* of its finest cells, 0..29 */
	MocRange ranges[]; /* ascending; between any two is a gap */
} SkyMoc;

#define SHAPE_MOC_HEADER offsetof(SkyMoc, ranges)

/* Words in front of the numbers of a shape or the members of an operation. */
#define REGION_HEAD 2

#endif
