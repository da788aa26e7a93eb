#ifndef READER_SOURCE_PG_H
#define READER_SOURCE_PG_H

#include "reader/reader.h"

/*
 * A table opened inside the server: from a file or a program of the server's machine, or
 * from the client.  Checks no privilege: server_file_check_rights does.  What is open is
 * closed with the memory context it was opened in, error or not.
 */
typedef enum SourceKind
{
	SOURCE_CLIENT,
	SOURCE_MEMORY,
	SOURCE_FILE,
	SOURCE_PROGRAM,
} SourceKind;

typedef struct TableSource
{
	SourceKind kind;
	const char *name; /* of the file, or the program's command; else NULL */
	struct FileHandle *handle;
	Reader reader;
	int64 max_rows;	 /* that may be copied into a table; 0: any number */
	int64 max_bytes; /* the same of the rows' text */
} TableSource;

/*
 * Open, or raise.  format NULL: by content.  ncolumns: how many the client is told.
 */
extern TableSource *
source_open(SourceKind kind, const char *name, const ReaderFormat *format, int ncolumns);

/* The same from size bytes in memory, which must outlive the source. */
extern TableSource *
source_open_memory(const char *bytes, size_t size, const ReaderFormat *format);

/* Read what is left, so that the client or the program may finish, and close. */
extern void source_close(TableSource *source);

#endif
