#ifndef FITS_PRODUCT_LINK_PG_H
#define FITS_PRODUCT_LINK_PG_H

/* A file that only sky.link names. */
typedef struct LinkedFile
{
	char *did;
	char *path;
	bool may_read; /* the caller may have it */
} LinkedFile;

/*
 * The file with that identifier or path, if the caller sees a product that it belongs to;
 * false if there is none.
 */
extern bool linked_file_find(const char *name, LinkedFile *file);

#endif
