/* A hash of lists and a list by age. */
#include "memo.h"

#include <stdlib.h>
#include <string.h>

#define BUCKETS 4096

struct Memo
{
	size_t max;
	size_t size;
	MemoEntry ends; /* newer: the oldest, older: the newest */
	MemoEntry *buckets[BUCKETS];
};

Memo *
memo_create(size_t max_bytes)
{
	Memo *memo = calloc(1, sizeof(*memo));

	if (memo == NULL)
		return NULL;
	memo->max = max_bytes;
	memo->ends.newer = memo->ends.older = &memo->ends;
	return memo;
}

/* Digests are as good as random: any two bytes choose a bucket. */
static MemoEntry **
bucket_of(Memo *memo, const unsigned char *digest)
{
	return &memo->buckets[(digest[0] | digest[1] << 8) % BUCKETS];
}

static void
unlink_age(MemoEntry *entry)
{
	entry->newer->older = entry->older;
	entry->older->newer = entry->newer;
}

static void
make_newest(Memo *memo, MemoEntry *entry)
{
	entry->newer = &memo->ends;
	entry->older = memo->ends.older;
	entry->newer->older = entry->older->newer = entry;
}

MemoEntry *
memo_find(Memo *memo, const unsigned char digest[MEMO_DIGEST])
{
	MemoEntry *entry = *bucket_of(memo, digest);

	while (entry != NULL && memcmp(entry->digest, digest, MEMO_DIGEST) != 0)
		entry = entry->same;
	if (entry == NULL)
		return NULL;
	unlink_age(entry);
	make_newest(memo, entry);
	return entry;
}

MemoEntry *
memo_add(Memo *memo, const unsigned char digest[MEMO_DIGEST])
{
	MemoEntry *entry = memo_find(memo, digest);
	MemoEntry **bucket = bucket_of(memo, digest);

	if (entry != NULL)
		return entry;
	entry = calloc(1, sizeof(*entry));
	if (entry == NULL)
		return NULL;
	memcpy(entry->digest, digest, MEMO_DIGEST);
	entry->size = sizeof(*entry);
	entry->same = *bucket;
	*bucket = entry;
	memo->size += entry->size;
	make_newest(memo, entry);
	return entry;
}

void
memo_set(Memo *memo, MemoEntry *entry, char **place, const char *text, size_t len)
{
	size_t old = *place != NULL ? strlen(*place) + 1 : 0;
	size_t new;

	free(*place);
	*place = text != NULL ? strndup(text, len) : NULL;
	new = *place != NULL ? strlen(*place) + 1 : 0;
	entry->size = entry->size - old + new;
	memo->size = memo->size - old + new;
}

void
memo_drop(Memo *memo, MemoEntry *entry)
{
	MemoEntry **link = bucket_of(memo, entry->digest);

	while (*link != entry)
		link = &(*link)->same;
	*link = entry->same;
	unlink_age(entry);
	memo->size -= entry->size;
	free(entry->claims);
	free(entry->principal);
	free(entry->name);
	free(entry->scopes);
	free(entry);
}

void
memo_trim(Memo *memo)
{
	while (memo->size > memo->max)
		memo_drop(memo, memo->ends.newer);
}

void
memo_free(Memo *memo)
{
	if (memo == NULL)
		return;
	memo->max = 0;
	memo_trim(memo);
	free(memo);
}
