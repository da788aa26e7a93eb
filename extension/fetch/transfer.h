#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * What the module pgsky_fetch does for one URL.  It is a shared object of its own,
 * because libcurl and its thirty libraries take longer to load than most queries to run.
 */
typedef struct Transfer
{
	const char *url;
	const char
		*origins; /* that may be asked: scheme://host[:port], with commas between */
	long timeout_ms;
	size_t max_size; /* [bytes] */
	int file;		 /* where the bytes go; open for writing */

	/* The outcome. */
	bool refused; /* not of these origins: nobody was asked */
	bool too_large;
	long status;	   /* of HTTP, 0: no answer */
	size_t length;	   /* bytes written */
	char message[256]; /* of what went wrong; empty: nothing */
} Transfer;

/* Run it; interruptible, never raises. */
typedef void (*TransferFunction)(Transfer *transfer);

#define TRANSFER_MODULE	  "$libdir/pgsky_fetch"
#define TRANSFER_FUNCTION "pgsky_transfer"

#endif
