#ifndef GEO_SEXAGESIMAL_H
#define GEO_SEXAGESIMAL_H

#include <stdbool.h>

/*
 * An angle in three parts as a number [hours or degrees].
 *
 * units: the letters that may end the parts, "hms" or "dms", in any case.  The parts are
 * separated by colons or blanks ("12:34:56.7"), end with their letters ("12h34m56.7s"),
 * or stand side by side ("123456.7").  The last one may have a fraction.  A sign may
 * stand first.  False for any other text, and for minutes or seconds past 60.
 */
extern bool sexagesimal_parse(const char *text, const char *units, double *value);

#endif
