#ifndef FITS_HELPER_PG_H
#define FITS_HELPER_PG_H

#include "lib/stringinfo.h"

#include "fits/order.h"

/*
 * The helper program of this backend, started when first needed.  It has one order at a
 * time; an answer that is not read to its end costs the helper its life, so that the
 * next order begins afresh.
 */

/*
 * Send an order about an open file, with as many numbers as it says; raises if there is
 * no helper to be had.
 */
extern void helper_ask(const FitsOrder *order, const double *numbers, int file);

/* The number of the last order: whoever reads an answer in parts asks whether it is his.
 */
extern uint64_t helper_order(void);

/*
 * The next piece of the answer, in *bytes until the next call; its length, 0 at the end.
 * Raises what the helper says, 38000 if it died, 57014 if it took longer than
 * pgsky.fits_timeout.  Interruptible.
 */
extern size_t helper_next(const char **bytes);

/* All pieces together; room is left in front for a varlena's head. */
extern StringInfo helper_answer(void);

/* End an answer that nobody wants any more. */
extern void helper_give_up(void);

#endif
