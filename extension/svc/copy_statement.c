/*
 * copy_statement.c
 *		COPY (query) TO STDOUT, with what the client is to be told as JSON options.
 */
#include "svc/copy_statement.h"

#include <inttypes.h>
#include <string.h>

#include "writer/json_text.h"

static void put_text(Sink *sink, const char *option, const char *text);
static void put_fields(Sink *sink, const SkyColumn *columns, int count);
static void put_infos(Sink *sink, const WriterInfo *infos, int count);

static const char *
own(Arena *arena, const char *text)
{
	return text != NULL ? arena_strdup(arena, text) : NULL;
}

void
copy_statement_own(CopyStatement *copy, Arena *arena)
{
	SkyColumn *columns = arena_array(arena, (size_t) copy->ncolumns, sizeof(*columns));

	for (int i = 0; i < copy->ncolumns; i++)
	{
		const SkyColumn *column = &copy->columns[i];

		columns[i] = (SkyColumn){
			.name = own(arena, column->name),
			.datatype = own(arena, column->datatype),
			.arraysize = own(arena, column->arraysize),
			.xtype = own(arena, column->xtype),
			.unit = own(arena, column->unit),
			.ucd = own(arena, column->ucd),
			.utype = own(arena, column->utype),
			.description = own(arena, column->description),
		};
	}
	copy->columns = columns;
}

void
copy_statement_put(Sink *sink, Sink *scratch, const CopyStatement *copy)
{
	sink_puts(sink, "COPY (");
	sink_puts(sink, copy->sql);
	sink_printf(sink,
				") TO STDOUT (FORMAT %s, MAXREC %" PRId64 ", FIELDS ",
				copy->format,
				copy->maxrec);
	scratch->used = 0;
	put_fields(scratch, copy->columns, copy->ncolumns);
	copy_literal_put(sink, scratch->buffer, scratch->used);
	sink_puts(sink, ", INFOS ");
	scratch->used = 0;
	put_infos(scratch, copy->infos, copy->ninfos);
	copy_literal_put(sink, scratch->buffer, scratch->used);
	put_text(sink, "PREFACE", copy->preface);
	put_text(sink, "APPENDIX", copy->appendix);
	if (copy->expected_max > 0)
	{
		sink_printf(sink, ", EXPECTED_MAX %ld, INSTEAD ", copy->expected_max);
		copy_literal_put(sink, copy->instead, strlen(copy->instead));
	}
	sink_putc(sink, ')');
}

/* Only E'' literals have backslash escapes, whatever standard_conforming_strings says. */
void
copy_literal_put(Sink *sink, const char *text, size_t length)
{
	sink_puts(sink, memchr(text, '\\', length) != NULL ? "E'" : "'");
	sink_put_doubled(sink, text, length, "'\\");
	sink_putc(sink, '\'');
}

/* An option whose value is text; NULL: none. */
static void
put_text(Sink *sink, const char *option, const char *text)
{
	if (text == NULL)
		return;
	sink_printf(sink, ", %s ", option);
	copy_literal_put(sink, text, strlen(text));
}

/* The FIELDS option: what is absent is left out. */
static void
put_fields(Sink *sink, const SkyColumn *columns, int count)
{
	sink_putc(sink, '[');
	for (int i = 0; i < count; i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		json_put_column(sink, &columns[i]);
	}
	sink_putc(sink, ']');
}

/* The INFOS option. */
static void
put_infos(Sink *sink, const WriterInfo *infos, int count)
{
	sink_putc(sink, '[');
	for (int i = 0; i < count; i++)
	{
		if (i > 0)
			sink_putc(sink, ',');
		json_put_info(sink, &infos[i]);
	}
	sink_putc(sink, ']');
}
