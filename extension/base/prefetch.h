#ifndef BASE_PREFETCH_H
#define BASE_PREFETCH_H

/*
 * Bring what is at an address near to the processor, without waiting for it.
 *
 * gcc 12 takes a function that does nothing else for one without effect, and leaves out
 * the calls of it; the empty statement keeps them.
 */
static inline void
prefetch(const void *address)
{
	__builtin_prefetch(address);
	__asm__ volatile("");
}

#endif
