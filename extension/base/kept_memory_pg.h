#ifndef BASE_KEPT_MEMORY_PG_H
#define BASE_KEPT_MEMORY_PG_H

/*
 * From now on, keep some memory in this process from one statement to the next: to give
 * it back to the kernel and to have pages cleared anew takes a good part of what a small
 * answer takes.
 */
extern void memory_is_kept(void);

#endif
