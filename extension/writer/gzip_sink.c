/*
 * gzip_sink.c
 *		Compression between a writer and a sink.
 */
#include "writer/gzip_sink.h"

#define GZIP_BUFFER ((size_t) 64 * 1024)
#define GZIP_PIECE	((size_t) 16 * 1024)
#define GZIP_FORMAT 16 /* added to the window bits: gzip instead of zlib */

/* Compress what waits; flush as for deflate(). */
static void
compress_all(GzipSink *gzip, int flush)
{
	z_stream *stream = &gzip->stream;

	stream->next_in = (Bytef *) gzip->sink.buffer;
	stream->avail_in = (uInt) gzip->sink.used;
	do
	{
		stream->next_out = (Bytef *) sink_reserve(gzip->target, GZIP_PIECE);
		stream->avail_out = GZIP_PIECE;
		deflate(stream, flush);
		sink_advance(gzip->target, GZIP_PIECE - stream->avail_out);
	} while (stream->avail_out == 0);
	gzip->sink.drained += gzip->sink.used;
	gzip->sink.used = 0;
}

static void
drain_gzip(Sink *sink, size_t wanted)
{
	(void) wanted; /* never more than the buffer */
	compress_all((GzipSink *) sink, Z_NO_FLUSH);
}

static voidpf
allocate(voidpf arena, uInt items, uInt size)
{
	return arena_array(arena, items, size);
}

static void
release(voidpf arena, voidpf memory)
{
	(void) arena;
	(void) memory; /* dies with the arena */
}

GzipSink *
gzip_sink_create(Arena *arena, Sink *target)
{
	GzipSink *gzip = arena_new(arena, GzipSink);

	gzip->target = target;
	gzip->sink = (Sink){.buffer = arena_alloc(arena, GZIP_BUFFER),
						.size = GZIP_BUFFER,
						.drain = drain_gzip};
	gzip->stream = (z_stream){.zalloc = allocate, .zfree = release, .opaque = arena};
	/* Fails on a wrong version of the library or wrong arguments only. */
	deflateInit2(&gzip->stream,
				 Z_BEST_SPEED,
				 Z_DEFLATED,
				 MAX_WBITS + GZIP_FORMAT,
				 MAX_MEM_LEVEL,
				 Z_DEFAULT_STRATEGY);
	return gzip;
}

void
gzip_sink_flush(GzipSink *gzip)
{
	compress_all(gzip, Z_SYNC_FLUSH);
}

void
gzip_sink_end(GzipSink *gzip)
{
	compress_all(gzip, Z_FINISH);
	deflateEnd(&gzip->stream);
}
