/*
 * mapped_file_pg.c
 *		Files that are read through a mapping.
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
	File file; /* a temporary one; -1: it is not ours */
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
	if (file->file >= 0)
		FileClose(file->file);
}

/* Without a file so far. */
static MappedFile *
create(void)
{
	MappedFile *file = MemoryContextAllocZero(TopTransactionContext, sizeof(*file));

	file->file = -1;
	file->on_end = (MemoryContextCallback){.func = release, .arg = file};
	MemoryContextRegisterResetCallback(TopTransactionContext, &file->on_end);
	return file;
}

MappedFile *
mapped_file_create(void)
{
	MappedFile *file = create();

	file->file = OpenTemporaryFile(true);
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

/* Map what is at path; false if there is nothing. */
static bool
map(MappedFile *file, const char *path)
{
	int descriptor = OpenTransientFile(path, O_RDONLY | PG_BINARY);
	void *pages = MAP_FAILED;
	struct stat state;

	if (descriptor < 0 && errno == ENOENT)
		return false;
	if (descriptor < 0 || fstat(descriptor, &state) != 0)
		ereport(
			ERROR,
			(errcode_for_file_access(), errmsg("could not open file \"%s\": %m", path)));
	file->length = state.st_size;
	if (file->length > 0)
		pages = mmap(NULL, (size_t) file->length, PROT_READ, MAP_SHARED, descriptor, 0);
	if (file->length > 0 && pages == MAP_FAILED)
		ereport(
			ERROR,
			(errcode_for_file_access(), errmsg("could not read file \"%s\": %m", path)));
	CloseTransientFile(descriptor);
	file->map = file->length > 0 ? pages : NULL;
	return true;
}

static const char *
bytes_of(const MappedFile *file, size_t *length)
{
	*length = (size_t) file->length;
	return file->map != NULL ? file->map : "";
}

const char *
mapped_file_bytes(MappedFile *file, size_t *length)
{
	if (file->map == NULL && !map(file, mapped_file_path(file)))
		elog(ERROR, "temporary file \"%s\" is not there", mapped_file_path(file));
	return bytes_of(file, length);
}

const char *
mapped_file_open(const char *path, size_t *length)
{
	MappedFile *file = create();

	return map(file, path) ? bytes_of(file, length) : NULL;
}
