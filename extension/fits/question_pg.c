/*
 * question_pg.c
 *		Questions to the helper about files of products.
 */
#include "postgres.h"

#include "fits/question_pg.h"

#include "catalog/pg_type_d.h"
#include "fmgr.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "fits/cutout_wish_pg.h"
#include "fits/helper_pg.h"
#include "fits/product_pg.h"

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

void
question_put(Question *question)
{
	put_tiles(question);
	question->file = product_open(question->name);
	helper_ask(&question->order, question->numbers, question->file.fd);
}

StringInfo
question_answer(Question *question)
{
	StringInfo answer;

	question_put(question);
	answer = helper_answer();
	data_file_close(&question->file);
	return answer;
}

/* The names of products: texts, but for NULLs. */
static List *
product_names(Datum array)
{
	List *names = NIL;
	Datum *items;
	bool *nulls;
	int count;

	deconstruct_array(
		DatumGetArrayTypeP(array), TEXTOID, -1, false, 'i', &items, &nulls, &count);
	for (int i = 0; i < count; i++)
		if (!nulls[i])
			names = lappend(names, TextDatumGetCString(items[i]));
	if (names == NIL || list_length(names) > FITS_MAX_TILES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a mosaic of %d products cannot be made", list_length(names)),
				 errhint("It takes 1 to %d of them.", FITS_MAX_TILES)));
	return names;
}

Question
question_of_cutout(Datum product, const Wish *wish, FitsTask task)
{
	Question question = {.name = TextDatumGetCString(product)};

	question.order = wish_order(wish, task, &question.numbers);
	/* Paths are nobody's business. */
	if (product_is_identifier(question.name))
		strlcpy(question.order.origin, question.name, sizeof(question.order.origin));
	return question;
}

Question
question_of_mosaic(Datum products, const Wish *wish, FitsTask task)
{
	Question question = {.tiles = product_names(products)};

	wish_check_mosaic(wish);
	question.order = wish_order(wish, task, &question.numbers);
	question.name = llast(question.tiles);
	question.order.part = list_length(question.tiles);
	return question;
}

Question
question_arguments(FunctionCallInfo fcinfo, FitsTask task)
{
	Wish wish;

	memset(wish.nulls, true, sizeof(wish.nulls));
	if (!PG_ARGISNULL(1))
		wish_read(&wish, PG_GETARG_DATUM(1));
	return task == FITS_MOSAIC || task == FITS_MEASURE_MOSAIC
			   ? question_of_mosaic(PG_GETARG_DATUM(0), &wish, task)
			   : question_of_cutout(PG_GETARG_DATUM(0), &wish, task);
}
