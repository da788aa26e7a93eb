#ifndef JOB_STORE_PG_H
#define JOB_STORE_PG_H

#include "common/sha2.h"

/*
 * The store: files of results and of uploads, in a folder of this database below
 * pgsky.store_dir.  A file gets its name when it is complete and on the disk; until then
 * it has another one, which ends in ".new".
 */
typedef struct StoreFile StoreFile;

/* What is to be remembered of a complete file. */
typedef struct StoreReceipt
{
	int64 size;									  /* [bytes] */
	char sha256[2 * PG_SHA256_DIGEST_LENGTH + 1]; /* hexadecimal */
} StoreReceipt;

/* How large a file may become, and what is said of one that would be larger. */
typedef struct StoreLimit
{
	int64 bytes;
	const char *message;
	const char *hint;
} StoreLimit;

/*
 * Write a file, in one transaction.  Errors: 58030, SK507 (disk full), 54000 past the
 * limit (NULL: none); they leave an unfinished file behind, for store_discard or the
 * janitor.
 */
extern StoreFile *store_create(const char *name, const StoreLimit *limit);
extern void store_write(StoreFile *file, const void *bytes, size_t size);
/* Complete: all is on the disk, under its name. */
extern StoreReceipt store_publish(StoreFile *file);
/* Remove what is there of a file that was not published. */
extern void store_discard(const char *name);

/* Where a file is. */
extern const char *store_path(const char *name);

/* Open for reading, as a transient file of this transaction; -1 if it is not there. */
extern int store_open(const char *name);
/* Up to size bytes from offset; less at the end of the file. */
extern size_t
store_read(int fd, const char *name, void *bytes, size_t size, int64 offset);

/* The size of a file [bytes]; -1 if it is not there. */
extern int64 store_size(const char *name);

/* Remove a file; one that is not there is no error. */
extern void store_remove(const char *name);

/* Call visit for every file of this database, with its name and size [bytes]. */
extern void store_scan(void (*visit)(void *arg, const char *name, int64 size), void *arg);

/* The folder of this database. */
extern const char *store_folder(void);

#endif
