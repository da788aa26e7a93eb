#ifndef FITS_HELPER_PARTS_H
#define FITS_HELPER_PARTS_H

#include "fits_helper/header.h"

/* The units of an answer, in order. */
typedef struct Parts
{
	Part *parts;
	int count;
	size_t packed;	/* pixels that were compressed [bytes] */
	size_t headers; /* that are kept [cards] */
	int found;		/* parts that have something of what is wanted */
} Parts;

/* Plan what is wanted of a file. */
extern bool parts_plan(Parts *plan, FitsFile *file, const Wanted *wanted, SkyError *err);
extern void parts_free(Parts *plan);

#endif
