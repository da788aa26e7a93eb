/*
 * cutout_open_sql.c
 *		Long cutouts and mosaics: sky.cutout_open, sky.cutout_rest and sky.cutout_pieces.
 */
#include "postgres.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "storage/fd.h"
#include "utils/memutils.h"

#include "base/export_pg.h"
#include "fits/helper_pg.h"
#include "fits/question_pg.h"

/* A file that a statement began and another one of the same transaction streams. */
typedef struct Opened
{
	Question question;
	size_t length;	   /* of the first piece, 0 once it was given */
	const char *first; /* of the helper's, until it is asked for more */
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
	question_put(question);
	question->number = helper_order();
	length = helper_next(&bytes);
	if (length < sizeof(size))
		elog(ERROR, "the length of a cutout is missing");
	memcpy(&size, bytes, sizeof(size));
	fresh->question = *question;
	fresh->length = length - sizeof(size);
	fresh->first = bytes + sizeof(size);
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
		if (length > VARDATA(file) + size - to)
			elog(ERROR, "a cutout is longer than the helper said");
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
	int64 most = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT64(2);
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
 * cutout_open(product, wish, most int8) returns (size int8, file bytea): as
 * cutout_within, but what is longer than most is not given up: cutout_rest streams it in
 * this transaction.
 */
SKY_FUNCTION(cutout_open)
{
	return open_file(fcinfo, FITS_MEASURE);
}

/* mosaic_open(products, wish, most int8) returns (size int8, file bytea), like
 * cutout_open. */
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
		question_put(question);
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
 * cutout_pieces(product, wish) returns setof bytea: the file as pieces, which come one by
 * one in a select list, so that it may be longer than memory.
 */
SKY_FUNCTION(cutout_pieces)
{
	return next_piece(fcinfo, FITS_CUT);
}

/* mosaic_pieces(products, wish) returns setof bytea, like cutout_pieces. */
SKY_FUNCTION(mosaic_pieces)
{
	return next_piece(fcinfo, FITS_MOSAIC);
}
