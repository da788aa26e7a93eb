#ifndef FITS_PRODUCT_PG_H
#define FITS_PRODUCT_PG_H

#include "nodes/pg_list.h"

#include "fits/data_file_pg.h"

/*
 * The obs_publisher_did of the product that a name means, if the caller sees its row in
 * ivoa.obscore; else NULL.  A name is that identifier (ivo://...), the path of a data
 * file of the product, or an obs_id that no other product has.  A file that only sky.link
 * names is found, too, by its identifier or path.
 */
extern char *product_find(const char *name);

/*
 * The same as a list: all of an observation, up to PRODUCTS_MAX, where the name is its
 * obs_id.
 */
extern List *product_find_all(const char *name);

#define PRODUCTS_MAX 100

/*
 * The products of ivoa.obscore that meet a condition on its columns, in SQL with $1 as
 * argument, and have files here that the caller may read, in order.  As many as limit:
 * there may be more, and some may have no file.
 */
extern List *
product_find_readable(const char *condition, const char *argument, long limit);

/* A product or a file that only links name, as it is for the caller. */
typedef struct Product
{
	const char *did;
	const char *path; /* of its file; NULL: there is none here */
	bool may_read;	  /* that file: who sees the row may not always, sky.protect tells */
	bool only_linked; /* it has no row in ivoa.obscore */
} Product;

/* By any name that product_find() knows; false if there is none for the caller. */
extern bool product_look_up(const char *name, Product *product);

/*
 * Open the file of a product, by any name that product_find() knows; false if there is no
 * such product for this caller, or no file.  SK401 or SK403 if he may see the product but
 * not read it.  The gate before all files of products: who may have one is decided here.
 */
extern bool product_file(const char *name, DataFile *file);

/* The same; raises SK404 instead. */
extern DataFile product_open_known(const char *name);

/*
 * Open a file by the identifier of a product (ivo://...) as above, or by its path below
 * pgsky.data_dirs, which takes the rights to read files of the server.
 */
extern DataFile product_open(const char *name);

/* Does it name a product rather than a path? */
extern bool product_is_identifier(const char *name);

#endif
