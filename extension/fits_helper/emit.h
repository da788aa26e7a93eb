#ifndef FITS_HELPER_EMIT_H
#define FITS_HELPER_EMIT_H

#include "base/sink.h"
#include "fits_helper/cards.h"
#include "fits_helper/pixels.h"

/* Where the data of a unit come from; they may be asked for twice. */
typedef struct DataSource
{
	bool (*read)(void *from, PixelTaker take, void *to, SkyError *err);
	void *from;
	size_t size; /* [bytes] */
	bool
		is_ready; /* in the file or in memory, as they are: to read them again is cheap */
} DataSource;

/*
 * Send a unit: its header, which is finished here with the checksums, its data and their
 * padding.
 */
extern bool emit_unit(Cards *cards, const DataSource *source, Sink *sink, SkyError *err);

/* Add the bytes that emit_unit() would send with a header that is not finished. */
extern bool emit_length(const Cards *cards, size_t size, int64_t *total, SkyError *err);

#endif
