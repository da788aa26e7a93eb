#ifndef FITS_HELPER_COLUMNS_H
#define FITS_HELPER_COLUMNS_H

#include "base/refframe.h"
#include "base/shape.h"
#include "fits_helper/spectral.h"
#include "fits_helper/table.h"

/* A column of numbers; column NULL: there is none. */
typedef struct Numbers
{
	const Column *column;
	double scale; /* TSCALn, and to the unit that is wanted here */
	double zero;
	double null; /* TNULLn, as it is stored; NaN: none */
} Numbers;

/* Which columns of a table say where, at what wavelength and when its rows are. */
typedef struct Meaning
{
	Numbers lon; /* [deg]; with lat, or both are none */
	Numbers lat;
	const RefFrame *frame;
	const RefFrame *icrs;
	Numbers band; /* in the unit of spectral */
	Spectral spectral;
	Numbers time; /* MJD */
} Meaning;

/*
 * Find them, by one rule: the first column whose UCD (TUCDn) says so, "meta.main" before
 * others; else the first with a usual name.
 */
extern void columns_meaning(Meaning *meaning, FitsFile *file, const Table *table);

/* The elements of its cell in a row; false if they are not all in the table. */
extern bool numbers_cell(const Numbers *numbers,
						 const Table *table,
						 int64_t row,
						 const char **bytes,
						 uint64_t *count);

/* Their type. */
static inline char
numbers_type(const Numbers *numbers)
{
	const Column *column = numbers->column;

	return column_points(column) ? column->pointed : column->type;
}

/* An element of a cell. */
extern double numbers_at(const Numbers *numbers, const char *bytes, char type);

/* The place of a row, ICRS [deg]; of columns of one number. */
extern SkyPoint meaning_place(const Meaning *meaning, const Table *table, int64_t row);

#endif
