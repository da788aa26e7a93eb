/*
 * data_file_pg.c
 *		Files that the DBA lets pgsky read.
 */
#include "postgres.h"

#include "fits/data_file_pg.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "lib/stringinfo.h"
#include "nodes/pg_list.h"
#include "storage/fd.h"
#include "utils/varlena.h"

#include "base/guc_pg.h"

/*
 * The name below a folder: of a full path what follows the folder, or NULL if it lies
 * elsewhere.
 */
static const char *
name_below(const char *folder, const char *path)
{
	size_t length = strlen(folder);

	if (!is_absolute_path(path))
		return path;
	while (length > 0 && folder[length - 1] == '/')
		length--;
	if (strncmp(path, folder, length) != 0 || path[length] != '/')
		return NULL;
	return path + length + strspn(path + length, "/");
}

/* The kernel itself holds the name below the folder, whoever moves folders meanwhile. */
static int
open_below(const char *folder, const char *name, int flags)
{
	struct open_how how = {
		.flags = flags | O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS,
	};
	int fd = OpenTransientFile(folder, O_RDONLY | O_DIRECTORY);
	int opened;

	if (fd < 0)
		return -1;
	opened = (int) syscall(SYS_openat2, fd, name, &how, sizeof(how));
	/* In the place of the folder, so that the server closes it after errors, too. */
	if (opened >= 0 && dup3(opened, fd, O_CLOEXEC) == fd)
	{
		close(opened);
		return fd;
	}
	if (opened >= 0)
		close(opened);
	CloseTransientFile(fd);
	return -1;
}

static void
raise_missing(const char *path)
{
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_FILE),
			 errmsg("there is no data file \"%s\"", path),
			 errdetail("Data files lie below the folders of pgsky.data_dirs."),
			 pgsky_data_dirs[0] == '\0'
				 ? errhint("The setting is empty: set it to the folders of your files.")
				 : 0));
}

static List *
data_folders(void)
{
	List *folders;

	if (!SplitDirectoriesString(pstrdup(pgsky_data_dirs), ',', &folders))
		ereport(ERROR,
				(errcode(ERRCODE_CONFIG_FILE_ERROR),
				 errmsg("pgsky.data_dirs is not a list of folders")));
	return folders;
}

char *
data_path(const char *path)
{
	const char *name = is_absolute_path(path) ? NULL : path;
	StringInfoData text;
	ListCell *cell;

	foreach (cell, data_folders())
		if (name == NULL)
			name = name_below(lfirst(cell), path);
	if (name == NULL)
		raise_missing(path);
	initStringInfo(&text);
	while (*name != '\0')
	{
		int length = (int) strcspn(name, "/");

		if (length == 2 && strncmp(name, "..", 2) == 0)
			raise_missing(path);
		if (length > 1 || (length == 1 && *name != '.'))
			appendStringInfo(&text, "%s%.*s", text.len > 0 ? "/" : "", length, name);
		name += length + (name[length] == '/');
	}
	return text.len > 0 ? text.data : ".";
}

/* Open what has that name below any of the folders; -1 if there is none (errno ENOENT),
 * or it was found but cannot be opened (why, in errno). */
static int
open_data(const char *path, int flags)
{
	ListCell *cell;
	int reason = ENOENT;

	foreach (cell, data_folders())
	{
		const char *name = name_below(lfirst(cell), path);
		int fd;

		if (name == NULL)
			continue;
		fd = open_below(lfirst(cell), name[0] != '\0' ? name : ".", flags);
		if (fd >= 0)
			return fd;
		if (errno == EACCES || errno == EIO)
			reason = errno;
	}
	errno = reason;
	return -1;
}

bool
data_file_find(const char *path, DataFile *file)
{
	*file = (DataFile){.fd = open_data(path, O_NOFOLLOW), .path = path};
	if (file->fd < 0)
		return false;
	if (fstat(file->fd, &file->status) == 0 && S_ISREG(file->status.st_mode))
		return true;
	CloseTransientFile(file->fd);
	errno = ENOENT;
	return false;
}

void
data_file_refuse(const char *path)
{
	if (errno == ENOENT)
		raise_missing(path);
	ereport(ERROR,
			(errcode_for_file_access(),
			 errmsg("could not open the data file \"%s\": %m", path)));
}

DataFile
data_file_open(const char *path)
{
	DataFile file;

	if (!data_file_find(path, &file))
		data_file_refuse(path);
	return file;
}

char *
data_file_version(const DataFile *file)
{
	return psprintf("%llx-%llx-%llx%08lx",
					(unsigned long long) file->status.st_ino,
					(unsigned long long) file->status.st_size,
					(unsigned long long) file->status.st_mtim.tv_sec,
					(unsigned long) file->status.st_mtim.tv_nsec);
}

int
data_folder_find(const char *path)
{
	return open_data(path, O_DIRECTORY);
}

void
data_file_check(const DataFile *file)
{
	struct stat now;

	if (fstat(file->fd, &now) != 0 || now.st_size != file->status.st_size ||
		now.st_mtim.tv_sec != file->status.st_mtim.tv_sec ||
		now.st_mtim.tv_nsec != file->status.st_mtim.tv_nsec)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_IN_USE),
				 errmsg("the file \"%s\" was changed while it was read", file->path),
				 errhint("Ask again; replace files by renaming new ones.")));
}

void
data_file_close(DataFile *file)
{
	data_file_check(file);
	CloseTransientFile(file->fd);
	file->fd = -1;
}
