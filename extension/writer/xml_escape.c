/*
 * xml_escape.c
 *		Text inside XML.
 */
#include "writer/xml_escape.h"

#include <stdint.h>

/* What a byte may need; ORDINARY bytes are copied in runs. */
enum
{
	ORDINARY,
	REPLACED, /* cannot be in XML 1.0 at all */
	ESCAPED,  /* everywhere */
	IN_VALUE, /* only inside an attribute's value */
	MAYBE_FFFE
};

static const uint8_t classes[256] = {
	[0 ... 8] = REPLACED,
	['\t'] = IN_VALUE,
	['\n'] = IN_VALUE,
	[11 ... 12] = REPLACED,
	['\r'] = ESCAPED,
	[14 ... 31] = REPLACED,
	['"'] = IN_VALUE,
	['&'] = ESCAPED,
	['<'] = ESCAPED,
	['>'] = ESCAPED,
	[0xEF] = MAYBE_FFFE,
};

bool
xml_is_plain(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (classes[(unsigned char) text[i]] != ORDINARY &&
			classes[(unsigned char) text[i]] != IN_VALUE)
			return false;
	return true;
}

static const char *
reference_of(char c)
{
	switch (c)
	{
		case '&':
			return "&amp;";
		case '<':
			return "&lt;";
		case '>':
			return "&gt;";
		case '"':
			return "&quot;";
		case '\t':
			return "&#9;";
		case '\n':
			return "&#10;";
		case '\r':
			return "&#13;";
		default:
			return "\xEF\xBF\xBD";
	}
}

/* Bytes of text at i that must not be copied as they are; 0: this one may. */
static size_t
special_length(const char *text, size_t i, size_t length, bool value)
{
	switch (classes[(unsigned char) text[i]])
	{
		case REPLACED:
		case ESCAPED:
			return 1;
		case IN_VALUE:
			return value ? 1 : 0;
		case MAYBE_FFFE:
			return length - i >= 3 && (unsigned char) text[i + 1] == 0xBF &&
						   (unsigned char) text[i + 2] >= 0xBE
					   ? 3
					   : 0;
		default:
			return 0;
	}
}

static void
put_escaped(Sink *sink, const char *text, size_t length, bool value)
{
	size_t run = 0; /* start of what is still to be copied */

	for (size_t i = 0; i < length; i++)
	{
		size_t special;

		if (__builtin_expect(classes[(unsigned char) text[i]] == ORDINARY, 1))
			continue;
		special = special_length(text, i, length, value);
		if (special == 0)
			continue;
		sink_put(sink, text + run, i - run);
		sink_puts(sink, reference_of(text[i]));
		i += special - 1;
		run = i + 1;
	}
	sink_put(sink, text + run, length - run);
}

void
xml_put_text(Sink *sink, const char *text, size_t length)
{
	put_escaped(sink, text, length, false);
}

void
xml_put_value(Sink *sink, const char *text, size_t length)
{
	put_escaped(sink, text, length, true);
}

void
xml_put_attribute_of(Sink *sink, const char *name, const char *value, size_t length)
{
	if (length == 0)
		return;
	sink_printf(sink, " %s=\"", name);
	xml_put_value(sink, value, length);
	sink_putc(sink, '"');
}

void
xml_put_attribute(Sink *sink, const char *name, const char *value)
{
	if (value != NULL)
		xml_put_attribute_of(sink, name, value, strlen(value));
}

void
xml_put_element(Sink *sink, const char *tag, const char *text, size_t length)
{
	if (length == 0)
		return;
	sink_printf(sink, "<%s>", tag);
	xml_put_text(sink, text, length);
	sink_printf(sink, "</%s>", tag);
}
