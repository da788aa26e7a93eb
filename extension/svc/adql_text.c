/*
 * adql_text.c
 *		Pieces of ADQL (ADQL 2.1, sections 2.1.3 and 2.1.4).
 */
#include "svc/adql_text.h"

#include "base/number.h"

void
adql_put_name(Sink *sink, const char *name)
{
	sink_putc(sink, '"');
	sink_put_doubled(sink, name, strlen(name), "\"");
	sink_putc(sink, '"');
}

void
adql_put_text(Sink *sink, const char *text)
{
	sink_putc(sink, '\'');
	sink_put_doubled(sink, text, strlen(text), "'");
	sink_putc(sink, '\'');
}

void
adql_put_number(Sink *sink, double number)
{
	sink_advance(sink, number_put_double(sink_reserve(sink, NUMBER_TEXT_MAX), number));
}
