/*
 * rows.c
 *		Cutouts of tables: rows inside a shape, a band and an interval of times; spectra
 *		with an array in each cell, all their arrays trimmed together.
 *
 * Arrays of variable length are put one behind the other in a new heap.
 */
#include "fits_helper/rows.h"

#include <math.h>
#include <stdlib.h>

static bool
is_inside(const FitsInterval *interval, double value)
{
	return isfinite(value) && !(value < interval->lo) && !(value > interval->hi);
}

/* Do the columns answer all that is asked? */
static bool
can_be_cut(const Wanted *wanted, const Meaning *meaning)
{
	const FitsOrder *order = wanted->order;

	return wanted_is_less(wanted) && order->pol == 0 && !wanted_has_pixels(wanted) &&
		   (!wanted->has_shape || meaning->lon.column != NULL) &&
		   (!interval_is_limited(&order->band) || meaning->band.column != NULL) &&
		   (!interval_is_limited(&order->time) || meaning->time.column != NULL);
}

/* The elements of a row that are inside the band, from 0; false if there are none. */
static bool
range_of(const RowCut *cut, int64_t row, int64_t *first, int64_t *last, uint64_t *count)
{
	const char *bytes;
	char type = numbers_type(&cut->band);

	*first = *last = -1;
	if (!numbers_cell(&cut->band, &cut->table, row, &bytes, count))
		return false;
	for (uint64_t i = 0; i < *count; i++)
	{
		double value = numbers_at(&cut->band, bytes + i * table_element(type), type);

		if (!is_inside(&cut->interval, spectral_wavelength(&cut->spectral, value)))
			continue;
		*first = *first < 0 ? (int64_t) i : *first;
		*last = (int64_t) i;
	}
	return *first >= 0;
}

static bool
is_wanted(RowCut *cut, const Wanted *wanted, const Meaning *meaning, int64_t row)
{
	const Table *table = &cut->table;
	const Column *time = meaning->time.column;
	uint64_t count;
	int64_t first;
	int64_t last;

	if (wanted->has_shape)
	{
		SkyPoint place = meaning_place(meaning, table, row);

		if (!region_contains_position(&wanted->region, place.lon, place.lat))
			return false;
	}
	if (interval_is_limited(&wanted->order->time) &&
		!is_inside(&wanted->order->time,
				   numbers_at(&meaning->time, table_cell(table, time, row), time->type)))
		return false;
	if (!interval_is_limited(&cut->interval))
		return true;
	if (!range_of(cut, row, &first, &last, &count))
		return false;
	cut->first = cut->rows == 0 || first < cut->first ? first : cut->first;
	cut->last = last > cut->last ? last : cut->last;
	return true;
}

static inline bool
has_row(const RowCut *cut, int64_t row)
{
	return (cut->wanted[row / 8] >> row % 8 & 1) != 0;
}

bool
rows_trims(const RowCut *cut, const Column *column)
{
	const Column *axis = cut->axis;

	return axis != NULL && !column_points(axis) && axis->repeat > 1 &&
		   column->repeat == axis->repeat && strchr("LBIJKEDCM", column->type) != NULL;
}

/* What of an array of variable length is kept: all, or what its wavelengths leave. */
static bool
pointed_part(const RowCut *cut,
			 const Column *column,
			 int64_t row,
			 const char **bytes,
			 uint64_t *count)
{
	uint64_t samples;
	int64_t first;
	int64_t last;

	if (!table_pointed(&cut->table, column, row, bytes, count))
		return false;
	if (cut->axis == NULL || !column_points(cut->axis) || column->pointed == 'X' ||
		column->pointed == 'A' || !range_of(cut, row, &first, &last, &samples) ||
		*count != samples)
		return true;
	*bytes += table_elements(column->pointed, (uint64_t) first);
	*count = (uint64_t) (last - first + 1);
	return true;
}

/* Call for each array of variable length of the rows that are wanted. */
static bool
put_heap(const RowCut *cut, PixelTaker take, void *to, SkyError *err)
{
	const Table *table = &cut->table;

	for (int64_t row = 0; row < table->count; row++)
		for (int i = 0; i < table->width && has_row(cut, row); i++)
		{
			const Column *column = &table->columns[i];
			const char *bytes;
			uint64_t count;

			if (!column_points(column) || column->repeat == 0)
				continue;
			if (!pointed_part(cut, column, row, &bytes, &count))
				return sky_error(err,
								 SKY_E_BAD_TEXT,
								 -1,
								 "the FITS file is damaged: an array is not in it");
			take(to, bytes, table_elements(column->pointed, count));
		}
	return true;
}

