/*
 * fault.c
 *		All the faults of a query, not only the first.
 */
#include "adql/fault.h"

#include <stdio.h>
#include <string.h>

void
fault_init(FaultList *list, Arena *arena, int limit)
{
	*list = (FaultList){
		.arena = arena,
		.faults = arena_array(arena, (size_t) limit, sizeof(SkyError *)),
		.limit = limit,
	};
}

bool
fault_has_room(const FaultList *list)
{
	return list->count < list->limit;
}

SkyError *
fault_add(FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
{
	char message[sizeof(((SkyError *) NULL)->message) + 8]; /* cut by sky_error */
	SkyError *fault = &list->overflow;
	va_list args;

	va_start(args, format);
	vsnprintf(message, sizeof(message), format, args);
	va_end(args);
	for (int i = 0; i < list->count; i++)
		if (list->faults[i]->position == span.begin &&
			strcmp(list->faults[i]->message, message) == 0)
			return list->faults[i];
	if (list->count < list->limit)
		fault = list->faults[list->count++] = arena_new(list->arena, SkyError);
	sky_error(fault, code, span.begin, "%s", message);
	fault->length = span.end - span.begin;
	return fault;
}

void
fault_sort(FaultList *list)
{
	/* Insertion sort: few, nearly sorted, and equal positions keep their order. */
	for (int i = 1; i < list->count; i++)
	{
		SkyError *fault = list->faults[i];
		int at = i;

		while (at > 0 && list->faults[at - 1]->position > fault->position)
		{
			list->faults[at] = list->faults[at - 1];
			at--;
		}
		list->faults[at] = fault;
	}
}
