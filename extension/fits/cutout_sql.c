/*
 * cutout_sql.c
 *		sky.fits_describe, sky.cutout, sky.mosaic: questions, answered whole.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "fmgr.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

#include "base/export_pg.h"
#include "fits/question_pg.h"

/* fits_describe(path) returns jsonb */
SKY_FUNCTION(fits_describe)
{
	Question question = {
		.name = text_to_cstring(PG_GETARG_TEXT_PP(0)),
		.order = fits_order_new(FITS_DESCRIBE),
	};
	StringInfo answer = question_answer(&question);

	PG_RETURN_DATUM(
		DirectFunctionCall1(jsonb_in, CStringGetDatum(answer->data + VARHDRSZ)));
}

/* An argument is a field of a wish. */
static void
take_argument(FunctionCallInfo fcinfo, int number, Wish *wish, WishField field)
{
	wish->values[field] = fcinfo->args[number].value;
	wish->nulls[field] = PG_ARGISNULL(number);
}

/* A whole file, or NULL where nothing overlaps. */
static Datum
whole_file(FunctionCallInfo fcinfo, Question *question)
{
	StringInfo answer = question_answer(question);

	if (answer->len == VARHDRSZ)
		PG_RETURN_NULL();
	SET_VARSIZE(answer->data, answer->len);
	PG_RETURN_BYTEA_P(answer->data);
}

/* cutout(product, the fields of a wish) returns bytea, NULL where nothing overlaps. */
SKY_FUNCTION(cutout)
{
	Question question;
	Wish wish;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	for (int i = 0; i < WISH_FIELDS; i++)
		take_argument(fcinfo, i + 1, &wish, i);
	question = question_of_cutout(PG_GETARG_DATUM(0), &wish, FITS_CUT);
	return whole_file(fcinfo, &question);
}

/* mosaic(products, shape, hdu) returns bytea, NULL where nothing overlaps. */
SKY_FUNCTION(mosaic)
{
	Question question;
	Wish wish;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	memset(wish.nulls, true, sizeof(wish.nulls));
	take_argument(fcinfo, 1, &wish, WISH_SHAPE);
	take_argument(fcinfo, 2, &wish, WISH_HDU);
	question = question_of_mosaic(PG_GETARG_DATUM(0), &wish, FITS_MOSAIC);
	return whole_file(fcinfo, &question);
}

/* A file's length, and the file if it is short. */
static Datum
file_within(FunctionCallInfo fcinfo, FitsTask task)
{
	Question question;
	StringInfo answer;
	TupleDesc type;
	Datum values[2] = {0};
	bool nulls[2] = {true, true};
	int64 size;

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "a measured file must be a row");
	if (!PG_ARGISNULL(0))
	{
		question = question_arguments(fcinfo, task);
		question.order.most = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT64(2);
		answer = question_answer(&question);
		if (answer->len < VARHDRSZ + sizeof(size))
			elog(ERROR, "the length of a cutout is missing");
		memcpy(&size, answer->data + VARHDRSZ, sizeof(size));
		values[0] = Int64GetDatum(size);
		nulls[0] = size == 0;
		/* The file goes where its length was. */
		memmove(answer->data + VARHDRSZ,
				answer->data + VARHDRSZ + sizeof(size),
				answer->len - VARHDRSZ - sizeof(size));
		answer->len -= sizeof(size);
		SET_VARSIZE(answer->data, answer->len);
		values[1] = PointerGetDatum(answer->data);
		nulls[1] = answer->len == VARHDRSZ;
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(type, values, nulls)));
}

/*
 * cutout_within(product, wish, most int8) returns (size int8, file bytea): the length of
 * what cutout makes, and that itself if it has no more bytes than most; NULL where
 * nothing overlaps.
 */
SKY_FUNCTION(cutout_within)
{
	return file_within(fcinfo, FITS_MEASURE);
}

/* mosaic_within(products, wish, most int8) returns (size int8, file bytea), like
 * cutout_within. */
SKY_FUNCTION(mosaic_within)
{
	return file_within(fcinfo, FITS_MEASURE_MOSAIC);
}
