/*
 * server_file_pg.c
 *		Files and programs of the server.
 */
#include "postgres.h"

#include "base/server_file_pg.h"

#include <sys/stat.h>

#include "catalog/pg_authid_d.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/acl.h"

void
server_file_check_rights(bool is_program, bool writes)
{
	const char *name = is_program ? "pg_execute_server_program"
					   : writes	  ? "pg_write_server_files"
								  : "pg_read_server_files";
	const char *purpose = is_program ? "COPY to or from an external program"
						  : writes	 ? "write a file of the server"
									 : "read a file of the server";
	Oid role = is_program ? ROLE_PG_EXECUTE_SERVER_PROGRAM
			   : writes	  ? ROLE_PG_WRITE_SERVER_FILES
						  : ROLE_PG_READ_SERVER_FILES;

	if (!has_privs_of_role(GetUserId(), role))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser or have privileges of the %s role to %s",
						name,
						purpose),
				 errhint("Anyone can COPY to stdout or from stdin. psql's \\copy command "
						 "also works for anyone.")));
}

/*
 * As COPY itself does: what is written is readable by all, writable by the server only.
 */
static FILE *
allocate_file(const char *name, bool writes)
{
	mode_t mask = umask(S_IWGRP | S_IWOTH);
	FILE *stream;

	PG_TRY();
	{
		stream = AllocateFile(name, writes ? PG_BINARY_W : PG_BINARY_R);
	}
	PG_FINALLY();
	{
		umask(mask);
	}
	PG_END_TRY();
	return stream;
}

static FILE *
open_file(const char *name, bool writes)
{
	FILE *stream = allocate_file(name, writes);
	struct stat status;

	if (stream == NULL)
	{
		bool unreachable = errno == ENOENT || errno == EACCES;

		ereport(ERROR,
				(errcode_for_file_access(),
				 writes ? errmsg("could not open file \"%s\" for writing: %m", name)
						: errmsg("could not open file \"%s\" for reading: %m", name),
				 unreachable
					 ? errhint("The file is one of the PostgreSQL server's. You may want "
							   "a client-side facility such as psql's \\copy.")
					 : 0));
	}
	if (fstat(fileno(stream), &status) != 0)
		ereport(
			ERROR,
			(errcode_for_file_access(), errmsg("could not stat file \"%s\": %m", name)));
	if (S_ISDIR(status.st_mode))
		ereport(
			ERROR,
			(errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("\"%s\" is a directory", name)));
	return stream;
}

ServerFile
server_file_open(const char *name, bool is_program, bool writes)
{
	ServerFile file = {.name = name, .is_program = is_program};

	if (!is_program)
		file.stream = open_file(name, writes);
	else
	{
		file.stream = OpenPipeStream(name, writes ? PG_BINARY_W : PG_BINARY_R);
		if (file.stream == NULL)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not execute command \"%s\": %m", name)));
	}
	return file;
}

void
server_file_close(ServerFile *file)
{
	FILE *stream = file->stream;
	int status;

	file->stream = NULL;
	if (!file->is_program)
	{
		if (FreeFile(stream) != 0)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not close file \"%s\": %m", file->name)));
		return;
	}
	status = ClosePipeStream(stream);
	if (status == -1)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not close pipe to external command: %m")));
	if (status != 0)
		ereport(ERROR,
				(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
				 errmsg("program \"%s\" failed", file->name),
				 errdetail_internal("%s", wait_result_to_str(status))));
}
