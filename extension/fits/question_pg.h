#ifndef FITS_QUESTION_PG_H
#define FITS_QUESTION_PG_H

#include "fmgr.h"
#include "lib/stringinfo.h"
#include "nodes/pg_list.h"

#include "fits/cutout_wish_pg.h"
#include "fits/data_file_pg.h"

/* What is asked of which file. */
typedef struct Question
{
	const char *name;  /* a path, or the identifier of a product */
	const List *tiles; /* of a mosaic: such names, the last one is `name` */
	FitsOrder order;
	const double *numbers; /* of the order's shape */
	DataFile file;
	uint64_t number; /* of the order, once it is sent */
} Question;

/* Of one product (text), or of several (text[]). */
extern Question question_of_cutout(Datum product, const Wish *wish, FitsTask task);
extern Question question_of_mosaic(Datum products, const Wish *wish, FitsTask task);

/*
 * From the first two arguments of an SQL function: the products, of which there are
 * several if the task is a mosaic, and a sky.cutout_wish, or NULL for everything.
 */
extern Question question_arguments(FunctionCallInfo fcinfo, FitsTask task);

/* Ask: the answer comes piece by piece, from helper_next(). */
extern void question_put(Question *question);

/* Ask, for a whole answer; room is left in front for a varlena's head. */
extern StringInfo question_answer(Question *question);

#endif
