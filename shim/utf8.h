#ifndef SHIM_UTF8_H
#define SHIM_UTF8_H

#include <stdbool.h>

#include "head.h"

/* Is it UTF-8 (RFC 3629)?  No overlong forms, surrogates, or code points past 10FFFF. */
extern bool utf8_is_valid(Slice text);

#endif
