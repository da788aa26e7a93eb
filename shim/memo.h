#ifndef SHIM_MEMO_H
#define SHIM_MEMO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Credentials that were found good, by the SHA-256 of them: what the last use found out
 * and how long it holds.  Bounded in bytes; who was not asked for longest goes first.  Of
 * one thread, so without locks.
 */
#define MEMO_DIGEST 32

typedef struct Memo Memo;

typedef struct MemoEntry
{
	unsigned char digest[MEMO_DIGEST];
	uint64_t version;	 /* of the keys that a token was checked with */
	int64_t expires;	 /* s since 1970; of tokens */
	uint64_t generation; /* of the database's credentials, when it said the rest */
	int64_t told_us;	 /* when that was; 0: it has not said it yet */
	char *claims;		 /* of a token, checked; NULL: no token */
	char *principal;	 /* what the database calls him */
	char *name;			 /* NULL: he has none */
	char *scopes;		 /* what he may ask for, a list; NULL: everything */
	/* memo.c's alone. */
	struct MemoEntry *same; /* in its bucket */
	struct MemoEntry *newer;
	struct MemoEntry *older;
	size_t size;
} MemoEntry;

extern Memo *memo_create(size_t max_bytes);
extern void memo_free(Memo *memo);

/* The entry, which is the newest from now on; NULL: there is none. */
extern MemoEntry *memo_find(Memo *memo, const unsigned char digest[MEMO_DIGEST]);

/* An empty entry, or the one that is there; NULL without memory. */
extern MemoEntry *memo_add(Memo *memo, const unsigned char digest[MEMO_DIGEST]);

/* Put a text (NULL: none) into one of the entry's places; len bytes are copied. */
extern void
memo_set(Memo *memo, MemoEntry *entry, char **place, const char *text, size_t len);

/* Drop what is too much; entries that were found before may be gone. */
extern void memo_trim(Memo *memo);
extern void memo_drop(Memo *memo, MemoEntry *entry);

#endif
