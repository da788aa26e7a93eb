/*
 * table.c
 *		Binary tables, as they lie in a file (FITS Standard 4.0, section 7.3).
 */
#include "fits_helper/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

size_t
table_element(char type)
{
	switch (type)
	{
		case 'L':
		case 'B':
		case 'A':
			return 1;
		case 'I':
			return 2;
		case 'J':
		case 'E':
			return 4;
		case 'K':
		case 'D':
		case 'C':
		case 'P':
			return 8;
		case 'M':
		case 'Q':
			return 16;
		default:
			return 0;
	}
}

size_t
table_elements(char type, uint64_t count)
{
	return type == 'X' ? ((size_t) count + 7) / 8 : (size_t) count * table_element(type);
}

/* From TFORM: how many of what. */
static bool
read_form(FitsFile *file, int number, Column *column)
{
	char name[FLEN_KEYWORD];
	char form[FLEN_VALUE] = "";
	char *end;
	int status = 0;
	long long repeat;

	snprintf(name, sizeof(name), "TFORM%d", number);
	if (fits_read_key(file->fits, TSTRING, name, form, NULL, &status) != 0)
		return false;
	repeat = strtoll(form, &end, 10);
	column->repeat = end == form ? 1 : repeat;
	column->type = *end;
	column->pointed = *end == 'P' || *end == 'Q' ? end[1] : '\0';
	if (column->repeat < 0 || column->repeat > INT32_MAX)
		return false;
	column->width = table_elements(column->type, (uint64_t) column->repeat);
	snprintf(name, sizeof(name), "TTYPE%d", number);
	if (fits_read_key(file->fits, TSTRING, name, column->name, NULL, &status) != 0)
		fits_clear_errmsg();
	return column->type == 'X' || table_element(column->type) > 0;
}

static bool
read_columns(FitsFile *file, Table *table, SkyError *err)
{
	size_t offset = 0;

	for (int i = 0; i < table->width; i++)
	{
		Column *column = &table->columns[i];

		if (!read_form(file, i + 1, column))
		{
			fits_clear_errmsg();
			return sky_error(
				err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: TFORM%d", i + 1);
		}
		column->offset = offset;
		offset += column->width;
	}
	if (offset > table->row)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "the FITS file is damaged: its columns are wider than NAXIS1");
	return true;
}

bool
table_read(FitsFile *file, const Hdu *hdu, Table *table, SkyError *err)
{
	int64_t row = 0;
	int64_t fields = 0;
	int64_t extra = 0;
	int64_t heap;
	size_t size;

	*table = (Table){0};
	if (!hdu->binary || !file_integer(file, "NAXIS1", &row) ||
		!file_integer(file, "NAXIS2", &table->count) ||
		!file_integer(file, "TFIELDS", &fields) || row <= 0 || table->count < 0 ||
		fields < 0 || fields > TABLE_MAX_COLUMNS)
		return false;
	file_integer(file, "PCOUNT", &extra);
	table->row = (size_t) row;
	if (__builtin_mul_overflow(table->row, (size_t) table->count, &size) ||
		size > file->size - hdu->data || extra < 0 ||
		(size_t) extra > file->size - hdu->data - size)
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS file is damaged: it ends within a table");
	if (!file_integer(file, "THEAP", &heap) || heap < (int64_t) size)
		heap = (int64_t) size;
	table->rows = file->bytes + hdu->data;
	table->heap = table->rows + heap;
	table->heap_size =
		size + (size_t) extra > (size_t) heap ? size + (size_t) extra - (size_t) heap : 0;
	table->width = (int) fields;
	table->columns = calloc((size_t) fields + 1, sizeof(Column));
	if (table->columns == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	return read_columns(file, table, err);
}

void
table_free(Table *table)
{
	free(table->columns);
	table->columns = NULL;
}

const Column *
table_column(const Table *table, const char *name)
{
	for (int i = 0; i < table->width; i++)
		if (strcasecmp(table->columns[i].name, name) == 0)
			return &table->columns[i];
	return NULL;
}

static uint64_t
read_big(const char *bytes, size_t size)
{
	uint64_t value = 0;

	for (size_t i = 0; i < size; i++)
		value = value << 8 | (unsigned char) bytes[i];
	return value;
}

bool
table_pointed(const Table *table,
			  const Column *column,
			  int64_t row,
			  const char **bytes,
			  uint64_t *count)
{
	const char *cell = table_cell(table, column, row);
	size_t half = column->type == 'P' ? 4 : 8;
	uint64_t offset;

	if (!column_points(column) || column->repeat != 1 ||
		(column->pointed != 'X' && table_element(column->pointed) == 0))
		return false;
	*count = read_big(cell, half);
	offset = read_big(cell + half, half);
	*bytes = table->heap + offset;
	/* Elements are of a bit at least. */
	return offset <= table->heap_size && *count / 8 <= table->heap_size &&
		   table_elements(column->pointed, *count) <= table->heap_size - offset;
}

double
table_number(const char *bytes, char type)
{
	uint64_t bits = read_big(bytes, table_element(type));
	uint32_t half = (uint32_t) bits;
	double wide;
	float narrow;

	switch (type)
	{
		case 'B':
			return (double) bits;
		case 'I':
			return (int16_t) bits;
		case 'J':
			return (int32_t) bits;
		case 'K':
			return (double) (int64_t) bits;
		case 'E':
			memcpy(&narrow, &half, sizeof(narrow));
			return narrow;
		case 'D':
			memcpy(&wide, &bits, sizeof(wide));
			return wide;
		default:
			return NAN;
	}
}
