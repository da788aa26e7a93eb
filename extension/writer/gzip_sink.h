#ifndef WRITER_GZIP_SINK_H
#define WRITER_GZIP_SINK_H

#include <zlib.h>

#include "base/arena.h"
#include "base/sink.h"

/*
 * A sink that compresses what it gets into another sink (gzip, fastest level).  Memory
 * (about 300 kB) comes from the arena.
 */
typedef struct GzipSink
{
	Sink sink;
	Sink *target;
	z_stream stream;
} GzipSink;

extern GzipSink *gzip_sink_create(Arena *arena, Sink *target);

/* Everything so far becomes readable at the target. */
extern void gzip_sink_flush(GzipSink *gzip);

/* The end of the gzip stream; the target itself stays open. */
extern void gzip_sink_end(GzipSink *gzip);

#endif
