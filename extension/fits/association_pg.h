#ifndef FITS_ASSOCIATION_PG_H
#define FITS_ASSOCIATION_PG_H

#include "nodes/pg_list.h"

/* A file of a set. */
typedef struct AssociatedFile
{
	char *did;
	char *path;
	double days; /* from the file that needs it; before it: negative */
} AssociatedFile;

/* Files of one category that one rule found, and what they need themselves. */
typedef struct Association
{
	char *rule; /* NULL: the product itself */
	char *category;
	List *files; /* of AssociatedFile, the nearest first */
	List *needs; /* of Association */
	bool complete;
	bool certified;
} Association;

/*
 * What belongs to a product that the caller sees, by any name that product_find() knows;
 * NULL if there is none.  Raises if there is no such mode.
 */
extern Association *association_of(const char *name, const char *mode);

#endif
