/*
 * fault.c
 *		All the faults of a query, not only the first.
 */
#include "adql/fault.h"

#include <stdio.h>
#include <string.h>

#define EDITS_MAX 200 /* of one fault; whoever needs more gets no corrected query */

/* What is full takes nothing more, so nothing is ever written there. */
static const AdqlFault full = {
	.error = {.code = SKY_E_LIMIT, .message = "-", .detail = "-", .hint = "-"},
};

void
fault_init(FaultList *list, Arena *arena, int limit)
{
	*list = (FaultList){
		.arena = arena,
		.faults = arena_array(arena, 2 * (size_t) limit, sizeof(AdqlFault *)),
		.limit = limit,
		.overflow = full,
	};
	list->last = &list->overflow;
}

void
fault_forget(FaultList *list)
{
	list->count = list->errors = 0;
	list->last = &list->overflow;
}

bool
fault_has_room(const FaultList *list)
{
	return list->errors < list->limit;
}

/* The same fault at the same place, or NULL. */
static AdqlFault *
find_same(const FaultList *list, AdqlSpan span, const char *message)
{
	for (int i = 0; i < list->count; i++)
		if (list->faults[i]->error.position == span.begin &&
			strcmp(list->faults[i]->error.message, message) == 0)
			return list->faults[i];
	return NULL;
}

static SkyError *tell(FaultList *list,
					  SkyErrorCode code,
					  AdqlSpan span,
					  bool warning,
					  const char *format,
					  va_list args) __attribute__((format(printf, 5, 0)));

static SkyError *
tell(FaultList *list,
	 SkyErrorCode code,
	 AdqlSpan span,
	 bool warning,
	 const char *format,
	 va_list args)
{
	char message[sizeof(((SkyError *) NULL)->message) + 8]; /* cut by sky_error */
	/* What recovery has put in order may end before it begins. */
	int begin = span.begin < span.end ? span.begin : span.end;
	int end = span.begin < span.end ? span.end : span.begin;
	int kept = warning ? list->count - list->errors : list->errors;

	list->last = &list->overflow;
	if ((warning && !list->warnings) || kept == list->limit)
		return &list->overflow.error;
	vsnprintf(message, sizeof(message), format, args);
	list->last = find_same(list, (AdqlSpan){begin, end}, message);
	if (list->last == NULL)
	{
		list->last = list->faults[list->count++] = arena_new(list->arena, AdqlFault);
		list->errors += !warning;
		list->last->warning = warning;
		sky_error(&list->last->error, code, begin, "%s", message);
		list->last->error.length = end - begin;
	}
	return &list->last->error;
}

SkyError *
fault_add(FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
{
	va_list args;
	SkyError *fault;

	va_start(args, format);
	fault = tell(list, code, span, false, format, args);
	va_end(args);
	return fault;
}

SkyError *
fault_warn(FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
{
	va_list args;
	SkyError *fault;

	va_start(args, format);
	fault = tell(list, code, span, true, format, args);
	va_end(args);
	return fault;
}

SkyError *
fault_extension(
	FaultList *list, SkyErrorCode code, AdqlSpan span, const char *format, ...)
{
	va_list args;
	SkyError *fault;

	va_start(args, format);
	fault = tell(list, code, span, !list->strict, format, args);
	va_end(args);
	return fault;
}

void
fault_repair(FaultList *list, AdqlSpan span, const char *text)
{
	AdqlFault *fault = list->last;
	AdqlEdit *edit;
	int count = 0;

	if (fault == &list->overflow || span.end < span.begin)
		return;
	for (edit = fault->repair; edit != NULL; edit = edit->next)
		if (++count == EDITS_MAX ||
			(edit->span.begin == span.begin && strcmp(edit->text, text) == 0))
			return; /* of the same fault, told again */
	edit = arena_new(list->arena, AdqlEdit);
	*edit = (AdqlEdit){.span = span, .text = text, .next = fault->repair};
	fault->repair = edit;
}

void
fault_sort(FaultList *list)
{
	/* Insertion sort: few, nearly sorted, and equal positions keep their order. */
	for (int i = 1; i < list->count; i++)
	{
		AdqlFault *fault = list->faults[i];
		int at = i;

		while (at > 0 && list->faults[at - 1]->error.position > fault->error.position)
		{
			list->faults[at] = list->faults[at - 1];
			at--;
		}
		list->faults[at] = fault;
	}
}
