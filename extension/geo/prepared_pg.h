#ifndef GEO_PREPARED_PG_H
#define GEO_PREPARED_PG_H

#include "fmgr.h"

#include "geo/moc.h"
#include "geo/region.h"

/*
 * Shapes and MOCs as arguments of SQL functions, made ready for questions and kept from
 * call to call, so that a constant one costs its preparation once in a scan.
 */
typedef struct PreparedArg
{
	SkyShape shape; /* SHAPE_NONE: not a shape */
	Region region;	/* of all shapes but MOCs */
	Moc moc;		/* of MOCs */
	/* the rest is for prepared_arg() alone */
	MemoryContext context; /* holds all but points and circles; NULL for these */
	bool ready;
	bool constant; /* the argument is the same in all calls */
	bool toasted;  /* it came from where this points */
	struct varatt_external pointer;
	const void *bytes; /* what it was made of */
	Size size;
} PreparedArg;

/* An argument of the call, by its declared type; raises XX000 if that is no shape. */
extern const PreparedArg *prepared_arg(FunctionCallInfo fcinfo, int number);

/* For the core's poll arguments. */
extern void poll_interrupts(void);

#endif
