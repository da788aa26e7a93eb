#ifndef ADQL_FAULT_H
#define ADQL_FAULT_H

#include "base/arena.h"
#include "base/error.h"

/* A piece of the query: bytes begin up to, not including, end. */
typedef struct AdqlSpan
{
	int begin;
	int end;
} AdqlSpan;

/* The faults found so far.  At most limit are kept, the first ones found. */
typedef struct FaultList
{
	Arena *arena;
	SkyError **faults;
	int count;
	int limit;
	SkyError overflow; /* takes what comes after the last one kept */
} FaultList;

/* Whether another fault would be kept: if not, its hint is not worth the search. */
extern bool fault_has_room(const FaultList *list);

extern void fault_init(FaultList *list, Arena *arena, int limit);

/*
 * Add a fault, unless the same one was found at the same place.  Returns it, never NULL,
 * so that sky_error_hint and sky_error_detail can tell more.
 */
extern SkyError *
fault_add(FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Order the faults by their place in the query. */
extern void fault_sort(FaultList *list);

#endif
