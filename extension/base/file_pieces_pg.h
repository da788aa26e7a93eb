#ifndef BASE_FILE_PIECES_PG_H
#define BASE_FILE_PIECES_PG_H

#include "fmgr.h"

/*
 * A file of the server as rows of bytea, for COPY (SELECT f(...)) TO ... (FORMAT raw):
 * one piece at a time, however long the file is.
 */
typedef struct FilePieces
{
	int fd;			  /* from OpenTransientFile() */
	const char *name; /* for messages */
	int64 at;		  /* the next byte */
	int64 end;
	void (*check)(void *file); /* after the last piece, before closing; NULL: none */
	void *file;
} FilePieces;

/*
 * Open what the arguments of a function name, in memory that lasts as long as its rows;
 * false: no rows.
 */
typedef bool (*FilePiecesOpen)(FunctionCallInfo fcinfo, FilePieces *pieces);

/*
 * Limit the pieces to length bytes from byte number first of size [bytes]; length may be
 * PG_INT64_MAX.
 */
extern void file_pieces_limit(FilePieces *pieces, int64 size, int64 first, int64 length);

/* What the function is to return: its next piece, or that there are no more. */
extern Datum file_pieces_next(FunctionCallInfo fcinfo, FilePiecesOpen open);

#endif
