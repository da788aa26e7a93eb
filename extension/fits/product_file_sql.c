/*
 * product_file_sql.c
 *		sky.product_file: the bytes of files, in pieces.
 */
#include "postgres.h"

#include "storage/fd.h"
#include "utils/builtins.h"

#include "base/export_pg.h"
#include "base/file_pieces_pg.h"
#include "fits/product_pg.h"

static void
check_unchanged(void *file)
{
	data_file_check(file);
}

/* The file is not the one that was told of before. */
static void
raise_replaced(const char *path)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_IN_USE),
			 errmsg("the file \"%s\" was replaced meanwhile", path),
			 errhint("Ask again.")));
}

/* (product, first, length, version) */
static bool
open_file(FunctionCallInfo fcinfo, FilePieces *pieces)
{
	DataFile *file = palloc(sizeof(*file));

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return false;
	*file = product_open_known(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	if (!PG_ARGISNULL(3) &&
		strcmp(text_to_cstring(PG_GETARG_TEXT_PP(3)), data_file_version(file)) != 0)
		raise_replaced(file->path);
	*pieces = (FilePieces){
		.fd = file->fd, .name = file->path, .check = check_unchanged, .file = file};
	file_pieces_limit(pieces,
					  file->status.st_size,
					  PG_GETARG_INT64(1),
					  PG_ARGISNULL(2) ? PG_INT64_MAX : PG_GETARG_INT64(2));
	return true;
}

/* product_file(product, first, length, version) returns setof bytea */
SKY_FUNCTION(product_file)
{
	return file_pieces_next(fcinfo, open_file);
}
