/*
 * data_files_sql.c
 *		sky.data_files: what lies below a folder of pgsky.data_dirs; sky.data_path.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "storage/fd.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/tuplestore.h"

#include "base/export_pg.h"
#include "fits/data_file_pg.h"

#define MAX_DEPTH 64

static char *
join_path(const char *folder, const char *name)
{
	size_t length = strlen(folder);

	if (length == 0 || strcmp(folder, ".") == 0)
		return pstrdup(name);
	return psprintf("%s%s%s", folder, folder[length - 1] == '/' ? "" : "/", name);
}

static void
put_file(ReturnSetInfo *result, const char *path, const struct stat *status)
{
	TimestampTz modified =
		time_t_to_timestamptz(status->st_mtim.tv_sec) + status->st_mtim.tv_nsec / 1000;
	Datum row[] = {CStringGetTextDatum(path),
				   Int64GetDatum(status->st_size),
				   TimestampTzGetDatum(modified),
				   0};
	bool nulls[] = {false, false, false, true};

	tuplestore_putvalues(result->setResult, result->setDesc, row, nulls);
}

/* A name that is no text of this database becomes one, as far as it can be told. */
static bool
mend_name(char *name)
{
	if (pg_verifymbstr(name, (int) strlen(name), true))
		return false;
	for (char *c = name; *c != '\0'; c++)
		if (IS_HIGHBIT_SET(*c))
			*c = '?';
	return true;
}

/* A file that cannot be told of; or a folder, by a slash at its end. */
static void
put_problem(ReturnSetInfo *result, const char *path, bool folder, const char *problem)
{
	Datum row[] = {CStringGetTextDatum(folder ? psprintf("%s/", path) : path),
				   0,
				   0,
				   CStringGetTextDatum(problem)};
	bool nulls[] = {false, true, true, false};

	tuplestore_putvalues(result->setResult, result->setDesc, row, nulls);
}

/* The files of one folder; its folders go to the end of the list.  No links. */
static List *
put_folder(ReturnSetInfo *result, const char *path, List *folders)
{
	const char *unnamed =
		psprintf("its name is not valid in the encoding %s", GetDatabaseEncodingName());
	int fd = data_folder_find(path);
	DIR *entries;
	struct dirent *entry;

	if (fd < 0)
	{
		put_problem(result, path, true, psprintf("could not open the folder: %m"));
		return folders;
	}
	entries = AllocateDir(psprintf("/proc/self/fd/%d", fd));
	while ((entry = ReadDir(entries, path)) != NULL)
	{
		char *name = join_path(path, entry->d_name);
		struct stat status;

		CHECK_FOR_INTERRUPTS();
		if (entry->d_name[0] == '.')
			continue;
		if (fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
		{
			const char *problem = psprintf("could not be looked at: %m");

			mend_name(name);
			put_problem(result, name, false, problem);
		}
		else if (!S_ISDIR(status.st_mode) && !S_ISREG(status.st_mode))
			continue;
		else if (mend_name(name))
			put_problem(result, name, S_ISDIR(status.st_mode), unnamed);
		else if (S_ISDIR(status.st_mode))
			folders = lappend(folders, name);
		else
			put_file(result, name, &status);
	}
	FreeDir(entries);
	CloseTransientFile(fd);
	return folders;
}

/* data_path(path) returns text */
SKY_FUNCTION(data_path)
{
	char *path = data_path(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	PG_RETURN_TEXT_P(cstring_to_text(path));
}

/* data_files(path) returns rows of path, size, modified, problem */
SKY_FUNCTION(data_files)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	char *path = data_path(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	List *folders = list_make1(path);
	DataFile file;
	int fd;

	InitMaterializedSRF(fcinfo, 0);
	if (data_file_find(path, &file))
	{
		put_file(result, path, &file.status);
		CloseTransientFile(file.fd);
		return (Datum) 0;
	}
	fd = data_folder_find(path);
	if (fd < 0)
		data_file_refuse(path);
	CloseTransientFile(fd);
	for (int depth = 0; folders != NIL && depth < MAX_DEPTH; depth++)
	{
		List *below = NIL;
		ListCell *cell;

		foreach (cell, folders)
			below = put_folder(result, lfirst(cell), below);
		folders = below;
	}
	return (Datum) 0;
}
