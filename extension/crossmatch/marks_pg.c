/*
 * marks_pg.c
 *		Which rows had a pair.
 */
#include "postgres.h"

#include "crossmatch/marks_pg.h"

#include "common/hashfn.h"

typedef struct MarkWord
{
	uint64 base; /* number of its first bit, divided by 64 */
	uint64 bits;
	char status; /* simplehash.h */
} MarkWord;

#define SH_PREFIX			 words
#define SH_ELEMENT_TYPE		 MarkWord
#define SH_KEY_TYPE			 uint64
#define SH_KEY				 base
#define SH_HASH_KEY(tb, key) (murmurhash32((uint32) ((key) ^ (key) >> 32)))
#define SH_EQUAL(tb, a, b)	 ((a) == (b))
#define SH_SCOPE			 static inline
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

struct Marks
{
	words_hash *words;
};

Marks *
marks_create(void)
{
	Marks *marks = palloc(sizeof(Marks));

	marks->words = words_create(CurrentMemoryContext, 256, NULL);
	return marks;
}

void
marks_clear(Marks *marks)
{
	words_reset(marks->words);
}

void
marks_set(Marks *marks, uint64 number)
{
	bool found;
	MarkWord *word = words_insert(marks->words, number / 64, &found);

	if (!found)
		word->bits = 0;
	word->bits |= UINT64CONST(1) << number % 64;
}

bool
marks_has(const Marks *marks, uint64 number)
{
	MarkWord *word = words_lookup(marks->words, number / 64);

	return word != NULL && (word->bits & UINT64CONST(1) << number % 64) != 0;
}
