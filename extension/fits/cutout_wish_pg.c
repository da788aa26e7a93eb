/*
 * cutout_wish_pg.c
 *		From values of SQL to orders for the helper: what is wanted of a file.
 */
#include "postgres.h"

#include "fits/cutout_wish_pg.h"

#include <math.h>

#include "catalog/pg_type_d.h"
#include "executor/executor.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "base/sky_type_pg.h"

static const char *const names[WISH_FIELDS] = {
	[WISH_SHAPE] = "shape",
	[WISH_BAND] = "band",
	[WISH_TIME] = "time",
	[WISH_POL] = "pol",
	[WISH_PIXELS] = "pixels",
	[WISH_HDU] = "hdu",
	[WISH_PART] = "part",
	[WISH_COMPRESS] = "compress",
	[WISH_DETAIL] = "detail",
};

void
wish_read(Wish *wish, Datum composite)
{
	HeapTupleHeader row = DatumGetHeapTupleHeader(composite);

	for (int i = 0; i < WISH_FIELDS; i++)
		wish->values[i] = GetAttributeByNum(row, i + 1, &wish->nulls[i]);
}

/* The numbers of an array argument, NULL as NaN; how many. */
static int
array_numbers(const Wish *wish, WishField number, double *to, int most)
{
	ArrayType *array;
	Datum *items;
	bool *nulls;
	int count;

	if (wish->nulls[number])
		return 0;
	array = DatumGetArrayTypeP(wish->values[number]);
	deconstruct_array(array, FLOAT8OID, 8, FLOAT8PASSBYVAL, 'd', &items, &nulls, &count);
	if (count > most || count % 2 != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 most == 2
					 ? errmsg("%s must have two numbers", names[number])
					 : errmsg("%s must have two numbers for each axis", names[number]),
				 errhint("NULL leaves a side open.")));
	for (int i = 0; i < count; i++)
		to[i] = nulls[i] ? NAN : DatumGetFloat8(items[i]);
	return count;
}

static FitsInterval
interval_argument(const Wish *wish, WishField number)
{
	double ends[2] = {NAN, NAN};

	array_numbers(wish, number, ends, 2);
	if (ends[0] > ends[1])
		ereport(
			ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the lower end of %s is greater than the upper one", names[number])));
	return (FitsInterval){ends[0], ends[1]};
}

/* States of polarisation as bits, in the order of FITS. */
static uint32_t
pol_argument(const Wish *wish, WishField number)
{
	static const char *const states[] = {
		"I", "Q", "U", "V", "RR", "LL", "RL", "LR", "XX", "YY", "XY", "YX"};
	uint32_t bits = 0;
	Datum *items;
	int count;

	if (wish->nulls[number])
		return 0;
	deconstruct_array(DatumGetArrayTypeP(wish->values[number]),
					  TEXTOID,
					  -1,
					  false,
					  'i',
					  &items,
					  NULL,
					  &count);
	for (int i = 0; i < count; i++)
	{
		char *name = TextDatumGetCString(items[i]);
		uint32_t bit = 0;

		for (size_t j = 0; j < lengthof(states); j++)
			bit |= pg_strcasecmp(name, states[j]) == 0 ? 1u << j : 0;
		if (bit == 0)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("\"%s\" is no state of polarisation", name),
					 errhint("They are I, Q, U, V, RR, LL, RL, LR, XX, YY, XY and YX.")));
		bits |= bit;
	}
	return bits;
}

static int32
part_argument(const Wish *wish, WishField number)
{
	int32 part = wish->nulls[number] ? 0 : DatumGetInt32(wish->values[number]);

	if (part < 0 || part > FITS_MAX_PARTS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d is no number of a part", part),
				 errhint("Parts of a file are counted from 1 to %d.", FITS_MAX_PARTS)));
	return part;
}

static FitsCompress
compress_argument(const Wish *wish, WishField number)
{
	char *name = wish->nulls[number] ? "none" : TextDatumGetCString(wish->values[number]);

	if (pg_strcasecmp(name, "none") == 0)
		return FITS_PLAIN;
	if (pg_strcasecmp(name, "keep") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is no way to compress a cutout", name),
				 errhint("none has plain images, keep those compressed that were.")));
	return FITS_KEEP;
}

static FitsDetail
detail_argument(const Wish *wish, WishField number)
{
	static const char *const words[FITS_DETAILS] = {
		[FITS_EXPOSURE] = "Exposure",
		[FITS_MASKED_IMAGE] = "MaskedImage",
		[FITS_IMAGE] = "Image",
	};
	char *name;

	if (wish->nulls[number])
		return FITS_EXPOSURE;
	name = TextDatumGetCString(wish->values[number]);
	for (int i = 0; i < FITS_DETAILS; i++)
		if (pg_strcasecmp(name, words[i]) == 0)
			return i;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is no detail of a cutout", name),
			 errhint("Image has images alone, MaskedImage their errors and masks, too, "
					 "Exposure everything.")));
}

FitsOrder
fits_order_new(FitsTask task)
{
	FitsOrder order = {.task = task, .hdu = -1};

	order.band = order.time = (FitsInterval){NAN, NAN};
	for (int i = 0; i < FITS_MAX_AXES; i++)
		order.pixels[i] = (FitsInterval){NAN, NAN};
	return order;
}

FitsOrder
wish_order(const Wish *wish, FitsTask task, const double **shape)
{
	FitsOrder order = fits_order_new(task);

	if (!wish->nulls[WISH_SHAPE])
	{
		order.shape = SHAPE_REGION;
		order.count = sky_shape_doubles(SHAPE_REGION, wish->values[WISH_SHAPE], shape);
	}
	order.band = interval_argument(wish, WISH_BAND);
	order.time = interval_argument(wish, WISH_TIME);
	order.pol = pol_argument(wish, WISH_POL);
	array_numbers(wish, WISH_PIXELS, &order.pixels[0].lo, 2 * FITS_MAX_AXES);
	if (!wish->nulls[WISH_HDU])
		order.hdu = DatumGetInt32(wish->values[WISH_HDU]);
	order.part = part_argument(wish, WISH_PART);
	order.compress = compress_argument(wish, WISH_COMPRESS);
	order.detail = detail_argument(wish, WISH_DETAIL);
	return order;
}

void
wish_check_mosaic(const Wish *wish)
{
	for (int i = 0; i < WISH_FIELDS; i++)
		if (!wish->nulls[i] && i != WISH_SHAPE && i != WISH_HDU)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("mosaics have no %s", names[i]),
					 errhint("They are narrowed by shape and hdu.")));
}
