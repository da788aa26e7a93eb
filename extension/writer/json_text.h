#ifndef WRITER_JSON_TEXT_H
#define WRITER_JSON_TEXT_H

#include "writer/writer.h"

/* A JSON string of UTF-8 text, quotes included. */
extern void json_put_string(Sink *sink, const char *text, size_t length);

/*
 * An object with what is known of a column, or said of a table, without what is absent:
 * also what the options FIELDS and INFOS of COPY are made of.
 */
extern void json_put_column(Sink *sink, const SkyColumn *column);
extern void json_put_info(Sink *sink, const WriterInfo *info);

/*
 * A cell as a JSON value: null, true, number, string, (nested) array.  What JSON has no
 * number for is the string "NaN", "Infinity" or "-Infinity", or, if bare, the word
 * without quotes (which JSON parsers of Python and Java accept, and ECSV demands).
 */
extern void
json_put_cell(Sink *sink, const WriterColumn *column, const Cell *cell, bool bare);

#endif
