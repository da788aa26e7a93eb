#ifndef TEST_READER_MEMORY_H
#define TEST_READER_MEMORY_H

/*
 * A table source and a spool in memory, for the readers' unit tests and fuzzers.  step
 * bounds what one pull gives, so that pieces end anywhere.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reader/reader.h"

typedef struct MemorySource
{
	const char *bytes;
	size_t size;
	size_t at;
	size_t step;
	Bytes spool;
	ReaderSpool spool_ops;
} MemorySource;

static inline ptrdiff_t
memory_pull(void *owner, void *to, size_t size, SkyError *err)
{
	MemorySource *source = owner;

	(void) err;
	if (size > source->step)
		size = source->step;
	if (size > source->size - source->at)
		size = source->size - source->at;
	if (size > 0)
		memcpy(to, source->bytes + source->at, size);
	source->at += size;
	return (ptrdiff_t) size;
}

static inline bool
memory_rewind(void *owner, SkyError *err)
{
	(void) err;
	((MemorySource *) owner)->at = 0;
	return true;
}

static inline bool
memory_append(void *owner, const void *bytes, size_t size, SkyError *err)
{
	MemorySource *source = owner;

	bytes_put(&source->spool, bytes, size);
	return !source->spool.failed || sky_error(err, SKY_E_LIMIT, -1, "the spool is full");
}

static inline bool
memory_read(void *owner, uint64_t at, void *to, size_t size, SkyError *err)
{
	MemorySource *source = owner;

	if (at > source->spool.used || size > source->spool.used - at)
		return sky_error(err, SKY_E_IO, -1, "read past the end of the spool");
	memcpy(to, source->spool.data + at, size);
	return true;
}

static inline bool
memory_open(Reader *reader, MemorySource *source, const char *format, SkyError *err)
{
	source->spool_ops =
		(ReaderSpool){.owner = source, .append = memory_append, .read = memory_read};
	return reader_open(
		reader,
		(ReaderSource){.owner = source, .pull = memory_pull, .rewind = memory_rewind},
		&source->spool_ops,
		format != NULL ? reader_format_find(format) : NULL,
		err);
}

/*
 * All cells, '|' between them and ';' after a row; NULL as '~'.  NULL on a fault.  The
 * text is overwritten by the next call.
 */
static inline const char *
memory_dump(MemorySource *source, const char *format, ReaderStyle style, SkyError *err)
{
	static char out[4096];
	size_t used = 0;
	Reader reader;

	if (memory_open(&reader, source, format, err))
	{
		for (int i = 0; i < reader.ncolumns; i++)
			reader.columns[i].style = style;
		while (reader_next(&reader, err) > 0)
		{
			for (int i = 0; i < reader.ncolumns; i++)
			{
				size_t length;
				const char *cell = reader_cell(&reader, i, &length);

				used += (size_t) snprintf(out + used,
										  sizeof(out) - used,
										  "%s%.*s",
										  i > 0 ? "|" : "",
										  cell != NULL ? (int) length : 1,
										  cell != NULL ? cell : "~");
			}
			used += (size_t) snprintf(out + used, sizeof(out) - used, ";");
		}
	}
	out[used] = '\0';
	reader_close(&reader);
	bytes_free(&source->spool);
	return err->code == SKY_OK ? out : NULL;
}

/* Read a whole table and look at every cell; the number of rows, -1 on a fault. */
static inline long
memory_read_all(MemorySource *source,
				const char *format,
				ReaderStyle style,
				SkyError *err)
{
	Reader reader;
	long rows = -1;

	if (memory_open(&reader, source, format, err))
	{
		int result;

		for (int i = 0; i < reader.ncolumns; i++)
			reader.columns[i].style = style;
		for (rows = 0; (result = reader_next(&reader, err)) > 0; rows++)
		{
			for (int i = 0; i < reader.ncolumns; i++)
			{
				size_t length;
				const char *text = reader_cell_array(&reader, i, &length);

				/* a cell that lies outside of its memory is found by looking */
				if (text != NULL && length > 0 && memchr(text, 1, length) != NULL)
					continue;
			}
		}
		if (result < 0)
			rows = -1;
	}
	reader_close(&reader);
	bytes_free(&source->spool);
	return rows;
}

#endif
