#ifndef WRITER_ROW_TEXT_H
#define WRITER_ROW_TEXT_H

#include <string.h>

#include "base/sink.h"

/*
 * A row's text is stored through a pointer into the sink's buffer, which is moved on by
 * hand: begin with row_text_open, ask for room before each cell, end with row_text_close,
 * and close and open around everything that puts to the sink by itself.
 */
#define ROW_TEXT_ROOM  ((size_t) 128) /* of one cell with what is around it */
#define ROW_TEXT_SHORT ((size_t) 64)  /* text up to this size needs no more than that */

static inline char *
row_text_open(Sink *sink)
{
	return sink_reserve(sink, ROW_TEXT_ROOM);
}

static inline void
row_text_close(Sink *sink, const char *to)
{
	sink->used = (size_t) (to - sink->buffer);
}

/* Room for a cell at the returned place. */
static inline char *
row_text_room(Sink *sink, char *to)
{
	if (__builtin_expect(sink->buffer + sink->size - to >= (ptrdiff_t) ROW_TEXT_ROOM, 1))
		return to;
	row_text_close(sink, to);
	return row_text_open(sink);
}

static inline char *
row_text_put(char *to, const char *text, size_t length)
{
	memcpy(to, text, length);
	return to + length;
}

#define ROW_TEXT_PUT(to, literal) row_text_put((to), (literal), sizeof(literal) - 1)

#endif
