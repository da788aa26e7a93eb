#ifndef READER_FITS_COLUMN_H
#define READER_FITS_COLUMN_H

#include "reader/fits_header.h"

/*
 * The columns of a FITS table from its header, BINTABLE or (ascii) TABLE, with where they
 * stand in a row of row_size bytes.
 */
extern bool fits_columns(Reader *reader,
						 const FitsHeader *header,
						 bool ascii,
						 int64_t row_size,
						 SkyError *err);

#endif
