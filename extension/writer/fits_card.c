/*
 * fits_card.c
 *		Cards of a FITS header.
 */
#include "writer/fits_card.h"

#include "base/number.h"
#include "base/utf8.h"

#define CARD	  80
#define KEYWORD	  8
#define VALUE_END 30 /* integers and logicals end here */
#define STRING	  67 /* characters of a string in one card, when it is continued */

/* Begin a card of blanks: the keyword and what follows it. */
static char *
open_card(Sink *sink, const char *keyword, int number, const char *indicator)
{
	char *card = sink_reserve(sink, CARD);
	size_t length = strlen(keyword);

	memset(card, ' ', CARD);
	memcpy(card, keyword, length);
	if (number > 0)
		number_put_int64(card + length, number);
	memcpy(card + KEYWORD, indicator, strlen(indicator));
	sink_advance(sink, CARD);
	return card;
}

void
fits_put_logical(Sink *sink, const char *keyword, bool value)
{
	open_card(sink, keyword, 0, "= ")[VALUE_END - 1] = value ? 'T' : 'F';
}

void
fits_put_integer(Sink *sink, const char *keyword, int number, int64_t value)
{
	char *card = open_card(sink, keyword, number, "= ");
	char digits[NUMBER_TEXT_MAX];
	size_t length = number_put_int64(digits, value);

	memcpy(card + VALUE_END - length, digits, length);
}

/* A character as a header may hold it; 0: part of one that is already replaced. */
static char
printable(char c)
{
	if (utf8_is_tail(c))
		return 0;
	return (unsigned char) c >= 0x20 && (unsigned char) c < 0x7F ? c : '?';
}

/* As much of *value as fits between the quotes; true if all did. */
static bool
put_piece(char *to, const char **value)
{
	size_t used = 0;

	*to++ = '\'';
	for (; **value != '\0'; (*value)++)
	{
		char c = printable(**value);

		if (c == 0)
			continue;
		if (used + (c == '\'' ? 2 : 1) > STRING)
			break;
		to[used++] = c;
		if (c == '\'')
			to[used++] = c;
	}
	if (**value != '\0')
		to[used++] = '&';
	else
		while (used < KEYWORD)
			to[used++] = ' ';
	to[used] = '\'';
	return **value == '\0';
}

void
fits_put_string(Sink *sink, const char *keyword, int number, const char *value)
{
	if (value == NULL || value[0] == '\0')
		return;
	if (put_piece(open_card(sink, keyword, number, "= ") + KEYWORD + 2, &value))
		return;
	while (!put_piece(open_card(sink, "CONTINUE", 0, "  ") + KEYWORD + 2, &value))
		;
}

void
fits_put_comment(Sink *sink, const char *text)
{
	do
	{
		char *card = open_card(sink, "COMMENT", 0, "");

		for (size_t used = KEYWORD; used < CARD && *text != '\0'; text++)
			if (printable(*text) != 0)
				card[used++] = printable(*text);
	} while (*text != '\0');
}

void
fits_pad(Sink *sink, size_t start, char with)
{
	size_t over = (fits_position(sink) - start) % FITS_BLOCK;
	char *to;

	if (over == 0)
		return;
	to = sink_reserve(sink, FITS_BLOCK - over);
	memset(to, with, FITS_BLOCK - over);
	sink_advance(sink, FITS_BLOCK - over);
}

void
fits_put_end(Sink *sink, size_t start)
{
	open_card(sink, "END", 0, "");
	fits_pad(sink, start, ' ');
}
