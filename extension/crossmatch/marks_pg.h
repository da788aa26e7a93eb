#ifndef CROSSMATCH_MARKS_PG_H
#define CROSSMATCH_MARKS_PG_H

/*
 * A set of numbers, of which many are near each other: a bit each, in words that are
 * there once one of their bits is set.
 */
typedef struct Marks Marks;

/* An empty set in CurrentMemoryContext. */
extern Marks *marks_create(void);
extern void marks_clear(Marks *marks);
extern void marks_set(Marks *marks, uint64 number);
extern bool marks_has(const Marks *marks, uint64 number);

#endif
