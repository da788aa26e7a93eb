#ifndef READER_JSON_ARRAY_H
#define READER_JSON_ARRAY_H

#include "reader/reader.h"

/*
 * Put a JSON array (of arrays) of numbers, texts, booleans and null in a column's style:
 * as the elements of a PostgreSQL array, separated by blanks, or as the bytes of a bytea.
 * false if the text is no such array; then nothing is promised about what was put.
 */
extern bool json_array_put(Bytes *to, ReaderStyle style, const char *text, size_t size);

#endif
