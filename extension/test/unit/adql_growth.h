#ifndef SKY_ADQL_GROWTH_H
#define SKY_ADQL_GROWTH_H

/* Queries of any length: whatever can be written again and again in one. */
#include <stdlib.h>

#include "base/sink.h"

/* begin, piece separator piece ..., end */
typedef struct Growth
{
	const char *name;
	const char *begin;
	const char *piece; /* %d: another number each time */
	const char *separator;
	const char *end;
} Growth;

static const Growth growths[] = {
	{"AND chain", "SELECT id FROM stars WHERE ", "ra > %d.5", " AND ", ""},
	{"OR of ANDs", "SELECT id FROM stars WHERE ", "(ra > %d.5 AND n = 1)", " OR ", ""},
	{"IN list of numbers", "SELECT id FROM stars WHERE n IN (", "%d", ",", ")"},
	{"IN list of texts", "SELECT id FROM stars WHERE name IN (", "'star %d'", ",", ")"},
	{"sum", "SELECT ", "n + %d", " + ", " AS s FROM stars"},
	{"concatenation", "SELECT ", "name || '%d'", " || ", " AS s FROM stars"},
	{"select list", "SELECT ", "SQRT(ra * %d) AS c%d", ", ", " FROM stars"},
	{"polygon", "SELECT POLYGON(0, 0, 1, 0, ", "%d, 1", ", ", ") AS p FROM stars"},
	{"one string", "SELECT id FROM stars WHERE name = '", "%d", " ", "'"},
	{"CASE", "SELECT CASE ", "WHEN n = %d THEN 1.5", " ", " END AS c FROM stars"},
	{"UNION", "", "SELECT id FROM stars WHERE n = %d", " UNION ALL ", ""},
	{"cones",
	 "SELECT id FROM stars WHERE ",
	 "1 = CONTAINS(POINT(ra, dec), CIRCLE(%d, 1, 1))",
	 " OR ",
	 ""},
	{"joins",
	 "SELECT s.id FROM stars AS s",
	 " JOIN cat.objects AS o%d ON s.id = o%d.id",
	 "",
	 ""},
	{"parentheses", "SELECT ", "ABS(%d + (SQRT(n)))", " * ", " AS x FROM stars"},
	{"comment", "SELECT id ", "-- %d\n", "", " FROM stars"},
};

/* One of about that size, to be freed. */
static char *
grown(const Growth *growth, size_t size)
{
	Sink text;
	int n = 0;

	sink_init_malloc(&text);
	sink_puts(&text, growth->begin);
	while (text.used + 100 < size)
	{
		if (n > 0)
			sink_puts(&text, growth->separator);
		n++;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		sink_printf(&text, growth->piece, n, n);
#pragma GCC diagnostic pop
	}
	sink_puts(&text, growth->end);
	sink_putc(&text, '\0');
	return text.buffer;
}

#endif
