/*
 * sink.c
 *		Putting bytes into a sink, and the sink that only remembers them.
 */
#include "base/sink.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define SINK_PIECE ((size_t) 8192)

void
sink_put(Sink *sink, const void *bytes, size_t size)
{
	const char *from = bytes;

	while (size > 0)
	{
		size_t piece = size < SINK_PIECE ? size : SINK_PIECE;

		memcpy(sink_reserve(sink, piece), from, piece);
		sink_advance(sink, piece);
		from += piece;
		size -= piece;
	}
}

void
sink_puts(Sink *sink, const char *text)
{
	sink_put(sink, text, strlen(text));
}

void
sink_putc(Sink *sink, char c)
{
	*sink_reserve(sink, 1) = c;
	sink_advance(sink, 1);
}

void
sink_put_doubled(Sink *sink, const char *bytes, size_t size, const char *doubled)
{
	size_t run = 0; /* start of what is still to be copied */

	for (size_t i = 0; i < size; i++)
		if (bytes[i] != '\0' && strchr(doubled, bytes[i]) != NULL)
		{
			sink_put(sink, bytes + run, i + 1 - run);
			run = i; /* once more */
		}
	sink_put(sink, bytes + run, size - run);
}

void
sink_printf(Sink *sink, const char *format, ...)
{
	va_list args;
	int length;
	char *room;

	va_start(args, format);
	length = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (length < 0)
		return;
	room = sink_reserve(sink, (size_t) length + 1);
	va_start(args, format);
	vsnprintf(room, (size_t) length + 1, format, args);
	va_end(args);
	sink_advance(sink, (size_t) length);
}

/* Double the memory until wanted more bytes fit. */
static void
grow_malloc(Sink *sink, size_t wanted)
{
	size_t size = sink->size == 0 ? SINK_PIECE : sink->size;

	while (size - sink->used < wanted)
		size *= 2;
	sink->buffer = realloc(sink->buffer, size);
	if (sink->buffer == NULL)
		abort();
	sink->size = size;
}

void
sink_init_malloc(Sink *sink)
{
	*sink = (Sink){.drain = grow_malloc};
}

void
sink_free_malloc(Sink *sink)
{
	free(sink->buffer);
	sink_init_malloc(sink);
}
