#ifndef READER_FITS_HEADER_H
#define READER_FITS_HEADER_H

#include "reader/reader.h"

/*
 * The header of one FITS HDU: 80-character cards (FITS 4.0, section 4).  Keywords are
 * upper case; texts come without quotes and padding, with CONTINUE lines joined.
 */
#define FITS_BLOCK ((size_t) 2880)
#define FITS_CARD  ((size_t) 80)

typedef struct FitsHeader
{
	Bytes cards;
	size_t count;
} FitsHeader;

/* Read up to and including the block with END: 1, 0 at the end of the file, -1. */
extern int fits_header_read(FitsHeader *header, Input *input, SkyError *err);
extern void fits_header_free(FitsHeader *header);

/* The card of a keyword, or -1. */
extern int fits_header_find(const FitsHeader *header, const char *keyword);

/*
 * The keyword of card i split into its root and its number ("TTYPE12": "TTYPE", 12;
 * 0 without a number).  root has room for 9 characters.
 */
extern void fits_card_keyword(const FitsHeader *header, int i, char *root, int *number);

/* The value of card i: false if it has none of that type. */
extern bool fits_card_integer(const FitsHeader *header, int i, int64_t *value);
extern bool fits_card_double(const FitsHeader *header, int i, double *value);
extern bool fits_card_logical(const FitsHeader *header, int i, bool *value);
/* Adds to text, as UTF-8 and with a NUL behind. */
extern bool fits_card_text(const FitsHeader *header, int i, Bytes *text);

/* The integer of a keyword that must be there and be low ... high. */
extern bool fits_header_require(const FitsHeader *header,
								const char *keyword,
								int64_t low,
								int64_t high,
								int64_t *value,
								SkyError *err);

/* Bytes of the data behind the header, without padding; false with *err if absurd. */
extern bool
fits_header_data_size(const FitsHeader *header, uint64_t *size, SkyError *err);

#endif
