/*
 * preview_cache_pg.c
 *		Pictures made before.
 *
 * Files and not rows, because who looks at a picture may not write to the database, and a
 * standby cannot.  A sum in front of each tells whether it is whole, so that none has to
 * wait for the disk.
 */
#include "postgres.h"

#include "fits/preview_cache_pg.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/file_perm.h"
#include "common/hashfn.h"
#include "miscadmin.h"
#include "nodes/pg_list.h"
#include "port/pg_crc32c.h"
#include "storage/fd.h"

#include "base/guc_pg.h"

#define SWEEP_EACH 16  /* pictures written by one backend */
#define SWEEP_TO   0.9 /* of the space */
#define MAX_LENGTH (64 * 1024 * 1024)

typedef struct Head
{
	uint32 length; /* of the picture, which follows */
	pg_crc32c sum;
} Head;

static const char *
folder(void)
{
	static char path[MAXPGPATH];

	snprintf(path, sizeof(path), "%s/previews", pgsky_store_dir);
	return path;
}

char *
preview_cache_name(const char *path, const char *version, const char *how)
{
	uint64 hash =
		hash_bytes_extended((const unsigned char *) path, (int) strlen(path), 0);

	return psprintf("%s/" UINT64_FORMAT "-%s-%s", folder(), hash, version, how);
}

static bytea *
read_picture(int fd)
{
	Head head;
	bytea *picture;
	pg_crc32c sum;

	if (read(fd, &head, sizeof(head)) != sizeof(head) || head.length > MAX_LENGTH)
		return NULL;
	picture = palloc(VARHDRSZ + head.length);
	SET_VARSIZE(picture, VARHDRSZ + head.length);
	if (read(fd, VARDATA(picture), head.length) != (ssize_t) head.length)
		return NULL;
	INIT_CRC32C(sum);
	COMP_CRC32C(sum, VARDATA(picture), head.length);
	FIN_CRC32C(sum);
	return EQ_CRC32C(sum, head.sum) ? picture : NULL;
}

bytea *
preview_cache_get(const char *name)
{
	int fd = pgsky_preview_space > 0 ? OpenTransientFile(name, O_RDONLY | PG_BINARY) : -1;
	bytea *picture;

	if (fd < 0)
		return NULL;
	picture = read_picture(fd);
	if (picture != NULL)
		(void) futimens(fd, NULL); /* used now */
	CloseTransientFile(fd);
	return picture;
}

typedef struct Kept
{
	char *path;
	int64 size;
	time_t used;
} Kept;

static int
compare_used(const ListCell *a, const ListCell *b)
{
	const Kept *x = lfirst(a);
	const Kept *y = lfirst(b);

	return (x->used > y->used) - (x->used < y->used);
}

static List *
list_kept(int64 *total)
{
	DIR *entries = AllocateDir(folder());
	struct dirent *entry;
	List *all = NIL;

	while (entries != NULL && (entry = ReadDirExtended(entries, folder(), LOG)) != NULL)
	{
		Kept *kept = palloc(sizeof(*kept));
		struct stat status;

		CHECK_FOR_INTERRUPTS();
		kept->path = psprintf("%s/%s", folder(), entry->d_name);
		if (stat(kept->path, &status) != 0 || !S_ISREG(status.st_mode))
			continue;
		kept->size = status.st_size;
		kept->used = status.st_mtime;
		*total += kept->size;
		all = lappend(all, kept);
	}
	if (entries != NULL)
		FreeDir(entries);
	return all;
}

/* Make room for one more, now and then. */
static void
sweep(int64 wanted)
{
	static unsigned written;
	int64 space = (int64) pgsky_preview_space * 1024 * 1024;
	int64 total = wanted;
	List *all;
	ListCell *cell;

	if (written++ % SWEEP_EACH != 0)
		return;
	all = list_kept(&total);
	if (total <= space)
		return;
	list_sort(all, compare_used);
	foreach (cell, all)
	{
		const Kept *kept = lfirst(cell);

		if (total <= space * SWEEP_TO)
			break;
		(void) unlink(kept->path);
		total -= kept->size;
	}
}

static bool
write_picture(int fd, const bytea *picture)
{
	Head head = {.length = VARSIZE_ANY_EXHDR(picture)};

	INIT_CRC32C(head.sum);
	COMP_CRC32C(head.sum, VARDATA_ANY(picture), head.length);
	FIN_CRC32C(head.sum);
	return write(fd, &head, sizeof(head)) == sizeof(head) &&
		   write(fd, VARDATA_ANY(picture), head.length) == (ssize_t) head.length;
}

void
preview_cache_put(const char *name, const bytea *picture)
{
	char *unfinished = psprintf("%s.%d.new", name, MyProcPid);
	bool done;
	int fd;

	if (pgsky_preview_space == 0)
		return;
	(void) MakePGDirectory(pgsky_store_dir);
	(void) MakePGDirectory(folder());
	sweep(VARSIZE_ANY(picture));
	fd = OpenTransientFile(unfinished, O_WRONLY | O_CREAT | O_TRUNC | PG_BINARY);
	done = fd >= 0 && write_picture(fd, picture);
	if (fd >= 0)
		CloseTransientFile(fd);
	if (done && rename(unfinished, name) == 0)
		return;
	ereport(LOG,
			(errcode_for_file_access(),
			 errmsg("could not keep the preview \"%s\": %m", name)));
	(void) unlink(unfinished);
}
