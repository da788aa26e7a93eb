#ifndef FITS_PRODUCT_PG_H
#define FITS_PRODUCT_PG_H

#include "fits/data_file_pg.h"

/*
 * Open a file by its path, which takes the rights to read files of the server, or by the
 * identifier of a product (ivo://...), which takes a row of ivoa.obscore that the caller
 * may see.
 */
extern DataFile product_open(const char *name);

/* Does it name a product rather than a path? */
extern bool product_is_identifier(const char *name);

#endif
