/* What is kept, what goes first, and how much. */
#include "memo.h"

#include <string.h>

#include "tap.h"

static const unsigned char *
digest_of(int n)
{
	static unsigned char digest[MEMO_DIGEST];

	memset(digest, 0, sizeof(digest));
	memcpy(digest, &n, sizeof(n));
	return digest;
}

static int
count_kept(Memo *memo, int from, int to)
{
	int kept = 0;

	for (int i = from; i < to; i++)
		kept += memo_find(memo, digest_of(i)) != NULL;
	return kept;
}

int
main(void)
{
	Memo *memo = memo_create(100 * 1024);
	char text[1024];
	MemoEntry *entry;
	MemoEntry *other;

	memset(text, 'x', sizeof(text));
	check(memo_find(memo, digest_of(1)) == NULL, "nothing is there at first");
	entry = memo_add(memo, digest_of(1));
	memo_set(memo, entry, &entry->claims, "claims and more", 6);
	check(memo_find(memo, digest_of(1)) == entry && strcmp(entry->claims, "claims") == 0,
		  "what is kept is found");
	check(memo_add(memo, digest_of(1)) == entry, "adding again finds it");
	other = memo_add(memo, digest_of(1 << 16)); /* the same bucket */
	check(other != entry && memo_find(memo, digest_of(1)) == entry, "buckets are shared");
	memo_drop(memo, entry);
	check(memo_find(memo, digest_of(1)) == NULL &&
			  memo_find(memo, digest_of(1 << 16)) == other,
		  "one of a bucket is dropped");
	for (int i = 100; i < 1000; i++)
	{
		entry = memo_add(memo, digest_of(i));
		memo_set(memo, entry, &entry->claims, text, sizeof(text));
		memo_set(memo, entry, &entry->principal, "p", 1);
		memo_find(memo, digest_of(100));
		memo_trim(memo);
	}
	check(memo_find(memo, digest_of(100)) != NULL, "what is asked for stays");
	check(memo_find(memo, digest_of(999)) != NULL && count_kept(memo, 101, 900) == 0,
		  "the oldest go first");
	check(count_kept(memo, 101, 1000) > 60 && count_kept(memo, 101, 1000) < 100,
		  "bytes are bounded: %d kept",
		  count_kept(memo, 101, 1000));
	entry = memo_find(memo, digest_of(999));
	memo_set(memo, entry, &entry->claims, NULL, 0);
	check(entry->claims == NULL, "a text is taken away");
	memo_free(memo);
	memo_free(NULL);
	return tap_done();
}
