#ifndef FITS_HELPER_ROWS_H
#define FITS_HELPER_ROWS_H

#include "fits_helper/columns.h"
#include "fits_helper/pixels.h"

/* The rows of a table that are wanted, and what of their arrays. */
typedef struct RowCut
{
	Table table;
	unsigned char *wanted; /* a bit for each row */
	int64_t rows;		   /* those that are wanted */
	const Column *axis;	   /* arrays of wavelengths, which others are trimmed with */
	Numbers band;
	Spectral spectral;
	FitsInterval interval; /* of wavelengths [m] */
	int64_t first;		   /* elements that cells of arrays keep, from 0 */
	int64_t last;
	bool points; /* there are arrays of variable length */
	size_t row;	 /* of the new table [bytes] */
	size_t heap; /* of the new table [bytes] */
} RowCut;

/*
 * Find the rows of the current unit that are inside the shape, the band and the interval
 * of times.  False without a fault if the table is not what can be cut so; then it is
 * copied whole beside others.
 */
extern bool rows_plan(
	const Wanted *wanted, FitsFile *file, const Hdu *hdu, RowCut *cut, SkyError *err);
extern void rows_free(RowCut *cut);

/* Are the elements of a fixed array trimmed?  Then there are last - first + 1. */
extern bool rows_trims(const RowCut *cut, const Column *column);

static inline size_t
rows_size(const RowCut *cut)
{
	return (size_t) cut->rows * cut->row + cut->heap;
}

/* Give the rows, then the heap. */
extern bool rows_read(const RowCut *cut, PixelTaker take, void *to, SkyError *err);

#endif
