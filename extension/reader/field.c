/*
 * field.c
 *		Stored cells of VOTable and FITS to cells of the reader.
 */
#include "reader/field.h"

#include <math.h>
#include <stdlib.h>
#include <strings.h>

#include "base/number.h"

static const struct
{
	size_t width; /* bytes of one element; bits are packed */
	ReaderType type;
} kinds[] = {
	[FIELD_LOGICAL] = {.width = 1, .type = READER_BOOLEAN},
	[FIELD_BIT] = {.width = 1, .type = READER_BOOLEAN},
	[FIELD_BYTE] = {.width = 1, .type = READER_SHORT},
	[FIELD_SHORT] = {.width = 2, .type = READER_SHORT},
	[FIELD_INT] = {.width = 4, .type = READER_INT},
	[FIELD_LONG] = {.width = 8, .type = READER_LONG},
	[FIELD_FLOAT] = {.width = 4, .type = READER_FLOAT},
	[FIELD_DOUBLE] = {.width = 8, .type = READER_DOUBLE},
	[FIELD_CHAR] = {.width = 1, .type = READER_TEXT},
	[FIELD_UNICODE] = {.width = 2, .type = READER_TEXT},
};

/* How the elements of the cell being made go together. */
typedef struct Elements
{
	Reader *reader;
	const ReaderColumn *column;
	size_t span[READER_MAX_DIMS + 1]; /* elements in one step of each dimension */
	int ndims;
	size_t done;
	bool any; /* one element at least has a value */
} Elements;

static bool
is_text(const ReaderColumn *column)
{
	return column->kind == FIELD_CHAR || column->kind == FIELD_UNICODE;
}

bool
field_size(const ReaderColumn *column, size_t count, size_t *size)
{
	if (column->kind == FIELD_BIT)
	{
		*size = count / 8 + (count % 8 != 0);
		return true;
	}
	return !__builtin_mul_overflow(
		count, kinds[column->kind].width * (column->complex ? 2 : 1), size);
}

void
field_settle(ReaderColumn *column)
{
	bool timestamp = column->meta.xtype != NULL &&
					 (strcasecmp(column->meta.xtype, "timestamp") == 0 ||
					  strcasecmp(column->meta.xtype, "adql:timestamp") == 0);
	int fixed = column->dims - (column->variable ? 1 : 0);

	column->type = kinds[column->kind].type;
	column->ndims = column->dims;
	if (is_text(column))
	{
		if (timestamp)
			column->type = READER_TIMESTAMP;
		if (column->ndims > 0)
			column->ndims--;
	}
	else if (column->complex)
		column->ndims++;
	if (column->scaled)
		column->type = READER_DOUBLE;
	column->count = 1;
	for (int i = 0; i < fixed; i++)
	{
		if (__builtin_mul_overflow(column->count, column->dim[i], &column->count))
			column->count = SIZE_MAX;
	}
}

bool
field_parse_arraysize(ReaderColumn *column, const char *text)
{
	while (*text != '\0')
	{
		size_t size = 0;

		if (column->dims > READER_MAX_DIMS || column->variable)
			return false;
		if (*text != '*')
		{
			if (*text < '0' || *text > '9')
				return false;
			for (; *text >= '0' && *text <= '9'; text++)
			{
				size = size * 10 + (size_t) (*text - '0');
				if (size > INT32_MAX)
					return false;
			}
		}
		column->variable = *text == '*';
		if (column->variable)
		{
			text++;
			size = 0;
		}
		column->dim[column->dims++] = size;
		if (*text == 'x' && text[1] != '\0')
			text++;
		else if (*text != '\0')
			return false;
	}
	return true;
}

/* ---- the elements of a cell ---- */

/* Begin a cell of count numbers, or of count strings. */
static void
begin_elements(Elements *e, Reader *reader, const ReaderColumn *column, size_t count)
{
	int skip = is_text(column) && column->dims > 0 ? 1 : 0;
	size_t span = 1;

	*e = (Elements){.reader = reader, .column = column};
	if (column->complex)
		e->span[e->ndims++] = span = 2;
	for (int i = skip; i < column->dims && e->ndims <= READER_MAX_DIMS; i++)
	{
		bool last = i == column->dims - 1;

		span = last ? count : span * column->dim[i];
		e->span[e->ndims++] = span;
	}
	if (column->style == READER_HEX && e->ndims > 0)
		bytes_puts(&reader->text, "\\x");
	else if (count == 0 && e->ndims > 0 && column->style == READER_ARRAY)
		bytes_puts(&reader->text, "{}");
}

