/*
 * store_pg.c
 *		Files of results and uploads: written once, complete or not there.
 *
 * fsync of the file, rename, fsync of the folder; only then does a row name it.  So a row
 * never names a file that a crash can take away, and what no row names may go.
 */
#include "postgres.h"

#include "job/store_pg.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "access/xlog.h"
#include "common/cryptohash.h"
#include "common/file_perm.h"
#include "miscadmin.h"
#include "storage/fd.h"
#include "utils/builtins.h"
#include "utils/wait_event.h"

#include "base/guc_pg.h"
#include "base/report_pg.h"

#define SUFFIX		 ".new"
#define FLUSH_AMOUNT (8 * 1024 * 1024) /* [bytes] handed to the disk at a time */

struct StoreFile
{
	char *path; /* the final one, and while it is written */
	char *path_new;
	int fd;
	int64 size;
	int64 flushed;
	StoreLimit limit;
	pg_cryptohash_ctx *hash; /* belongs to the transaction, as fd does */
};

const char *
store_folder(void)
{
	static char folder[MAXPGPATH];

	snprintf(folder,
			 sizeof(folder),
			 "%s/" UINT64_FORMAT "-%u",
			 pgsky_store_dir,
			 GetSystemIdentifier(),
			 MyDatabaseId);
	return folder;
}

static char *
path_of(const char *name, const char *suffix)
{
	return psprintf("%s/%s%s", store_folder(), name, suffix);
}

const char *
store_path(const char *name)
{
	return path_of(name, "");
}

/* Make a folder that lasts, unless it is there. */
static void
make_folder(const char *path)
{
	char parent[MAXPGPATH];

	if (MakePGDirectory(path) != 0)
	{
		if (errno == EEXIST)
			return;
		ereport(
			ERROR,
			(errcode_for_file_access(),
			 errmsg("could not create folder \"%s\" of the store: %m", path),
			 errhint("pgsky.store_dir must name a folder that the server may write.")));
	}
	strlcpy(parent, path, sizeof(parent));
	get_parent_directory(parent);
	fsync_fname(parent[0] == '\0' ? "." : parent, true);
}

/* A full disk is told to clients, for the administrator the path goes into the log. */
static void
write_failed(const StoreFile *file, const char *what)
{
	SkyError err = {0};
	/* A write that is short without a reason has met a full disk. */
	bool full = errno == 0 || errno == ENOSPC || errno == EDQUOT;

	if (errno == 0)
		errno = ENOSPC;
	ereport(full ? LOG : ERROR,
			(errcode_for_file_access(),
			 errmsg("could not %s file \"%s\" of the store: %m", what, file->path_new)));
	sky_error(
		&err, SKY_E_NO_ROOM, -1, "the disk where this archive keeps results is full");
	sky_error_hint(&err, "Try again later: its operator knows.");
	sky_report(&err, NULL);
}

StoreFile *
store_create(const char *name, const StoreLimit *limit)
{
	StoreFile *file = palloc0(sizeof(StoreFile));
	int flags = O_CREAT | O_TRUNC | O_WRONLY | PG_BINARY;

	file->path = path_of(name, "");
	file->path_new = path_of(name, SUFFIX);
	file->limit = limit != NULL ? *limit : (StoreLimit){.bytes = PG_INT64_MAX};
	file->hash = pg_cryptohash_create(PG_SHA256);
	if (file->hash == NULL || pg_cryptohash_init(file->hash) < 0)
		elog(ERROR, "could not begin a SHA-256: %s", pg_cryptohash_error(file->hash));
	file->fd = OpenTransientFile(file->path_new, flags);
	if (file->fd < 0 && errno == ENOENT)
	{
		make_folder(pgsky_store_dir);
		make_folder(store_folder());
		file->fd = OpenTransientFile(file->path_new, flags);
	}
	if (file->fd < 0)
		write_failed(file, "create");
	return file;
}

void
store_write(StoreFile *file, const void *bytes, size_t size)
{
	const char *from = bytes;
	size_t left = size;

	if (file->size + (int64) size > file->limit.bytes)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("%s", file->limit.message),
				 errdetail("It may have " INT64_FORMAT " bytes.", file->limit.bytes),
				 errhint("%s", file->limit.hint)));
	if (pg_cryptohash_update(file->hash, bytes, size) < 0)
		elog(ERROR, "could not update a SHA-256: %s", pg_cryptohash_error(file->hash));
	while (left > 0)
	{
		ssize_t written;

		errno = 0;
		pgstat_report_wait_start(WAIT_EVENT_COPY_FILE_WRITE);
		written = write(file->fd, from, left);
		pgstat_report_wait_end();
		if (written <= 0 && errno != EINTR)
			write_failed(file, "write");
		from += Max(written, 0);
		left -= Max(written, 0);
	}
	file->size += size;
	/* The disk works meanwhile, so that the fsync at the end finds little to do. */
	if (file->size - file->flushed >= FLUSH_AMOUNT)
	{
		pg_flush_data(file->fd, file->flushed, file->size - file->flushed);
		file->flushed = file->size;
	}
}

StoreReceipt
store_publish(StoreFile *file)
{
	StoreReceipt receipt = {.size = file->size};
	uint8 digest[PG_SHA256_DIGEST_LENGTH];

	if (pg_cryptohash_final(file->hash, digest, sizeof(digest)) < 0)
		elog(ERROR, "could not end a SHA-256: %s", pg_cryptohash_error(file->hash));
	pg_cryptohash_free(file->hash);
	hex_encode((const char *) digest, sizeof(digest), receipt.sha256);
	errno = 0;
	if (CloseTransientFile(file->fd) != 0)
		write_failed(file, "close");
	(void) durable_rename(file->path_new, file->path, ERROR);
	return receipt;
}

void
store_discard(const char *name)
{
	char *path = path_of(name, SUFFIX);

	(void) unlink(path);
	pfree(path);
}

int
store_open(const char *name)
{
	char *path = path_of(name, "");
	int fd = OpenTransientFile(path, O_RDONLY | PG_BINARY);

	if (fd < 0 && errno != ENOENT)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not open file \"%s\" of the store: %m", path)));
	return fd;
}

size_t
store_read(int fd, const char *name, void *bytes, size_t size, int64 offset)
{
	size_t done = 0;

	while (done < size)
	{
		ssize_t n = pg_pread(fd, (char *) bytes + done, size - done, offset + done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not read file \"%s\" of the store: %m", name)));
		if (n == 0)
			break;
		done += n;
	}
	return done;
}

int64
store_size(const char *name)
{
	struct stat status;

	return stat(path_of(name, ""), &status) == 0 ? (int64) status.st_size : -1;
}

void
store_remove(const char *name)
{
	char *path = path_of(name, "");

	if (unlink(path) != 0 && errno != ENOENT)
		ereport(LOG,
				(errcode_for_file_access(),
				 errmsg("could not remove file \"%s\" of the store: %m", path)));
	pfree(path);
}

void
store_scan(void (*visit)(void *arg, const char *name, int64 size), void *arg)
{
	DIR *folder = AllocateDir(store_folder());
	struct dirent *entry;

	if (folder == NULL && errno == ENOENT)
		return; /* nothing was ever stored */
	while ((entry = ReadDir(folder, store_folder())) != NULL)
	{
		char *path = path_of(entry->d_name, "");
		struct stat status;

		CHECK_FOR_INTERRUPTS();
		if (stat(path, &status) == 0 && S_ISREG(status.st_mode))
			visit(arg, entry->d_name, status.st_size);
		pfree(path);
	}
	FreeDir(folder);
}