static void
take_length(void *to, const void *bytes, size_t size)
{
	(void) bytes;
	*(size_t *) to += size;
}

static bool
measure(RowCut *cut, SkyError *err)
{
	const Table *table = &cut->table;

	cut->row = table->row;
	for (int i = 0; i < table->width; i++)
	{
		const Column *column = &table->columns[i];

		cut->points |= column_points(column) && column->repeat > 0;
		if (rows_trims(cut, column))
			cut->row -= table_elements(
				column->type, (uint64_t) (column->repeat - (cut->last - cut->first + 1)));
	}
	if (cut->points && !put_heap(cut, take_length, &cut->heap, err))
		return false;
	/* Arrays that share their elements could become any length. */
	return cut->heap <= table->heap_size ||
		   sky_error(
			   err, SKY_E_UNSUPPORTED, -1, "arrays of the table lie one upon the other");
}

bool
rows_plan(
	const Wanted *wanted, FitsFile *file, const Hdu *hdu, RowCut *cut, SkyError *err)
{
	Meaning meaning;
	const Table *table = &cut->table;

	*cut = (RowCut){.last = -1};
	if (!table_read(file, hdu, &cut->table, err))
		return false;
	columns_meaning(&meaning, file, table);
	if (!can_be_cut(wanted, &meaning))
		return false;
	cut->interval = wanted->order->band;
	if (interval_is_limited(&cut->interval))
	{
		cut->axis = meaning.band.column;
		cut->band = meaning.band;
		cut->spectral = meaning.spectral;
	}
	cut->wanted = calloc((size_t) table->count / 8 + 1, 1);
	if (cut->wanted == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	for (int64_t row = 0; row < table->count; row++)
		if (is_wanted(cut, wanted, &meaning, row))
		{
			cut->wanted[row / 8] |= (unsigned char) (1 << row % 8);
			cut->rows++;
		}
	/* No row, no sample: arrays are left as long as they are. */
	if (cut->rows == 0)
		cut->axis = NULL;
	return measure(cut, err);
}

void
rows_free(RowCut *cut)
{
	table_free(&cut->table);
	free(cut->wanted);
	cut->wanted = NULL;
}

static void
put_big(char *to, uint64_t value, size_t size)
{
	for (size_t i = size; i-- > 0; value >>= 8)
		to[i] = (char) value;
}

/* A cell of the new table; the end of it. */
static char *
put_cell(const RowCut *cut, const Column *column, int64_t row, char *to, uint64_t *heap)
{
	const char *cell = table_cell(&cut->table, column, row);
	size_t size = column->width;

	if (column_points(column) && column->repeat > 0)
	{
		size_t half = column->type == 'P' ? 4 : 8;
		const char *bytes;
		uint64_t count = 0;

		pointed_part(cut, column, row, &bytes, &count);
		put_big(to, count, half);
		put_big(to + half, *heap, half);
		*heap += table_elements(column->pointed, count);
		return to + size;
	}
	if (rows_trims(cut, column))
	{
		cell += table_elements(column->type, (uint64_t) cut->first);
		size = table_elements(column->type, (uint64_t) (cut->last - cut->first + 1));
	}
	memcpy(to, cell, size);
	return to + size;
}

static void
put_row(const RowCut *cut, int64_t row, char *to, uint64_t *heap)
{
	const Table *table = &cut->table;
	size_t used = 0;

	for (int i = 0; i < table->width; i++)
	{
		to = put_cell(cut, &table->columns[i], row, to, heap);
		used += table->columns[i].width;
	}
	memcpy(to, table->rows + (size_t) row * table->row + used, table->row - used);
}

bool
rows_read(const RowCut *cut, PixelTaker take, void *to, SkyError *err)
{
	const Table *table = &cut->table;
	bool as_it_is = !cut->points && cut->row == table->row;
	char *room = malloc(cut->row + 1);
	uint64_t heap = 0;

	if (room == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	for (int64_t row = 0; row < table->count; row++)
	{
		if (!has_row(cut, row))
			continue;
		if (as_it_is)
			take(to, table->rows + (size_t) row * table->row, table->row);
		else
		{
			put_row(cut, row, room, &heap);
			take(to, room, cut->row);
		}
	}
	free(room);
	return cut->heap == 0 || put_heap(cut, take, to, err);
}
