#ifndef FITS_HELPER_TABLE_H
#define FITS_HELPER_TABLE_H

#include "fits_helper/file.h"

#define TABLE_MAX_COLUMNS 999

/* A column of a binary table. */
typedef struct Column
{
	char name[FLEN_VALUE];
	char type;		/* the letter of TFORM */
	char pointed;	/* of P and Q: the letter of what is pointed to */
	int64_t repeat; /* elements of a cell */
	size_t offset;	/* of its cells in a row */
	size_t width;	/* of a cell [bytes] */
} Column;

/* A binary table as it lies in a file; compressed images are such tables, too. */
typedef struct Table
{
	const char *rows;
	int64_t count;
	size_t row; /* [bytes] */
	const char *heap;
	size_t heap_size;
	Column *columns;
	int width; /* columns */
} Table;

/*
 * Read how the current unit is laid out.  False, without a fault, if it is no binary
 * table; its columns are the caller's to free, whatever is returned.
 */
extern bool table_read(FitsFile *file, const Hdu *hdu, Table *table, SkyError *err);
extern void table_free(Table *table);

/* A column by its name, in any case; NULL: there is none. */
extern const Column *table_column(const Table *table, const char *name);

/* Are its cells places of the heap? */
static inline bool
column_points(const Column *column)
{
	return column->type == 'P' || column->type == 'Q';
}

/* Where a cell begins. */
static inline const char *
table_cell(const Table *table, const Column *column, int64_t row)
{
	return table->rows + (size_t) row * table->row + column->offset;
}

/*
 * What a cell of type P or Q points to, and how many elements there are; false if they
 * are not all in the heap.
 */
extern bool table_pointed(const Table *table,
						  const Column *column,
						  int64_t row,
						  const char **bytes,
						  uint64_t *count);

/* A number of a cell as it is stored, not scaled; NaN if the type is none of numbers. */
extern double table_number(const char *bytes, char type);

/* The size of an element of a type [bytes]; 0: no such type, or bits. */
extern size_t table_element(char type);

/* The size of so many elements [bytes]. */
extern size_t table_elements(char type, uint64_t count);

#endif
