/*
 * cutout_sql.c
 *		sky.fits_describe, sky.cutout, sky.mosaic: questions to the helper.
 */
#include "postgres.h"

#include <math.h>

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type_d.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "storage/fd.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"

#include "base/export_pg.h"
#include "base/sky_type_pg.h"
#include "fits/helper_pg.h"
#include "fits/product_pg.h"

/* What is asked of which file. */
typedef struct Question
{
	const char *name;  /* a path, or the identifier of a product */
	const List *tiles; /* of a mosaic: such names, the last one is `name` */
	FitsOrder order;
	const double *numbers;
	DataFile file;
	uint64_t number; /* of the order, once it is sent */
} Question;

/* Let the helper keep the images of a mosaic. */
static void
put_tiles(const Question *question)
{
	FitsOrder order = question->order;
	const ListCell *cell;

	order.task = FITS_TILE;
	order.part = 0;
	foreach (cell, question->tiles)
	{
		const char *bytes;
		DataFile file = product_open(lfirst(cell));

		order.part++;
		strlcpy(order.origin, lfirst(cell), sizeof(order.origin));
		helper_ask(&order, question->numbers, file.fd);
		while (helper_next(&bytes) > 0)
			;
		data_file_close(&file);
	}
}

static void
put_question(Question *question)
{
	put_tiles(question);
	question->file = product_open(question->name);
	helper_ask(&question->order, question->numbers, question->file.fd);
}

/* A whole answer; room is left in front for a varlena's head. */
static StringInfo
whole_answer(Question *question)
{
	StringInfo answer;

	put_question(question);
	answer = helper_answer();
	data_file_close(&question->file);
	return answer;
}

static FitsOrder
new_order(FitsTask task)
{
	FitsOrder order = {.task = task, .hdu = -1};

	order.band = order.time = (FitsInterval){NAN, NAN};
	for (int i = 0; i < FITS_MAX_AXES; i++)
		order.pixels[i] = (FitsInterval){NAN, NAN};
	return order;
}

/* fits_describe(path) returns jsonb */
SKY_FUNCTION(fits_describe)
{
	Question question = {
		.name = text_to_cstring(PG_GETARG_TEXT_PP(0)),
		.order = new_order(FITS_DESCRIBE),
	};
	StringInfo answer = whole_answer(&question);

	PG_RETURN_DATUM(
		DirectFunctionCall1(jsonb_in, CStringGetDatum(answer->data + VARHDRSZ)));
}

/* The numbers of an array argument, NULL as NaN; how many. */
static int
array_numbers(FunctionCallInfo fcinfo, int number, double *to, int most, const char *name)
{
	ArrayType *array;
	Datum *items;
	bool *nulls;
	int count;

	if (PG_ARGISNULL(number))
		return 0;
	array = PG_GETARG_ARRAYTYPE_P(number);
	deconstruct_array(array, FLOAT8OID, 8, FLOAT8PASSBYVAL, 'd', &items, &nulls, &count);
	if (count > most || count % 2 != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 most == 2 ? errmsg("%s must have two numbers", name)
						   : errmsg("%s must have two numbers for each axis", name),
				 errhint("NULL leaves a side open.")));
	for (int i = 0; i < count; i++)
		to[i] = nulls[i] ? NAN : DatumGetFloat8(items[i]);
	return count;
}

static FitsInterval
interval_argument(FunctionCallInfo fcinfo, int number, const char *name)
{
	double ends[2] = {NAN, NAN};

	array_numbers(fcinfo, number, ends, 2, name);
	if (ends[0] > ends[1])
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the lower end of %s is greater than the upper one", name)));
	return (FitsInterval){ends[0], ends[1]};
}

/* States of polarisation as bits, in the order of FITS. */
static uint32_t
pol_argument(FunctionCallInfo fcinfo, int number)
{
	static const char *const states[] = {
		"I", "Q", "U", "V", "RR", "LL", "RL", "LR", "XX", "YY", "XY", "YX"};
	uint32_t bits = 0;
	Datum *items;
	int count;

	if (PG_ARGISNULL(number))
		return 0;
	deconstruct_array(
		PG_GETARG_ARRAYTYPE_P(number), TEXTOID, -1, false, 'i', &items, NULL, &count);
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
part_argument(FunctionCallInfo fcinfo, int number)
{
	int32 part = PG_ARGISNULL(number) ? 0 : PG_GETARG_INT32(number);

	if (part < 0 || part > FITS_MAX_PARTS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%d is no number of a part", part),
				 errhint("Parts of a file are counted from 1 to %d.", FITS_MAX_PARTS)));
	return part;
}

