#ifndef WRITER_FITS_TABLE_H
#define WRITER_FITS_TABLE_H

#include "writer/writer.h"

/*
 * What fits.c learns from the rows while they are spooled, and how fits_table.c makes the
 * table of it.
 */
#define FITS_DIMS_MAX 6

typedef struct FitsColumn
{
	CellKind kind;
	bool array;	   /* of numbers; arrays of strings are JSON text */
	bool has_null; /* a value or an element */
	uint64_t seen; /* bit k: the type's least integer + k occurs */
	size_t least;  /* bytes (text) or elements (array) of the shortest value */
	size_t most;   /* and of the longest */
	size_t total;  /* of all */
	int dims[FITS_DIMS_MAX];
	int ndim;		/* 0: none seen; -1: they differ */
	size_t width;	/* bytes in the table's rows */
	size_t element; /* bytes of an element */
	bool heap;		/* values are in the heap, a descriptor in the rows */
	uint64_t null;	/* the null integer as big-endian bits, in its first bytes */
} FitsColumn;

typedef struct FitsTable
{
	int64_t nrows;
	size_t row_width;
	size_t heap_size;
	FitsColumn columns[];
} FitsTable;

/* The least value of a signed integer kind; 0 for bytes. */
static inline int64_t
fits_least_integer(CellKind kind)
{
	return kind == CELL_INT16	? INT16_MIN
		   : kind == CELL_INT32 ? INT32_MIN
		   : kind == CELL_INT64 ? INT64_MIN
								: 0;
}

static inline void
fits_column_note_count(FitsColumn *column, size_t count)
{
	column->total += count;
	if (count < column->least)
		column->least = count;
	if (count > column->most)
		column->most = count;
}

/* Keep the dimensions if all arrays have the same. */
extern void fits_column_note_dims(FitsColumn *column, const CellArray *array);

/* The whole file, from the spooled rows. */
extern void fits_table_put(TableWriter *writer, bool overflow);

#endif