/* Before each element: separators and opening braces. */
static void
begin_element(Elements *e)
{
	Bytes *text = &e->reader->text;

	if (e->ndims == 0 || e->column->style == READER_HEX)
		return;
	if (e->done > 0)
		bytes_putc(text, e->column->style == READER_ARRAY ? ',' : ' ');
	for (int i = e->ndims; i-- > 0 && e->column->style == READER_ARRAY;)
	{
		if (e->span[i] != 0 && e->done % e->span[i] == 0)
			bytes_putc(text, '{');
	}
}

/* After each element: closing braces. */
static void
end_element(Elements *e)
{
	e->done++;
	for (int i = 0; i < e->ndims && e->column->style == READER_ARRAY; i++)
	{
		if (e->span[i] != 0 && e->done % e->span[i] == 0)
			bytes_putc(&e->reader->text, '}');
	}
}

/* The cell is complete; without any value, and not an array, it is null. */
static void
end_elements(Elements *e)
{
	bool empty = e->done == 0;

	if (!e->any && (e->ndims == 0 || e->column->style == READER_BLANKS ||
					(empty && e->column->empty_is_null)))
		reader_null_cell(e->reader);
	else
		reader_end_cell(e->reader);
}

static void
put_null(Elements *e)
{
	if (e->column->style == READER_HEX)
		bytes_puts(&e->reader->text, "00");
	else if (e->column->style == READER_BLANKS)
		bytes_puts(&e->reader->text, "NaN");
	else
		bytes_puts(&e->reader->text, "NULL");
}

static void
put_literal(Elements *e, const char *literal, size_t size)
{
	bytes_put(&e->reader->text, literal, size);
	e->any = true;
}

static void
put_integer(Elements *e, int64_t value)
{
	char digits[NUMBER_TEXT_MAX];

	if (e->column->has_null && value == e->column->null)
		put_null(e);
	else if (e->column->scaled)
	{
		double scaled = (double) value * e->column->scale + e->column->zero;

		put_literal(e, digits, number_put_double(digits, scaled));
	}
	else if (e->column->style == READER_HEX && e->ndims > 0)
	{
		static const char hex[] = "0123456789abcdef";
		char pair[2] = {hex[value >> 4 & 15], hex[value & 15]};

		put_literal(e, pair, 2);
	}
	else if (e->column->type == READER_HUGE)
	{
		uint64_t huge = (uint64_t) value + e->column->offset;
		size_t length = 0;

		/* the upper digits first: number_put_int64 is for signed numbers */
		if (huge > INT64_MAX)
		{
			length = number_put_int64(digits, (int64_t) (huge / 10));
			huge %= 10;
		}
		length += number_put_int64(digits + length, (int64_t) huge);
		put_literal(e, digits, length);
	}
	else
	{
		int64_t shifted = (int64_t) ((uint64_t) value + e->column->offset);

		put_literal(e, digits, number_put_int64(digits, shifted));
	}
}

/*
 * Where a column says so, and in shapes: one of NaN alone is NULL, which writers fill so
 * where it must have its size.
 */
static bool
nan_means_null(const Elements *e)
{
	return e->column->nan_is_null || (e->column->style == READER_BLANKS && e->ndims > 0);
}

/* single: the value came from 32 bits and is told with as many digits. */
static void
put_real(Elements *e, double value, bool single)
{
	char digits[NUMBER_TEXT_MAX];

	if (isnan(value) && nan_means_null(e))
	{
		put_null(e);
		return;
	}
	if (e->column->scaled)
	{
		value = value * e->column->scale + e->column->zero;
		single = false;
	}
	if (isnan(value))
		put_literal(e, "NaN", 3);
	else if (isinf(value))
		put_literal(
			e, value > 0 ? "Infinity" : "-Infinity", (size_t) (value > 0 ? 8 : 9));
	else
		put_literal(e,
					digits,
					single ? number_put_float(digits, (float) value)
						   : number_put_double(digits, value));
}

static void
put_boolean(Elements *e, int value)
{
	if (value < 0)
		put_null(e);
	else
		put_literal(e, value != 0 ? "t" : "f", 1);
}

/* Put quotes around what was added to the text since start. */
static void
quote_from(Bytes *text, size_t start)
{
	size_t specials = 0;

	if (text->failed)
		return;
	for (size_t i = start; i < text->used; i++)
		specials += text->data[i] == '"' || text->data[i] == '\\';
	if (!bytes_room(text, specials + 2))
		return;

	size_t from = text->used;
	size_t to = text->used + specials + 2;

	text->used = to;
	text->data[--to] = '"';
	while (from > start)
	{
		text->data[--to] = text->data[--from];
		if (text->data[to] == '"' || text->data[to] == '\\')
			text->data[--to] = '\\';
	}
	text->data[start] = '"';
}

