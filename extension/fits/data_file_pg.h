#ifndef FITS_DATA_FILE_PG_H
#define FITS_DATA_FILE_PG_H

#include <sys/stat.h>

/*
 * A file below one of the folders of pgsky.data_dirs, named relative to it or in full.
 * A link is none, nor what lies behind links that lead out.  Closed with the transaction.
 */
typedef struct DataFile
{
	int fd;
	struct stat status; /* when it was opened */
	const char *path;
} DataFile;

/* Raises 58P01 if there is no such file, 42501 if the server may not read it. */
extern DataFile data_file_open(const char *path);

/* The same; false instead, and errno. */
extern bool data_file_find(const char *path, DataFile *file);

/* Raise what errno says of a file or folder that was not found. */
extern void data_file_refuse(const char *path) pg_attribute_noreturn();

/* A text that differs when the file does. */
extern char *data_file_version(const DataFile *file);

/* A folder, just to look into: a descriptor for CloseTransientFile(), or -1 and errno. */
extern int data_folder_find(const char *path);

/*
 * The one name that a file or folder is known by: relative to the folder of
 * pgsky.data_dirs, "." for that itself.  Raises 58P01 if it leads out of these.
 */
extern char *data_path(const char *path);

/* Raise if the file has changed since it was opened. */
extern void data_file_check(const DataFile *file);

/* The same; then close it. */
extern void data_file_close(DataFile *file);

#endif
