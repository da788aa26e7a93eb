#ifndef WRITER_BASE64_H
#define WRITER_BASE64_H

#include "base/sink.h"

/*
 * A sink that encodes what it gets into another sink, in lines of at most 32 kB.
 * base64_sink_end writes the last, padded line.
 */
#define BASE64_SINK_SIZE 24576 /* a multiple of 3 */

typedef struct Base64Sink
{
	Sink sink;
	Sink *target;
	char raw[BASE64_SINK_SIZE];
} Base64Sink;

extern void base64_sink_init(Base64Sink *base64, Sink *target);
/* All that makes whole digits goes to the target. */
extern void base64_sink_flush(Base64Sink *base64);
extern void base64_sink_end(Base64Sink *base64);

#endif
