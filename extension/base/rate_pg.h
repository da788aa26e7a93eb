#ifndef BASE_RATE_PG_H
#define BASE_RATE_PG_H

#include <stdbool.h>
#include <stdint.h>

/* How a client stands with a limit of so many in a minute. */
typedef struct Rate
{
	int64_t limit;
	int64_t remaining;
	int reset; /* [s] till all of them are his again */
	int retry; /* [s] till the next one is; 0: now */
} Rate;

/*
 * Count one thing more under a key, unless there were as many as may be in a minute;
 * false then.  What is allowed comes back evenly (GCRA, ITU-T I.371, annex A.2).  Counted
 * by all processes of a database, in shared memory, which forgets the keys of the least;
 * without a preload nothing is counted.
 */
extern bool rate_take(uint64_t key, int64_t limit, Rate *rate);

/* Take that back: it shall not count. */
extern void rate_give(uint64_t key, int64_t limit);

/* Remember a key for so long [s], and ask whether it is. */
extern void rate_mark(uint64_t key, int64_t seconds);
extern bool rate_is_marked(uint64_t key);

/* The same as rate_take, but look only. */
extern void rate_look(uint64_t key, int64_t limit, Rate *rate);

extern void rate_init(void);

#endif
