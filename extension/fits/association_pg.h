#ifndef FITS_ASSOCIATION_PG_H
#define FITS_ASSOCIATION_PG_H

#include "nodes/pg_list.h"

/* A file of a set. */
typedef struct AssociatedFile
{
	char *did;
	char *path;
	double days;   /* from the file that needs it; before it: negative */
	char *sibling; /* the rule by which it belongs beside the product, or NULL */
} AssociatedFile;

/* Files of one category that one rule found, and what they need themselves. */
typedef struct Association
{
	char *rule; /* NULL: the product itself */
	char *category;
	List *
		files; /* of AssociatedFile, the nearest first; the product before its siblings */
	List *needs; /* of Association */
	int least;	 /* so many files must be there */
	bool near;	 /* all of them are near enough in time */
	bool complete;
	bool certified;
} Association;

/* The name of a mode, whatever the case of its letters; raises if there is none. */
extern const char *association_mode(const char *name);

/*
 * What belongs to a product that the caller sees, by any name that product_find() knows;
 * NULL if there is none.  Raises if there is no such mode.
 */
extern Association *association_of(const char *name, const char *mode);

/* What is missing in a set and in what it needs, for people; empty if nothing is. */
extern char *association_messages(const Association *set);

#endif
