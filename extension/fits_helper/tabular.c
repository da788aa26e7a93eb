/*
 * tabular.c
 *		Coordinates by tables.
 *
 * wcslib tells what arrays it wants and takes them over; cfitsio's fits_read_wcstab()
 * would read them, but does not look whether there are as many coordinates in an element
 * as wcslib is going to look up.
 */
#include "fits_helper/tabular.h"

#include <stdlib.h>
#include <wcslib/tab.h>
#include <wcslib/wcs.h>
#include <wcslib/wtbarr.h>

#define MAX_AXES	 9 /* of an array, coordinates themselves included */
#define MAX_ELEMENTS (4 * 1024 * 1024)

/* Go to the unit that has an array. */
static bool
find_unit(FitsFile *file, const struct wtbarr *wanted, int *number)
{
	int status = 0;

	if (fits_movnam_hdu(
			file->fits, BINARY_TBL, (char *) wanted->extnam, wanted->extver, &status) !=
		0)
		return false;
	fits_get_hdu_num(file->fits, number);
	--*number;
	return *number > 0;
}

/* The column of an array and its sizes, that of an element's coordinates first. */
static bool
find_column(FitsFile *file,
			const struct wtbarr *wanted,
			int *column,
			LONGLONG sizes[MAX_AXES])
{
	int axes = 0;
	int status = 0;

	fits_get_colnum(file->fits, CASEINSEN, (char *) wanted->ttype, column, &status);
	if (status != 0 ||
		fits_read_tdimll(file->fits, *column, MAX_AXES, &axes, sizes, &status) != 0)
		return false;
	/* Of one coordinate along one axis TDIM may be left out. */
	if (wanted->kind == 'c' && wanted->ndim == 2 && axes == 1)
	{
		sizes[1] = sizes[0];
		sizes[0] = 1;
		axes = 2;
	}
	return axes == wanted->ndim && (wanted->kind != 'c' || sizes[0] == wanted->ndim - 1);
}

static bool
read_array(FitsFile *file, const struct wtbarr *wanted)
{
	LONGLONG sizes[MAX_AXES] = {0};
	LONGLONG count = 1;
	double *array;
	int first = wanted->kind == 'c' ? 1 : 0;
	int column = 0;
	int status = 0;

	if (wanted->ndim > MAX_AXES || !find_column(file, wanted, &column, sizes))
		return false;
	for (int i = 0; i < wanted->ndim; i++)
	{
		if (sizes[i] < 1 || sizes[i] > MAX_ELEMENTS / count)
			return false;
		count *= sizes[i];
	}
	/* The coordinates come first, and are as many as what is looked up in their index. */
	if (wanted->kind != 'c' && sizes[0] != *wanted->dimlen)
		return false;
	array = calloc((size_t) count, sizeof(double));
	if (array == NULL || fits_read_col(file->fits,
									   TDOUBLE,
									   column,
									   wanted->row,
									   1,
									   count,
									   NULL,
									   array,
									   NULL,
									   &status) != 0)
	{
		free(array);
		return false;
	}
	for (int i = first; i < wanted->ndim; i++)
		wanted->dimlen[i - first] = (int) sizes[i];
	*wanted->arrayp = array;
	return true;
}

static void
add_unit(TabularUnits *units, int number)
{
	for (int i = 0; i < units->count; i++)
		if (units->hdus[i] == number)
			return;
	if (units->count < TABULAR_MAX)
		units->hdus[units->count++] = number;
}

void
tabular_read(
	struct wcsprm *all, int count, FitsFile *file, const Hdu *hdu, TabularUnits *units)
{
	bool moved = false;
	int number;
	int status = 0;

	units->count = 0;
	for (int i = 0; i < count; i++)
		for (int j = 0; j < all[i].nwtb; j++)
		{
			const struct wtbarr *wanted = &all[i].wtb[j];
			bool found = find_unit(file, wanted, &number);

			moved = true;
			if (found)
				add_unit(units, number);
			/* No element along an axis: that is refused. */
			if (i == 0 && (!found || !read_array(file, wanted)))
				wanted->dimlen[0] = 0;
		}
	if (!moved)
		return;
	fits_movabs_hdu(file->fits, hdu->number + 1, NULL, &status);
	fits_clear_errmsg();
}

void
tabular_drop(struct wcsprm *wcs)
{
	for (int i = 0; i < wcs->ntab; i++)
	{
		tabmem(&wcs->tab[i]);
		tabfree(&wcs->tab[i]);
	}
	wcs->ntab = 0;
}
