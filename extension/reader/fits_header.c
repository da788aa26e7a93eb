/*
 * fits_header.c
 *		Cards of a FITS header.
 *
 * Bounded: a header of more than HEADER_LIMIT bytes is refused, every size is checked
 * before it is multiplied.
 */
#include "reader/fits_header.h"

#include <stdio.h>
#include <stdlib.h>

#define HEADER_LIMIT ((size_t) 8 << 20) /* [bytes], 100,000 cards */
#define VALUE_AT	 ((size_t) 10)

static const char *
card_at(const FitsHeader *header, int i)
{
	return header->cards.data + (size_t) i * FITS_CARD;
}

int
fits_header_read(FitsHeader *header, Input *input, SkyError *err)
{
	header->cards.used = 0;
	header->count = 0;
	for (;;)
	{
		ptrdiff_t have = input_fill(input, FITS_BLOCK, err);

		if (have < 0)
			return -1;
		if (have == 0 && header->count == 0)
			return 0;
		if ((size_t) have < FITS_BLOCK)
		{
			sky_error(err, SKY_E_BAD_TEXT, -1, "the FITS file ends inside a header");
			return -1;
		}
		bytes_put(&header->cards, input_at(input), FITS_BLOCK);
		input_take(input, FITS_BLOCK);
		if (header->cards.failed || header->cards.used > HEADER_LIMIT)
		{
			sky_error(err, SKY_E_LIMIT, -1, "a FITS header is larger than 8 MB");
			return -1;
		}
		for (; header->count < header->cards.used / FITS_CARD; header->count++)
		{
			if (memcmp(card_at(header, (int) header->count), "END     ", 8) == 0)
				return 1;
		}
	}
}

void
fits_header_free(FitsHeader *header)
{
	bytes_free(&header->cards);
	*header = (FitsHeader){0};
}

int
fits_header_find(const FitsHeader *header, const char *keyword)
{
	char padded[9];

	snprintf(padded, sizeof(padded), "%-8s", keyword);
	for (int i = 0; i < (int) header->count; i++)
	{
		if (memcmp(card_at(header, i), padded, 8) == 0)
			return i;
	}
	return -1;
}

void
fits_card_keyword(const FitsHeader *header, int i, char *root, int *number)
{
	const char *card = card_at(header, i);
	int length = 8;
	int first;

	while (length > 0 && card[length - 1] == ' ')
		length--;
	for (first = length; first > 0 && card[first - 1] >= '0' && card[first - 1] <= '9';)
		first--;
	*number = 0;
	for (int j = first; j < length; j++)
		*number = *number * 10 + (card[j] - '0');
	memcpy(root, card, (size_t) first);
	root[first] = '\0';
}

/* The value of a card as it is written, without blanks and comment; at most 71 bytes. */
static bool
plain_value(const FitsHeader *header, int i, char value[FITS_CARD])
{
	const char *card = i < 0 ? NULL : card_at(header, i);
	size_t from = VALUE_AT;
	size_t length = 0;

	if (card == NULL || card[8] != '=' || card[9] != ' ')
		return false;
	while (from < FITS_CARD && card[from] == ' ')
		from++;
	while (from + length < FITS_CARD && card[from + length] != ' ' &&
		   card[from + length] != '/' && card[from + length] != '\0')
	{
		value[length] = card[from + length];
		length++;
	}
	value[length] = '\0';
	return length > 0;
}

bool
fits_card_integer(const FitsHeader *header, int i, int64_t *value)
{
	char text[FITS_CARD];
	char *end;
	long long number;

	if (!plain_value(header, i, text) || strlen(text) > 20)
		return false;
	number = strtoll(text, &end, 10);
	*value = number;
	return *end == '\0' || strcmp(end, ".") == 0;
}

bool
fits_card_double(const FitsHeader *header, int i, double *value)
{
	char text[FITS_CARD];
	char *end;

	if (!plain_value(header, i, text))
		return false;
	end = strpbrk(text, "dD");
	if (end != NULL)
		*end = 'E';
	*value = strtod(text, &end);
	return *end == '\0';
}

bool
fits_card_logical(const FitsHeader *header, int i, bool *value)
{
	char text[FITS_CARD];

	if (!plain_value(header, i, text))
		return false;
	*value = text[0] == 'T';
	return strcmp(text, "T") == 0 || strcmp(text, "F") == 0;
}

