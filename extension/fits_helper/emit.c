/*
 * emit.c
 *		Units of FITS files, sent with their checksums.
 *
 * The sum stands in front of the data.  So these are read twice, but for what has to be
 * unpacked and is short: that is kept until its sum is known.
 */
#include "fits_helper/emit.h"

#include <stdlib.h>

#define BLOCK 2880

/* Data up to this is read once and kept until its checksum stands. */
#define KEPT (64UL * 1024 * 1024)

/* Cards that finish a header: its checksums and its end. */
#define LAST_CARDS 3

/* What becomes of the pixels: summed, and kept or sent. */
typedef struct Taken
{
	uint32_t sum;
	unsigned tail; /* bytes of the last word, which were not summed yet */
	char word[4];
	char *kept; /* NULL: not kept */
	size_t used;
} Taken;

static void
take_sum(void *to, const void *bytes, size_t size)
{
	Taken *taken = to;
	const char *at = bytes;

	if (taken->kept != NULL)
		memcpy(taken->kept + taken->used, bytes, size);
	taken->used += size;
	/* Rows need not end with a whole word. */
	while (taken->tail > 0 && taken->tail < 4 && size > 0)
	{
		taken->word[taken->tail++] = *at++;
		size--;
	}
	if (taken->tail == 4)
	{
		taken->sum = sum_bytes(taken->sum, taken->word, 4);
		taken->tail = 0;
	}
	taken->sum = sum_bytes(taken->sum, at, size & ~(size_t) 3);
	for (at += size & ~(size_t) 3, size &= 3; size > 0; size--)
		taken->word[taken->tail++] = *at++;
}

static void
take_send(void *to, const void *bytes, size_t size)
{
	sink_put(to, bytes, size);
}

static void
send_padding(Sink *sink, size_t size)
{
	static const char zeros[BLOCK];

	if (size % BLOCK != 0)
		sink_put(sink, zeros, BLOCK - size % BLOCK);
}

static bool
is_complete(const Cards *cards, SkyError *err)
{
	return !cards->failed || sky_error(err, SKY_E_MEMORY, -1, "out of memory");
}

bool
emit_unit(Cards *cards, const DataSource *source, Sink *sink, SkyError *err)
{
	bool is_kept = !source->is_ready && source->size <= KEPT;
	Taken taken = {.kept = is_kept ? malloc(source->size + 1) : NULL};
	bool done = source->read(source->from, take_sum, &taken, err);

	taken.sum = sum_bytes(taken.sum, taken.word, taken.tail);
	cards_finish(cards, taken.sum);
	if (done && is_complete(cards, err))
	{
		sink_put(sink, cards->bytes, cards->count * CARD);
		if (taken.kept != NULL)
			sink_put(sink, taken.kept, taken.used);
		else
			done = source->read(source->from, take_send, sink, err);
		send_padding(sink, taken.used);
	}
	free(taken.kept);
	return done && err->code == SKY_OK;
}

static int64_t
blocks(size_t size)
{
	return (int64_t) ((size + BLOCK - 1) / BLOCK * BLOCK);
}

bool
emit_length(const Cards *cards, size_t size, int64_t *total, SkyError *err)
{
	*total += blocks((cards->count + LAST_CARDS) * CARD) + blocks(size);
	return is_complete(cards, err);
}
