#ifndef FITS_DATA_FILE_PG_H
#define FITS_DATA_FILE_PG_H

#include <sys/stat.h>

/*
 * A file below one of the folders of pgsky.data_dirs, named relative to it or in full.
 * Links that lead out of it are not followed.  Closed with the transaction.
 */
typedef struct DataFile
{
	int fd;
	struct stat status; /* when it was opened */
	const char *path;
} DataFile;

extern DataFile data_file_open(const char *path);

/* The same for a folder, just to look into; a descriptor for CloseTransientFile(). */
extern int data_folder_open(const char *path);

/* Raise if the file has changed since it was opened; then close it. */
extern void data_file_close(DataFile *file);

#endif