/* The quoted text at card[from], raw and without padding; false if there is none. */
static bool
quoted_text(const char *card, size_t from, Bytes *raw)
{
	size_t start = raw->used;

	while (from < FITS_CARD && card[from] == ' ')
		from++;
	if (from == FITS_CARD || card[from++] != '\'')
		return false;
	for (; from < FITS_CARD; from++)
	{
		if (card[from] == '\'')
		{
			if (from + 1 == FITS_CARD || card[from + 1] != '\'')
				break;
			from++;
		}
		bytes_putc(raw, card[from]);
	}
	while (raw->used > start &&
		   (raw->data[raw->used - 1] == ' ' || raw->data[raw->used - 1] == '\0'))
		raw->used--;
	return true;
}

bool
fits_card_text(const FitsHeader *header, int i, Bytes *text)
{
	Bytes raw = {0};
	bool found = i >= 0 && card_at(header, i)[8] == '=' &&
				 quoted_text(card_at(header, i), VALUE_AT, &raw);

	while (found && raw.used > 0 && raw.data[raw.used - 1] == '&' &&
		   i + 1 < (int) header->count &&
		   memcmp(card_at(header, i + 1), "CONTINUE", 8) == 0)
	{
		raw.used--;
		i++;
		if (!quoted_text(card_at(header, i), 8, &raw))
			break;
	}
	/* a NUL or another control character ends it: nothing can be meant by that */
	for (size_t j = 0; j < raw.used; j++)
	{
		if ((unsigned char) raw.data[j] < ' ')
			raw.used = j;
	}
	bytes_put_text(text, raw.data, raw.used);
	bytes_putc(text, '\0');
	found = found && !raw.failed && !text->failed;
	bytes_free(&raw);
	return found;
}

bool
fits_header_require(const FitsHeader *header,
					const char *keyword,
					int64_t low,
					int64_t high,
					int64_t *value,
					SkyError *err)
{
	if (!fits_card_integer(header, fits_header_find(header, keyword), value))
		return sky_error(
			err, SKY_E_BAD_TEXT, -1, "the FITS header has no valid keyword %s", keyword);
	if (*value < low || *value > high)
		return sky_error(err,
						 SKY_E_BAD_TEXT,
						 -1,
						 "the FITS keyword %s is %lld, out of range",
						 keyword,
						 (long long) *value);
	return true;
}

bool
fits_header_data_size(const FitsHeader *header, uint64_t *size, SkyError *err)
{
	int64_t bitpix;
	int64_t naxis;
	int64_t pcount = 0;
	int64_t gcount = 1;
	uint64_t elements = 1;
	bool groups = false;
	bool absurd = false;

	if (!fits_header_require(header, "BITPIX", -64, 64, &bitpix, err) ||
		!fits_header_require(header, "NAXIS", 0, 999, &naxis, err))
		return false;
	fits_card_integer(header, fits_header_find(header, "PCOUNT"), &pcount);
	fits_card_integer(header, fits_header_find(header, "GCOUNT"), &gcount);
	fits_card_logical(header, fits_header_find(header, "GROUPS"), &groups);
	for (int i = 1; i <= (int) naxis; i++)
	{
		char keyword[16];
		int64_t length;

		snprintf(keyword, sizeof(keyword), "NAXIS%d", i);
		if (!fits_header_require(header, keyword, 0, INT64_MAX, &length, err))
			return false;
		if (!(i == 1 && length == 0 && groups))
			absurd |= __builtin_mul_overflow(elements, (uint64_t) length, &elements);
	}
	if (naxis == 0)
		elements = 0;
	absurd |= pcount < 0 || gcount < 0;
	absurd |= __builtin_add_overflow(elements, (uint64_t) pcount, &elements);
	absurd |= __builtin_mul_overflow(elements, (uint64_t) gcount, &elements);
	absurd |= __builtin_mul_overflow(elements, (uint64_t) llabs(bitpix) / 8, size);
	absurd |= *size > INT64_MAX - FITS_BLOCK;
	return !absurd ||
		   sky_error(
			   err, SKY_E_BAD_TEXT, -1, "the FITS header gives an absurd data size");
}
