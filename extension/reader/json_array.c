/*
 * json_array.c
 *		Arrays as ECSV and text columns of VOTable carry them.
 *
 * Strings are unescaped and quoted again the way PostgreSQL's array input wants it; other
 * scalars pass as they are spelled, for the element type to judge.
 */
#include "reader/json_array.h"

typedef struct Json
{
	Bytes *to;
	ReaderStyle style;
	const char *at;
	const char *end;
} Json;

static bool put_value(Json *json, int depth);

static void
skip_blanks(Json *json)
{
	while (json->at < json->end && strchr(" \t\r\n", *json->at) != NULL && *json->at != 0)
		json->at++;
}

/* Is the next character this one?  Then it is taken. */
static bool
accept(Json *json, char c)
{
	skip_blanks(json);
	if (json->at == json->end || *json->at != c)
		return false;
	json->at++;
	return true;
}

/* Four hexadecimal digits, as one UTF-16 unit; big-endian. */
static bool
scan_unit(Json *json, unsigned char unit[2])
{
	unsigned value = 0;

	if (json->end - json->at < 4)
		return false;
	for (int i = 0; i < 4; i++)
	{
		char c = *json->at++;
		int digit = c >= '0' && c <= '9'   ? c - '0'
					: c >= 'a' && c <= 'f' ? c - 'a' + 10
					: c >= 'A' && c <= 'F' ? c - 'A' + 10
										   : -1;

		if (digit < 0)
			return false;
		value = value << 4 | (unsigned) digit;
	}
	unit[0] = (unsigned char) (value >> 8);
	unit[1] = (unsigned char) value;
	return value != 0;
}

/* What follows a backslash. */
static bool
put_escape(Json *json)
{
	static const char from[] = "\"\\/bfnrt";
	static const char as[] = "\"\\/\b\f\n\r\t";
	const char *found;

	if (json->at == json->end || *json->at == '\0')
		return false;
	if (*json->at == 'u')
	{
		unsigned char units[4];
		bool pair;

		json->at++;
		if (!scan_unit(json, units))
			return false;
		pair = (units[0] & 0xFC) == 0xD8 && json->end - json->at >= 6 &&
			   json->at[0] == '\\' && json->at[1] == 'u';
		if (pair)
		{
			json->at += 2;
			if (!scan_unit(json, units + 2))
				return false;
		}
		bytes_put_utf16(json->to, units, pair ? 2 : 1);
		return true;
	}
	found = strchr(from, *json->at++);
	if (found == NULL)
		return false;
	/* of those only these two are special inside a PostgreSQL array */
	if (json->style == READER_ARRAY && (*found == '"' || *found == '\\'))
		bytes_putc(json->to, '\\');
	bytes_putc(json->to, as[found - from]);
	return true;
}

/* The inside of a string and its closing quote. */
static bool
put_string(Json *json)
{
	bool quote = json->style == READER_ARRAY;

	if (quote)
		bytes_putc(json->to, '"');
	while (json->at < json->end && *json->at != '"')
	{
		const char *start = json->at;

		while (json->at < json->end && *json->at != '"' && *json->at != '\\')
			json->at++;
		bytes_put(json->to, start, (size_t) (json->at - start));
		if (json->at < json->end && *json->at == '\\')
		{
			json->at++;
			if (!put_escape(json))
				return false;
		}
	}
	if (quote)
		bytes_putc(json->to, '"');
	return accept(json, '"');
}

/* A number of 0 ... 255 as two hexadecimal digits. */
static bool
put_byte(Bytes *to, const char *digits, size_t size)
{
	static const char hex[] = "0123456789abcdef";
	unsigned value = 0;

	for (size_t i = 0; i < size && value < 256; i++)
		value = digits[i] >= '0' && digits[i] <= '9'
					? value * 10 + (unsigned) (digits[i] - '0')
					: 256;
	bytes_putc(to, hex[value >> 4 & 15]);
	bytes_putc(to, hex[value & 15]);
	return size > 0 && value < 256;
}

/* A number or word: of letters, digits and signs. */
static bool
put_word(Json *json)
{
	const char *start = json->at;
	size_t size;

	while (json->at < json->end &&
		   ((*json->at >= '0' && *json->at <= '9') ||
			((*json->at | 32) >= 'a' && (*json->at | 32) <= 'z') || *json->at == '+' ||
			*json->at == '-' || *json->at == '.'))
		json->at++;
	size = (size_t) (json->at - start);
	if (json->style == READER_HEX)
		return put_byte(json->to, start, size);
	if (size == 4 && memcmp(start, "null", 4) == 0 && json->style != READER_ARRAY)
		bytes_puts(json->to, "NaN");
	else
		bytes_put(json->to, start, size);
	return size > 0;
}

/* The elements of an array and its closing bracket. */
static bool
put_elements(Json *json, int depth)
{
	bool array = json->style == READER_ARRAY;

	if (array)
		bytes_putc(json->to, '{');
	if (!accept(json, ']'))
	{
		do
		{
			if (!put_value(json, depth))
				return false;
			if (!accept(json, ','))
				break;
			if (json->style != READER_HEX)
				bytes_putc(json->to, array ? ',' : ' ');
		} while (true);
		if (!accept(json, ']'))
			return false;
	}
	if (array)
		bytes_putc(json->to, '}');
	return true;
}

static bool
put_value(Json *json, int depth)
{
	if (accept(json, '['))
		return depth < READER_MAX_DIMS && put_elements(json, depth + 1);
	if (accept(json, '"'))
		return put_string(json);
	return put_word(json);
}

bool
json_array_put(Bytes *to, ReaderStyle style, const char *text, size_t size)
{
	Json json = {.to = to, .style = style, .at = text, .end = text + size};

	if (style == READER_HEX)
		bytes_puts(to, "\\x");
	if (!accept(&json, '[') || !put_elements(&json, 1))
		return false;
	skip_blanks(&json);
	return json.at == json.end;
}
