/*
 * cards.c
 *		Headers of FITS, written card by card.
 */
#include "fits_helper/cards.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK		2880
#define MAX_CARDS	1000000
#define NO_CHECKSUM "0000000000000000"

void
cards_add(Cards *cards, const char *card)
{
	if (cards->count == cards->room)
	{
		size_t room = cards->room == 0 ? 256 : 2 * cards->room;
		char *bytes = room > MAX_CARDS ? NULL : realloc(cards->bytes, room * CARD);

		cards->failed |= bytes == NULL;
		if (bytes == NULL)
			return;
		cards->bytes = bytes;
		cards->room = room;
	}
	cards_put(cards, cards->count++, card);
}

void
cards_put(Cards *cards, size_t at, const char *card)
{
	memset(cards->bytes + at * CARD, ' ', CARD);
	memcpy(cards->bytes + at * CARD, card, strnlen(card, CARD));
}

/* A card of a value; a comment that is too long is cut. */
static void
print_card(char card[CARD + 1], const char *name, const char *value, const char *comment)
{
	int used = snprintf(card, CARD + 1, "%-8.8s= %20.68s", name, value);

	if (comment != NULL && comment[0] != '\0' && used + 3 < CARD)
		snprintf(
			card + used, (size_t) (CARD + 1 - used), " / %.*s", CARD - used - 3, comment);
}

static void
add_value(Cards *cards, const char *name, const char *value, const char *comment)
{
	char card[CARD + 1];

	print_card(card, name, value, comment);
	cards_add(cards, card);
}

void
cards_integer(Cards *cards, const char *name, int64_t value, const char *comment)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, value);
	add_value(cards, name, text, comment);
}

void
cards_logical(Cards *cards, const char *name, bool value, const char *comment)
{
	add_value(cards, name, value ? "T" : "F", comment);
}

void
cards_text(Cards *cards, const char *name, const char *value, const char *comment)
{
	char text[24];

	int used = snprintf(text, sizeof(text), "'%-8.16s'", value);

	/* Texts are set to the left. */
	snprintf(text + used, sizeof(text) - (size_t) used, "%*s", 20 - used, "");
	add_value(cards, name, text, comment);
}

void
cards_history(Cards *cards, const char *text)
{
	char card[CARD + 1];

	do
	{
		int used = snprintf(card, sizeof(card), "HISTORY %.72s", text);

		/* Headers are made of ASCII that can be printed. */
		for (int i = 0; i < used; i++)
			if (card[i] < ' ' || card[i] > '~')
				card[i] = '?';
		cards_add(cards, card);
		text += used - 8;
	} while (*text != '\0');
}

static char *
find(const Cards *cards, const char *name)
{
	char start[CARD + 1];

	snprintf(start, sizeof(start), "%-8s=", name);
	for (size_t i = 0; i < cards->count; i++)
		if (memcmp(cards->bytes + i * CARD, start, 9) == 0)
			return cards->bytes + i * CARD;
	return NULL;
}

/* The shortest decimal that reads back as the number. */
static void
print_number(char *text, size_t size, double value)
{
	for (int digits = 15; digits <= 17; digits++)
	{
		snprintf(text, size, "%.*G", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	if (strpbrk(text, ".EN") == NULL)
		snprintf(text + strlen(text), size - strlen(text), ".0");
}

void
cards_real(Cards *cards, const char *name, double value, const char *comment)
{
	char text[40];

	print_number(text, sizeof(text), value);
	add_value(cards, name, text, comment);
}

bool
cards_has(const Cards *cards, const char *name)
{
	return find(cards, name) != NULL;
}

void
cards_shift(Cards *cards, const char *name, double by)
{
	char *card = find(cards, name);
	char old[CARD + 1];
	char value[FLEN_VALUE];
	char comment[FLEN_COMMENT];
	char number[40];
	char fresh[CARD + 1];
	int status = 0;

	if (card == NULL || by == 0.0)
		return;
	memcpy(old, card, CARD);
	old[CARD] = '\0';
	if (fits_parse_value(old, value, comment, &status) != 0)
		return;
	/* FORTRAN's exponents. */
	for (char *d = strpbrk(value, "Dd"); d != NULL; d = strpbrk(value, "Dd"))
		*d = 'E';
	print_number(number, sizeof(number), strtod(value, NULL) + by);
	print_card(fresh, name, number, comment);
	memset(card, ' ', CARD);
	memcpy(card, fresh, strlen(fresh));
}

typedef uint32_t Words __attribute__((vector_size(16)));

/* So many bytes may be added up in a field of 16 bits. */
#define FIELD_MOST 257

/* The sum of steps times four words: of all words the bytes 0 and 2, and 1 and 3, are
 * added up in two fields each. */
static uint64_t
sum_words(const unsigned char *at, size_t steps)
{
	Words even = {0};
	Words odd = {0};
	uint64_t total = 0;

	for (size_t i = 0; i < steps; i++)
	{
		Words words;

		memcpy(&words, at + i * sizeof(words), sizeof(words));
		even += words & 0xff00ff;
		odd += words >> 8 & 0xff00ff;
	}
	for (int i = 0; i < 4; i++)
		total += ((uint64_t) (even[i] & 0xffff) << 24) +
				 ((uint64_t) (odd[i] & 0xffff) << 16) + (even[i] >> 16 << 8) +
				 (odd[i] >> 16);
	return total;
}

uint32_t
sum_bytes(uint32_t sum, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint64_t total = sum;

	while (size >= sizeof(Words))
	{
		size_t steps = size / sizeof(Words);

		steps = steps < FIELD_MOST ? steps : FIELD_MOST;
		total += sum_words(at, steps);
		at += steps * sizeof(Words);
		size -= steps * sizeof(Words);
	}
	for (size_t i = 0; i < size; i++)
		total += (uint64_t) at[i] << (24 - 8 * (i % 4));
	while (total >> 32 != 0)
		total = (total & UINT32_MAX) + (total >> 32);
	return (uint32_t) total;
}

void
cards_finish(Cards *cards, uint32_t data_sum)
{
	char text[24];
	char coded[24];
	char *checksum;
	uint32_t sum;

	if (cards->failed)
		return;
	cards_text(cards, "CHECKSUM", NO_CHECKSUM, "HDU checksum");
	snprintf(text, sizeof(text), "%" PRIu32, data_sum);
	cards_text(cards, "DATASUM", text, "data unit checksum");
	cards_add(cards, "END");
	while (!cards->failed && cards->count * CARD % BLOCK != 0)
		cards_add(cards, "");
	if (cards->failed)
		return;
	sum = sum_bytes(data_sum, cards->bytes, cards->count * CARD);
	fits_encode_chksum(sum, 1, coded);
	checksum = find(cards, "CHECKSUM");
	memcpy(checksum + 11, coded, 16);
}

void
cards_free(Cards *cards)
{
	free(cards->bytes);
	*cards = (Cards){0};
}
