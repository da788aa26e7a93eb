#ifndef READER_BASE64_H
#define READER_BASE64_H

#include "reader/bytes.h"

/*
 * Base64 that arrives in pieces of any size, with blanks and line ends anywhere.
 * Zero-initialise.
 */
typedef struct Base64
{
	unsigned bits;
	int count;	 /* characters of the current group of four */
	int padding; /* '=' seen: nothing may follow but another one */
} Base64;

/* Add what the piece decodes to; false if it is not Base64. */
extern bool base64_decode(Base64 *state, const char *text, size_t size, Bytes *to);
/* Is the text complete? */
extern bool base64_is_complete(const Base64 *state);

#endif
