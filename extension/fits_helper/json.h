#ifndef FITS_HELPER_JSON_H
#define FITS_HELPER_JSON_H

#include <stdint.h>

#include "base/sink.h"

/* Values of JSON.  Texts of FITS are ASCII; any other byte becomes a question mark. */
extern void json_text(Sink *sink, const char *text);
extern void json_number(Sink *sink, double number); /* null if there is none */

#endif