static FitsCompress
compress_argument(FunctionCallInfo fcinfo, int number)
{
	char *name =
		PG_ARGISNULL(number) ? "none" : text_to_cstring(PG_GETARG_TEXT_PP(number));

	if (pg_strcasecmp(name, "none") == 0)
		return FITS_PLAIN;
	if (pg_strcasecmp(name, "keep") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%s\" is no way to compress a cutout", name),
				 errhint("none has plain images, keep those compressed that were.")));
	return FITS_KEEP;
}

static void
shape_argument(FunctionCallInfo fcinfo, int number, Question *question)
{
	if (PG_ARGISNULL(number))
		return;
	question->order.shape = SHAPE_REGION;
	question->order.count =
		sky_shape_doubles(SHAPE_REGION, PG_GETARG_DATUM(number), &question->numbers);
}

/*
 * The arguments that all cutouts share: product, shape region, band float8[], time
 * float8[], pol text[], pixels float8[], hdu, part, compress.
 */
static Question
wish_arguments(FunctionCallInfo fcinfo, FitsTask task)
{
	Question question = {
		.name = text_to_cstring(PG_GETARG_TEXT_PP(0)),
		.order = new_order(task),
	};
	FitsOrder *order = &question.order;

	shape_argument(fcinfo, 1, &question);
	order->band = interval_argument(fcinfo, 2, "band");
	order->time = interval_argument(fcinfo, 3, "time");
	order->pol = pol_argument(fcinfo, 4);
	array_numbers(fcinfo, 5, &order->pixels[0].lo, 2 * FITS_MAX_AXES, "pixels");
	order->hdu = PG_ARGISNULL(6) ? -1 : PG_GETARG_INT32(6);
	order->part = part_argument(fcinfo, 7);
	order->compress = compress_argument(fcinfo, 8);
	/* Paths are nobody's business. */
	if (product_is_identifier(question.name))
		strlcpy(order->origin, question.name, sizeof(order->origin));
	return question;
}

/* The arguments of mosaics: products text[], shape region, hdu. */
static Question
mosaic_arguments(FunctionCallInfo fcinfo, FitsTask task)
{
	Question question = {.order = new_order(task)};
	List *tiles = NIL;
	Datum *items;
	bool *nulls;
	int count;

	deconstruct_array(
		PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, 'i', &items, &nulls, &count);
	for (int i = 0; i < count; i++)
		if (!nulls[i])
			tiles = lappend(tiles, TextDatumGetCString(items[i]));
	if (tiles == NIL || list_length(tiles) > FITS_MAX_TILES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a mosaic of %d products cannot be made", list_length(tiles)),
				 errhint("It takes 1 to %d of them.", FITS_MAX_TILES)));
	question.tiles = tiles;
	question.name = llast(tiles);
	question.order.part = list_length(tiles);
	shape_argument(fcinfo, 1, &question);
	question.order.hdu = PG_ARGISNULL(2) ? -1 : PG_GETARG_INT32(2);
	return question;
}

/* The arguments of a task. */
static Question
question_arguments(FunctionCallInfo fcinfo, FitsTask task)
{
	return task == FITS_MOSAIC || task == FITS_MEASURE_MOSAIC
			   ? mosaic_arguments(fcinfo, task)
			   : wish_arguments(fcinfo, task);
}

/* A whole file, or NULL where nothing overlaps. */
static Datum
whole_file(FunctionCallInfo fcinfo, FitsTask task)
{
	Question question;
	StringInfo answer;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	question = question_arguments(fcinfo, task);
	answer = whole_answer(&question);
	if (answer->len == VARHDRSZ)
		PG_RETURN_NULL();
	SET_VARSIZE(answer->data, answer->len);
	PG_RETURN_BYTEA_P(answer->data);
}

