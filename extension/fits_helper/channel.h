#ifndef FITS_HELPER_CHANNEL_H
#define FITS_HELPER_CHANNEL_H

#include <stdbool.h>

#include "base/sink.h"
#include "fits/order.h"

/* An order with its files, which are the receiver's to close. */
typedef struct Received
{
	FitsOrder order;
	double *numbers; /* of the shape; malloc'd */
	int file;
	int spool; /* an empty file to unpack the other into, if it is packed */
} Received;

/* Before the first order; patience: how long nothing comes until the receiver is idle
 * [s].
 */
extern bool channel_set_up(int patience);

/*
 * Wait for the next order, and call idle whenever none comes; false when the other side
 * is gone or says nonsense: time to end.
 */
extern bool channel_receive(Received *received, void (*idle)(void));

/* A sink whose bytes go out as pieces; the program ends if nobody takes them. */
extern void channel_open_sink(Sink *sink);

/* End an answer, well or with a fault.  What is in the sink goes out before. */
extern void channel_end(Sink *sink, const SkyError *err);

#endif
