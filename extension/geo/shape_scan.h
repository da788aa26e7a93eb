#ifndef GEO_SHAPE_SCAN_H
#define GEO_SHAPE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/shape.h"

/* Words, numbers and brackets of the text of a shape, as they come. */
typedef struct Scan
{
	SkyShape shape; /* what is wanted, for messages */
	const char *text;
	const char *at;
	SkyError *err;
	double *values; /* what was read */
	size_t count;
	size_t room;
} Scan;

/* Longest word that is looked at. */
#define SCAN_WORD_MAX 32

/* Step over blanks; the next byte, 0 at the end. */
extern char scan_next(Scan *scan);

/* Does a word or a number begin with this byte? */
extern bool scan_is_letter(char c);
extern bool scan_is_number(char c);

/* A word of letters, digits and _, cut at SCAN_WORD_MAX bytes. */
extern void scan_word(Scan *scan, char name[SCAN_WORD_MAX + 1]);

/*
 * Numbers with blanks or commas between them, and balanced brackets of any kind round
 * some of them, up to a word or to a bracket that closes what was opened before.
 */
extern bool scan_numbers(Scan *scan);

/* Add a number that is not in the text; false with the limit's fault if there are too
 * many. */
extern bool scan_put(Scan *scan, double value);

/* Record a fault at a place of the text, with what stands there; false. */
extern bool scan_fail(Scan *scan, const char *place, const char *what);

#endif
