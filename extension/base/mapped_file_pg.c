/*
 * mapped_file_pg.c
 *		Temporary files that are read through a mapping.
 */
#include "postgres.h"

#include "base/mapped_file_pg.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "storage/fd.h"
#include "utils/memutils.h"
#include "utils/wait_event.h"

struct MappedFile
{
	File file;
	off_t length;
	void *map; /* NULL: not mapped yet */
	MemoryContextCallback on_end;
};

/* The server closes its own temporary files earlier, and complains. */
static void
release(void *arg)
{
	MappedFile *file = arg;

	if (file->map != NULL)
		munmap(file->map, (size_t) file->length);
	FileClose(file->file);
}

MappedFile *
mapped_file_create(void)
{
	MappedFile *file = MemoryContextAllocZero(TopTransactionContext, sizeof(*file));

	file->file = OpenTemporaryFile(true);
	file->on_end = (MemoryContextCallback){.func = release, .arg = file};
	MemoryContextRegisterResetCallback(TopTransactionContext, &file->on_end);
	return file;
}

const char *
mapped_file_path(const MappedFile *file)
{
	return FilePathName(file->file);
}

void
mapped_file_append(MappedFile *file, const char *bytes, size_t length)
{
	if (FileWrite(file->file,
				  unconstify(char *, bytes),
				  (int) length,
				  file->length,
				  WAIT_EVENT_BUFFILE_WRITE) != (int) length)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not write to file \"%s\": %m", mapped_file_path(file))));
	file->length += (off_t) length;
}

const char *
mapped_file_bytes(MappedFile *file, size_t *length)
{
	if (file->map == NULL)
	{
		int descriptor = OpenTransientFile(mapped_file_path(file), O_RDONLY | PG_BINARY);
		void *map = MAP_FAILED;
		struct stat state;

		if (descriptor < 0 || fstat(descriptor, &state) != 0)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not open file \"%s\": %m", mapped_file_path(file))));
		file->length = state.st_size;
		if (file->length > 0)
			map = mmap(NULL, (size_t) file->length, PROT_READ, MAP_SHARED, descriptor, 0);
		if (file->length > 0 && map == MAP_FAILED)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not read file \"%s\": %m", mapped_file_path(file))));
		CloseTransientFile(descriptor);
		file->map = file->length > 0 ? map : NULL;
	}
	*length = (size_t) file->length;
	return file->map != NULL ? file->map : "";
}
