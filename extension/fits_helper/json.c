/*
 * json.c
 *		Values of JSON.
 */
#include "fits_helper/json.h"

#include <math.h>

void
json_text(Sink *sink, const char *text)
{
	sink_putc(sink, '"');
	for (; *text != '\0'; text++)
	{
		if (*text == '"' || *text == '\\')
			sink_putc(sink, '\\');
		sink_putc(sink, *text >= ' ' && *text <= '~' ? *text : '?');
	}
	sink_putc(sink, '"');
}

void
json_number(Sink *sink, double number)
{
	if (isfinite(number))
		sink_printf(sink, "%.17g", number);
	else
		sink_puts(sink, "null");
}
