#ifndef SHIM_BASE64_H
#define SHIM_BASE64_H

#include <stdbool.h>

#include "head.h"

/* The two alphabets of RFC 4648: section 4, padded or not; section 5, never padded. */
typedef enum Base64Alphabet
{
	BASE64_BASIC,
	BASE64_URL,
} Base64Alphabet;

/* Room that decoding len characters may need. */
#define BASE64_ROOM(len) ((len) / 4 * 3 + 3)

/*
 * Decode into out, which has BASE64_ROOM(text.len) bytes; its length comes back in *len.
 * Strict: foreign characters, a length that cannot be, and bits that encode nothing are
 * refused, so that each text of bytes has one encoding.
 */
extern bool base64_decode(Base64Alphabet alphabet, Slice text, char *out, size_t *len);

#endif
