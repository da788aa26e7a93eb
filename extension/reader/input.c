/*
 * input.c
 *		Buffered bytes of a source, with gzip undone on the way.
 *
 * A gzip file may have several members (as bgzip and "cat a.gz b.gz" make).  Deflate can
 * blow a byte up to a thousand: past INFLATE_FREE bytes the ratio is bounded, so that a
 * small hostile file cannot keep a server busy for long.
 */
#include "reader/input.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/error.h"
#include "reader/bytes.h"

#define INPUT_PIECE	  ((size_t) 64 * 1024)
#define INFLATE_FREE  ((uint64_t) 8 << 20) /* output that needs no justification */
#define INFLATE_RATIO 200

typedef struct Gzip
{
	z_stream stream;
	unsigned char packed[INPUT_PIECE]; /* what input_open has buffered fits */
	uint64_t packed_total;
	uint64_t plain_total;
	bool packed_ended;
	bool between_members;
} Gzip;

/* Turn on inflation; the bytes so far buffered are packed ones. */
static bool
start_gzip(Input *input, SkyError *err)
{
	size_t have = input->end - input->start;
	Gzip *zip = calloc(1, sizeof(*zip));

	if (zip == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	/* 16: a gzip header, and no other */
	if (inflateInit2(&zip->stream, 16 + MAX_WBITS) != Z_OK)
	{
		free(zip);
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	}
	input->zip = zip;
	memcpy(zip->packed, input_at(input), have);
	zip->stream.next_in = zip->packed;
	zip->stream.avail_in = (uInt) have;
	zip->packed_total = have;
	zip->packed_ended = input->ended;
	input->start = input->end = 0;
	input->ended = false;
	return true;
}

bool
input_open(Input *input, ReaderSource source, InputPacking packing, SkyError *err)
{
	ptrdiff_t have;

	*input = (Input){.source = source};
	if (packing == INPUT_PLAIN)
		return true;
	have = input_fill(input, 2, err);
	if (have < 0)
		return false;
	if (have >= 2 && input_at(input)[0] == 0x1F && input_at(input)[1] == 0x8B)
		return start_gzip(input, err);
	return true;
}

void
input_close(Input *input)
{
	if (input->zip != NULL)
	{
		inflateEnd(&input->zip->stream);
		free(input->zip);
	}
	free(input->buffer);
	*input = (Input){0};
}

/* Up to size inflated bytes: the number, 0 at the end, -1 with *err set. */
static ptrdiff_t
pull_inflated(Input *input, unsigned char *to, size_t size, SkyError *err)
{
	Gzip *zip = input->zip;
	z_stream *stream = &zip->stream;

	stream->next_out = to;
	stream->avail_out = (uInt) size;
	while (stream->avail_out == size)
	{
		int result;

		if (stream->avail_in == 0 && !zip->packed_ended)
		{
			ptrdiff_t got = input->source.pull(
				input->source.owner, zip->packed, sizeof(zip->packed), err);

			if (got < 0)
				return -1;
			zip->packed_ended = got == 0;
			zip->packed_total += (uint64_t) got;
			stream->next_in = zip->packed;
			stream->avail_in = (uInt) got;
		}
		if (zip->between_members)
		{
			/* zeros after the last member are padding */
			if (stream->avail_in == 0 || stream->next_in[0] != 0x1F)
				return 0;
			inflateReset(stream);
			zip->between_members = false;
		}
		result = inflate(stream, Z_NO_FLUSH);
		zip->between_members = result == Z_STREAM_END;
		if (result == Z_BUF_ERROR && zip->packed_ended)
		{
			sky_error(err, SKY_E_BAD_TEXT, -1, "the gzip data end too early");
			return -1;
		}
		if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
		{
			sky_error(err, SKY_E_BAD_TEXT, -1, "the gzip data are damaged");
			return -1;
		}
	}
	size -= stream->avail_out;
	zip->plain_total += size;
	if (zip->plain_total > INFLATE_FREE &&
		zip->plain_total / INFLATE_RATIO > zip->packed_total - stream->avail_in)
	{
		sky_error(err,
				  SKY_E_LIMIT,
				  -1,
				  "the gzip data inflate to more than %d times their size",
				  INFLATE_RATIO);
		sky_error_hint(err, "Unpack the file first if you trust it.");
		return -1;
	}
	return (ptrdiff_t) size;
}

/* Room for wanted bytes in one piece, and for a good pull. */
static bool
make_room(Input *input, size_t wanted, SkyError *err)
{
	size_t have = input->end - input->start;
	size_t size = wanted > INPUT_PIECE ? wanted : INPUT_PIECE;

	if (have > 0 && input->start > 0)
		memmove(input->buffer, input_at(input), have);
	input->start = 0;
	input->end = have;
	if (input->size >= size)
		return true;
	if (wanted > BYTES_LIMIT)
		return sky_error(err, SKY_E_LIMIT, -1, "a row needs more than 8 MB");
	unsigned char *buffer = realloc(input->buffer, size);

	if (buffer == NULL)
		return sky_error(err, SKY_E_MEMORY, -1, "out of memory");
	input->buffer = buffer;
	input->size = size;
	return true;
}

ptrdiff_t
input_fill(Input *input, size_t wanted, SkyError *err)
{
	while (input->end - input->start < wanted && !input->ended)
	{
		ptrdiff_t got;

		if (input->size - input->start < wanted || input->end == input->size)
		{
			if (!make_room(input, wanted, err))
				return -1;
		}
		unsigned char *to = input->buffer + input->end;
		size_t room = input->size - input->end;

		got = input->zip != NULL ? pull_inflated(input, to, room, err)
								 : input->source.pull(input->source.owner, to, room, err);
		if (got < 0)
			return -1;
		input->ended = got == 0;
		input->end += (size_t) got;
	}
	return (ptrdiff_t) (input->end - input->start);
}

bool
input_skip(Input *input, uint64_t count, SkyError *err)
{
	while (count > 0)
	{
		ptrdiff_t have = input_fill(input, 1, err);
		uint64_t piece;

		if (have < 0)
			return false;
		if (have == 0)
			return sky_error(err, SKY_E_BAD_TEXT, -1, "the file ends too early");
		piece = (uint64_t) have < count ? (uint64_t) have : count;
		input_take(input, (size_t) piece);
		count -= piece;
	}
	return true;
}
