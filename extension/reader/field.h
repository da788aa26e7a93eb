#ifndef READER_FIELD_H
#define READER_FIELD_H

#include "reader/reader.h"

/*
 * From a cell as VOTable and FITS store it to a cell of the reader.  Both formats have
 * the same kinds of elements, big-endian, and the same order of dimensions.
 */

/* Bytes that count elements of the column take; false if that overflows. */
extern bool field_size(const ReaderColumn *column, size_t count, size_t *size);

/* Settle count, type and ndims from kind, complex and the dimensions. */
extern void field_settle(ReaderColumn *column);

/*
 * The arraysize or TDIM "axbxc*": dimensions into the column; false if malformed or of
 * more than READER_MAX_DIMS + 1 dimensions.
 */
extern bool field_parse_arraysize(ReaderColumn *column, const char *text);

/* The next cell from count stored elements. */
extern void field_put_binary(Reader *reader,
							 const ReaderColumn *column,
							 const unsigned char *bytes,
							 size_t count);

/* The next cell from the text of a TD. */
extern void
field_put_text(Reader *reader, const ReaderColumn *column, const char *text, size_t size);

#endif
