#ifndef AUTH_BASE64URL_H
#define AUTH_BASE64URL_H

#include <stdbool.h>
#include <stddef.h>

/* Base64 for URLs, without padding (RFC 4648, section 5; RFC 7515, section 2). */

/* Characters for so many bytes. */
#define BASE64URL_LENGTH(n) ((4 * (n) + 2) / 3)

/* text takes BASE64URL_LENGTH(length) characters and a NUL. */
extern void base64url_encode(const unsigned char *bytes, size_t length, char *text);

/* Read as many bytes as there are to be; false if a character is none of base64url's. */
extern bool base64url_decode(const char *text, unsigned char *bytes, size_t length);

#endif
