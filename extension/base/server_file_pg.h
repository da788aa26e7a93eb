#ifndef BASE_SERVER_FILE_PG_H
#define BASE_SERVER_FILE_PG_H

#include <stdio.h>

/*
 * A file of the server, or a program that it runs, as COPY reads or writes one.  Faults
 * are raised in COPY's words.  What is not closed is closed with the transaction.
 */
typedef struct ServerFile
{
	FILE *stream; /* NULL: closed */
	const char *name;
	bool is_program;
} ServerFile;

/* Raise unless the current user may have the server read or write files, run programs. */
extern void server_file_check_rights(bool is_program, bool writes);

/* Open; privileges are unchecked.  name is kept. */
extern ServerFile server_file_open(const char *name, bool is_program, bool writes);

/* Close; raise if not all could be written or the program failed. */
extern void server_file_close(ServerFile *file);

#endif