/* One string of count stored characters, up to a NUL. */
static void
put_string(Elements *e, const unsigned char *bytes, size_t count)
{
	Bytes *text = &e->reader->text;
	size_t start = text->used;
	size_t length = 0;

	if (e->column->kind == FIELD_UNICODE)
	{
		while (length < count && (bytes[2 * length] | bytes[2 * length + 1]) != 0)
			length++;
		bytes_put_utf16(text, bytes, length);
	}
	else
	{
		while (length < count && bytes[length] != 0)
			length++;
		bytes_put_text(text, (const char *) bytes, length);
	}
	while (e->column->trim && text->used > start && text->data[text->used - 1] == ' ')
		text->used--;
	if (e->ndims > 0 && e->column->style == READER_ARRAY)
		quote_from(text, start);
	e->any = length > 0 || !e->column->empty_is_null || e->ndims > 0;
}

/* ---- binary ---- */

static uint64_t
big_endian(const unsigned char *bytes, size_t width)
{
	uint64_t value = 0;

	for (size_t i = 0; i < width; i++)
		value = value << 8 | bytes[i];
	return value;
}

/* The number at index of a cell's elements, the parts of complex ones counted each. */
static void
put_stored(Elements *e, const unsigned char *bytes, size_t index)
{
	FieldKind kind = e->column->kind;
	const unsigned char *at = bytes + index * kinds[kind].width;

	switch (kind)
	{
		case FIELD_LOGICAL:
			put_boolean(e,
						strchr("Tt1", at[0]) != NULL && at[0] != 0	 ? 1
						: strchr("Ff0", at[0]) != NULL && at[0] != 0 ? 0
																	 : -1);
			break;
		case FIELD_BIT:
			/* a single one may stand anywhere in its byte: astropy's does */
			put_boolean(e,
						e->column->dims == 0 ? bytes[0] != 0
											 : bytes[index / 8] >> (7 - index % 8) & 1);
			break;
		case FIELD_BYTE:
			put_integer(e, at[0]);
			break;
		case FIELD_SHORT:
			put_integer(e, (int16_t) big_endian(at, 2));
			break;
		case FIELD_INT:
			put_integer(e, (int32_t) big_endian(at, 4));
			break;
		case FIELD_LONG:
			put_integer(e, (int64_t) big_endian(at, 8));
			break;
		case FIELD_FLOAT:
		{
			uint32_t bits = (uint32_t) big_endian(at, 4);
			float value;

			memcpy(&value, &bits, sizeof(value));
			put_real(e, (double) value, true);
			break;
		}
		case FIELD_DOUBLE:
		{
			uint64_t bits = big_endian(at, 8);
			double value;

			memcpy(&value, &bits, sizeof(value));
			put_real(e, value, false);
			break;
		}
		case FIELD_CHAR:
		case FIELD_UNICODE:
			break;
	}
}

void
field_put_binary(Reader *reader,
				 const ReaderColumn *column,
				 const unsigned char *bytes,
				 size_t count)
{
	Elements e;

	if (is_text(column))
	{
		size_t length = column->dims > 1 ? column->dim[0] : count;
		size_t strings = column->dims > 1 ? (length > 0 ? count / length : 0) : 1;

		begin_elements(&e, reader, column, strings);
		for (size_t i = 0; i < strings; i++)
		{
			begin_element(&e);
			put_string(&e, bytes + i * length * kinds[column->kind].width, length);
			end_element(&e);
		}
	}
	else
	{
		size_t numbers = count * (column->complex ? 2 : 1);

		begin_elements(&e, reader, column, numbers);
		for (size_t i = 0; i < numbers && !reader->text.failed; i++)
		{
			begin_element(&e);
			put_stored(&e, bytes, i);
			end_element(&e);
		}
	}
	end_elements(&e);
}

/* ---- text ---- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* 0x1F: two's complement when all the digits of the type are there. */
static int64_t
parse_hex(FieldKind kind, const char *text, size_t size)
{
	char digits[17] = "";
	uint64_t value;

	if (size > 16)
		size = 16;
	memcpy(digits, text, size);
	value = strtoull(digits, NULL, 16);
	if (kind == FIELD_SHORT)
		return (int16_t) value;
	if (kind == FIELD_INT)
		return (int32_t) value;
	return (int64_t) value;
}