/* cutout(...) returns bytea, NULL where nothing overlaps. */
SKY_FUNCTION(cutout)
{
	return whole_file(fcinfo, FITS_CUT);
}

/* mosaic(...) returns bytea, NULL where nothing overlaps. */
SKY_FUNCTION(mosaic)
{
	return whole_file(fcinfo, FITS_MOSAIC);
}

/* The argument most of a function; none as 0. */
static int64
most_argument(FunctionCallInfo fcinfo)
{
	int number = PG_NARGS() - 1;

	return PG_ARGISNULL(number) ? 0 : PG_GETARG_INT64(number);
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
		question.order.most = most_argument(fcinfo);
		answer = whole_answer(&question);
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
 * cutout_within(..., most int8) returns (size int8, file bytea): the length of what
 * cutout makes, and that itself if it has no more bytes than most; NULL where nothing
 * overlaps.
 */
SKY_FUNCTION(cutout_within)
{
	return file_within(fcinfo, FITS_MEASURE);
}

/* mosaic_within(..., most int8) returns (size int8, file bytea), like cutout_within. */
SKY_FUNCTION(mosaic_within)
{
	return file_within(fcinfo, FITS_MEASURE_MOSAIC);
}

/* A file that a statement began and another one of the same transaction streams. */
typedef struct Opened
{
	Question question;
	size_t length; /* of the first piece, 0 once it was given */
	char first[FITS_PIECE];
} Opened;

static Opened *opened; /* NULL: there is none */

/* Nobody came for the rest. */
static void
forget_opened(void)
{
	if (opened != NULL)
		CloseTransientFile(opened->question.file.fd);
	opened = NULL;
}

/* What is aborted has closed its files already. */
static void
at_transaction_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_PRE_COMMIT)
		forget_opened();
	opened = NULL;
}

/* Ask, and read the length of the file, which comes before its first bytes. */
static int64
begin_opened(Opened *fresh, Question *question)
{
	const char *bytes;
	int64 size;
	size_t length;

	question->order.most = PG_INT64_MAX;
	put_question(question);
	question->number = helper_order();
	length = helper_next(&bytes);
	if (length < sizeof(size))
		elog(ERROR, "the length of a cutout is missing");
	memcpy(&size, bytes, sizeof(size));
	fresh->question = *question;
	fresh->length = length - sizeof(size);
	memcpy(fresh->first, bytes + sizeof(size), fresh->length);
	return size;
}

/* The next piece; 0 at the end, where the file must still be what it was. */
static size_t
next_opened(Opened *from, const char **bytes)
{
	size_t length = from->length;

	*bytes = from->first;
	from->length = 0;
	if (length == 0)
		length = helper_next(bytes);
	if (length == 0)
		data_file_close(&from->question.file);
	return length;
}

static bytea *
read_opened(Opened *from, int64 size)
{
	bytea *file = palloc(VARHDRSZ + size);
	char *to = VARDATA(file);
	const char *bytes;
	size_t length;

	while ((length = next_opened(from, &bytes)) > 0)
	{
		memcpy(to, bytes, length);
		to += length;
	}
	SET_VARSIZE(file, to - (char *) file);
	return file;
}

/* A file's length, and the file if it is short; else it stays open for cutout_rest. */
static Datum
open_file(FunctionCallInfo fcinfo, FitsTask task)
{
	int64 most = most_argument(fcinfo);
	static bool registered;
	TupleDesc type;
	Datum values[2] = {0};
	bool nulls[2] = {true, true};
	MemoryContext outer;
	Question question;
	Opened *fresh;
	int64 size;

	if (get_call_result_type(fcinfo, NULL, &type) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "an opened file must be a row");
	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(type, values, nulls)));
	if (!registered)
		RegisterXactCallback(at_transaction_end, NULL);
	registered = true;
	forget_opened();
	outer = MemoryContextSwitchTo(TopTransactionContext);
	fresh = palloc(sizeof(Opened));
	question = question_arguments(fcinfo, task);
	size = begin_opened(fresh, &question);
	MemoryContextSwitchTo(outer);
	values[0] = Int64GetDatum(size);
	nulls[0] = size == 0;
	nulls[1] = size == 0 || size > most;
	if (size > most)
		opened = fresh;
	else
		values[1] = PointerGetDatum(read_opened(fresh, size));
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(type, values, nulls)));
}

