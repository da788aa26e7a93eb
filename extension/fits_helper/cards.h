#ifndef FITS_HELPER_CARDS_H
#define FITS_HELPER_CARDS_H

#include "fits_helper/file.h"

/* A header that is being written: cards of 80 bytes. */
typedef struct Cards
{
	char *bytes;
	size_t count;
	size_t room;
	bool failed; /* out of memory */
} Cards;

#define CARD 80

/* Cards at the end; comments may be NULL. */
extern void cards_add(Cards *cards, const char *card);
extern void
cards_integer(Cards *cards, const char *name, int64_t value, const char *comment);
extern void
cards_logical(Cards *cards, const char *name, bool value, const char *comment);
extern void
cards_text(Cards *cards, const char *name, const char *value, const char *comment);
/* As many of them as a long text takes. */
extern void cards_history(Cards *cards, const char *text);

extern void cards_real(Cards *cards, const char *name, double value, const char *comment);
extern bool cards_has(const Cards *cards, const char *name);

/* Put another card in the place of one, counted from 0. */
extern void cards_put(Cards *cards, size_t at, const char *card);

/* Change a number that is there, keeping its comment; what is not there stays so. */
extern void cards_shift(Cards *cards, const char *name, double by);

/* Set the two checksums from the sum of the data, end the header, fill its last block. */
extern void cards_finish(Cards *cards, uint32_t data_sum);

/* The ones' complement sum of FITS (Standard 4.0, appendix J) over more bytes. */
extern uint32_t sum_bytes(uint32_t sum, const void *bytes, size_t size);

extern void cards_free(Cards *cards);

#endif