/* One number or boolean as a TD spells it. */
static void
put_word(Elements *e, const char *word, size_t size)
{
	const ReaderColumn *column = e->column;
	bool integer = column->kind >= FIELD_BYTE && column->kind <= FIELD_LONG;

	if (column->null_text != NULL && strlen(column->null_text) == size &&
		memcmp(column->null_text, word, size) == 0)
		put_null(e);
	else if (column->kind == FIELD_LOGICAL && size == 1 && word[0] == '?')
		put_null(e);
	else if (size == 3 && strncasecmp(word, "NaN", 3) == 0 && e->ndims > 0 &&
			 column->style == READER_BLANKS)
		put_null(e);
	else if (integer && size > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'X'))
		put_integer(e, parse_hex(column->kind, word + 2, size - 2));
	else if (column->style == READER_HEX && column->kind == FIELD_BYTE && size <= 3)
	{
		char digits[4] = "";

		memcpy(digits, word, size);
		put_integer(e, strtol(digits, NULL, 10));
	}
	else if (e->ndims > 0 && column->style == READER_ARRAY)
	{
		/* a word may hold what an array literal must not */
		size_t start = e->reader->text.used;

		put_literal(e, word, size);
		if (memchr(word, '"', size) || memchr(word, '\\', size) ||
			memchr(word, ',', size) || memchr(word, '{', size) || memchr(word, '}', size))
			quote_from(&e->reader->text, start);
	}
	else
		put_literal(e, word, size);
}

/* The end of the word at text[at]; bits may stand without blanks between them. */
static size_t
word_end(const ReaderColumn *column, const char *text, size_t at, size_t size)
{
	if (column->kind == FIELD_BIT)
		return at + 1;
	while (at < size && !is_space(text[at]))
		at++;
	return at;
}

static size_t
skip_spaces(const char *text, size_t at, size_t size)
{
	while (at < size && is_space(text[at]))
		at++;
	return at;
}

/* A cell of one number or boolean. */
static void
put_scalar(Reader *reader, const ReaderColumn *column, const char *text, size_t size)
{
	Elements e = {.reader = reader, .column = column};
	size_t first = skip_spaces(text, 0, size);

	while (size > first && is_space(text[size - 1]))
		size--;
	if (size > first)
		put_word(&e, text + first, size - first);
	end_elements(&e);
}

/* A cell of numbers or booleans. */
static void
put_words(Reader *reader, const ReaderColumn *column, const char *text, size_t size)
{
	size_t first = skip_spaces(text, 0, size);
	size_t count = 0;
	Elements e;

	for (size_t at = first; at < size;
		 at = skip_spaces(text, word_end(column, text, at, size), size))
		count++;
	if (count == 0)
	{
		reader_null_cell(reader);
		return;
	}
	begin_elements(&e, reader, column, count);
	for (size_t at = first; at < size;)
	{
		size_t end = word_end(column, text, at, size);

		begin_element(&e);
		put_word(&e, text + at, end - at);
		end_element(&e);
		at = skip_spaces(text, end, size);
	}
	end_elements(&e);
}

/* Bytes of the next count characters of UTF-8 text; UTF-16 units for unicodeChar. */
static size_t
string_end(const ReaderColumn *column, const char *text, size_t size, size_t count)
{
	size_t at = 0;

	while (at < size && count > 0)
	{
		unsigned char lead = (unsigned char) text[at];
		size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
		size_t units = column->kind == FIELD_CHAR ? length : length == 4 ? 2 : 1;

		if (units > count || length > size - at)
			break;
		at += length;
		count -= units;
	}
	/* never stand still, whatever the text */
	return at == 0 ? size : at;
}

/* A cell of strings, cut at the fixed length of each. */
static void
put_strings(Reader *reader, const ReaderColumn *column, const char *text, size_t size)
{
	Elements e;
	size_t count = 0;

	for (size_t at = 0; at < size; count++)
		at += string_end(column, text + at, size - at, column->dim[0]);
	begin_elements(&e, reader, column, count);
	for (size_t at = 0; at < size;)
	{
		size_t length = string_end(column, text + at, size - at, column->dim[0]);
		size_t start = reader->text.used;

		begin_element(&e);
		start = reader->text.used;
		put_literal(&e, text + at, length);
		while (reader->text.used > start &&
			   reader->text.data[reader->text.used - 1] == ' ')
			reader->text.used--;
		if (column->style == READER_ARRAY)
			quote_from(&reader->text, start);
		end_element(&e);
		at += length;
	}
	end_elements(&e);
}

void
field_put_text(Reader *reader, const ReaderColumn *column, const char *text, size_t size)
{
	if (size == 0)
		reader_null_cell(reader);
	else if (!is_text(column) && column->ndims == 0)
		put_scalar(reader, column, text, size);
	else if (!is_text(column))
		put_words(reader, column, text, size);
	else if (column->dims > 1)
		put_strings(reader, column, text, size);
	else
	{
		bytes_put(&reader->text, text, size);
		reader_end_cell(reader);
	}
}
