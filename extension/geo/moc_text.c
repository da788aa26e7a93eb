/*
 * moc_text.c
 *		MOCs from and to text: MOC 2.0, section 4.3.2, and its JSON form.
 */
#include <string.h>

#include "base/number.h"
#include "geo/healpix.h"
#include "geo/moc.h"

/* ---- reading ---- */

typedef struct Reader
{
	const char *text;
	const char *at;
	SkyError *err;
	int order;	/* of the cells that come now; -1: none was named */
	int finest; /* of all orders that were named */
	MocRange *ranges;
	size_t count;
} Reader;

static bool
fail_at(Reader *reader, const char *what)
{
	sky_error(reader->err,
			  SKY_E_BAD_TEXT,
			  (int) (reader->at - reader->text),
			  "invalid text for a MOC: %s",
			  what);
	if (*reader->at == '\0')
		sky_error_detail(reader->err, "Reading stopped at the end of the text.");
	else
		sky_error_detail(
			reader->err, "Reading stopped at byte %td.", reader->at - reader->text + 1);
	return sky_error_hint(reader->err,
						  "Write order/cells, such as \"1/1 3-5 2/24 29/\".");
}

/* The next byte that is no blank. */
static char
next_byte(Reader *reader)
{
	while (*reader->at == ' ' || (*reader->at >= '\t' && *reader->at <= '\r'))
		reader->at++;
	return *reader->at;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A number; what is larger than any cell is cut to the number of cells. */
static bool
read_number(Reader *reader, int64_t *number)
{
	const int64_t most = healpix_cells(HEALPIX_MAX_ORDER);

	if (!is_digit(*reader->at))
		return fail_at(reader, "a number is expected here");
	for (*number = 0; is_digit(*reader->at); reader->at++)
	{
		*number = *number <= most / 10 ? 10 * *number + (*reader->at - '0') : most;
	}
	return true;
}

static bool
set_order(Reader *reader, int64_t order)
{
	if (order > HEALPIX_MAX_ORDER)
	{
		sky_error(reader->err,
				  SKY_E_OUT_OF_RANGE,
				  (int) (reader->at - reader->text),
				  "a MOC has no order beyond %d",
				  HEALPIX_MAX_ORDER);
		return false;
	}
	reader->order = (int) order;
	if (reader->order > reader->finest)
		reader->finest = reader->order;
	return true;
}

/* Cells first..last of the order in hand. */
static bool
add_cells(Reader *reader, int64_t first, int64_t last)
{
	int shift = 2 * (HEALPIX_MAX_ORDER - reader->order);

	if (reader->order < 0)
		return fail_at(reader, "an order is expected first");
	if (last < first)
		return fail_at(reader, "the cells descend");
	if (last >= healpix_cells(reader->order))
	{
		sky_error(reader->err,
				  SKY_E_OUT_OF_RANGE,
				  (int) (reader->at - reader->text),
				  "order %d has no cell beyond %lld",
				  reader->order,
				  (long long) healpix_cells(reader->order) - 1);
		return false;
	}
	reader->ranges[reader->count++] = (MocRange){first << shift, (last + 1) << shift};
	return true;
}

/* An order with its slash, a cell, or cells from - to. */
static bool
read_item(Reader *reader)
{
	int64_t first;
	int64_t last;

	if (!read_number(reader, &first))
		return false;
	if (*reader->at == '/')
	{
		reader->at++;
		return set_order(reader, first);
	}
	last = first;
	if (*reader->at == '-')
	{
		reader->at++;
		if (!read_number(reader, &last))
			return false;
	}
	return add_cells(reader, first, last);
}

static bool
read_ascii(Reader *reader)
{
	char c = next_byte(reader);

	if (c == 't')
		return fail_at(reader, "times are not supported");
	if (c == 's' && is_digit(reader->at[1]))
		reader->at++;
	while ((c = next_byte(reader)) != '\0')
	{
		if (c == ',' && reader->order >= 0)
			reader->at++;
		else if (!read_item(reader))
			return false;
	}
	return reader->finest >= 0 || fail_at(reader, "an order is expected first");
}

/* Step over a byte that must come now. */
static bool
take(Reader *reader, char wanted, const char *otherwise)
{
	if (next_byte(reader) != wanted)
		return fail_at(reader, otherwise);
	reader->at++;
	next_byte(reader);
	return true;
}

/* One member of the JSON object: "order": [cell, ...]. */
static bool
read_member(Reader *reader)
{
	int64_t number;

	if (!take(reader, '"', "an order in quotes is expected here") ||
		!read_number(reader, &number) || !set_order(reader, number) ||
		!take(reader, '"', "a quote is missing") ||
		!take(reader, ':', "a colon is missing") ||
		!take(reader, '[', "a list of cells is expected here"))
		return false;
	while (*reader->at != ']')
	{
		if (!read_number(reader, &number) || !add_cells(reader, number, number))
			return false;
		if (next_byte(reader) != ']' && !take(reader, ',', "a comma is missing"))
			return false;
	}
	reader->at++;
	return true;
}

static bool
read_json(Reader *reader)
{
	if (!take(reader, '{', "an object is expected here"))
		return false;
	while (*reader->at != '}')
	{
		if (!read_member(reader))
			return false;
		if (next_byte(reader) != '}' && !take(reader, ',', "a comma is missing"))
			return false;
	}
	reader->at++;
	if (next_byte(reader) != '\0')
		return fail_at(reader, "nothing is expected here");
	if (reader->finest < 0)
		reader->finest = 0;
	return true;
}

bool
moc_parse(const char *text, Arena *arena, Moc *moc, SkyError *err)
{
	Reader reader = {.text = text, .at = text, .err = err, .order = -1, .finest = -1};

	/* Each item but the last takes two bytes or more. */
	reader.ranges = arena_array(arena, strlen(text) / 2 + 1, sizeof(MocRange));
	if (!(next_byte(&reader) == '{' ? read_json(&reader) : read_ascii(&reader)))
		return false;
	*moc = moc_of_ranges(reader.finest, reader.ranges, reader.count);
	return moc_check(moc, err);
}

/* ---- printing ---- */

typedef struct Printer
{
	Arena *arena;
	char *text; /* NULL: only the length is wanted */
	size_t length;
	int order; /* the last one that was printed, -1: none */
} Printer;

static void
put_bytes(Printer *printer, const char *bytes, size_t length)
{
	if (printer->text != NULL)
		memcpy(printer->text + printer->length, bytes, length);
	printer->length += length;
}

static void
put_number(Printer *printer, int64_t number)
{
	char digits[NUMBER_TEXT_MAX];

	put_bytes(printer, digits, number_put_int64(digits, number));
}

static void
put_order(Printer *printer, int order)
{
	if (printer->length > 0)
		put_bytes(printer, " ", 1);
	put_number(printer, order);
	put_bytes(printer, "/", 1);
	printer->order = order;
}

/* Cells first..end - 1 of an order. */
static void
put_cells(Printer *printer, int order, int64_t first, int64_t end)
{
	if (first >= end)
		return;
	if (printer->order != order)
		put_order(printer, order);
	else
		put_bytes(printer, " ", 1);
	put_number(printer, first);
	if (end - first > 1)
	{
		put_bytes(printer, "-", 1);
		put_number(printer, end - 1);
	}
}

/*
 * The cells of an order that make up a range together with larger ones: those at its ends
 * that no cell of the order before holds.
 */
static void
put_range(Printer *printer, const MocRange *range, int order)
{
	int shift = 2 * (HEALPIX_MAX_ORDER - order);
	int64_t mask = (INT64_C(1) << shift) - 1;
	int64_t first = (range->lo + mask) >> shift;
	int64_t end = range->hi >> shift;
	int64_t first_larger = (first + 3) >> 2;
	int64_t end_larger = end >> 2;

	if (order == 0 || first_larger >= end_larger)
		put_cells(printer, order, first, end);
	else
	{
		put_cells(printer, order, first, first_larger << 2);
		put_cells(printer, order, end_larger << 2, end);
	}
}

static void
put_moc(Printer *printer, const Moc *moc)
{
	for (int order = 0; order <= moc->order; order++)
	{
		for (size_t i = 0; i < moc->count; i++)
			put_range(printer, &moc->ranges[i], order);
	}
	if (printer->order != moc->order)
		put_order(printer, moc->order);
}

char *
moc_print(const Moc *moc, Arena *arena)
{
	Printer printer = {.order = -1};
	char *text;

	put_moc(&printer, moc);
	text = arena_alloc(arena, printer.length + 1);
	printer = (Printer){.text = text, .order = -1};
	put_moc(&printer, moc);
	text[printer.length] = '\0';
	return text;
}
