#ifndef ADQL_ROUNDING_H
#define ADQL_ROUNDING_H

/*
 * ROUND and TRUNCATE as people expect them of decimal numbers: 2.675 rounds to 2.68 and
 * 0.29 truncates to 0.29, although the nearest doubles lie a little below.
 *
 * digits: after the point, or before it where negative.  Halves go away from zero.  NaN
 * and infinities come back as they are, as does what is whole at that digit already.
 */
extern double rounding_round(double x, int digits);
extern double rounding_truncate(double x, int digits);

#endif
