/*
 * data_files_sql.c
 *		sky.data_files: what lies below a folder of pgsky.data_dirs.
 */
#include "postgres.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "fmgr.h"
#include "funcapi.h"
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
				   TimestampTzGetDatum(modified)};
	bool nulls[] = {false, false, false};

	tuplestore_putvalues(result->setResult, result->setDesc, row, nulls);
}

/* The files of one folder; its folders go to the end of the list.  No links. */
static List *
put_folder(ReturnSetInfo *result, const char *path, List *folders)
{
	int fd = data_folder_open(path);
	DIR *entries = AllocateDir(psprintf("/proc/self/fd/%d", fd));
	struct dirent *entry;

	while ((entry = ReadDir(entries, path)) != NULL)
	{
		char *name = join_path(path, entry->d_name);
		struct stat status;

		CHECK_FOR_INTERRUPTS();
		if (entry->d_name[0] == '.' ||
			fstatat(fd, entry->d_name, &status, AT_SYMLINK_NOFOLLOW) != 0)
			continue;
		if (S_ISDIR(status.st_mode))
			folders = lappend(folders, name);
		else if (S_ISREG(status.st_mode))
			put_file(result, name, &status);
	}
	FreeDir(entries);
	CloseTransientFile(fd);
	return folders;
}

/* data_files(path) returns rows of path, size, modified */
SKY_FUNCTION(data_files)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	List *folders = list_make1(text_to_cstring(PG_GETARG_TEXT_PP(0)));

	InitMaterializedSRF(fcinfo, 0);
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