/*
 * cutout_open(..., most int8) returns (size int8, file bytea): as cutout_within, but what
 * is longer than most is not given up: cutout_rest streams it in this transaction.
 */
SKY_FUNCTION(cutout_open)
{
	return open_file(fcinfo, FITS_MEASURE);
}

/* mosaic_open(..., most int8) returns (size int8, file bytea), like cutout_open. */
SKY_FUNCTION(mosaic_open)
{
	return open_file(fcinfo, FITS_MEASURE_MOSAIC);
}

/* cutout_rest() returns setof bytea: what was opened, in pieces. */
SKY_FUNCTION(cutout_rest)
{
	FuncCallContext *calls;
	const char *bytes;
	size_t length;
	bytea *piece;

	if (SRF_IS_FIRSTCALL())
		calls = SRF_FIRSTCALL_INIT();
	calls = SRF_PERCALL_SETUP();
	if (opened == NULL || opened->question.number != helper_order())
		ereport(
			ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("there is no cutout to go on with"),
			 errhint(
				 "sky.cutout_open and sky.mosaic_open begin one, in the same transaction.")));
	length = next_opened(opened, &bytes);
	if (length == 0)
	{
		opened = NULL;
		SRF_RETURN_DONE(calls);
	}
	piece = palloc(VARHDRSZ + length);
	SET_VARSIZE(piece, VARHDRSZ + length);
	memcpy(VARDATA(piece), bytes, length);
	SRF_RETURN_NEXT(calls, PointerGetDatum(piece));
}

/* Nobody wants the rest. */
static void
give_up(Datum arg)
{
	Question *question = (Question *) DatumGetPointer(arg);

	if (question->number == helper_order())
		helper_give_up();
	if (question->file.fd >= 0)
		CloseTransientFile(question->file.fd);
	question->file.fd = -1;
}

/* A file as pieces, which come one by one. */
static Datum
next_piece(FunctionCallInfo fcinfo, FitsTask task)
{
	FuncCallContext *calls;
	Question *question;
	const char *bytes;
	size_t length;
	bytea *piece;

	if (SRF_IS_FIRSTCALL())
	{
		ReturnSetInfo *info = (ReturnSetInfo *) fcinfo->resultinfo;
		MemoryContext before;

		calls = SRF_FIRSTCALL_INIT();
		if (PG_ARGISNULL(0))
			SRF_RETURN_DONE(calls);
		before = MemoryContextSwitchTo(calls->multi_call_memory_ctx);
		question = palloc(sizeof(*question));
		*question = question_arguments(fcinfo, task);
		put_question(question);
		question->number = helper_order();
		RegisterExprContextCallback(info->econtext, give_up, PointerGetDatum(question));
		calls->user_fctx = question;
		MemoryContextSwitchTo(before);
	}
	calls = SRF_PERCALL_SETUP();
	question = calls->user_fctx;
	/* There is one helper, with one order at a time. */
	if (question->number != helper_order())
		ereport(
			ERROR,
			(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
			 errmsg("another cutout was begun between the pieces of one"),
			 errhint("Ask for one after the other, with UNION ALL, or use sky.cutout.")));
	length = helper_next(&bytes);
	if (length == 0)
	{
		data_file_close(&question->file);
		SRF_RETURN_DONE(calls);
	}
	piece = palloc(VARHDRSZ + length);
	SET_VARSIZE(piece, VARHDRSZ + length);
	memcpy(VARDATA(piece), bytes, length);
	SRF_RETURN_NEXT(calls, PointerGetDatum(piece));
}

/*
 * cutout_pieces(...) returns setof bytea: the file as pieces, which come one by one in a
 * select list, so that it may be longer than memory.
 */
SKY_FUNCTION(cutout_pieces)
{
	return next_piece(fcinfo, FITS_CUT);
}

/* mosaic_pieces(...) returns setof bytea, like cutout_pieces. */
SKY_FUNCTION(mosaic_pieces)
{
	return next_piece(fcinfo, FITS_MOSAIC);
}
