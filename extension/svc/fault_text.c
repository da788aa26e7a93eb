/*
 * fault_text.c
 *		Faults for people.
 */
#include "svc/fault_text.h"

#include <string.h>

#include "base/utf8.h"

#define LINE_BEFORE 60 /* characters shown before the place */
#define LINE_AFTER	60 /* and from it on */

static void put_place(Sink *sink, const char *query, size_t position);

void
fault_text_put(Sink *sink, const SkyError *fault, const char *query)
{
	sink_puts(sink, fault->message);
	if (query != NULL && fault->position >= 0 &&
		(size_t) fault->position <= strlen(query))
		put_place(sink, query, (size_t) fault->position);
	if (fault->detail[0] != '\0')
		sink_printf(sink, "\n%s", fault->detail);
	if (fault->hint[0] != '\0')
		sink_printf(sink, "\nHint: %s", fault->hint);
}

void
fault_text_put_all(Sink *sink,
				   const AdqlResult *result,
				   const char *query,
				   const char *fixed)
{
	const char *gap = "";

	for (int i = 0; i < result->nfaults; i++)
	{
		if (result->faults[i]->warning)
			continue;
		sink_puts(sink, gap);
		fault_text_put(sink, &result->faults[i]->error, query);
		gap = "\n\n";
	}
	if (fixed != NULL)
	{
		sink_puts(sink, "\n\nPerhaps you meant:\n");
		sink_puts(sink, fixed);
	}
}

/* Copy one line's characters; what would break the line or the caret becomes a blank. */
static void
put_line(Sink *sink, const char *from, const char *to)
{
	for (; from < to; from++)
		sink_putc(sink, (unsigned char) *from < ' ' ? ' ' : *from);
}

/* The place in words, its line, and a caret below it. */
static void
put_place(Sink *sink, const char *query, size_t position)
{
	const char *place = query + position;
	const char *start = query; /* of the line */
	const char *begin;		   /* of what is shown of it */
	const char *end = place;
	int line = 1;
	int column = 1;
	int before = 0;

	for (const char *at = query; at < place; at++)
	{
		if (*at != '\n')
			continue;
		line++;
		start = at + 1;
	}
	for (const char *at = start; at < place; at++)
		column += !utf8_is_tail(*at);
	begin = place;
	while (begin > start && before < LINE_BEFORE)
		before += !utf8_is_tail(*--begin);
	for (int after = 0; *end != '\0' && *end != '\n'; end++)
	{
		after += !utf8_is_tail(*end);
		if (after > LINE_AFTER)
			break;
	}
	sink_printf(sink, " (line %d, column %d)\n", line, column);
	put_line(sink, begin, end);
	sink_printf(sink, "\n%*s^", before, "");
}
