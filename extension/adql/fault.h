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

/* A change of the query: text takes the place of what is in span. */
typedef struct AdqlEdit
{
	AdqlSpan span;
	const char *text;
	struct AdqlEdit *next;
} AdqlEdit;

/* One fault: a SkyError, and what the compiler knows besides. */
typedef struct AdqlFault
{
	SkyError error;	  /* the first member: what fault_add returns */
	bool warning;	  /* the query is understood all the same */
	AdqlEdit *repair; /* what mends it, or NULL; edits do not overlap */
} AdqlFault;

/*
 * The faults found so far, in the order of their finding.  At most limit errors are kept
 * and as many warnings, the first ones found.
 */
typedef struct FaultList
{
	Arena *arena;
	AdqlFault **faults;
	int count;
	int errors; /* among them */
	int limit;
	bool strict;		/* what is not ADQL is an error, else a warning */
	bool warnings;		/* are wanted */
	AdqlFault *last;	/* the one told last */
	AdqlFault overflow; /* stands for what is not kept */
} FaultList;

extern void fault_init(FaultList *list, Arena *arena, int limit);

/* Begin anew. */
extern void fault_forget(FaultList *list);

/* Whether another fault would be kept: if not, its hint is not worth the search. */
extern bool fault_has_room(const FaultList *list);

/*
 * Add a fault, unless the same one was found at the same place.  Returns it, never NULL,
 * so that sky_error_hint and sky_error_detail can tell more.
 */
extern SkyError *
fault_add(FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Likewise of what the compiler understands all the same. */
extern SkyError *
fault_warn(FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Likewise of what is understood though it is not ADQL: an error if ADQL is asked for. */
extern SkyError *fault_extension(FaultList *list,
								 SkyErrorCode code,
								 AdqlSpan span,
								 const char *format,
								 ...) __attribute__((format(printf, 4, 5)));

/* Whether the fault told last is one that somebody will see: else a repair is in vain. */
static inline bool
fault_is_kept(const FaultList *list)
{
	return list->last != &list->overflow;
}

/*
 * Say how the fault told last is mended: text, which must live as long as the list, for
 * span.  To be called for certain repairs only, once for each piece that changes.
 */
extern void fault_repair(FaultList *list, AdqlSpan span, const char *text);

/* The hint of a fault that a setting of the server decides on. */
#define FAULT_SETTING "The setting %s of the server sets that limit."

/* Order the faults by their place in the query. */
extern void fault_sort(FaultList *list);

#endif
