#ifndef WRITER_LITERAL_H
#define WRITER_LITERAL_H

#include "writer/writer.h"

/*
 * A cell that is not NULL as plain text, as formats without types show it: numbers and
 * words, text as it is, bytes as \x and hexadecimal digits, shapes as their numbers with
 * blanks between them (DALI), other arrays as JSON.
 */
extern void literal_put(Sink *sink, const WriterColumn *column, const Cell *cell);

#endif
