#ifndef FITS_HELPER_HEADER_H
#define FITS_HELPER_HEADER_H

#include "fits_helper/cards.h"
#include "fits_helper/pack.h"
#include "fits_helper/rows.h"

typedef enum PartKind
{
	PART_HEADER, /* without data: the first header of a file, which speaks for all */
	PART_PIXELS,
	PART_ROWS,
	PART_WHOLE, /* a unit as it is */
} PartKind;

/* A unit of the answer. */
typedef struct Part
{
	int hdu;
	bool is_primary; /* of the answer */
	PartKind kind;
	Cutout pixels;
	Packed packed; /* these, if they are to be compressed */
	RowCut rows;
	double shift[2]; /* [pixels] by which what an array of lookups stands for is cut */
	Cards cards;	 /* its header, if that was made already */
} Part;

/* Write the header of a part of the current unit, but for its end. */
extern void header_make(FitsFile *file,
						const FitsOrder *order,
						const Hdu *hdu,
						const Part *part,
						Cards *cards);

#endif
