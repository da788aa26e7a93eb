#ifndef WRITER_FITS_CARD_H
#define WRITER_FITS_CARD_H

#include <stdint.h>

#include "base/sink.h"

/*
 * Header cards of 80 characters (FITS 4.0, section 4).  Texts are made printable ASCII;
 * long strings are continued.  number > 0 is appended to the keyword (TTYPE7).
 */
#define FITS_BLOCK 2880

extern void fits_put_logical(Sink *sink, const char *keyword, bool value);
extern void fits_put_integer(Sink *sink, const char *keyword, int number, int64_t value);
/* Nothing if value is NULL or empty. */
extern void
fits_put_string(Sink *sink, const char *keyword, int number, const char *value);
extern void fits_put_comment(Sink *sink, const char *text);

/* END, and blanks up to the end of the block; start: what the sink held at SIMPLE. */
extern void fits_put_end(Sink *sink, size_t start);

/* Bytes a sink has got in all. */
static inline size_t
fits_position(const Sink *sink)
{
	return sink->drained + sink->used;
}

/* Fill the block up that began at start. */
extern void fits_pad(Sink *sink, size_t start, char with);

#endif
