/*
 * spool_pg.c
 *		Rows in memory, then in a temporary file.
 */
#include "postgres.h"

#include "writer/spool_pg.h"

#include "miscadmin.h"
#include "storage/buffile.h"
#include "utils/memutils.h"

#define BLOCK_SIZE ((size_t) 256 * 1024)

typedef struct Block
{
	struct Block *next;
	char bytes[FLEXIBLE_ARRAY_MEMBER];
} Block;

typedef struct Spool
{
	WriterSpool pub;
	MemoryContext context;
	Block *first;
	Block *last;	/* also the one being read */
	size_t used;	/* bytes put to or taken from the last block */
	size_t nblocks; /* in memory */
	BufFile *file;	/* NULL: all is in memory */
} Spool;

static void
add_block(Spool *spool)
{
	Block *block =
		MemoryContextAlloc(spool->context, offsetof(Block, bytes) + BLOCK_SIZE);

	block->next = NULL;
	if (spool->last == NULL)
		spool->first = block;
	else
		spool->last->next = block;
	spool->last = block;
	spool->used = 0;
	spool->nblocks++;
}

/* Write what is in memory to a file; from then on all goes there. */
static void
move_to_file(Spool *spool)
{
	MemoryContext outer = MemoryContextSwitchTo(spool->context);

	spool->file = BufFileCreateTemp(false);
	while (spool->first != NULL)
	{
		Block *block = spool->first;

		BufFileWrite(
			spool->file, block->bytes, block == spool->last ? spool->used : BLOCK_SIZE);
		spool->first = block->next;
		pfree(block);
	}
	spool->last = NULL;
	MemoryContextSwitchTo(outer);
}

static void
put(WriterSpool *self, const void *bytes, size_t size)
{
	Spool *spool = (Spool *) self;
	const char *from = bytes;

	while (spool->file == NULL && size > 0)
	{
		size_t piece;

		if (spool->last == NULL || spool->used == BLOCK_SIZE)
		{
			if (spool->nblocks > 0 &&
				(spool->nblocks + 1) * BLOCK_SIZE > (size_t) work_mem * 1024)
			{
				move_to_file(spool);
				break;
			}
			add_block(spool);
		}
		piece = Min(size, BLOCK_SIZE - spool->used);
		memcpy(spool->last->bytes + spool->used, from, piece);
		spool->used += piece;
		from += piece;
		size -= piece;
	}
	if (size > 0)
		BufFileWrite(spool->file, unconstify(char *, from), size);
}

static void
rewind_spool(WriterSpool *self)
{
	Spool *spool = (Spool *) self;

	spool->last = spool->first;
	spool->used = 0;
	if (spool->file != NULL && BufFileSeek(spool->file, 0, 0, SEEK_SET) != 0)
		ereport(
			ERROR,
			(errcode_for_file_access(), errmsg("could not rewind a temporary file: %m")));
}

static void
get(WriterSpool *self, void *bytes, size_t size)
{
	Spool *spool = (Spool *) self;
	char *to = bytes;

	if (spool->file != NULL)
	{
		if (BufFileRead(spool->file, bytes, size) != size)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not read from a temporary file: %m")));
		return;
	}
	while (size > 0)
	{
		size_t piece;

		if (spool->used == BLOCK_SIZE)
		{
			spool->last = spool->last->next;
			spool->used = 0;
		}
		piece = Min(size, BLOCK_SIZE - spool->used);
		memcpy(to, spool->last->bytes + spool->used, piece);
		spool->used += piece;
		to += piece;
		size -= piece;
	}
}

static void
close_spool(WriterSpool *self)
{
	Spool *spool = (Spool *) self;

	if (spool->file != NULL)
		BufFileClose(spool->file);
	spool->file = NULL;
}

WriterSpool *
writer_spool_create(void)
{
	Spool *spool = palloc0(sizeof(Spool));

	spool->pub = (WriterSpool){
		.put = put, .rewind = rewind_spool, .get = get, .close = close_spool};
	spool->context = CurrentMemoryContext;
	return &spool->pub;
}
