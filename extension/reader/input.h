#ifndef READER_INPUT_H
#define READER_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct SkyError SkyError;

/*
 * Where a reader's bytes come from.  pull gives up to size bytes: the number, 0 at the
 * end, -1 with *err set.  It may also jump out (ereport): readers call it only where
 * nothing would leak that reader_close does not free.  rewind goes back to the first
 * byte; NULL where that cannot be.
 */
typedef struct ReaderSource
{
	void *owner;
	ptrdiff_t (*pull)(void *owner, void *to, size_t size, SkyError *err);
	bool (*rewind)(void *owner, SkyError *err);
} ReaderSource;

/*
 * Buffered bytes of a source, gunzipped on the way when they are gzip and packed is not
 * INPUT_PLAIN.  What inflates beyond all measure is refused.
 */
typedef enum InputPacking
{
	INPUT_PLAIN,
	INPUT_DETECT,
} InputPacking;

typedef struct Input
{
	ReaderSource source;
	unsigned char *buffer;
	size_t start; /* the bytes not yet taken are start ... end */
	size_t end;
	size_t size;
	bool ended;		  /* the source has no more */
	struct Gzip *zip; /* NULL if plain */
} Input;

/* Start reading.  Whatever happens, input_close frees everything. */
extern bool
input_open(Input *input, ReaderSource source, InputPacking packing, SkyError *err);
extern void input_close(Input *input);

/*
 * Have at least wanted bytes at input_at(), if there are so many: returns how many there
 * are (fewer only at the end), -1 on failure.
 */
extern ptrdiff_t input_fill(Input *input, size_t wanted, SkyError *err);
/* Leave out the next count bytes; false with *err set if there are fewer. */
extern bool input_skip(Input *input, uint64_t count, SkyError *err);

static inline const unsigned char *
input_at(const Input *input)
{
	return input->buffer + input->start;
}

/* Take bytes that input_fill has promised. */
static inline void
input_take(Input *input, size_t count)
{
	input->start += count;
}

#endif
