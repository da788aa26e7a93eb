#ifndef BASE_SINK_H
#define BASE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * A byte sink: where every writer ends.  The writer fills the buffer; drain carries it
 * away (to the wire, a file, memory) and leaves room again.  The writer never knows
 * which.  In the server drain may leave by ereport; a core writer holds nothing that
 * would leak.
 */
typedef struct Sink Sink;

struct Sink
{
	char *buffer;
	size_t used;
	size_t size;
	/* Make room for at least wanted bytes: empty the buffer, or grow it. */
	void (*drain)(Sink *sink, size_t wanted);
	size_t drained; /* bytes carried away so far */
};

/* Room for size bytes; the caller fills it and then calls sink_advance. */
static inline char *
sink_reserve(Sink *sink, size_t size)
{
	if (__builtin_expect(sink->size - sink->used < size, 0))
		sink->drain(sink, size);
	return sink->buffer + sink->used;
}

static inline void
sink_advance(Sink *sink, size_t size)
{
	sink->used += size;
}

/* Bytes of any length; long ones go in pieces, so that no buffer grows with a value. */
extern void sink_put(Sink *sink, const void *bytes, size_t size);
extern void sink_puts(Sink *sink, const char *text);
extern void sink_putc(Sink *sink, char c);
/* The bytes that stand in doubled are put twice: quotes within quotes. */
extern void
sink_put_doubled(Sink *sink, const char *bytes, size_t size, const char *doubled);
extern void sink_printf(Sink *sink, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A sink that keeps everything in malloc'd memory; for tests. */
extern void sink_init_malloc(Sink *sink);
extern void sink_free_malloc(Sink *sink);

#endif
